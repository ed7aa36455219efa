"""BCubed precision, recall and F1 of a clustering (Bagga and Baldwin 1998)."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.figures.bootstrap import OnRows, Rows

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BCubed:
    """Means over items, each from 0 to 1; ``f1`` is the harmonic mean of the two means."""

    precision: float
    recall: float
    f1: float


def bcubed(predicted: Sequence[Hashable], gold: Sequence[Hashable]) -> BCubed | None:
    """Score cluster labels against gold labels, item by item; None for no items.

    Raises:
        ValueError: the two differ in length.
    """
    return mean(*per_item(predicted, gold))


def per_item(predicted: Sequence[Hashable], gold: Sequence[Hashable]) -> tuple[Floats, Floats]:
    """Precision and recall of each item: the share of its cluster, and of its gold class, that belongs with it.

    Raises:
        ValueError: the two differ in length.
    """
    pairs = list(zip(predicted, gold, strict=True))
    both, clusters, classes = Counter(pairs), Counter(predicted), Counter(gold)
    precision = np.array([both[pair] / clusters[pair[0]] for pair in pairs], dtype=np.float64)
    recall = np.array([both[pair] / classes[pair[1]] for pair in pairs], dtype=np.float64)
    return precision, recall


def mean(precision: Floats, recall: Floats) -> BCubed | None:
    """Average items' scores; None for no items."""
    if not len(precision):
        return None
    p, r = float(precision.mean()), float(recall.mean())
    return BCubed(p, r, 2 * p * r / (p + r))


def f1_on(precision: Sequence[float], recall: Sequence[float]) -> OnRows:
    """BCubed F1 of some items, 0 to 1, by their own precision and recall; NaN for no items."""
    p, r = np.asarray(precision, dtype=np.float64), np.asarray(recall, dtype=np.float64)

    def f1(rows: Rows) -> float:
        found = mean(p[rows], r[rows])
        return found.f1 if found else float("nan")

    return f1
