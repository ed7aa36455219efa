"""From a date as written to the first and last day it may mean."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from pipeline.facts.date_patterns import Kind, Written

Days = tuple[date, date]
_AHEAD: Final = timedelta(days=60)
# Half of the span that "N units ago" leaves open, in days.
_SLACK: Final = {"day": 0, "week": 3, "month": 15, "year": 183, "decade": 1826}


def interval(written: Written, base: date | None, *, future: bool) -> Days | None:
    """The days ``written`` may mean.

    Args:
        written: the date.
        base: the day of publication, if known.
        future: whether the sentence speaks of what is still to come.

    Returns:
        First and last day, both included; None where it can't be told without ``base`` or a year.

    Raises:
        ValueError: the calendar has no such day.
    """
    if written.kind is Kind.CENTURY and written.count is not None:
        return date(written.count * 100 - 99, 1, 1), date(written.count * 100, 12, 31)
    if written.kind is Kind.DECADE and written.year is not None:
        return _decade(written.year, written.part)
    if written.kind is Kind.YEAR and written.year is not None:
        return _years(written.year, written.last_year or written.year, written.part)
    if written.kind is Kind.MONTH and written.month is not None:
        return _month(written, base, written.month, future=future)
    if written.kind is Kind.DAY and written.month is not None and written.day is not None:
        return _day(written, base, future=future)
    if base is None:
        return None
    if written.kind is Kind.WEEKDAY and written.weekday is not None:
        return _weekday(base, written.weekday, written.lead, future=future)
    if written.kind is Kind.AGO:
        return _ago(base, written.count or 0, written.unit)
    return _relative(base, written.lead, written.unit)


def _decade(year: int, part: str) -> Days:
    first, last = {"early": (0, 4), "mid": (3, 7), "late": (5, 9)}.get(part, (0, 9))
    return date(year + first, 1, 1), date(year + last, 12, 31)


def _years(first: int, last: int, part: str) -> Days:
    begin, end = {"early": (1, 6), "mid": (4, 9), "late": (7, 12)}.get(part, (1, 12))
    return date(first, begin, 1), date(last, end, monthrange(last, end)[1])


def _in_month(year: int, month: int, part: str) -> Days:
    length = monthrange(year, month)[1]
    first, last = {"early": (1, 15), "mid": (8, 23), "late": (16, length)}.get(part, (1, length))
    return date(year, month, first), date(year, month, last)


def _month(written: Written, base: date | None, month: int, *, future: bool) -> Days | None:
    if written.year is not None:
        return _in_month(written.year, month, written.part)
    if base is None:
        return None
    year = base.year
    if written.lead == "next" or (future and written.lead != "last"):
        year += month < base.month or (written.lead == "next" and month == base.month)
    elif written.lead != "this":
        year -= month > base.month or (written.lead == "last" and month == base.month)
    return _in_month(year, month, written.part)


def _day(written: Written, base: date | None, *, future: bool) -> Days | None:
    """A day of a month; 29 February without a year is looked for in the years around ``base``."""
    month, day = written.month or 1, written.day or 1
    if written.year is not None:
        first = date(written.year, month, day)
    else:
        # A leap year, so that only days no year has are refused.
        date(2000, month, day)
        if base is None:
            return None
        years = [y for y in range(base.year - 8, base.year + 9) if day <= monthrange(y, month)[1]]
        choices = [date(y, month, day) for y in years]
        coming = min(d for d in choices if d >= base)
        first = coming if future else max(d for d in choices if d <= base + _AHEAD)
    last = date(first.year, month, written.last_day) if written.last_day is not None else first
    return first, last


def _weekday(base: date, weekday: int, lead: str, *, future: bool) -> Days:
    back = (base.weekday() - weekday) % 7
    if lead == "last":
        found = base - timedelta(days=back or 7)
    elif lead == "next":
        found = base + timedelta(days=7 - back)
    elif lead == "this" or future:
        found = base + timedelta(days=-back % 7)
    else:
        found = base - timedelta(days=back)
    return found, found


def _ago(base: date, count: int, unit: str) -> Days | None:
    days = count * {"day": 1.0, "week": 7.0, "month": 30.4369, "year": 365.2425, "decade": 3652.425}[unit]
    if days > 700_000:
        return None
    middle = base - timedelta(days=round(days))
    return middle - timedelta(days=_SLACK[unit]), middle + timedelta(days=_SLACK[unit])


def _relative(base: date, lead: str, unit: str) -> Days | None:
    words = {"today": (0, 0), "tonight": (0, 0), "yesterday": (-1, -1), "tomorrow": (1, 1), "last night": (-1, 0)}
    if unit in words:
        first, last = words[unit]
        return base + timedelta(days=first), base + timedelta(days=last)
    step = {"last": -1, "this": 0, "next": 1}[lead]
    if unit == "year":
        return _years(base.year + step, base.year + step, "")
    if unit == "month":
        months = base.year * 12 + base.month - 1 + step
        return _in_month(months // 12, months % 12 + 1, "")
    monday = base - timedelta(days=base.weekday()) + timedelta(weeks=step)
    if unit == "weekend":
        return monday + timedelta(days=5), monday + timedelta(days=6)
    return monday, monday + timedelta(days=6)
