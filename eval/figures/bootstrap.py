"""A figure with its bootstrap interval (Efron 1979)."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
OnRows = Callable[[Rows], float]  # a figure of the items with these row numbers; NaN where they don't allow it

_RESAMPLES = 1000
_FEWEST_GROUPS = 5  # with fewer, whole groups say nothing of the spread


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure on ``n`` items with its 95 % bootstrap interval (Efron 1979); most figures range from 0 to 1."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        """``0.712 [0.703, 0.721]``."""
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def bootstrap(size: int, figure: OnRows, seed: int, groups: Sequence[Hashable] | None = None) -> Estimate | None:
    """Compute a figure on all items and on seeded resamples of them; None for no items or no figure.

    Args:
        size: number of items.
        figure: of the items with these row numbers. *Shape:* (rows,).
        seed: of the draws.
        groups: of each item. At least five groups are drawn whole, since items of one group resemble each other
            (Davison and Hinkley 1997, 3.8); with fewer, items are drawn.
    """
    value = figure(np.arange(size)) if size else float("nan")
    if np.isnan(value):
        return None
    drawn = [figure(rows) for rows in resamples(size, seed, groups)]
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return Estimate(value, float(low), float(high), size)


def resamples(size: int, seed: int, groups: Sequence[Hashable] | None = None) -> Iterator[Rows]:
    """Row numbers of each resample; arguments as for ``bootstrap``."""
    draws = np.random.default_rng(seed)
    if by_groups(groups):
        places: dict[Hashable, list[int]] = {}
        for row, group in enumerate(groups or ()):
            places.setdefault(group, []).append(row)
        members = [np.array(rows, dtype=np.int64) for rows in places.values()]
        for _ in range(_RESAMPLES):
            yield np.concatenate([members[number] for number in draws.integers(0, len(members), len(members))])
    else:
        for _ in range(_RESAMPLES):
            yield draws.integers(0, size, size)


def by_groups(groups: Sequence[Hashable] | None) -> bool:
    """Whether whole groups are drawn."""
    return groups is not None and len(set(groups)) >= _FEWEST_GROUPS
