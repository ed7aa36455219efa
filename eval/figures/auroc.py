"""Area under the ROC curve: how well a score ranks the good above the bad (Hanley and McNeil 1982)."""

from collections.abc import Sequence

import numpy as np

from eval.figures.bootstrap import Estimate, OnRows, Rows, bootstrap


def auroc(scores: Sequence[float], good: Sequence[bool], seed: int = 13) -> Estimate | None:
    """Probability that a good item scores above a bad one, ties half; None where one kind is missing.

    Raises:
        ValueError: the two differ in length.
    """
    return bootstrap(len(good), auroc_on(scores, good), seed)


def auroc_on(scores: Sequence[float], good: Sequence[bool]) -> OnRows:
    """``auroc`` of some rows."""
    if len(scores) != len(good):
        raise ValueError(f"{len(scores)} scores, {len(good)} labels")
    values, labels = np.asarray(scores, dtype=np.float64), np.asarray(good, dtype=np.bool_)

    def area(rows: Rows) -> float:
        own = labels[rows]
        above = int(own.sum())
        below = len(own) - above
        if not above or not below:
            return float("nan")
        _, place, counts = np.unique(values[rows], return_inverse=True, return_counts=True)
        middle = np.cumsum(counts) - (counts - 1) / 2  # the rank that equal values share
        ranks = float(middle[place][own].sum())  # Mann and Whitney's U
        return (ranks - above * (above + 1) / 2) / (above * below)

    return area
