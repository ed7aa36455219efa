"""Share of items labelled right, and the mean of the classes' F1, with bootstrap intervals."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure from 0 to 1 on ``n`` items with its 95 % bootstrap interval (Efron 1979)."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        """``0.712 [0.703, 0.721]``."""
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def accuracy(predicted: Sequence[Hashable], gold: Sequence[Hashable], seed: int = 13) -> Estimate | None:
    """Share of equal labels; None for no items.

    Raises:
        ValueError: the two differ in length.
    """
    right = np.array([one == other for one, other in zip(predicted, gold, strict=True)], dtype=np.float64)
    return _bootstrap(len(right), lambda rows: float(right[rows].mean()), seed)


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

    return _bootstrap(len(true), mean_f1, seed)


def _f1(said: NDArray[np.bool_], true: NDArray[np.bool_]) -> float | None:
    """F1 of one class; None where it is not in this sample at all."""
    if not true.any():
        return None
    return float(2 * (said & true).sum() / (said.sum() + true.sum()))


def _bootstrap(size: int, figure: Callable[[NDArray[np.int64]], float], seed: int) -> Estimate | None:
    if not size:
        return None
    draws = np.random.default_rng(seed).integers(0, size, (_RESAMPLES, size))
    low, high = np.quantile([figure(rows) for rows in draws], [0.025, 0.975])
    return Estimate(figure(np.arange(size)), float(low), float(high), size)
