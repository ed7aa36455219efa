"""When two quantities state the same, may both be true, or can't."""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pipeline.facts.quantities import Quantity
from pipeline.facts.unit_tables import DIMENSIONS
from pipeline.facts.units import loosely_same, same_unit

# How far "about", "nearly" and the like may be off, and how far units of different systems, as shares.
_LOOSE: Final = 0.1
_EDITOR: Final = 0.05
_CONVERTED: Final = 0.02
_PAIRS: Final = frozenset(("score", "label"))
_BOUNDS: Final = frozenset(("more than", "at least", "less than", "up to"))
_ROUND: Final = frozenset(("about", "nearly", "more than", "at least", "less than", "up to"))


class Agreement(StrEnum):
    """What two quantities have to do with each other."""

    SAME = "same"
    COMPATIBLE = "compatible"
    CONFLICT = "conflict"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class _Interval:
    """Values that a statement allows; an open bound is not itself allowed."""

    low: float
    high: float
    open_low: bool = False
    open_high: bool = False


def agree(a: Quantity, b: Quantity) -> Agreement:
    """Compare two quantities in strict logic: can one true number satisfy both?

    SAME: one unit, figures and approximation. COMPATIBLE: the intervals they allow meet ("nearly three years" and
    "three years", "more than 90 percent" and "96 percent"), also across units of one dimension within 2 %, and for
    equal figures of units that may mean the same ("14 people", "14 passengers"). CONFLICT: comparable, but the
    intervals lie apart. UNRELATED: the units can't be compared, or are of different sizes of time, which news states
    of different things ("two months", "three years").
    """
    if _PAIRS & {a.unit, b.unit}:
        return _pair(a, b)
    if not same_unit(a.unit, b.unit):
        return _other_units(a, b)
    if a.approx == b.approx and _near(a.low, b.low) and _near(a.high, b.high):
        return Agreement.SAME
    return Agreement.COMPATIBLE if _meet(a, b) else Agreement.CONFLICT


def differs(a: Quantity, b: Quantity) -> bool:
    """Whether the stated figures are further apart than rounding explains, so that an editor should be told.

    Approximations do not excuse a gap as they do in ``agree``: "more than 90 percent" differs from "96 percent".
    Figures from 1,000 up may be half of their last stated place off (at least two figures count as stated: 600,000
    stands for 595,000 to 605,000), and 5 % where only one of the two is called about, nearly or, if round, at least so
    much. Quantities whose units are not the same, or not of one dimension, do not differ.
    """
    if _PAIRS & {a.unit, b.unit}:
        return _pair(a, b) is Agreement.CONFLICT
    factor = 1.0
    if not same_unit(a.unit, b.unit):
        if _other_units(a, b) is not Agreement.CONFLICT:
            return False
        factor = DIMENSIONS[b.unit][1] / DIMENSIONS[a.unit][1]
    if "change" in (a.approx, b.approx):
        return agree(a, b) is Agreement.CONFLICT
    return _apart(a, b, factor)


def supports(source: Quantity, said: Quantity) -> bool:
    """Whether ``source`` states ``said``: compatible, and either of the same figures or within what ``said`` claims.

    "96 percent" supports "more than 90 percent"; "at least 14" does not support "17".
    """
    if agree(said, source) not in (Agreement.SAME, Agreement.COMPATIBLE):
        return False
    if _PAIRS & {said.unit, source.unit} or "change" in (said.approx, source.approx):
        return True
    sizes = DIMENSIONS.get(said.unit), DIMENSIONS.get(source.unit)
    factor = sizes[1][1] / sizes[0][1] if sizes[0] is not None and sizes[1] is not None else 1.0
    share = _CONVERTED if factor != 1.0 else 0.0
    if "" == said.approx == source.approx and said.low < said.high and source.low < source.high:
        # Overlap is not enough for two ranges: "25-30" is not "26-30".
        ends = ((said.low, source.low * factor), (said.high, source.high * factor))
        return all(abs(x - y) <= max(_slack(x, ""), share * abs(x)) for x, y in ends)
    return not _apart(said, source, factor, share) or (source.approx not in _BOUNDS and _covers(said, source))


def _apart(a: Quantity, b: Quantity, factor: float, share: float = 0.0) -> bool:
    """Whether the figures are further apart than rounding, or ``share``, explains; ``b``'s unit holds ``factor``."""
    low, high = b.low * factor, b.high * factor
    gap = max(low - a.high, a.low - high)
    nearest = (a.high, low) if low > a.high else (a.low, high)
    approx = ("", "") if a.approx == b.approx else (a.approx, b.approx)
    slack = max(_slack(nearest[0], approx[0]), _slack(nearest[1] / factor, approx[1]) * factor, share * abs(nearest[0]))
    return gap > slack + 1e-9 * max(abs(low), abs(high), 1.0)


def _covers(said: Quantity, source: Quantity) -> bool:
    """Whether whatever ``source`` allows is also allowed by ``said``."""
    outer, inner = _allowed(said), _allowed(source)
    low = outer.low < inner.low or (_near(outer.low, inner.low) and (inner.open_low or not outer.open_low))
    high = outer.high > inner.high or (_near(outer.high, inner.high) and (inner.open_high or not outer.open_high))
    return low and high


def _near(a: float, b: float) -> bool:
    return a == b or abs(a - b) <= 1e-9 * max(abs(a), abs(b))


def _pair(a: Quantity, b: Quantity) -> Agreement:
    """Scores agree either way round; a label is a name, and another label is about something else."""
    if a.unit != b.unit:
        return Agreement.UNRELATED
    if sorted((a.low, a.high)) == sorted((b.low, b.high)):
        return Agreement.SAME
    return Agreement.CONFLICT if a.unit == "score" else Agreement.UNRELATED


def _other_units(a: Quantity, b: Quantity) -> Agreement:
    dimension, size = DIMENSIONS.get(a.unit, (a.unit, 1.0))
    other, other_size = DIMENSIONS.get(b.unit, (b.unit, 1.0))
    if dimension == other and a.unit in DIMENSIONS and b.unit in DIMENSIONS:
        if _meet(a, b, other_size / size, _CONVERTED):
            return Agreement.COMPATIBLE
        return Agreement.UNRELATED if dimension == "time" else Agreement.CONFLICT
    if loosely_same(a.unit, b.unit) and _meet(a, b):
        return Agreement.COMPATIBLE
    return Agreement.UNRELATED


def _meet(a: Quantity, b: Quantity, factor: float = 1.0, widen: float = 0.0) -> bool:
    """Whether the values allowed by both overlap, ``b``'s unit holding ``factor`` of ``a``'s."""
    if "change" in (a.approx, b.approx):
        ends = [(x, y * factor) for x in {a.low, a.high} for y in {b.low, b.high}]
        if a.approx == b.approx:
            return False
        return any(abs(x - y) <= _slack(x, a.approx or b.approx) for x, y in ends)
    x, y = _allowed(a), _allowed(b)
    low, high = y.low * factor * (1 - widen), y.high * factor * (1 + widen)
    gap = max(low - x.high, x.low - high)
    slack = max(_rounding(a), _rounding(b) * factor)
    if gap > 0 or slack > 0:
        return gap <= slack * (1 + 1e-9)
    touch_low = _near(x.high, low) and (x.open_high or y.open_low)
    touch_high = _near(high, x.low) and (x.open_low or y.open_high)
    return not (touch_low or touch_high)


def _allowed(quantity: Quantity) -> _Interval:
    """The values a statement allows."""
    low, high, approx = quantity.low, quantity.high, quantity.approx
    if approx == "more than":
        return _Interval(low, math.inf, open_low=True)
    if approx == "at least":
        return _Interval(low, math.inf)
    if approx == "less than":
        return _Interval(-math.inf, high, open_high=True)
    if approx == "up to":
        return _Interval(-math.inf, high)
    if approx == "nearly":
        return _Interval(low * (1 - _LOOSE), high, open_high=True)
    if approx == "about":
        return _Interval(low * (1 - _LOOSE), high * (1 + _LOOSE))
    return _Interval(low, high)


def _rounding(quantity: Quantity) -> float:
    """How far the true number may lie from an exact figure that was rounded; 0 for all that is not exact."""
    return max(_slack(quantity.low, ""), _slack(quantity.high, "")) if quantity.approx == "" else 0.0


def _slack(value: float, approx: str) -> float:
    """How far from ``value`` a number may lie that was rounded to it."""
    size = abs(value)
    rounding = min(_last_place(size) / 2, _EDITOR * size)
    is_round = approx in ("about", "nearly") or (approx in _ROUND and size >= 10 and size % 10 == 0)
    return max(rounding, _EDITOR * size) if is_round else rounding


def _last_place(size: float) -> float:
    """The worth of the last figure that was stated: 100 of 1,500 and of 2,000, 0.1 of 1.5, 1 of numbers below 1,000."""
    if size != int(size):
        return float(10.0 ** -len(f"{size:.6f}".rstrip("0").split(".")[1]))
    place = 1.0
    while size >= 1000 and place * 100 <= size and size % (place * 10) == 0:
        place *= 10
    return place
