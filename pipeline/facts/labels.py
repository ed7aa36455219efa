"""Numbers that count nothing: times of day, scores, telephone numbers, and names with a number in them."""

import re
from dataclasses import dataclass
from typing import Final

from pipeline.facts.folding import fold
from pipeline.facts.units import counted_after, measure_after


@dataclass(frozen=True, slots=True)
class Apart:
    """Characters that hold no quantity; ``unit`` is ``clock`` or ``score`` where the figures can be compared.

    A clock's ``low`` and ``high`` are minutes since midnight, a score's are its first and second figure.
    """

    start: int
    end: int
    unit: str = ""
    low: float = 0.0
    high: float = 0.0


_CLOCK: Final = re.compile(
    r"(?<![\w:.,$€£])(?:(?P<h>1[0-2]|0?\d)(?:[:.](?P<m>[0-5]\d))?\s?(?P<half>[ap])(?:\.m\.?|m\b)"
    r"|(?P<h24>[01]?\d|2[0-3]):(?P<m24>[0-5]\d)(?![:\d])"
    r"|(?P<hh>[01]\d|2[0-3])(?P<mm>[0-5]\d)\s?(?:gmt|bst|est|edt|utc|cet|hours|hrs|local\stime)\b"
    r"|(?P<oclock>1[0-2]|\d)\so'clock\b|(?P<word>(?<!high\s)\bnoon|\bmidnight)\b)"
)
_DIGIT: Final = re.compile(r"\d")
_PAIR: Final = re.compile(r"(?<![\w.,$€£/:-])(\d{1,3})(\s?[-–]\s?|\sto\s)(\d{1,3})(?![\w%/:-]|[.,]\d)")
_GAME: Final = re.compile(
    r"\b(?:win|wins|won|winning|beat|beats|beaten|beating|lost|lose|loses|losing|loss|victory|draw|drew|defeat\w*|"
    r"lead|led|trail\w*|scor\w+|vot\w+|thrash\w*|edged?|match|ruled|ruling|decision|majority|goals?|penalties)\b"
)
_PHONE: Final = re.compile(
    r"(?<![\w.,-])(?:\+\d{1,3}(?:[\s-]\(?\d{2,5}\)?){2,4}|0\d{2,4}(?:[\s-]\d{3,4}){2}|"
    r"\(?\d{3}\)?[\s-]\d{3}-\d{4}|\d{3}-\d{4})(?![\w-])"
)
_ADDRESS: Final = re.compile(
    r"\s(?:[A-Z][\w'’]*\s){0,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Square|Drive|Boulevard|Gardens|Terrace)\b"
)
_BEFORE: Final = re.compile(r"(?:^|(?P<lead>.))(?P<word>\b[A-Za-z][\w'’&]*\.?|#|№)(?P<gap>\s?)$", re.DOTALL)
_SERIES: Final = frozenset(
    """
    flight section article chapter highway route interstate room gate channel platform page bus boeing airbus type
    class grade phase round stage group bill resolution proposition amendment title rule volume episode season pier
    terminal exit zone block district ward precinct division level tier category formula windows step item paragraph
    line part version unit top number numbers war area field camp hotel case count day game lot model note order
    """.split()
)
_NO: Final = frozenset(["no.", "nos.", "#", "№"])
# Capitalised words that stand before a number without naming it.
_PLAIN: Final = frozenset(
    """
    about around some nearly almost over under at least most more than only just all the these those his her their its
    our in on by of for from with between to and but or as when while after since until before another an a january
    february march april may june july august september october november december monday tuesday wednesday thursday
    friday saturday sunday he she they we i it killing up down roughly approximately another also
    """.split()
)


def kept_apart(text: str, folded: str) -> tuple[Apart, ...]:
    """Times of day, scores and telephone numbers in ``text`` (``folded`` is its folded form), in order."""
    digits = _DIGIT.search(text) is not None
    if not digits and "noon" not in folded and "midnight" not in folded:
        return ()
    found = [_clock(m) for m in _CLOCK.finditer(folded)]
    if digits:
        found += [Apart(*m.span()) for m in _PHONE.finditer(text)]
        found += [score for m in _PAIR.finditer(folded) if (score := _score(m, folded)) is not None]
    return tuple(sorted(found, key=lambda a: (a.start, -a.end)))


def _clock(found: re.Match[str]) -> Apart:
    if found["word"] is not None:
        minutes = 720 if found["word"] == "noon" else 0
    elif found["h"] is not None:
        minutes = int(found["h"]) % 12 * 60 + int(found["m"] or 0) + (720 if found["half"] == "p" else 0)
    elif found["oclock"] is not None:
        minutes = int(found["oclock"]) * 60
    else:
        minutes = int(found["h24"] or found["hh"]) * 60 + int(found["m24"] or found["mm"])
    return Apart(found.start(), found.end(), "clock", float(minutes), float(minutes))


def _score(found: re.Match[str], folded: str) -> Apart | None:
    """A pair of figures as a score, or None where it is a range of something."""
    first, second = int(found[1]), int(found[3])
    near = folded[max(0, found.start() - 40) : found.start()] + " " + folded[found.end() : found.end() + 25]
    spelled = found[2].strip() == "to"
    if spelled and (first < second or "from" in near[:40].split()[-1:] or not _GAME.search(near)):
        return None
    if first < second:
        counts = measure_after(folded, found.end())[0] or counted_after(folded, found.end())[0]
        if counts not in ("", "vote", "goal") or not _GAME.search(near):
            return None
    if measure_after(folded, found.end())[0] and not spelled and first != second:
        return None
    return Apart(found.start(), found.end(), "score", float(first), float(second))


def names_number(text: str, start: int, end: int, *, people: bool, counted: bool) -> bool:
    """Whether the integer at ``start`` to ``end`` belongs to a name: ``No. 5``, ``Flight 370``, ``10 Downing Street``.

    Args:
        text: the sentence as written (capitals decide).
        start: where the number begins.
        end: where it ends.
        people: whether people or a measure follow it, which makes it a count unless a word such as ``Flight`` leads.
        counted: whether any noun it could count follows it.
    """
    if _ADDRESS.match(text, end):
        return True
    before = _BEFORE.search(text[max(0, start - 24) : start])
    if before is None:
        return False
    word, folded = before["word"], fold(before["word"])
    if folded in _NO or word in ("No", "Nos"):
        return True
    if not before["gap"]:
        return False
    if folded.removesuffix(".") in _SERIES:
        return word[0].isupper() or not counted
    if people or not word[0].isupper() or folded.removesuffix(".") in _PLAIN or word.endswith("."):
        return False
    opening = text[: max(0, start - 24) + before.start("word")].rstrip(" \"'“‘([")
    return bool(opening) and opening[-1] not in ".!?:\n" and not text[start].isalpha()
