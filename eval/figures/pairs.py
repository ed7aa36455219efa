"""Clusterings compared pair by pair of items."""

from collections.abc import Sequence

import numpy as np

from eval.figures.bootstrap import OnRows, Rows


def rand_index_on(together: Sequence[bool], gold: Sequence[bool]) -> OnRows:
    """Adjusted Rand index of some pairs of items (Hubert and Arabie 1985), by the counts of pairs.

    Args:
        together: for each pair, whether the clustering puts both into one cluster.
        gold: whether they belong into one.

    Returns:
        1 for equal clusterings, about 0 for chance; NaN where both put all apart, or all together.

    Raises:
        ValueError: the two differ in length.
    """
    if len(together) != len(gold):
        raise ValueError(f"{len(together)} pairs beside {len(gold)}")
    said, true = np.asarray(together, dtype=np.bool_), np.asarray(gold, dtype=np.bool_)

    def index(rows: Rows) -> float:
        mine, own = said[rows], true[rows]
        both, neither = float((mine & own).sum()), float((~mine & ~own).sum())
        more, less = float((mine & ~own).sum()), float((~mine & own).sum())
        expected = (both + more) * (more + neither) + (both + less) * (less + neither)
        return 2 * (both * neither - more * less) / expected if expected else float("nan")

    return index
