"""Articles as arrays, and how alike two of them are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]

_PAIRS = 100_000  # compared at once


@dataclass(frozen=True, slots=True)
class Weights:
    """What each similarity counts for; they sum to 1."""

    words: float = 0.4
    encoder: float = 0.4
    names: float = 0.2


@dataclass(frozen=True, slots=True)
class Table:
    """The articles as arrays. ``days`` is NaN without a date, ``given`` is -1 without a story."""

    vectors: Vectors
    words: csr_array
    names: csr_array
    days: Floats
    given: Rows

    def take(self, rows: Rows) -> "Table":
        """The table of these rows alone."""
        return Table(
            self.vectors[rows],
            self.words[rows],
            self.names[rows],
            self.days[rows],
            self.given[rows],
        )


def pair_similarity(table: Table, pairs: Rows, weights: Weights) -> Floats:
    """Weighted similarity of each pair, 0 to 1, in bounded memory. *Shape:* (pairs,)."""
    found = np.empty(len(pairs))
    for start in range(0, len(pairs), _PAIRS):
        left, right = pairs[start : start + _PAIRS].T
        encoder = np.einsum("ij,ij->i", table.vectors[left], table.vectors[right])
        shared = [
            np.asarray(rows[left].multiply(rows[right]).sum(axis=1)).ravel() for rows in (table.words, table.names)
        ]
        found[start : start + _PAIRS] = (
            weights.encoder * encoder + weights.words * shared[0] + weights.names * shared[1]
        )
    return np.minimum(np.round(found, 6), 1.0)


def far(left: Floats, right: Floats, max_days: float) -> NDArray[np.bool_]:
    """Which pairs are more than the window apart; NaN compares as near. *Shape:* (left, right)."""
    return np.asarray(np.abs(left[:, None] - right) > max_days)
