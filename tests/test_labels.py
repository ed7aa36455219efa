"""Label orders are settled by name; what stays unclear is refused."""

import pytest

from pipeline.errors import ModelError
from pipeline.labels import LabelMap, resolve_labels


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("entailment", "neutral", "contradiction"), LabelMap(0, 1, 2)),
        (("contradiction", "entailment", "neutral"), LabelMap(1, 2, 0)),
        (("CONTRADICTION", "NEUTRAL", "ENTAILMENT"), LabelMap(2, 1, 0)),
        (("not_entailment", "entailment"), LabelMap(1, None, None)),
        (("entailment", "not-entailment"), LabelMap(0, None, None)),
    ],
)
def test_orders(names: tuple[str, ...], expected: LabelMap) -> None:
    assert resolve_labels({name: index for index, name in enumerate(names)}, None, "org/model") == expected


@pytest.mark.parametrize(
    "names",
    [("LABEL_0", "LABEL_1", "LABEL_2"), ("0", "1"), ("entailment", "neutral", "odd"), ("positive", "negative")],
)
def test_unclear_labels_name_the_key_that_settles_them(names: tuple[str, ...]) -> None:
    label2id = {name: index for index, name in enumerate(names)}
    with pytest.raises(ModelError, match=r"models\.nli\.labels"):
        resolve_labels(label2id, None, "org/model")


def test_the_key_of_another_role() -> None:
    for given in (None, ("entailment", "not_entailment")):
        with pytest.raises(ModelError, match=r"models\.stance\.labels"):
            resolve_labels({"LABEL_0": 0, "LABEL_1": 1, "LABEL_2": 2}, given, "org/model", "stance")


def test_given_names_win() -> None:
    label2id = {"LABEL_0": 0, "LABEL_1": 1, "LABEL_2": 2}
    given = ("contradiction", "neutral", "entailment")
    assert resolve_labels(label2id, given, "org/model") == LabelMap(2, 1, 0)
    with pytest.raises(ModelError, match="names 2 classes, the checkpoint has 3"):
        resolve_labels(label2id, ("entailment", "not_entailment"), "org/model")
