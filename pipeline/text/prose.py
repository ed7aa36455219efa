"""Which lines of an article are prose, and where in a line the prose begins."""

import re

_FURNITURE = re.compile(
    r"(?:read (?:more|also|next|the full)|see also|related|more on this|watch|listen|click here|sign up|subscribe|"
    r"follow us|share this|share on|tweet|email|print|comments?|advertisement|scroll down|story continues|continue "
    r"reading|photo|image|picture|video|file photo|getty|credit|copyright|all rights reserved|©|source:|topics:|tags:|"
    r"search |editing by|reporting by|writing by|additional reporting|with files from|\(reporting by|\(editing by|"
    r"\(writing by|\(additional reporting)\b.{0,240}",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:/|\||\(|©)\s*(?:photo|image|picture|afp|ap|reuters|epa|getty|file)\b.{0,80}$"
    r"|\b(?:afp photo|ap photo|getty images|photo by|image by|courtesy of)\b.{0,60}$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"by [A-Z][\w.'’-]+(?: [A-Za-z][\w.'’-]+){1,4}"
    r"(?:(?:,| and) [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3})*",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:(?:published|updated|posted|last (?:updated|modified))(?: on| at)?:?\s*)?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s*)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}\.?,?\s+\d{4}|[A-Z][a-z]{2,8}\.?\s+\d{1,2},?\s+\d{4}|\d{4}-\d\d-\d\d|"
    r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4})(?:[,\s|-]+\d{1,2}[:.]\d\d.{0,20})?",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z .'’/-]{2,40}(?:, [A-Z][\w. ]{2,30})?|[A-Z][\w .'’/-]{1,40})"
    r"(?:,? (?:[A-Z][a-z]{2,8}\.? \d{1,2}))?\s*(?:\([A-Za-z .]{2,30}\))?\s*(?:[–—]|--| - )\s*(?=[\"“‘A-Z])"
)
_CAPTION = re.compile(
    r"[^.!?]{20,300}\b(?:[A-Z][a-z]+ \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]+ \d{4})\.?(?: (?:REUTERS|AP|AFP)/.*)?"
)
_SHOUTED = re.compile(r"[A-Z]{3}(?:[A-Z .'’/,-])*")
_AGENCY = re.compile(r"\([A-Za-z .]{2,30}\)")
_END = (".", "!", "?", "…")
_CLOSING = "\"'”’)]"


def is_prose(line: str, title: str, before: set[str]) -> bool:
    """Whether a line (stripped, not empty) is text to take sentences from.

    Args:
        line: the line.
        title: the article's headline; a repetition of it is no prose.
        before: lines met earlier in the article; a line without a full stop that comes again is a repeated headline.

    Returns:
        False for headlines repeated, share bars, credits, captions (one sentence that ends with a full date),
        bylines, date lines, links to other articles, cross-heads.
    """
    bare = line.rstrip(_CLOSING)
    ended = bare.endswith(_END)
    if _same(line, title) or (not ended and _key(line) in before):
        return False
    if (
        _CREDIT.search(line)
        or (len(line) < 240 and _BYLINE.fullmatch(line))
        or _DATE.fullmatch(line)
        or _CAPTION.fullmatch(line)
    ):
        return False
    if _FURNITURE.fullmatch(line) and (not ended or line.startswith("(") or ":" in line[:40]):
        return False
    # A line that doesn't end like a sentence is a cross-head, a caption title or another article's headline.
    return ended or len(line) > 200 or (bare.endswith((":", ";", ",")) and len(line.split()) >= 8)


def dateline(line: str) -> int:
    """Characters of a dateline ("CITY (Agency) – ") at the start of a paragraph, 0 where there is none."""
    match = _DATELINE.match(line)
    if match is None:
        return 0
    head = match.group()
    return match.end() if _SHOUTED.match(head) or _AGENCY.search(head) else 0


def _same(line: str, title: str) -> bool:
    return bool(title) and _key(line) == _key(title)


def _key(line: str) -> str:
    return re.sub(r"\W+", " ", line).strip().casefold()


def line_key(line: str) -> str:
    """The form in which lines are compared for repetition: letters and digits, case-folded."""
    return _key(line)
