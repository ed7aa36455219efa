"""How far probabilities are from what comes true (Naeini et al. 2015)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.figures.bootstrap import OnRows, Rows


def calibration_error(
    probabilities: Sequence[float], happened: Sequence[bool], weights: Sequence[float] | None = None, bins: int = 10
) -> float | None:
    """Expected calibration error: mean over bins of equal width of |share that happened - mean probability|.

    Args:
        probabilities: 0 to 1.
        happened: for each, whether it came true.
        weights: of each item, above 0; all 1 by default.
        bins: number of bins, at least 1.

    Returns:
        0 (as said) to 1; None for no items.

    Raises:
        ValueError: the lengths differ.
    """
    said, true = np.asarray(probabilities, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    weight = np.ones_like(said) if weights is None else np.asarray(weights, dtype=np.float64)
    if not len(said) == len(true) == len(weight):
        raise ValueError(f"{len(said)} probabilities, {len(true)} outcomes, {len(weight)} weights")
    if not len(said):
        return None
    place = np.minimum((said * bins).astype(np.int64), bins - 1)
    gaps = np.bincount(place, weight * (true - said), minlength=bins)
    return float(np.abs(gaps).sum() / weight.sum())


def calibration_error_on(probabilities: Sequence[float], happened: Sequence[bool], bins: int = 10) -> OnRows:
    """``calibration_error`` of some rows, all of one weight."""
    said, true = np.asarray(probabilities, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    place = np.minimum((said * bins).astype(np.int64), bins - 1)

    def error(rows: Rows) -> float:
        gaps = np.bincount(place[rows], (true - said)[rows], minlength=bins)
        return float(np.abs(gaps).sum() / len(rows)) if len(rows) else float("nan")

    return error


@dataclass(frozen=True, slots=True)
class Bin:
    """Items whose probability lies between ``low`` and ``high``: how many, their mean, the share that came true."""

    low: float
    high: float
    count: int
    mean: float
    happened: float


def reliability(probabilities: Sequence[float], happened: Sequence[bool], bins: int = 10) -> tuple[Bin, ...]:
    """What a reliability diagram shows, bin by bin of equal width; empty bins are left out.

    Raises:
        ValueError: the lengths differ.
    """
    said, true = np.asarray(probabilities, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    if len(said) != len(true):
        raise ValueError(f"{len(said)} probabilities, {len(true)} outcomes")
    place = np.minimum((said * bins).astype(np.int64), bins - 1)
    return tuple(
        Bin(number / bins, (number + 1) / bins, int(own.sum()), float(said[own].mean()), float(true[own].mean()))
        for number in range(bins)
        if (own := place == number).any()
    )
