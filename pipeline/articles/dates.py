"""Dates of publication as people and programs write them -> ISO 8601."""

import re
from datetime import UTC, date, datetime
from typing import Any

import dateutil.parser

_YEARS = range(1600, 2201)
_EPOCH_SECONDS = range(10**8, 10**10)
_EPOCH_MILLISECONDS = range(10**11, 10**13)
_EPOCH = re.compile(r"\d{10}|\d{13}")
_HOUR = 3600
_LONGEST = 100  # characters
# Without these a name that is the zone of the machine would be read, and any other be lost.
_ZONES = {
    **dict.fromkeys(("UTC", "GMT", "Z", "WET"), 0),
    **dict.fromkeys(("CET", "WEST"), 1),
    **dict.fromkeys(("CEST", "EET"), 2),
    **dict.fromkeys(("EEST", "MSK"), 3),
    **dict.fromkeys(("EDT",), -4),
    **dict.fromkeys(("EST", "CDT"), -5),
    **dict.fromkeys(("CST", "MDT"), -6),
    **dict.fromkeys(("MST", "PDT"), -7),
    **dict.fromkeys(("PST",), -8),
}


def published(value: Any) -> tuple[str | None, str]:
    """ISO 8601 of a date of publication, and why it can't be read where it can't.

    A day without a time stays a day. Seconds or milliseconds since 1970 are read where they are plausible (after 1973).
    What can be understood in two ways (``03/11/2017``) or lacks a year, month or day is not read.

    Returns:
        The date, or None; a reason, empty where the date was read or there was none.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None, ""
    try:
        found = _moment(value)
    except (ValueError, TypeError, OverflowError) as error:
        return None, _unread(value, " ".join(str(error).split())[:100])
    if found.year not in _YEARS:
        return None, _unread(value, f"no year from {_YEARS.start} to {_YEARS.stop - 1}")
    return found.isoformat(), ""


def _unread(value: Any, why: str) -> str:
    shown = " ".join(value[:200].split())[:40] if isinstance(value, str) else _as_text(value)
    what = f"the date {shown!r} can't be read ({why})"
    return f"{what}; the article is kept without a date; write it like 2017-11-03T14:05:00Z"


def _as_text(value: Any) -> str:
    try:
        return " ".join(str(value).split())[:40]
    except (RecursionError, ValueError):  # lists within lists; a number of thousands of digits
        return f"a {type(value).__name__}"


def _moment(value: Any) -> date:
    if isinstance(value, date):  # a datetime is one too
        return value
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise TypeError(f"a {type(value).__name__}")
    if not isinstance(value, str):
        return _since_1970(value)
    written = value.strip()
    if len(written) > _LONGEST:
        raise ValueError(f"more than {_LONGEST} characters")
    if _EPOCH.fullmatch(written):
        return _since_1970(int(written))
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(written)
        except ValueError:
            continue  # not ISO 8601
    return _written(written)


def _since_1970(number: float) -> datetime:
    whole = int(number)
    if whole in _EPOCH_SECONDS:
        return datetime.fromtimestamp(number, UTC)
    if whole in _EPOCH_MILLISECONDS:
        return datetime.fromtimestamp(number / 1000, UTC)
    raise ValueError("a number, but not of seconds since 1970")


def _written(written: str) -> date:
    """Read a date in words or figures, with two different bases, so that a part taken from the base shows."""
    first = _parse(written, datetime(2000, 1, 1))  # noqa: DTZ001 (a base without a zone adds none)
    second = _parse(written, datetime(2001, 2, 2, 1))  # noqa: DTZ001
    if first.date() != second.date():
        raise ValueError("year, month or day is missing")
    if not re.match(r"\d{4}", written):
        others = (_parse(written, first, dayfirst=True), _parse(written, first, yearfirst=True))
        if any(other.date() != first.date() for other in others):
            raise ValueError("the order of day, month and year is not clear")
    return first if first.hour == second.hour else first.date()


def _parse(written: str, base: datetime, *, dayfirst: bool = False, yearfirst: bool = False) -> datetime:
    return dateutil.parser.parse(
        written, default=base.replace(tzinfo=None), dayfirst=dayfirst, yearfirst=yearfirst, tzinfos=_zone
    )


def _zone(name: str | None, offset: int | None) -> int | None:
    if offset is not None:
        return offset
    if name is not None and name not in _ZONES:
        raise ValueError(f"the time zone {name} is not known")
    return None if name is None else _ZONES[name] * _HOUR
