"""How dates are written: one pattern for all forms, and a record of what each match says before it is resolved."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pipeline.facts.numerals import WORDS
from pipeline.facts.units import counted_after, is_counted_people, measure_after


class Kind(StrEnum):
    """The forms a date takes."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    WEEKDAY = "weekday"
    RELATIVE = "relative"
    AGO = "ago"


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written, at characters ``start`` to ``end``; what is not said is None or empty.

    ``weekday`` counts from Monday = 0. ``part`` is early, mid or late; ``lead`` is last, this or next; ``unit`` and
    ``count`` carry "three weeks ago" and the word of a relative date ("week", "today").
    """

    start: int
    end: int
    kind: Kind
    year: int | None = None
    last_year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    weekday: int | None = None
    part: str = ""
    lead: str = ""
    unit: str = ""
    count: int | None = None


_FULL: Final = """
    january february march april may june july august september october november december
    """.split()
_MONTHS: Final = {name[:3]: number for number, name in enumerate(_FULL, 1)}
_DAYS: Final = "monday tuesday wednesday thursday friday saturday sunday".split()
_CENTURIES: Final = {"seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21}
_MON: Final = rf"(?:(?:{'|'.join(_FULL)})\b|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
_YEAR: Final = r"(?:1[5-9]|20)\d\d"
_NTH: Final = r"(?:st|nd|rd|th)?"
_PART: Final = r"(?:early|mid|late)[\s-]"
_COUNT: Final = "|".join(w for w in WORDS if w != "zero")

_DATE: Final = re.compile(
    rf"""
    (?P<iso>(?<![\w-])(?P<iso_y>{_YEAR})-(?P<iso_m>[01]\d)-(?P<iso_d>[0-3]\d)(?![\w-]))
    |(?P<num>(?<![\w./])(?P<num_a>\d\d?)(?P<num_s>[/.])(?P<num_b>\d\d?)(?P=num_s)(?P<num_y>(?:19|20)\d\d|\d\d)(?![\w/]))
    |(?P<md>\b(?P<md_m>{_MON})\s(?P<md_d>[0-3]?\d){_NTH}(?:(?:\s?[-–]\s?|\s(?:and|to)\s)(?P<md_e>[0-3]?\d){_NTH})?
        (?![\d.:,%]?\d|\w|\s?%|-)(?:,?\s(?P<md_y>{_YEAR})\b)?)
    |(?P<dm>(?<![\w.,$€£:/-])(?:the\s)?(?P<dm_d>[0-3]?\d){_NTH}(?:(?:\s?[-–]\s?|\s(?:and|to)\s)(?P<dm_e>[0-3]?\d){_NTH})?
        (?:\sof)?\s(?P<dm_m>{_MON})(?:,?\s(?P<dm_y>{_YEAR})\b)?)
    |(?P<my>(?P<my_p>\b{_PART})?\b(?P<my_m>{_MON}),?\s(?:of\s)?(?P<my_y>{_YEAR})(?![\w-]))
    |(?P<mo>(?:\b(?P<mo_l>last|next|this)\s)?(?P<mo_p>\b{_PART})?\b(?P<mo_m>{"|".join(_FULL)})\b(?!\s?\d|-\w))
    |(?P<wd>(?:\b(?P<wd_l>last|next|this|past|coming)\s)?\b(?P<wd_d>{"|".join(_DAYS)})\b(?!-))
    |(?P<re>\b(?:(?P<re_w>today|tonight|yesterday|tomorrow|last\snight)|
        (?<!the\s)(?P<re_l>last|this|next)\s(?P<re_u>week(?:end)?|month|year))\b(?!-))
    |(?P<ag>\b(?P<ag_n>\d{{1,3}}|{_COUNT})[\s-](?P<ag_u>day|week|month|year|decade)s?\sago\b)
    |(?P<de>(?:\bthe\s)?(?:\b(?P<de_p>{_PART}))?(?:(?<![\w$€£])(?P<de_y>{_YEAR[:-4]}\d0)|
        (?:(?<=the\s)|(?<=the\searly\s)|(?<=the\slate\s)|')(?P<de_s>[1-9]0))'?s\b)
    |(?P<ce>(?:\bthe\s)?\b(?P<ce_n>\d\d(?=st|nd|rd|th)|{"|".join(_CENTURIES)}){_NTH}[\s-]century\b)
    |(?P<ye>(?<![\w.,$€£:/+])(?<!\d-)(?P<ye_p>{_PART})?(?P<ye_y>{_YEAR})(?:\s?[-–/]\s?(?P<ye_e>(?:19|20)\d\d|\d\d))?
        (?![\w%/]|[.,:]\d|-\d))
    """,
    re.VERBOSE,
)
# What every date has one of; the whole pattern is tried only around these.
_CORE: Final = re.compile(
    rf"(?<!\w)(?:\d|{_MON}|(?:{'|'.join(_DAYS)})\b|today\b|tonight\b|yesterday\b|tomorrow\b|last\snight\b|"
    rf"(?:last|this|next)\s(?:week|month|year)|(?:{'|'.join(_CENTURIES)})[\s-]century)|\bago\b"
)
_LEAD: Final = re.compile(r"(?:(?:\bthe\s)?(?:\b(?:last|next|this|past|coming|early|mid|late)[\s-]){0,2}|')$")
_AGO: Final = re.compile(rf"\b(?:\d{{1,3}}|{_COUNT})[\s-](?:day|week|month|year|decade)s?\sago$")
_DIGIT: Final = re.compile(r"\d")
_CASED: Final = re.compile(r"[A-Z][a-z]")
_NEEDS_WORD: Final = frozenset((3, 4, 5, 6, 8))
_MONTH_WORD: Final = re.compile(
    r"\b(?:in|since|by|until|till|from|during|of|before|after|between|through|and|to|for|every|each|on|last|next|this)\s$"
)
_YEAR_WORD: Final = re.compile(r"\b(?:in|since|by|until|till|from|of|before|after|during|circa|year|and|to)\s$")
_MORE: Final = re.compile(
    r"\b(?:more than|over|nearly|about|around|almost|at least|some|up to|fewer than|less than|another|killed|only)\s$"
)
_NAMED_DAY: Final = re.compile(r"\b(?:black|good|super|ash|bloody|cyber|palm|holy|sheffield)\s$")


def written_dates(text: str, folded: str) -> tuple[Written, ...]:
    """Every date in ``text`` (``folded`` is its folded form), in order of offset."""
    cased = _CASED.search(text) is not None
    read: list[Written] = []
    done = 0
    for core in _CORE.finditer(folded):
        if core.start() < done:
            continue
        found = _match(folded, core)
        written = _READERS[found.lastgroup or ""](found, text, cased) if found is not None else None
        if written is not None:
            if (
                read
                and read[-1].kind is Kind.WEEKDAY
                and written.kind is Kind.DAY
                and _names_day(folded, read[-1], written)
            ):
                read.pop()
            read.append(written)
            done = written.end
    return tuple(read)


def _names_day(folded: str, weekday: Written, day: Written) -> bool:
    """Whether the weekday only goes with the date behind it: "Sunday, March 8, 2020"."""
    return folded[weekday.end : day.start] in (", ", " ", " , ")


def _match(folded: str, core: re.Match[str]) -> re.Match[str] | None:
    """The date around ``core``, with the words that lead to it if they belong to it."""
    if core[0] == "ago":
        before = _AGO.search(folded[max(0, core.start() - 24) : core.end()])
        return _DATE.match(folded, max(0, core.start() - 24) + before.start()) if before is not None else None
    lead = _LEAD.search(folded[max(0, core.start() - 16) : core.start()])
    if lead is not None:
        found = _DATE.match(folded, core.start() - len(lead[0]))
        if found is not None and found.end() > core.start():
            return found
    return _DATE.match(folded, core.start())


def date_spans(text: str, folded: str) -> tuple[tuple[int, int], ...]:
    """Where dates stand whose figures are no quantities; "three weeks ago" stays a quantity too."""
    if _DIGIT.search(text) is None and "century" not in folded:
        return ()
    return tuple((w.start, w.end) for w in written_dates(text, folded) if w.kind is not Kind.AGO)


def _month(name: str) -> int:
    return _MONTHS[name[:3]]


def _number(text: str | None) -> int | None:
    return int(text) if text is not None else None


def _is_month(found: re.Match[str], group: str, text: str, cased: bool) -> bool:
    return not cased or text[found.start(group)].isupper()


def _iso(found: re.Match[str], _text: str, _cased: bool) -> Written | None:
    year, month, day = int(found["iso_y"]), int(found["iso_m"]), int(found["iso_d"])
    return Written(*found.span(), Kind.DAY, year=year, month=month, day=day)


def _numeric(found: re.Match[str], _text: str, _cased: bool) -> Written | None:
    """11/03/2017: read only where one figure can't be a month; otherwise just the year is known."""
    a, b, year = int(found["num_a"]), int(found["num_b"]), int(found["num_y"])
    if year < 100:
        if found["num_s"] == ".":
            return None
        year += 2000 if year < 70 else 1900
    if a <= 12 < b or a == b:
        return Written(*found.span(), Kind.DAY, year=year, month=a, day=b)
    if b <= 12 < a:
        return Written(*found.span(), Kind.DAY, year=year, month=b, day=a)
    return Written(*found.span(), Kind.YEAR, year=year)


def _month_day(found: re.Match[str], text: str, cased: bool) -> Written | None:
    return _day_of_month(found, "md", text, cased)


def _day_month(found: re.Match[str], text: str, cased: bool) -> Written | None:
    if not cased and found["dm_m"] in ("may", "march", "mar") and found["dm_y"] is None:
        return None
    return _day_of_month(found, "dm", text, cased)


def _day_of_month(found: re.Match[str], form: str, text: str, cased: bool) -> Written | None:
    if not _is_month(found, f"{form}_m", text, cased):
        return None
    day, last = int(found[f"{form}_d"]), _number(found[f"{form}_e"])
    month = _month(found[f"{form}_m"])
    if not 1 <= day <= 31 or (last is not None and not day < last <= 31):
        return None
    year = _number(found[f"{form}_y"])
    return Written(*found.span(), Kind.DAY, year=year, month=month, day=day, last_day=last)


def _month_year(found: re.Match[str], text: str, cased: bool) -> Written | None:
    if not _is_month(found, "my_m", text, cased):
        return None
    month = _month(found["my_m"])
    return Written(*found.span(), Kind.MONTH, year=int(found["my_y"]), month=month, part=_part(found["my_p"]))


def _bare_month(found: re.Match[str], text: str, cased: bool) -> Written | None:
    month = _month(found["mo_m"])
    before = found.string[max(0, found.start() - 10) : found.start()]
    named = found["mo_l"] or found["mo_p"] or _MONTH_WORD.search(before)
    if not _is_month(found, "mo_m", text, cased) or (month in _NEEDS_WORD and not named):
        return None
    return Written(*found.span(), Kind.MONTH, month=month, part=_part(found["mo_p"]), lead=found["mo_l"] or "")


def _weekday(found: re.Match[str], _text: str, _cased: bool) -> Written | None:
    if _NAMED_DAY.search(found.string[max(0, found.start() - 12) : found.start()]):
        return None
    lead = {"past": "last", "coming": "next"}.get(found["wd_l"] or "", found["wd_l"] or "")
    return Written(*found.span(), Kind.WEEKDAY, weekday=_DAYS.index(found["wd_d"]), lead=lead)


def _relative(found: re.Match[str], _text: str, _cased: bool) -> Written | None:
    return Written(*found.span(), Kind.RELATIVE, lead=found["re_l"] or "", unit=found["re_u"] or found["re_w"])


def _ago(found: re.Match[str], _text: str, _cased: bool) -> Written | None:
    count = WORDS[found["ag_n"]] if found["ag_n"] in WORDS else int(found["ag_n"])
    return Written(*found.span(), Kind.AGO, unit=found["ag_u"], count=count)


def _decade(found: re.Match[str], _text: str, _cased: bool) -> Written | None:
    year = int(found["de_y"]) if found["de_y"] is not None else 1900 + int(found["de_s"])
    return Written(*found.span(), Kind.DECADE, year=year, part=_part(found["de_p"]))


def _century(found: re.Match[str], _text: str, _cased: bool) -> Written | None:
    number = _CENTURIES[found["ce_n"]] if found["ce_n"] in _CENTURIES else int(found["ce_n"])
    return Written(*found.span(), Kind.CENTURY, count=number) if 1 <= number <= 30 else None


def _year(found: re.Match[str], _text: str, _cased: bool) -> Written | None:
    """A bare year; a count of people or of a measure, and old years without "in" or the like, are numbers."""
    start, end = found.span()
    folded, year, last = found.string, int(found["ye_y"]), _number(found["ye_e"])
    before = folded[max(0, start - 12) : start]
    noun = counted_after(folded, end, verbs=False)[0]
    if measure_after(folded, end)[0] or is_counted_people(noun) or (noun and _MORE.search(before)):
        return None
    if year < 1900 and not found["ye_p"] and not _YEAR_WORD.search(before):
        return None
    if last is not None:
        last = last if last > 99 else year // 100 * 100 + last
        if not year < last < year + 100:
            return None
    return Written(start, end, Kind.YEAR, year=year, last_year=last, part=_part(found["ye_p"]))


def _part(text: str | None) -> str:
    return text.strip(" -\t\n") if text else ""


_READERS: Final = {
    "iso": _iso, "num": _numeric, "md": _month_day, "dm": _day_month, "my": _month_year, "mo": _bare_month,
    "wd": _weekday, "re": _relative, "ag": _ago, "de": _decade, "ce": _century, "ye": _year,
}  # fmt: skip
