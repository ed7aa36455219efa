"""Calibration, balanced accuracy and ranking by hand-worked examples."""

import pytest

from eval.figures.accuracy import balanced_accuracy
from eval.figures.calibration import calibration_error, reliability
from eval.figures.ranking import ranking_accuracy


def test_calibration_error() -> None:
    assert calibration_error([0.0, 1.0, 1.0], [False, True, True]) == 0
    # One bin: said 0.75, true in half of the cases.
    assert calibration_error([0.75, 0.75], [True, False]) == pytest.approx(0.25)
    # Two bins of one item each: gaps 0.2 and 0.4.
    assert calibration_error([0.8, 0.4], [True, False]) == pytest.approx(0.3)
    assert calibration_error([0.8, 0.4], [True, False], [3.0, 1.0]) == pytest.approx(0.25)
    assert calibration_error([], []) is None
    with pytest.raises(ValueError, match="outcomes"):
        calibration_error([0.5], [])


def test_balanced_accuracy() -> None:
    found = balanced_accuracy([True, True, True, False], [True, True, True, False])
    assert found is not None and found.value == 1
    # Saying yes to all is right for one class of two.
    found = balanced_accuracy([True] * 10, [True] * 9 + [False])
    assert found is not None and found.value == 0.5
    assert found.low <= 0.5 <= found.high
    assert balanced_accuracy([True], [True]) is None


def test_ranking_accuracy_compares_within_groups() -> None:
    groups = ["a", "a", "b", "b", "c"]
    found = ranking_accuracy(groups, [0.9, 0.1, 0.2, 0.8, 0.0], [True, False, True, False, True])
    assert found is not None and (found.value, found.n) == (0.5, 2)
    tie = ranking_accuracy(["a", "a"], [0.4, 0.4], [True, False])
    assert tie is not None and tie.value == 0.5
    assert ranking_accuracy(["a", "b"], [0.4, 0.4], [True, False]) is None


def test_reliability_by_bins() -> None:
    low, high = reliability([0.05, 0.91, 1.0], [False, True, False])
    assert (low.low, low.high, low.count, low.mean, low.happened) == (0.0, 0.1, 1, 0.05, 0.0)
    assert (high.count, high.happened) == (2, 0.5)
    assert reliability([], []) == ()
    with pytest.raises(ValueError, match="outcomes"):
        reliability([0.5], [])
