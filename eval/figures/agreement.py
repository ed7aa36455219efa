"""How far labellers agree beyond chance."""

from collections.abc import Sequence

import numpy as np

from eval.figures.bootstrap import OnRows, Rows


def alpha_on(units: Sequence[Sequence[str]]) -> OnRows:
    """Krippendorff's alpha for nominal labels (Krippendorff 2004, 11.3) of some units.

    Args:
        units: the labels that each unit was given, in any number; units with fewer than two don't count.

    Returns:
        1 for full agreement, 0 for chance, below 0 for less; NaN where no unit has two labels or all labels are equal.
    """
    names = sorted({label for unit in units for label in unit})
    place = {name: row for row, name in enumerate(names)}
    coincidences = np.zeros((len(units), len(names), len(names)))
    for number, unit in enumerate(units):
        if len(unit) < 2:
            continue
        counts = np.bincount([place[label] for label in unit], minlength=len(names)).astype(np.float64)
        coincidences[number] = (np.outer(counts, counts) - np.diag(counts)) / (len(unit) - 1)

    def alpha(rows: Rows) -> float:
        met = coincidences[rows].sum(axis=0)
        each = met.sum(axis=1)
        total = each.sum()
        expected = total**2 - (each**2).sum()
        if not expected:
            return float("nan")
        return float(1 - (total - 1) * (total - np.trace(met)) / expected)

    return alpha


def kappa_on(one: Sequence[bool], other: Sequence[bool]) -> OnRows:
    """Cohen's kappa of two yes-or-no judges (Cohen 1960), -1 to 1; NaN where both always say the same.

    Raises:
        ValueError: the two differ in length.
    """
    if len(one) != len(other):
        raise ValueError(f"{len(one)} verdicts beside {len(other)}")
    first, second = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)

    def kappa(rows: Rows) -> float:
        p, q = first[rows].mean(), second[rows].mean()
        chance = p * q + (1 - p) * (1 - q)
        if chance == 1:
            return float("nan")
        return float(((first[rows] == second[rows]).mean() - chance) / (1 - chance))

    return kappa
