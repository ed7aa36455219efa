"""Words of a text, and which of them are its own."""

import re

_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def unquoted(text: str) -> str:
    """The text with a blank in place of each quotation in double quotation marks."""
    return _QUOTED.sub(" ", text)


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where the words stand; one with a hyphen or an apostrophe inside is one."""
    return [match.span() for match in _WORD.finditer(text)]


def word_count(text: str) -> int:
    """Number of words; one with a hyphen or an apostrophe inside is one."""
    return len(word_spans(text))
