"""Area under the ROC curve: how well a score ranks the good above the bad (Hanley and McNeil 1982)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from eval.metrics.bootstrap import Estimate, bootstrap


def auroc(scores: Sequence[float], good: Sequence[bool], seed: int = 13) -> Estimate | None:
    """Probability that a good item scores above a bad one, ties half; None where one kind is missing.

    Raises:
        ValueError: the two differ in length.
    """
    if len(scores) != len(good):
        raise ValueError(f"{len(scores)} scores, {len(good)} labels")
    values, labels = np.asarray(scores, dtype=np.float64), np.asarray(good, dtype=np.bool_)
    if labels.all() or not labels.any():
        return None

    def area(rows: NDArray[np.int64]) -> float:
        chosen = labels[rows]
        return float("nan") if chosen.all() or not chosen.any() else float(roc_auc_score(chosen, values[rows]))

    return bootstrap(len(values), area, seed)
