"""Demands on figures: ``consistency>=0.95``."""

import difflib
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from eval.results import GateResult, Result
from pipeline.errors import ConfigError

_GATE: Final = re.compile(r"\s*(?P<name>\w+)(?:\.(?P<bound>value|low|high))?\s*(?P<sign>>=|<=|>|<)\s*(?P<limit>\S+)\s*")
_SIGNS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


@dataclass(frozen=True, slots=True)
class Gate:
    """A metric (or the ``low`` or ``high`` end of its interval) held against a limit."""

    text: str
    metric: str
    bound: str
    sign: str
    limit: float


def read_gates(texts: Sequence[str], metrics: Sequence[str]) -> tuple[Gate, ...]:
    """Read gates; ``metrics`` are the names that there are.

    Raises:
        ConfigError: a gate can't be read, or names no metric; the nearest valid one is told.
    """
    return tuple(_read(text, metrics) for text in texts)


def check_gates(gates: Sequence[Gate], results: Mapping[str, Result]) -> tuple[GateResult, ...]:
    """Hold each gate against the results. A figure that could not be computed passes no gate."""
    return tuple(_check(gate, results[gate.metric]) for gate in gates)


def _read(text: str, metrics: Sequence[str]) -> Gate:
    match = _GATE.fullmatch(text)
    if match is None:
        raise ConfigError(f"--gate {text}: write it as NAME>=NUMBER, for example consistency>=0.95")
    name = match["name"]
    if name not in metrics:
        close = difflib.get_close_matches(name, metrics, n=1, cutoff=0.4)
        hint = f"did you mean {close[0]}?" if close else f"metrics: {', '.join(metrics)}"
        raise ConfigError(f"--gate {text}: no metric {name}; {hint}")
    try:
        limit = float(match["limit"])
    except ValueError as error:
        raise ConfigError(f"--gate {text}: {match['limit']} is no number") from error
    return Gate(text.strip(), name, match["bound"] or "value", match["sign"], limit)


def _check(gate: Gate, result: Result) -> GateResult:
    value: float | None = getattr(result, gate.bound)
    if value is None:
        return GateResult(gate.text, gate.metric, None, passed=False, reason=result.reason)
    return GateResult(gate.text, gate.metric, value, passed=_SIGNS[gate.sign](value, gate.limit))
