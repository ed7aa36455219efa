"""Values that two sources can differ on: numbers and dates, under one interface."""

import math
from dataclasses import dataclass
from datetime import datetime

from pipeline.facts import Agreement, DateMention, Quantity, agree, dates, dates_conflict, differs, quantities, supports

_NOT_COMPARED = frozenset({"label", "ordinal", "clock"})


@dataclass(frozen=True, slots=True)
class NumberValue:
    """A number as written at characters ``start`` to ``end`` of its sentence."""

    start: int
    end: int
    text: str
    quantity: Quantity

    def comparable(self, other: "Value") -> bool:
        """Whether both count the same kind of thing."""
        return isinstance(other, NumberValue) and agree(self.quantity, other.quantity) is not Agreement.UNRELATED

    def distance(self, other: "Value") -> float:
        """How far apart the figures are, as the natural logarithm of their ratio; 0 where that means nothing."""
        if not isinstance(other, NumberValue) or min(self.quantity.high, other.quantity.high) <= 0:
            return 0.0
        return abs(math.log(self.quantity.high / other.quantity.high))

    def differs(self, other: "Value") -> bool:
        """Whether the figures are further apart than rounding explains."""
        return isinstance(other, NumberValue) and differs(self.quantity, other.quantity)

    def within(self, other: "Value") -> bool:
        """Whether one is a bound or a range and the other a figure in it: both may hold."""
        if not isinstance(other, NumberValue):
            return False
        bounded = [_bounded(value.quantity) for value in (self, other)]
        if bounded == [True, False]:
            return supports(other.quantity, self.quantity)
        return bounded == [False, True] and supports(self.quantity, other.quantity)


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date as written at characters ``start`` to ``end`` of its sentence."""

    start: int
    end: int
    text: str
    date: DateMention

    def comparable(self, other: "Value") -> bool:
        """Whether both are dates as exact as each other: days with days, longer times with longer times."""
        return isinstance(other, DateValue) and _is_day(self.date) == _is_day(other.date)

    def distance(self, other: "Value") -> float:
        """Dates are not set further apart by the days between them: 0."""
        del other
        return 0.0

    def differs(self, other: "Value") -> bool:
        """Whether they can't mean the same time."""
        return isinstance(other, DateValue) and dates_conflict(self.date, other.date)

    def within(self, other: "Value") -> bool:
        """Dates that conflict can't both hold."""
        del other
        return False


Value = NumberValue | DateValue


def values(text: str, published: str | None) -> tuple[Value, ...]:
    """Numbers and dates of a sentence in their order; ``published`` (ISO 8601) resolves relative dates.

    Vague words ("hundreds"), labels ("No. 5"), ordinals and times of day are left out.
    """
    day = datetime.fromisoformat(published) if published else None
    numbers = (
        NumberValue(found.start, found.end, text[found.start : found.end], found)
        for found in quantities(text)
        if found.unit not in _NOT_COMPARED and found.approx != "vague"
    )
    times = (DateValue(found.start, found.end, text[found.start : found.end], found) for found in dates(text, day))
    return tuple(sorted((*numbers, *times), key=lambda value: (value.start, value.end)))


def _bounded(quantity: Quantity) -> bool:
    return quantity.approx not in {"", "about", "nearly"} or quantity.low < quantity.high


def _is_day(date: DateMention) -> bool:
    return date.first is not None and date.last is not None and (date.last - date.first).days <= 1
