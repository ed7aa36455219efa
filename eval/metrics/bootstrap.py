"""A figure with its bootstrap interval (Efron 1979)."""

from collections.abc import Callable
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


def bootstrap(size: int, figure: Callable[[NDArray[np.int64]], float], seed: int) -> Estimate | None:
    """Compute a figure on all items and on seeded resamples of them; None for no items.

    Args:
        size: number of items.
        figure: of the items with these row numbers. *Shape:* (size,); NaN where a resample does not allow it.
        seed: of the draws.
    """
    if not size:
        return None
    draws = np.random.default_rng(seed).integers(0, size, (_RESAMPLES, size))
    low, high = np.nanquantile([figure(rows) for rows in draws], [0.025, 0.975])
    return Estimate(figure(np.arange(size)), float(low), float(high), size)
