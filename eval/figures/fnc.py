"""The weighted score of the Fake News Challenge (Pomerleau and Rao 2017)."""

from collections.abc import Sequence

import numpy as np

from eval.figures.bootstrap import OnRows

UNRELATED = "not_stated"


def fnc_on(predicted: Sequence[str], gold: Sequence[str]) -> OnRows:
    """The challenge's score of some rows as a share of the most there is, 0 to 1; NaN for no rows.

    A quarter point for telling what speaks to the claim from what doesn't, three quarters more for its right label.

    Raises:
        ValueError: the two differ in length.
    """
    points, most = [], []
    for said, true in zip(predicted, gold, strict=True):
        related = true != UNRELATED
        most.append(1.0 if related else 0.25)
        told = 0.25 if (said != UNRELATED) == related else 0.0
        points.append(told + (0.75 if related and said == true else 0.0))
    reached, possible = np.array(points), np.array(most)
    return lambda rows: float(reached[rows].sum() / possible[rows].sum()) if len(rows) else float("nan")
