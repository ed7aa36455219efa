"""Figures over items, by name, so that a result kept in a file can be computed and compared again."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from eval.figures.accuracy import accuracy_on, balanced_accuracy_on, f1_on, macro_f1_on
from eval.figures.agreement import alpha_on, kappa_on
from eval.figures.auroc import auroc_on
from eval.figures.bcubed import f1_on as bcubed_f1_on
from eval.figures.bootstrap import OnRows, bootstrap, by_groups
from eval.figures.calibration import calibration_error_on
from eval.figures.fnc import fnc_on
from eval.figures.pairs import rand_index_on
from eval.results import Baseline, Item, Measure, Result

Columns = Sequence[Sequence[Any]]
_DIGITS = 4


def _mean_on(values: Sequence[float]) -> OnRows:
    numbers = np.asarray(values, dtype=np.float64)
    return lambda rows: float(numbers[rows].mean()) if len(rows) else float("nan")


def _share_on(parts: Sequence[float], wholes: Sequence[float]) -> OnRows:
    above, below = np.asarray(parts, dtype=np.float64), np.asarray(wholes, dtype=np.float64)

    def share(rows: np.ndarray[Any, Any]) -> float:
        whole = below[rows].sum()
        return float(above[rows].sum() / whole) if whole else float("nan")

    return share


# What a statistic takes of each item stands in the function's arguments.
STATISTICS: Final[Mapping[str, Callable[..., OnRows]]] = {
    "mean": _mean_on,
    "share": _share_on,
    "accuracy": accuracy_on,
    "balanced_accuracy": balanced_accuracy_on,
    "macro_f1": macro_f1_on,
    "f1": f1_on,
    "auroc": auroc_on,
    "calibration_error": calibration_error_on,
    "bcubed_f1": bcubed_f1_on,
    "rand_index": rand_index_on,
    "fnc": fnc_on,
    "alpha": alpha_on,
    "kappa": kappa_on,
}


def on_items(statistic: str, rows: Sequence[Sequence[Any]]) -> OnRows:
    """A statistic of items by row number; ``rows`` holds their values."""
    return STATISTICS[statistic](*zip(*rows, strict=True))


def compute(measure: Measure, seed: int) -> Result:
    """A measure's figure with its interval; None and a reason where it can't be computed."""
    scored = [item for item in measure.items if item.unscored is None]
    stories = [item.story for item in scored]
    estimate = None
    if scored:
        estimate = bootstrap(len(scored), on_items(measure.statistic, [i.values for i in scored]), seed, stories)
    return Result(
        value=_rounded(estimate.value) if estimate else None,
        low=_rounded(estimate.low) if estimate else None,
        high=_rounded(estimate.high) if estimate else None,
        n=len(scored),
        unscored=len(measure.items) - len(scored),
        better=measure.better,
        says=measure.says,
        statistic=measure.statistic,
        resampled="stories" if by_groups(stories) else "items",
        reason=None if estimate else _reason(measure, scored),
        baseline=_baseline(measure) if estimate else None,
        written=measure.written,
    )


def _rounded(value: float) -> float:
    """To as many decimals as the file has, so that the report says what it holds."""
    return round(value, _DIGITS)


def _reason(measure: Measure, scored: Sequence[Item]) -> str:
    if measure.reason:
        return measure.reason
    if scored:
        return "these items don't allow it: all are of one kind"
    if measure.items:
        return f"none could be scored: {next(item.unscored for item in measure.items)}"
    return "nothing of the kind is labelled"


def _baseline(measure: Measure) -> Baseline | None:
    if measure.plain is None:
        return None
    if not measure.plain.values:
        return Baseline(measure.plain.name, None)
    value = on_items(measure.statistic, measure.plain.values)(np.arange(len(measure.plain.values)))
    return Baseline(measure.plain.name, None if np.isnan(value) else value)
