"""The threshold that a set of judged summaries is given, and that no half chooses its own."""

import numpy as np
import pytest

from eval.benchmarks.consistency import Measured, best_threshold


def test_the_threshold_tells_best() -> None:
    scores, good = np.array([0.1, 0.2, 0.3, 0.4]), np.array([False, False, True, True])
    assert best_threshold(scores, good) == pytest.approx(0.3)
    assert best_threshold(scores, ~good) == pytest.approx(0.1)  # nothing better than one verdict for all
    assert best_threshold(scores, np.array([True] * 4)) == 0.5
    assert best_threshold(np.array([]), np.array([], dtype=bool)) == 0.5


def test_a_half_is_judged_by_the_threshold_of_the_other() -> None:
    documents = [f"document {number}" for number in range(40)]
    draw = np.random.default_rng(3)
    good = [bool(kind) for kind in draw.integers(0, 2, 40)]
    low = Measured("low", [0.02 if kind else 0.01 for kind in good], [0.5] * 40, [0.5] * 40, good, documents)
    cells = low.line().split(" | ")
    assert cells[6].startswith("0.500")  # nothing reaches 0.5
    assert cells[7].startswith("1.000")
    chance = Measured("chance", draw.random(40).tolist(), [0.5] * 40, [0.5] * 40, good, documents)
    assert float(chance.line().split(" | ")[7].split()[0]) < 0.75
