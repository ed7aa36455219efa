"""Sentences with exact character offsets: sentencex (Wikimedia; MIT), corrected where it errs on news.

Chosen by measurement on 164 hard sentences (``tests/data/sentences.jsonl``; ``tests/data/splitters.md`` has all):

    splitter             F1 of boundaries  exactly right  sentences/s
    this module          0.995             162            60,000
    blingfire 0.1.8      0.900             137            120,000
    sentencex 1.0.32     0.895             140            475,000
    pysbd 0.3.4          0.886             137            3,200
    syntok 1.4.4         0.861             130            21,000
    spacy 3.8.18         0.678             91             50,000  (rule-based sentencizer)
    nltk 3.10.4          0.671             87             22,000  (untrained Punkt)

blingfire and pysbd were last released in 2021, syntok in 2022. The corrections were written with these sentences in
view, so this module's own figure is the optimistic one.
"""

import re
from collections.abc import Iterator
from importlib.metadata import version

from sentencex import get_sentence_boundaries

from pipeline.records import Span
from pipeline.text.prose import paragraphs, prose

_RULES = 2  # number of the corrections below; raise it when they change, so that runs made with others are told apart
SPLITTER = f"sentencex {version('sentencex')} + rules {_RULES}"

_MOST_CHARACTERS = 2000
_WINDOW = 10_000
_CONTEXT = 120  # characters on either side that a correction looks at

_TITLE = re.compile(
    r"\b(?:Ms|Mx|Ft|Amb|Atty|Ste|Mts|Pt|Spc|Cdr|Govs|Profs|Revs|Br|Const|Comm|Commr|Dep|Assoc|Treas|Intl|Natl|Ald|Cllr|"
    r"Ven|Dir)\.\Z|-(?:Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Maj|Adm|Prof|Dr|Mr|Mrs)\.\Z"
)
_INITIAL = re.compile(r"\b[A-Z]\.\Z")  # no blank follows: D-N.Y., non-U.S.
_NEVER_FIRST = frozenset(":;,)]”’")
_BEFORE_NUMBER = re.compile(r"\b(?:est|approx|circa|[Vv]ol|[Cc]h|tel|par)\.\Z")
_HOUR = re.compile(r"\b[ap]\.m\.\Z")
_AFTER_HOUR = re.compile(
    r"\d|\(|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:Eastern|Central|Mountain|Pacific|Greenwich|Moscow|Local)\b|"
    r"(?:[ECMP][SD]?T|GMT|UTC|BST|CES?T|IST)\b"
)
_SHORT = re.compile(r"(?:\b[^\W\d_]{1,4}|\d\w{0,3})\.\Z")
# A small letter, but not that of al-Qaim, el-Sisi, de Gaulle, d’Estaing or iPhone.
_LOWER = re.compile(
    r"(?!(?:a[a-z]{1,2}|e[a-z])-[A-Z]|(?:de|del|di|da|du|van|von|bin|ibn|abu|la|le) [A-Za-z]|d[’'][A-Z]|"
    r"[a-z]{1,2}[A-Z])[a-z]"
)
_NUMBER = re.compile(r"(?:.*[:;] )?\(?(?:\d{1,2}|[a-z])[.)]\Z", re.DOTALL)
_ASKED = re.compile(r"[!?][\"”’']\Z")
_SPEAKER = re.compile(
    r"(?!(?:The|A|An|No|Nobody|None|But|And|It|He|She|They|We|I|In|On|At|This|That|His|Her|Their)\b)"
    r"(?:[A-Z][\w.'’-]{0,30},? ){1,5}(?:said|says|asked|asks|wrote|told|added|shouted|replied|cried|tweeted|demanded)\b"
)
_MISSED = re.compile(
    r"\bno\. (?=[A-Z][a-z])"
    r"|…[\"”’']? (?=(?:The|A|An|He|She|It|They|We|I|But|And|No|Nobody|In|On|At|This|That|There|When|If|Then|So)\b)"
    r"|[.!?][)\]] (?=[\"“‘'(]?[A-Z])"
)
# The library refuses surrogates, and panics (1.0.32) over a full stop after a blank of more than one byte.
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK = re.compile(r"[^\S ]")
_QUOTATION = re.compile('[“”"]')
_OPENING = re.compile("\\s([“‘(\\[\"']\\s*)\\Z")
_LONG_QUOTATION = 400  # characters; longer quotations are split after all


def split_sentences(text: str, title: str = "", *, every_line: bool = False) -> tuple[Span, ...]:
    """Sentences of a text, left to right, without blanks at their ends.

    The end of a line ends a sentence. A quotation is not split, so that it keeps its marks and, mostly, its speaker,
    but where that makes a sentence of more than 400 characters. A sentence over 2,000 characters is cut at blanks.
    Lines that are no prose give no sentence; datelines and credits are left out of those that are (see ``prose``).

    Args:
        text: normalised text.
        title: its headline, so that a repetition of it is not taken for a sentence.
        every_line: leave nothing out, for texts that are no articles.

    Returns:
        Spans in ascending order that never overlap; none for a text without prose.
    """
    parts = paragraphs(text) if every_line else prose(text, title)
    windows = (window for part in parts for window in _windows(text, part))
    return tuple(sentence for window in windows for sentence in _split(text, window))


def _windows(text: str, part: Span) -> Iterator[Span]:
    """The part, if very long in pieces that end with a full stop if they can: the library's time can be quadratic."""
    start = part.start
    while part.end - start > _WINDOW:
        middle, limit = start + _WINDOW // 2, start + _WINDOW
        ends = (text.rfind(mark, middle, limit) + len(mark) for mark in (". ", " ") if mark in text[middle:limit])
        stop = next(ends, limit)
        yield Span(start, stop)
        start = stop
    yield Span(start, part.end)


def _split(text: str, window: Span) -> Iterator[Span]:
    line = text[window.start : window.end]
    begin = 0
    for cut in [*_cuts(line), len(line)]:
        for first, last in _pieces(line, begin, cut):
            piece = line[first:last]
            if any(map(str.isalnum, piece)):
                start = window.start + first + len(piece) - len(piece.lstrip())
                yield Span(start, start + len(piece.strip()))
        begin = cut


def _cuts(line: str) -> list[int]:
    """Where the line's sentences end, but for the last."""
    cuts: list[int] = []
    begin = 0
    for cut in [*_unquoted_cuts(line), len(line)]:
        if cut - begin > _LONG_QUOTATION and _QUOTATION.search(line, begin, cut):
            bare = _QUOTATION.sub(" ", line[begin:cut])
            cuts += [begin + _before_opening(line[begin:cut], 0, inner) for inner in _unquoted_cuts(bare)]
        cuts.append(cut)
        begin = cut
    return cuts[:-1]


def _unquoted_cuts(line: str) -> list[int]:
    """Where sentences end, but for the last and those that end inside a quotation."""
    missed = {match.end() for match in _MISSED.finditer(line)}
    safe = _SURROGATE.sub("\ufffd", _BLANK.sub(" ", line))
    found = {piece["end_index"] for piece in get_sentence_boundaries("en", safe)}
    cased = line != line.lower()
    cuts: list[int] = []
    begin = 0
    for place in sorted(found | missed):
        cut = _before_opening(line, begin, place)
        head, tail = line[max(begin, cut - _CONTEXT) : cut], line[cut : cut + _CONTEXT].lstrip()
        if place in found:
            wrong = _goes_on(head, tail, cased=cased, whole=cut - begin <= _CONTEXT)
        else:
            wrong = _is_open(line[begin:cut].strip())
        if tail and not wrong:
            cuts.append(cut)
            begin = cut
    return cuts


def _before_opening(line: str, begin: int, cut: int) -> int:
    """The cut, moved before an opening quotation mark or bracket that the library left to the sentence before."""
    match = _OPENING.search(line, max(begin, cut - 8), cut)
    if match is None or (match[1][0] == '"' and line.count('"', begin, cut) % 2 == 0):
        return cut
    return match.start(1)


def _goes_on(head: str, tail: str, *, cased: bool, whole: bool) -> bool:
    """Whether the library cut inside a sentence.

    Args:
        head: what stands before the cut, up to the sentence's start or 120 characters.
        tail: up to 120 characters after it.
        cased: the line has capital letters, so that a small one means something.
        whole: ``head`` reaches to the sentence's start.
    """
    if _INITIAL.search(head) or tail[:1] in _NEVER_FIRST:
        return True
    head = head.rstrip()
    if _TITLE.search(head) and tail[:1].isupper():
        return True
    if _BEFORE_NUMBER.search(head) and tail[:1].isdigit():
        return True
    if _HOUR.search(head) and _AFTER_HOUR.match(tail):
        return True
    if cased and _LOWER.match(tail) and (not head.endswith(".") or _SHORT.search(head)):
        return True
    if whole and _NUMBER.match(head):
        return True
    return bool(_ASKED.search(head) and _SPEAKER.match(tail))


def _is_open(sentence: str) -> bool:
    """Whether a quotation mark is left open, or a bracket ends that did not begin the sentence."""
    if sentence.endswith((")", "]")) and not sentence.startswith(("(", "[")):
        return True
    return sentence.count("“") > sentence.count("”") or sentence.count('"') % 2 == 1


def _pieces(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentence, or if it is too long parts of it, cut at blanks where there are any."""
    while end - start > _MOST_CHARACTERS:
        blank = line.rfind(" ", start + 1, start + _MOST_CHARACTERS + 1)
        stop = blank if blank > start else start + _MOST_CHARACTERS
        yield start, stop
        start = stop
    yield start, end
