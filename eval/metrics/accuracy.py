"""Share of items labelled right, and the mean of the classes' F1, with bootstrap intervals."""

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from eval.metrics.bootstrap import Estimate, bootstrap


def accuracy(predicted: Sequence[Hashable], gold: Sequence[Hashable], seed: int = 13) -> Estimate | None:
    """Share of equal labels; None for no items.

    Raises:
        ValueError: the two differ in length.
    """
    right = np.array([one == other for one, other in zip(predicted, gold, strict=True)], dtype=np.float64)
    return bootstrap(len(right), lambda rows: float(right[rows].mean()), seed)


def balanced_accuracy(predicted: Sequence[bool], gold: Sequence[bool], seed: int = 13) -> Estimate | None:
    """Mean of the two classes' recall (Brodersen et al. 2010); None where one class is missing.

    Raises:
        ValueError: the two differ in length.
    """
    right = np.array([one == other for one, other in zip(predicted, gold, strict=True)], dtype=np.float64)
    true = np.asarray(gold, dtype=np.bool_)
    if true.all() or not true.any():
        return None

    def mean_recall(rows: NDArray[np.int64]) -> float:
        own, met = true[rows], right[rows]
        return float("nan") if own.all() or not own.any() else float((met[own].mean() + met[~own].mean()) / 2)

    return bootstrap(len(true), mean_recall, seed)


def macro_f1(predicted: Sequence[str], gold: Sequence[str], seed: int = 13) -> Estimate | None:
    """Mean of the gold classes' F1 (van Rijsbergen 1979); a class never met has 0. None for no items.

    Raises:
        ValueError: the two differ in length.
    """
    if len(predicted) != len(gold):
        raise ValueError(f"{len(predicted)} predictions, {len(gold)} gold labels")
    said, true = np.array(predicted), np.array(gold)
    classes = sorted(set(gold))

    def mean_f1(rows: NDArray[np.int64]) -> float:
        scores = [_f1(said[rows] == label, true[rows] == label) for label in classes]
        return float(np.mean([score for score in scores if score is not None]))

    return bootstrap(len(true), mean_f1, seed)


def _f1(said: NDArray[np.bool_], true: NDArray[np.bool_]) -> float | None:
    """F1 of one class; None where it is not in this sample at all."""
    if not true.any():
        return None
    return float(2 * (said & true).sum() / (said.sum() + true.sum()))
