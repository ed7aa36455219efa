"""How the page words things: dates, counts, shares, support, stance labels, addresses, excerpts. Pure functions."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from urllib.parse import urlsplit

from markupsafe import Markup

from pipeline.records import Checks, Note, Origin, Repairs, StanceLabel
from pipeline.report.view import Look

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNPRINTABLE = {code: "\ufffd" for code in (*range(0x20), 0x7F, *range(0x80, 0xA0)) if chr(code) not in "\t\n\r"}

LOOKS: Mapping[StanceLabel, Look] = MappingProxyType(
    {
        StanceLabel.SUPPORTS: Look("supports", "supports", "support", "supports", "S", "✓"),
        StanceLabel.REFUTES: Look("refutes", "refutes", "refute", "refutes", "R", "✗"),
        StanceLabel.MIXED: Look("mixed", "mixed", "mixed", "mixed", "M", "±"),
        StanceLabel.NOT_STATED: Look("not_stated", "does not say", "do not say", "not said", "N", "·"),
        StanceLabel.UNSCORED: Look("unscored", "could not be scored", "could not be scored", "not scored", "U", "?"),
    }
)

ORIGINS: Mapping[Origin, str] = MappingProxyType(
    {
        Origin.EXTRACTED: "word for word from a source",
        Origin.COMPRESSED: "shortened from a source sentence",
        Origin.GENERATED: "written by a model",
    }
)

NOTES: Mapping[Note, str] = MappingProxyType(
    {
        Note.BOUND: "Both may hold: one is a bound or a range that the other lies in.",
        Note.UPDATE: "Perhaps an update: all articles on one side are later than those on the other.",
    }
)

STRONG, FAIR = 0.8, 0.5


def count(number: int, one: str, many: str = "") -> str:
    """``1 article``, ``5 articles``, ``1,200 articles``; ``many`` where an s is not enough."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listing(names: Iterable[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``; empty for no names."""
    *most, last = list(names) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def share(value: float) -> str:
    """A share from 0 to 1 as a percentage with one decimal."""
    return f"{value * 100:.1f}%"


def support(value: float) -> str:
    """The word for a support from 0 to 1: ``strong`` from 0.8, ``fair`` from 0.5, else ``weak``."""
    return "strong" if value >= STRONG else "fair" if value >= FAIR else "weak"


def warnings(checks: Checks, cited: bool) -> tuple[str, ...]:
    """What a reader of a brief sentence must know: each check that failed, in words."""
    return tuple(
        words
        for failed, words in (
            (not cited, "no source is cited"),
            (not checks.entailed, "no cited sentence fully states this"),
            (not checks.numbers, "a number was not found in the sources"),
            (not checks.names, "a name was not found in the sources"),
        )
        if failed
    )


def repairs(done: Repairs) -> tuple[str, ...]:
    """What verification did to the sentences first written, a phrase each; empty where it counted none."""
    words = (
        (done.kept, f"{count(done.kept, 'sentence')} kept as first written"),
        (done.next_draft, f"{done.next_draft:,} replaced by a later draft"),
        (done.extracted, f"{done.extracted:,} replaced by a source’s own sentence"),
        (done.dropped, f"{done.dropped:,} dropped because no source says it"),
        (done.left_out, f"{count(done.left_out, 'source sentence')} not read for want of room"),
    )
    return tuple(phrase for number, phrase in words if number)


def moment(iso: str) -> str:
    """``3 Nov 2017, 14:05 UTC`` for an ISO 8601 time, the day alone for a date, the text itself if it is neither."""
    try:
        when = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    if len(iso) <= len("2017-11-03"):
        return _day(when)
    zone = when.strftime("%z")
    named = " UTC" if zone == "+0000" else f" UTC{zone[:3]}:{zone[3:5]}" if zone else ""
    return f"{_day(when)}, {when:%H:%M}{named}"


def days(published: Iterable[str | None]) -> str:
    """The span of the readable ISO 8601 dates, such as ``2–4 Nov 2017``; empty when there is none."""
    found = sorted(day for text in published if text and (day := _date(text)))
    if not found:
        return ""
    first, last = found[0], found[-1]
    if first == last:
        return _day(first)
    if first.year != last.year:
        return f"{_day(first)} – {_day(last)}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} – {_day(last)}"
    return f"{first.day}–{_day(last)}"


def day(iso: str) -> str:
    """The day of an ISO 8601 time as ISO 8601, empty if it is none."""
    found = _date(iso)
    return found.isoformat() if found else ""


def is_time(iso: str) -> bool:
    """Whether a text is an ISO 8601 date or time."""
    return _date(iso) is not None


def short_day(when: date) -> str:
    """``3 Nov``."""
    return f"{when.day} {_MONTHS[when.month - 1]}"


def opening(text: str, width: int) -> tuple[str, str]:
    """``text`` in two: at most ``width`` characters up to a blank, and what comes after."""
    if len(text) <= width:
        return text, ""
    head, blank, tail = text[: width + 1].rpartition(" ")
    return (head, tail + text[width + 1 :]) if blank else (text[:width], text[width:])


def web_address(url: str | None) -> str | None:
    """``url`` if it is an absolute http or https address without blanks or control characters, else None."""
    if not url or re.search(r"[\x00-\x20\x7f-\xa0]", url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def printable(value: object) -> object:
    """Text with control characters, which HTML can't carry, shown as U+FFFD; anything else, markup too, unchanged."""
    if not isinstance(value, str) or isinstance(value, Markup) or value.isprintable():
        return value
    return value.translate(_UNPRINTABLE)


def before(text: str, width: int = 70) -> str:
    """The end of ``text``, at most ``width`` characters and an ellipsis, cut at a blank where there is one."""
    if len(text) <= width:
        return text
    head, blank, tail = text[-width:].partition(" ")
    return f"… {tail if blank else head}"


def after(text: str, width: int = 70) -> str:
    """The beginning of ``text``, at most ``width`` characters and an ellipsis, cut at a blank where there is one."""
    if len(text) <= width:
        return text
    head, blank, tail = text[:width].rpartition(" ")
    return f"{head if blank else tail} …"


def _date(iso: str) -> date | None:
    try:
        return datetime.fromisoformat(iso).date()
    except ValueError:
        return None


def _day(when: date) -> str:
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"
