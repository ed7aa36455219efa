"""Work on stories side by side gives what it gives one after the other, in fewer and larger questions."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.summarise import Models
from pipeline.together import side_by_side, some_at_a_time


class _Models:
    """Answers that depend on each item alone, with a note of every question."""

    def __init__(self, *, compresses: bool = True) -> None:
        self.asked: list[tuple[str, list[Any]]] = []
        self._compresses = compresses

    def embed(self, texts: Sequence[str]) -> Any:
        self.asked.append(("embed", list(texts)))
        return np.array([[len(text), text.count("e")] for text in texts], dtype=np.float32).reshape(-1, 2)

    def score(self, pairs: Sequence[tuple[str, str]]) -> Any:
        self.asked.append(("score", list(pairs)))
        return np.array([[len(one), len(two), 0] for one, two in pairs], dtype=np.float32).reshape(-1, 3)

    def score_claims(self, pairs: Sequence[tuple[str, str]]) -> Any:
        self.asked.append(("score_claims", list(pairs)))
        return np.array([[0, len(one), len(two)] for one, two in pairs], dtype=np.float32).reshape(-1, 3)

    def kept(self, sentences: Sequence[str]) -> Any:
        self.asked.append(("kept", list(sentences)))
        return [np.array([len(one)]) for one in sentences] if self._compresses else None

    def count_tokens(self, texts: Sequence[str]) -> Any:
        return [len(text) for text in texts]

    def tag(self, windows: Sequence[Any]) -> Any:
        self.asked.append(("tag", list(windows)))
        return [(window, len(window)) for window in windows]

    def write(self, passages: Any, worth: Any) -> Any:
        return None


_Steps = list[tuple[str, list[str]]]


def _work(steps: _Steps) -> Any:
    def work(models: Any) -> Any:
        said: list[Any] = []
        for method, texts in steps:
            items = [(text, text * 2) for text in texts] if method.startswith("score") else texts
            found = getattr(models, method)(items)
            said.append(found.tolist() if isinstance(found, np.ndarray) else repr(found))
        return said

    return work


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["embed", "score", "score_claims", "kept", "tag", "count_tokens"]),
        st.lists(st.text(max_size=4), max_size=4),
    ),
    max_size=6,
)


@given(st.lists(_STEPS, max_size=5), st.booleans())
def test_the_same_as_one_after_the_other(works: list[_Steps], compresses: bool) -> None:
    models: Any = _Models(compresses=compresses)
    together = side_by_side([_work(steps) for steps in works], models)
    assert together == [_work(steps)(_Models(compresses=compresses)) for steps in works]


def test_each_model_is_asked_once_for_all_that_wait() -> None:
    models: Any = _Models()
    side_by_side([_work([("embed", [name]), ("score", [name])]) for name in "abc"], models)
    assert models.asked == [("embed", ["a", "b", "c"]), ("score", [("a", "aa"), ("b", "bb"), ("c", "cc")])]


def test_a_vector_is_asked_for_once_by_each_work() -> None:
    models: Any = _Models()
    (found,) = side_by_side([_work([("embed", ["a", "ee", "a"]), ("embed", ["ee", "new"])])], models)
    assert found == [[[1, 0], [2, 2], [1, 0]], [[2, 2], [3, 1]]]
    assert models.asked == [("embed", ["a", "ee"]), ("embed", ["new"])]


@pytest.mark.parametrize("where", ["work", "models"])
def test_a_fault_comes_out_and_ends_the_others(where: str) -> None:
    ended = []

    class _Bad(_Models):
        def score(self, pairs: Sequence[tuple[str, str]]) -> Any:
            raise ValueError("no score")

    def patient(models: Models) -> None:
        try:
            models.embed(["a"])
            models.score([("a", "b")])
        finally:
            ended.append("patient")

    def hasty(models: Models) -> None:
        models.embed(["a"])
        if where == "work":
            raise ValueError("no score")
        models.score([("a", "b")])

    bad: Any = _Bad()
    with pytest.raises(ValueError, match="no score"):
        side_by_side([patient, hasty], bad)
    assert ended == ["patient"]


def test_nothing_to_do() -> None:
    models: Any = _Models()
    assert side_by_side([], models) == []


def test_some_at_a_time_are_bounded_by_their_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.together._AT_ONCE", 4)
    models: Any = _Models()
    sized = [(size, _work([("tag", [name])])) for name, size in zip("abcdef", (1, 3, 1, 9, 2, 2), strict=True)]
    found = list(some_at_a_time(sized, models))
    assert [items for _, items in models.asked] == [["a", "b"], ["c"], ["d"], ["e", "f"]]
    assert found == [_work([("tag", [name])])(_Models()) for name in "abcdef"]
    assert list(some_at_a_time([], models)) == []
