"""What the metrics share as modules of the ``evaluate`` library: loaded by path, without a network."""

import abc
import functools
from collections.abc import Callable, Mapping, Sequence
from math import isnan
from typing import Any, ClassVar

import datasets
import evaluate

from eval.figures.bootstrap import Estimate, bootstrap
from eval.statistics import STATISTICS
from pipeline.config import load
from pipeline.tools import Tools, load_tools

TEXT, NUMBER, YES, TEXTS = "string", "float64", "bool", "list of string"
_SEED = 13


# Abstract, so that evaluate's search for the main class of a metric's file passes it by.
class Figure(evaluate.Metric, abc.ABC):  # type: ignore[misc]  # evaluate has no types
    """A metric that answers ``{"value", "low", "high", "n", "reason"}``.

    ``value`` is None where it can't be computed, and ``reason`` says why; ``low`` and ``high`` are its 95 % bootstrap
    interval. A subclass has ``columns``, the type of each column given to ``compute``; ``paper``, where the metric
    comes from; ``nothing``, why ``measured`` may be None though there are items; and ``measured``. All columns are
    lists of the same length.
    """

    columns: ClassVar[dict[str, str]]
    paper: ClassVar[str]
    nothing: ClassVar[str] = "these items don't allow it"

    def __init__(self, **options: Any) -> None:
        """Keep rows in memory, whatever ``evaluate.load`` says; its ``seed`` is the bootstrap's, 13 by default."""
        super().__init__(**{"seed": _SEED, **options, "keep_in_memory": True})

    @abc.abstractmethod
    def measured(self, *args: Any, **columns: Any) -> Estimate | None:
        """The figure of these columns, each by its name; None where they don't allow one."""

    def estimate(self, statistic: str, *columns: Sequence[Any]) -> Estimate | None:
        """A statistic of ``eval.statistics`` with its interval; None for no items."""
        return bootstrap(len(columns[0]), STATISTICS[statistic](*columns), self.seed)

    def _info(self) -> evaluate.MetricInfo:
        text = datasets.Value(TEXT)
        return evaluate.MetricInfo(
            description=type(self).__doc__ or "",
            citation=self.paper,
            inputs_description="\n".join(f"{name}: list of {kind}" for name, kind in self.columns.items()),
            features=datasets.Features(
                {
                    name: datasets.Sequence(text) if kind == TEXTS else datasets.Value(kind)
                    for name, kind in self.columns.items()
                }
            ),
        )

    def compute(self, **columns: Any) -> dict[str, Any]:
        """Compute the figure; empty lists give a reason in place of a value.

        Without columns, of the rows given by ``add`` and ``add_batch``.

        Raises:
            ValueError: a column is missing, unknown or no list, their lengths differ, or a value is missing, NaN or not
                of the column's type.
        """
        if not columns and len(self):
            added: dict[str, Any] = super().compute()
            return added
        if set(columns) != set(self.columns):
            raise ValueError(f"{self.name}: give {', '.join(self.columns)}, not {', '.join(columns) or 'nothing'}")
        self._refuse(columns, lambda column: isinstance(column, str) or not hasattr(column, "__len__"), "not a list")
        lengths = {name: len(column) for name, column in columns.items()}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"{self.name}: lengths differ: {lengths}")
        if not any(lengths.values()):
            return {**self._answer(**{name: [] for name in columns}), "reason": "no items"}
        told = {name: column for name, column in columns.items() if self.columns[name] == YES}
        self._refuse(told, lambda column: not all(map(_is_told, column)), "a value is neither true nor false")
        answer: dict[str, Any] = super().compute(**columns)
        return answer

    def _refuse(self, columns: Mapping[str, Any], is_bad: Callable[[Any], bool], why: str) -> None:
        if bad := [name for name, column in columns.items() if is_bad(column)]:
            raise ValueError(f"{self.name}: {', '.join(bad)}: {why}")

    def _compute(self, **columns: list[Any]) -> dict[str, Any]:
        self._refuse(columns, lambda column: any(map(_lacks, column)), "a value is missing or NaN")
        return self._answer(**columns)

    def _answer(self, **columns: list[Any]) -> dict[str, Any]:
        found = self.measured(**columns)
        if found is None:
            return {"value": None, "low": None, "high": None, "n": 0, "reason": self.nothing}
        return {"value": found.value, "low": found.low, "high": found.high, "n": found.n, "reason": None}


class Scored(Figure, abc.ABC):
    """Mean of a score of each row; rows without one are left out, and the answer counts them in ``unscored``."""

    nothing = "no row could be scored"

    @abc.abstractmethod
    def scores(self, *args: Any, **columns: Any) -> list[float | None]:
        """The score of each row, None where it has none."""

    def measured(self, known: list[float]) -> Estimate | None:
        """Mean of the scores there are."""
        return self.estimate("mean", known)

    def _answer(self, **columns: list[Any]) -> dict[str, Any]:
        scores = self.scores(**columns)
        known = [score for score in scores if score is not None]
        return {**super()._answer(known=known), "unscored": len(scores) - len(known)}


@functools.cache
def builtin_tools() -> Tools:
    """The models of the default configuration, loaded once a process."""
    return load_tools(load(), offline=True)


def _is_told(value: Any) -> bool:
    return value is None or value in (True, False)  # 0 and 1 too; any other text or number would be taken for true


def _lacks(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_lacks, value))
    return value is None or (isinstance(value, float) and isnan(value))
