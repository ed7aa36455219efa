"""Quantities in a sentence: numbers with their unit, range and approximation, at exact offsets.

Known limits: a number that counts nothing written near it has an empty unit ("the toll rose to 17"); what happened
to counted people is in the unit only where no noun stands between ("14 were killed" is 14 dead, "14 people were
killed" is 14 people); the direction of a change is not kept ("from 12 to 15" equals "from 15 to 12"); "both", "a pair"
and "twins" are not read as two; "1932 posts" is taken for a year.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from pipeline.facts.date_patterns import date_spans
from pipeline.facts.folding import fold
from pipeline.facts.guards import stands
from pipeline.facts.labels import kept_apart, names_number
from pipeline.facts.numerals import Form, Numeral, numerals
from pipeline.facts.unit_tables import CURRENCY_SIGNS, DIMENSIONS
from pipeline.facts.units import (
    counted_after,
    is_counted_people,
    lemma,
    measure_after,
    single_after,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a sentence states it.

    ``start`` and ``end`` are characters from the approximation ("more than") to the unit, where they are written
    together. ``low`` and ``high`` are the stated figures: equal but for ranges, vague words and scores (a score's
    are its first and second figure, a clock's minutes since midnight). ``unit`` is as in ``pipeline.facts.units``.
    ``approx`` is empty, ``about``, ``nearly``, ``more than``, ``at least``, ``less than``, ``up to``, ``vague``
    ("hundreds": a whole order of magnitude) or ``change`` ("from 12 to 15": both figures, nothing between).
    """

    start: int
    end: int
    low: float
    high: float
    unit: str
    approx: str


_APPROX: Final[Mapping[str, str]] = MappingProxyType(
    {phrase: kind for kind, phrases in {
        "about": "about|around|roughly|approximately|some|circa|estimated|an estimated|in the region of|or so",
        "nearly": "nearly|almost|just under|not quite|close to|just short of|just shy of|approaching",
        "more than": "more than|over|above|in excess of|upwards of|upward of|exceeding|greater than|topped|beyond",
        "at least": "at least|a minimum of|minimum of|no fewer than|no less than|not less than|or more|plus",
        "less than": "less than|fewer than|under|below",
        "up to": "up to|at most|no more than|not more than|a maximum of|as many as|as much as|or less|or fewer",
    }.items() for phrase in phrases.split("|")}
)  # fmt: skip
_TRAILING: Final = re.compile(r"\s(or so|or more|or less|or fewer)\b|-(plus)\b")
_RANGE: Final = re.compile(r"-?\s(?:to|or)\s|\s?[-–]\s?|\sand\s")
_OLD: Final = re.compile(r"(?:\s?-\s?|\s)(?P<of>year|month)s?(?:\s?-\s?olds?\b|\sold\b|\sof\sage\b)")
_AGED: Final = re.compile(r"\b(?:aged?|ages|(?:the\s)?ages?\sof)(?:\sbetween)?\s$")
_APPOSED: Final = re.compile(r"[A-Z][\w'’.-]*\s?,\s$")
_APPOSED_UNCASED: Final = re.compile(r"[a-z]{3,}\s?,\s$")
_KILLED: Final = re.compile(
    r"\b(kill|wound|injur|arrest|detain|displac)(?:ed|ing|es|s|e|ings)\s"
    r"(?:(?:at|least|more|than|nearly|almost|about|around|some|up|to|over|another|as|many|an|estimated)\s){0,3}$"
)
_KILLED_UNIT: Final[Mapping[str, str]] = MappingProxyType(
    {"kill": "dead", "wound": "injured", "injur": "injured", "arrest": "detained", "detain": "detained",
     "displac": "displaced"}
)  # fmt: skip
_OF_A: Final = re.compile(r"\s(?:of\s)?an?(?=\s)")
_AND_A_HALF: Final = re.compile(r"\b(?:an?|one)\s(?P<unit>[a-z]+)\sand\s$")
_METRES: Final = re.compile(
    r"\s?(?:long|wide|high|tall|deep|away|race|final|freestyle|hurdles|sprint|relay|dash|swim|below|above|apart|"
    r"champion|title|gold|record|backstroke|breaststroke|butterfly|from\s(?:the|his|her|its))\b"
)
_OPENED: Final = frozenset(["between", "from"])


@lru_cache(maxsize=8192)  # every claim of a story is held against the same sentences
def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of ``text`` in order.

    Dates and years are left to ``dates``; telephone numbers, and figures inside a word (``B-52``, ``COVID-19``), are
    no quantities; times of day, ages, scores and numbers that name something have the units ``clock``, ``age``,
    ``score`` and ``label``. "one of the", "a second source" and "one day" count nothing and are left out.
    """
    folded = fold(text)
    apart = kept_apart(text, folded)
    blocked = sorted([(a.start, a.end) for a in apart] + list(date_spans(text, folded)))
    free = [n for n in numerals(folded) if not _inside(n, blocked) and _whole(text, folded, n)]
    read = [Quantity(a.start, a.end, a.low, a.high, a.unit, "") for a in apart if a.unit]
    index, done = 0, 0
    while index < len(free):
        joined, taken = _joined(folded, free[index : index + 2])
        index += taken
        if joined.start < done:
            continue
        quantity = _quantity(text, folded, joined)
        if quantity is not None:
            read.append(quantity)
            done = quantity.end
    return tuple(sorted(read, key=lambda q: (q.start, q.end)))


def _inside(number: Numeral, spans: Sequence[tuple[int, int]]) -> bool:
    at = bisect_left(spans, (number.end, 0))
    return any(start < number.end and number.start < end for start, end in spans[max(0, at - 3) : at])


def _whole(text: str, folded: str, number: Numeral) -> bool:
    """Digits that run into letters are numbers only when the letters are a unit, which "5G" has none of."""
    if number.end >= len(folded) or not (folded[number.end].isalpha() and folded[number.end - 1].isdigit()):
        return True
    return text[number.end] != "G" and bool(measure_after(folded, number.end)[0])


def _joined(folded: str, pair: Sequence[Numeral]) -> tuple[Numeral, int]:
    """The first number, or the range it opens together with the second, and how many of the two were used."""
    first = pair[0]
    if len(pair) < 2 or any(n.form is not Form.EXACT for n in pair):
        return first, 1
    second = pair[1]
    unit, after = measure_after(folded, first.end)
    if unit and unit != measure_after(folded, second.end)[0]:
        return first, 1
    link = _RANGE.match(folded, after)
    if link is None or link.end() != second.start:
        return first, 1
    opener = folded[max(0, first.start - 30) : first.start].split()[-3:]
    if link[0].strip() == "and" and "between" not in opener:
        return first, 1
    low, high = first.low, second.low
    if first.scale == 1.0 and second.scale > 1.0 and low < high / second.scale:
        low = round(low * second.scale, 6)
    change = link[0].strip() == "to" and opener[-1:] == ["from"]
    if low >= high and not change:
        return first, 1
    bounds = {"low": min(low, high), "high": max(low, high), "sign": first.sign or second.sign}
    return replace(first, end=second.end, scale=-1.0 if change else second.scale, **bounds), 2  # type: ignore[arg-type]


def _quantity(text: str, folded: str, number: Numeral) -> Quantity | None:
    if not stands(text, folded, number):
        return None
    low, high, unit, end = _counted(text, folded, number)
    if unit == "" and (folded[number.start : number.end] == "zero" or _is_one(folded, number)):
        return None
    whole = number.digits and number.scale == 1.0 and not number.sign and low == high
    if unit != "ordinal" and low == int(low) and number.form is not Form.VAGUE and (whole or not number.digits):
        known = unit in DIMENSIONS or unit == "age" or is_counted_people(unit)
        if names_number(text, number.start, number.end, people=known, counted=bool(unit)):
            return Quantity(number.start, number.end, low, high, "label", "")
    elif unit == "ordinal" and names_number(text, number.start, number.end, people=True, counted=True):
        return None
    start, approx = _approximation(folded, number.start)
    if number.form is Form.VAGUE:
        approx = "vague"
    elif number.scale == -1.0:
        approx = "change"
    elif not approx:
        approx, end = _trailing(folded, number.end, end)
    return Quantity(start, end, low, high, unit, approx)


def _is_one(folded: str, number: Numeral) -> bool:
    return folded[number.start : number.end] == "one"


def _trailing(folded: str, number_end: int, end: int) -> tuple[str, int]:
    if folded[number_end : number_end + 1] == "+":
        return "at least", max(end, number_end + 1)
    for at in (number_end, end):
        after = _TRAILING.match(folded, at)
        if after is not None:
            return _APPROX[after[1] or after[2]], max(end, after.end())
    return "", end


def _approximation(folded: str, start: int) -> tuple[int, str]:
    """The approximation that stands before ``start``, and where it begins."""
    left = max(0, start - 28)
    words = list(re.finditer(r"\S+", folded[left:start]))[-4:]
    if words and words[-1][0] in ("a", "an") and folded[start - 1 : start].isspace():
        words = words[:-1]
    for size in (4, 3, 2, 1):
        if len(words) < size:
            continue
        kind = _APPROX.get(" ".join(w[0] for w in words[-size:]).lstrip("(\"'“"))
        if kind is not None:
            first = words[-size]
            return left + first.end() - len(first[0].lstrip("(\"'“")), kind
    return start, ""


def _counted(text: str, folded: str, number: Numeral) -> tuple[float, float, str, int]:
    """The figures, the unit and where the whole expression ends."""
    low, high, end = number.low, number.high, number.end
    if number.sign:
        after = measure_after(folded, end)
        unit = CURRENCY_SIGNS[number.sign]
        return low, high, unit, after[1] if after[0] == unit else end
    if number.form is Form.ORDINAL:
        return low, high, "ordinal", end
    if number.form is Form.SHARE:
        return _share(folded, number)
    old = _OLD.match(folded, end)
    if old is not None:
        divisor = 12 if old["of"] == "month" else 1
        return low / divisor, high / divisor, "age", old.end()
    if _AGED.search(folded[max(0, number.start - 16) : number.start]):
        return low, high, "age", end
    follows = text[end : end + 2].strip()[:1]
    if number.digits and low == high < 120 and low == int(low) and (not follows or follows in ",.;)"):
        apposed = _APPOSED if any(c.isupper() for c in text) else _APPOSED_UNCASED
        if apposed.search(text[max(0, number.start - 24) : number.start]):
            return low, high, "age", end
    if number.digits and folded[end - 1] == "m" and number.scale == 1e6 and _are_metres(folded, end):
        return low / 1e6, high / 1e6, "metre", end
    return low, high, *_unit(folded, number)


def _are_metres(folded: str, end: int) -> bool:
    """Whether the "m" that ends at ``end`` is no million: "150 m", "the 100m final"."""
    return folded[end - 2 : end - 1].isspace() or _METRES.match(folded, end) is not None


def _unit(folded: str, number: Numeral) -> tuple[str, int]:
    end = number.end + (folded[number.end : number.end + 1] == "+")
    unit, after = measure_after(folded, end)
    if not unit:
        unit, after = (single_after if _is_one(folded, number) else counted_after)(folded, end)
    if not unit and not _is_one(folded, number):
        verb = _KILLED.search(folded[max(0, number.start - 40) : number.start])
        unit = _KILLED_UNIT[verb[1]] if verb is not None else ""
    return unit, after


def _share(folded: str, number: Numeral) -> tuple[float, float, str, int]:
    """A fraction: of an hour or a mile it is a measure, else the unit is ``fraction``."""
    before = _AND_A_HALF.search(folded[max(0, number.start - 24) : number.start])
    if before is not None and lemma(before["unit"]) in DIMENSIONS:
        return 1 + number.low, 1 + number.high, lemma(before["unit"]), number.end
    of_a = _OF_A.match(folded, number.end)
    if of_a is not None:
        unit, end = measure_after(folded, of_a.end())
        if unit:
            return number.low, number.high, unit, end
    return number.low, number.high, "fraction", number.end
