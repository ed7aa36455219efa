"""One form for the characters of a text, so that equal text is equal and offsets mean one thing."""

import re
import unicodedata
from itertools import pairwise

import ftfy

_CONFIG = ftfy.TextFixerConfig(
    unescape_html="auto", uncurl_quotes=False, fix_character_width=False, normalization=None, max_decode_length=100_000
)
_LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028]")
_PARAGRAPH_BREAKS = re.compile("\u2029")
# Soft hyphen, zero-width, direction, variation and annotation marks; control characters but for tab and line feed.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffc\U000e0000-\U000e007f]"
)
_C1 = re.compile("[\x80-\x9f]")
_BLANKS = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_LINE_ENDS = re.compile(" ?\n ?")
_EMPTY_LINES = re.compile(r"\n{3,}")
_QUOTES = (
    (re.compile("``|''|‘‘|’’|´´"), '"'),
    (re.compile("[`´]"), "'"),
    (re.compile("(?<=[A-Za-z])\ufffd(?=(?:s|t|d|m|re|ve|ll)\\b)"), "’"),
)
_MOST_PASSES = 16
_WRAPPED = range(40, 101)  # characters of the longest line of a paragraph that was wrapped at a fixed width


def normalise(raw: str) -> str:
    """Mend and unify the characters of a text; doing so twice changes nothing more.

    Wrongly decoded characters, HTML entities (where no ``<`` says that the text is markup) and lone surrogates are
    mended (ftfy); soft hyphens, zero-width, direction and control characters removed; Unicode NFC. All blanks become
    plain spaces, single; line ends become plain, at most one empty line between paragraphs, and the lines of a
    paragraph that was wrapped at a fixed width become one. Quotation marks written as two backticks, apostrophes or
    single quotes become ``"``, a backtick or acute accent that stands alone ``'``; typographic quotes stay.

    Args:
        raw: any string; a line of several million characters takes seconds.

    Returns:
        The text without blanks at its ends; empty for a text without visible characters.
    """
    text = raw
    for _ in range(_MOST_PASSES):  # mending can uncover what an earlier step would have changed
        before, text = text, _mend(text)
        if text == before:
            break
    return text


def _mend(text: str) -> str:
    text = _INVISIBLE.sub("", _LINE_BREAKS.sub("\n", _PARAGRAPH_BREAKS.sub("\n\n", text)))
    text = ftfy.fix_text(_blanks(text), _CONFIG)
    text = _INVISIBLE.sub("", _C1.sub("", text))
    for pattern, quote in _QUOTES:
        text = pattern.sub(quote, text)
    text = unicodedata.normalize("NFC", _blanks(text))
    return "\n\n".join(_unwrap(paragraph) for paragraph in text.split("\n\n"))


def _blanks(text: str) -> str:
    return _EMPTY_LINES.sub("\n\n", _LINE_ENDS.sub("\n", _BLANKS.sub(" ", text))).strip()


def _unwrap(paragraph: str) -> str:
    """The paragraph on one line if it was wrapped at a fixed width.

    That is: no line but the last has room for the next one's first word, and most do not end with a full stop.
    """
    lines = paragraph.split("\n")
    width = max(map(len, lines))
    if len(lines) < 3 or width not in _WRAPPED or 2 * sum(map(_ended, lines[:-1])) >= len(lines) - 1:
        return paragraph
    full = all(len(line) + len(following.split(" ", 1)[0]) >= width for line, following in pairwise(lines))
    return " ".join(lines) if full else paragraph


def _ended(line: str) -> bool:
    return line.rstrip("\"'”’)]").endswith((".", "!", "?", "…"))
