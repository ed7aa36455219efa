"""Accuracy and macro-F1 against hand-made cases."""

import pytest

from eval.figures.accuracy import accuracy, macro_f1
from eval.figures.auroc import auroc


def test_values() -> None:
    gold, said = ["a", "a", "b", "c"], ["a", "b", "b", "b"]
    share = accuracy(said, gold)
    mean = macro_f1(said, gold)
    assert share is not None and mean is not None
    assert share.value == 0.5
    assert mean.value == pytest.approx((2 / 3 + 0.5 + 0) / 3)
    for figure in (share, mean):
        assert 0 <= figure.low <= figure.value <= figure.high <= 1
        assert figure.n == 4


def test_seeded_and_empty() -> None:
    assert macro_f1(["a", "b"] * 9, ["a", "a", "b"] * 6) == macro_f1(["a", "b"] * 9, ["a", "a", "b"] * 6)
    assert accuracy([], []) is None
    assert macro_f1([], []) is None


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="1 predictions"):
        macro_f1(["a"], [])


def test_auroc() -> None:
    found = auroc([0.9, 0.8, 0.3, 0.3], [True, False, True, False])
    assert found is not None
    assert found.value == pytest.approx(0.625)  # pairs: 1, 1, 0, a half
    assert auroc([0.1, 0.2], [True, True]) is None
    assert auroc([], []) is None
    with pytest.raises(ValueError, match="2 scores"):
        auroc([0.1, 0.2], [True])
