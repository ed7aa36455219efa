"""Sentences with exact character offsets (sentencex, Wikimedia; MIT), from the lines that are prose."""

import re
from importlib.metadata import version

from sentencex import get_sentence_boundaries

from pipeline.records import Span
from pipeline.text.prose import dateline, is_prose, line_key

SPLITTER = f"sentencex {version('sentencex')}"

_LINE = re.compile(r"[^\n]+")
_MOST_CHARACTERS = 2000
# A stop after these does not end a sentence when something in capitals or figures follows.
_ABBREVIATION = re.compile(
    r"(?:\b(?:Gen|Col|Lt|Sgt|Capt|Maj|Cmdr|Adm|Brig|Cpl|Pvt|Sen|Sens|Rep|Reps|Gov|Govs|Pres|Mr|Mrs|Ms|Dr|Prof|Rev|Hon|"
    r"St|Mt|Ft|Messrs|Supt|Insp|Det|No|Nos|vs|v|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|al|cf|ca|Fig|Vol|"
    r"approx|Atty|Amb|Hr|Msgr|Sec|Treas|Dist)|\b[A-Z])\.$"
)
_TIME = re.compile(r"\b[ap]\.m\.$", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{2,4}\b|local|on\b")


def split_sentences(text: str, title: str = "", *, every_line: bool = False) -> tuple[Span, ...]:
    """Sentences of a text, left to right, without blanks at their ends.

    Each line is a paragraph of its own. Lines that are no prose give no sentence (see ``prose.is_prose``), datelines
    are left out of the first one, and a sentence over 2,000 characters is cut at a blank.

    Args:
        text: normalised text.
        title: its headline, so that a repetition of it is not taken for a sentence.
        every_line: take lines that are no prose too, for texts that are no articles.

    Returns:
        Spans in ascending order that never overlap; none for a text without prose.
    """
    spans: list[Span] = []
    seen: set[str] = set()
    for match in _LINE.finditer(text):
        line = match.group().strip()
        if not line:
            continue
        start = text.index(line, match.start())
        if every_line or is_prose(line, title, seen):
            begin = 0 if every_line else dateline(line)
            spans += [Span(start + begin + span.start, start + begin + span.end) for span in _split_line(line[begin:])]
        seen.add(line_key(line))
    return tuple(spans)


def _split_line(line: str) -> list[Span]:
    bounds = [(piece["start_index"], piece["end_index"]) for piece in get_sentence_boundaries("en", line)]
    joined: list[tuple[int, int]] = []
    for start, end in bounds:
        if joined and _continues(line[joined[-1][0] : joined[-1][1]], line[start:end]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [span for start, end in joined for span in _cut(line, start, end)]


def _continues(before: str, after: str) -> bool:
    """Whether the library cut inside a sentence."""
    head = before.rstrip()
    if _ABBREVIATION.search(head) and (after[:1].isupper() or after[:1].isdigit()):
        return not re.search(r"\b(?:U\.S|U\.K|U\.N|E\.U|D\.C|p\.m|a\.m)\.$", head)
    return bool(_TIME.search(head) and _WEEKDAY.match(after))


def _cut(line: str, start: int, end: int) -> list[Span]:
    spans = []
    while end - start > _MOST_CHARACTERS:
        blank = line.rfind(" ", start + 1, start + _MOST_CHARACTERS)
        stop = blank if blank > start else start + _MOST_CHARACTERS
        spans.append((start, stop))
        start = stop
    spans.append((start, end))
    return [trimmed for first, last in spans if (trimmed := _trim(line, first, last)) is not None]


def _trim(line: str, start: int, end: int) -> Span | None:
    piece = line[start:end]
    stripped = piece.strip()
    if not stripped:
        return None
    start += len(piece) - len(piece.lstrip())
    return Span(start, start + len(stripped))
