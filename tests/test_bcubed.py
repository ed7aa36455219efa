"""BCubed against values worked out by hand."""

import numpy as np
import pytest

from eval.figures.bcubed import bcubed, per_item


def test_worked_example() -> None:
    score = bcubed(["a", "a", "a", "b"], [1, 1, 2, 2])
    assert score is not None
    assert score.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert score.recall == pytest.approx((1 + 1 + 1 / 2 + 1 / 2) / 4)
    assert score.f1 == pytest.approx(2 * (2 / 3) * (3 / 4) / (2 / 3 + 3 / 4))


def test_extremes() -> None:
    apart, together = bcubed([1, 2, 3], ["x", "x", "x"]), bcubed([1, 1, 1], ["x", "y", "z"])
    assert apart is not None and together is not None
    assert (apart.precision, apart.recall) == pytest.approx((1, 1 / 3))
    assert (together.precision, together.recall) == pytest.approx((1 / 3, 1))


def test_no_items_have_no_score() -> None:
    assert bcubed([], []) is None


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="shorter"):
        bcubed([1, 2], [1])


def test_per_item() -> None:
    precision, recall = per_item([0, 0, 1], ["x", "y", "y"])
    np.testing.assert_allclose(precision, [0.5, 0.5, 1])
    np.testing.assert_allclose(recall, [1, 0.5, 0.5])
