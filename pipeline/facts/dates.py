"""Dates in a sentence, resolved to the days they may mean, and when two of them can't both hold.

Known limits: a date named after an event ("the Sept. 11 attacks") is resolved like any other; "two years earlier"
and "the previous day" depend on another date and are not read; seasons and quarters count by their year only.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from pipeline.facts.date_intervals import interval
from pipeline.facts.date_patterns import Kind, Written, written_dates
from pipeline.facts.folding import fold


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date at characters ``start`` to ``end`` ("on" and "in" left out).

    ``first`` and ``last`` are the days it may mean, both included, where ``resolved``; else None. ``year``, ``month``,
    ``day`` and ``weekday`` (Monday = 0) are what is written or, for a single resolved day, what that day is.
    ``relative`` says that it was written relative to the day of publication ("last week").
    """

    start: int
    end: int
    first: date | None
    last: date | None
    resolved: bool
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    relative: bool = False


_WILL: Final = re.compile(
    r"\b(?:will|'ll|(?<!was\s)(?<!were\s)(?:due|scheduled|set\sto|expected)|plans?\sto|planned\sfor|upcoming|(?:is|are)\sto|shall|deadline)\b"
)
_REPORTED: Final = re.compile(
    r"\b(?:\w{2,}ed|said|told|was|were|took|held|came|began|made|won|lost|fell|rose|met|saw|gave|wrote|went|shot|says)\s"
    r"(?:(?:late|early|earlier|on|in|by|the|us|him|her|them|reporters)\s){0,3}$"
)
_STOP: Final = re.compile(r"[.!?](?=\s)|[;\n]")
_NOT_PAST: Final = frozenset(["scheduled", "expected", "planned"])


@lru_cache(maxsize=8192)  # as for quantities
def dates(text: str, published: datetime | None = None) -> tuple[DateMention, ...]:
    """Every date of ``text`` in order.

    Args:
        text: one sentence or more.
        published: when the text appeared. Without it only dates with a year are resolved. A weekday means the most
            recent such day up to then, a month or a day of a month the most recent one (a day of a month up to 60 days
            ahead is taken as coming); after "next", or where the sentence says that it will be, the next one.

    Returns:
        The mentions; dates that do not exist (February 30) are left out.
    """
    folded = fold(text)
    base = published.date() if published is not None else None
    read = (_mention(folded, written, base) for written in written_dates(text, folded))
    return tuple(mention for mention in read if mention is not None)


def dates_conflict(a: DateMention, b: DateMention) -> bool:
    """Whether two dates can't mean the same time: resolved intervals apart, or a known part that differs."""
    if a.first is not None and a.last is not None and b.first is not None and b.last is not None:
        return a.last < b.first or b.last < a.first
    pairs = ((a.year, b.year), (a.month, b.month), (a.day, b.day), (a.weekday, b.weekday))
    return any(x is not None and y is not None and x != y for x, y in pairs)


def date_supported(said: DateMention, source: DateMention) -> bool:
    """Whether ``source`` names a time that ``said`` covers: the same, or a finer one within it.

    A source up to half as long again is accepted ("two years ago" for 2015).
    """
    if said.first is not None and said.last is not None and source.first is not None and source.last is not None:
        if dates_conflict(said, source):
            return False
        inside = said.first <= source.first and source.last <= said.last
        return inside or (source.last - source.first).days + 1 <= 1.5 * ((said.last - said.first).days + 1)
    pairs = ((said.year, source.year), (said.month, source.month), (said.day, source.day))
    known = [(x, y) for x, y in (*pairs, (said.weekday, source.weekday)) if x is not None]
    return bool(known) and all(x == y for x, y in known)


def _mention(folded: str, written: Written, base: date | None) -> DateMention | None:
    try:
        days = interval(written, base, future=_is_future(folded, written))
    except ValueError:
        # The calendar has no such day.
        return None
    first, last = days if days is not None else (None, None)
    relative = written.kind in (Kind.RELATIVE, Kind.AGO)
    year, month, day, weekday = written.year, written.month, written.day, written.weekday
    if written.kind is Kind.DECADE or written.last_year is not None:
        year = None
    if written.last_day is not None:
        day = None
    if first is not None and first == last:
        year, month, day, weekday = first.year, first.month, first.day, first.weekday()
    return DateMention(
        written.start, written.end, first, last, days is not None, year, month, day, weekday, relative=relative
    )


def _is_future(folded: str, written: Written) -> bool:
    """Whether the sentence says that the date is still to come ("will meet on Monday")."""
    begin = max((m.end() for m in _STOP.finditer(folded, max(0, written.start - 200), written.start)), default=0)
    before = folded[max(begin, written.start - 200) : written.start]
    reported = _REPORTED.search(before[-40:])
    if reported is not None and reported[0].split()[0] not in _NOT_PAST:
        # "will be held on" is no report of what was.
        return before[: len(before) - len(reported[0])].endswith("will be ")
    if _WILL.search(before):
        return True
    if before.strip() not in ("", "on", "in", "by", "next", "early", "late"):
        return False
    stop = _STOP.search(folded, written.end)
    after = folded[written.end : min(written.end + 120, stop.start() if stop is not None else len(folded))]
    return re.search(r"\bwill\b", after) is not None and re.search(r"\b(?:said|told|announced)\b", after) is None
