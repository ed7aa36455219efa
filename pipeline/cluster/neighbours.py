"""Which articles are worth comparing: the nearest of each among those of its days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from pipeline.cluster.each import Each

Vectors = NDArray[np.float32]
Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

MOST = 100  # neighbours of a row that are kept
LEAST = 0.3  # cosine below which two articles don't tell one event
_CHUNK = 512
_CHUNKS = 16  # of a block of time


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of time with all that its rows may meet: ``places`` in the order of days, their vectors and days.

    ``windows`` are rows and those that they may meet, by their places.
    """

    windows: tuple[tuple[Rows, Rows], ...]
    places: Rows
    vectors: Vectors
    days: Floats


def near_pairs(
    vectors: Vectors, days: Floats, window: float, *, most: int = MOST, least: float = LEAST, each: Each = map
) -> Rows:
    """Pairs of rows of which one is among the other's nearest, by cosine, of those within a window of days.

    Rows are sorted by day, so that a row meets only those of its window: time grows with the rows times the rows of a
    window, by exact matrix products; rows without a day meet all. Memory is bounded by the pairs that are kept.

    Args:
        vectors: unit rows. *Shape:* (rows, width).
        days: NaN without a date. *Shape:* (rows,).
        window: most days between two rows.
        most: neighbours of a row.
        least: cosine from which rows are neighbours, -1 to 1.
        each: does the search block of time by block of time.

    Returns:
        Each pair once, the smaller row first, ascending. *Shape:* (pairs, 2).
    """
    order = np.argsort(days, kind="stable")  # NaN last
    sorted_days, sorted_vectors = days[order], np.ascontiguousarray(vectors[order])
    dated = int(np.searchsorted(np.isnan(sorted_days), True))
    search = partial(_search, window=window, most=most, least=least)
    found = list(each(search, _blocks(_windows(sorted_days, dated, window), sorted_vectors, sorted_days)))
    pairs = order[np.concatenate(found)] if found else np.empty((0, 2), dtype=np.int64)
    # One number a pair sorts much faster than two columns.
    keys = np.unique(pairs.min(axis=1) * len(days) + pairs.max(axis=1))
    return np.stack(np.divmod(keys, max(1, len(days))), axis=1)


def _windows(days: Floats, dated: int, window: float) -> Iterator[tuple[Rows, Rows]]:
    """Blocks of rows, and the rows that each may meet: those of its days and those without a day."""
    undated = np.arange(dated, len(days))
    for start in range(0, dated, _CHUNK):
        stop = min(start + _CHUNK, dated)
        first = int(np.searchsorted(days[:dated], days[start] - window, side="left"))
        last = int(np.searchsorted(days[:dated], days[stop - 1] + window, side="right"))
        yield np.arange(start, stop), np.concatenate([np.arange(first, last), undated])
    for start in range(dated, len(days), _CHUNK):
        yield np.arange(start, min(start + _CHUNK, len(days))), np.arange(len(days))


def _blocks(windows: Iterable[tuple[Rows, Rows]], vectors: Vectors, days: Floats) -> Iterator[_Block]:
    """Some windows at once: what they may meet is nearly the same."""
    left = iter(windows)
    while some := tuple(islice(left, _CHUNKS)):
        places = np.unique(np.concatenate([candidates for _rows, candidates in some]))
        yield _Block(some, places, vectors[places], days[places])


def _search(block: _Block, window: float, most: int, least: float) -> Rows:
    """Pairs of all rows of a block of time."""
    found = []
    for rows, candidates in block.windows:
        own, others = np.searchsorted(block.places, rows), np.searchsorted(block.places, candidates)
        found.append(block.places[_nearest(own, others, block.vectors, block.days, window, most, least)])
    return np.concatenate(found)


def _nearest(
    block: Rows, candidates: Rows, vectors: Vectors, days: Floats, window: float, most: int, least: float
) -> Rows:
    """Pairs of a block's rows with their nearest candidates."""
    cosine = vectors[block] @ vectors[candidates].T
    cosine[np.abs(days[block][:, None] - days[candidates]) > window] = -1.0
    cosine[block[:, None] == candidates] = -1.0
    # Rounded, so that the last bits of a matrix product can't settle which of two is nearer.
    cosine = np.round(cosine, 5)
    if len(candidates) > most:
        bound = np.partition(cosine, len(candidates) - most, axis=1)[:, len(candidates) - most]
        near = cosine >= np.maximum(bound, least)[:, None]
    else:
        near = cosine >= least
    left, right = np.nonzero(near)
    return np.stack([block[left], candidates[right]], axis=1)
