"""Share of items labelled right, and the mean of the classes' F1, with bootstrap intervals."""

from collections.abc import Hashable, Sequence

import numpy as np

from eval.figures.bootstrap import Estimate, OnRows, Rows, bootstrap


def accuracy(predicted: Sequence[Hashable], gold: Sequence[Hashable], seed: int = 13) -> Estimate | None:
    """Share of equal labels, 0 to 1; None for no items.

    Raises:
        ValueError: the two differ in length.
    """
    return bootstrap(len(gold), accuracy_on(predicted, gold), seed)


def accuracy_on(predicted: Sequence[Hashable], gold: Sequence[Hashable]) -> OnRows:
    """``accuracy`` of some rows."""
    right = np.array([one == other for one, other in zip(predicted, gold, strict=True)], dtype=np.float64)
    return lambda rows: float(right[rows].mean())


def balanced_accuracy(predicted: Sequence[bool], gold: Sequence[bool], seed: int = 13) -> Estimate | None:
    """Mean of the two classes' recall, 0 to 1 (Brodersen et al. 2010); None where one class is missing.

    Raises:
        ValueError: the two differ in length.
    """
    return bootstrap(len(gold), balanced_accuracy_on(predicted, gold), seed)


def balanced_accuracy_on(predicted: Sequence[bool], gold: Sequence[bool]) -> OnRows:
    """``balanced_accuracy`` of some rows."""
    right = np.array([one == other for one, other in zip(predicted, gold, strict=True)], dtype=np.float64)
    true = np.asarray(gold, dtype=np.bool_)

    def mean_recall(rows: Rows) -> float:
        own, met = true[rows], right[rows]
        return float("nan") if own.all() or not own.any() else float((met[own].mean() + met[~own].mean()) / 2)

    return mean_recall


def macro_f1(predicted: Sequence[str], gold: Sequence[str], seed: int = 13) -> Estimate | None:
    """Mean of the gold classes' F1, 0 to 1 (van Rijsbergen 1979); a class never met has 0. None for no items.

    Raises:
        ValueError: the two differ in length.
    """
    return bootstrap(len(gold), macro_f1_on(predicted, gold), seed)


def macro_f1_on(predicted: Sequence[str], gold: Sequence[str]) -> OnRows:
    """``macro_f1`` of some rows; a class that they lack does not count."""
    if len(predicted) != len(gold):
        raise ValueError(f"{len(predicted)} predictions, {len(gold)} gold labels")
    classes = sorted(set(gold))
    said = np.array([[label == name for label in predicted] for name in classes], dtype=np.bool_)
    true = np.array([[label == name for label in gold] for name in classes], dtype=np.bool_)

    def mean_f1(rows: Rows) -> float:
        mine, own = said[:, rows], true[:, rows]
        there = own.any(axis=1)
        total = mine.sum(axis=1) + own.sum(axis=1)
        return float((2 * (mine & own).sum(axis=1)[there] / total[there]).mean())

    return mean_f1


def f1_on(predicted: Sequence[bool], gold: Sequence[bool]) -> OnRows:
    """F1 of one class, 0 to 1, of some rows (van Rijsbergen 1979); NaN where neither says it.

    Raises:
        ValueError: the two differ in length.
    """
    if len(predicted) != len(gold):
        raise ValueError(f"{len(predicted)} predictions, {len(gold)} gold labels")
    said, true = np.asarray(predicted, dtype=np.bool_), np.asarray(gold, dtype=np.bool_)

    def f1(rows: Rows) -> float:
        mine, own = said[rows], true[rows]
        total = mine.sum() + own.sum()
        return float(2 * (mine & own).sum() / total) if total else float("nan")

    return f1
