"""Does a shortened sentence still read as one? A few faults that taking words out can bring, told by forms alone."""

import re
from collections import Counter

from pipeline.verbs import has_finite_verb

_PREPOSITION = "of|to|in|on|at|for|from|by|with|into|onto|about|between|among|against|during|amid|despite|than|as"
_CONJUNCTION = "and|or|nor|but|because|although|though|while|if|whether|that|which|who|whose"
_ARTICLE = "an?|the|his|her|its|their|our|my|your"
_FUNCTION = f"{_PREPOSITION}|{_CONJUNCTION}|{_ARTICLE}|is|are|was|were|be|has|have|had|will|would"
_FAULTS = {
    "doubled": re.compile(rf"\b({_FUNCTION}),? \1\b", re.IGNORECASE),
    "dangling": re.compile(rf"\b(?:{_PREPOSITION}|{_CONJUNCTION}|{_ARTICLE})\s*(?:[.,;:!?)]|$)", re.IGNORECASE),
    "headless": re.compile(
        rf"\b(?:{_ARTICLE}|of) (?:{_PREPOSITION}|and|or|but|is|are|was|were|has|have)\b", re.IGNORECASE
    ),
    "punctuation": re.compile(r"\s[,.;:!?](?=\s|$)|[,;:]\s*[,.;:!?]|^\W*[,.;:]|\(\s*\)"),
}
_ENDED = re.compile(r"[.!?…][”\"’')\]]*$")
_PAIRS = (("“", "”"), ("(", ")"), ("[", "]"))


def reads_well(text: str, source: str) -> bool:
    """Whether a text made out of a sentence by taking words out has no fault that the sentence lacks.

    Looked for are: no capital at the start, no stop at the end, no finite verb, quotation marks or brackets without
    their other half, a function word twice in a row, an article, preposition or conjunction with nothing behind it,
    stray punctuation.

    Args:
        text: what is left.
        source: the whole sentence. What is wrong there, or looks so ("turned himself in."), is no fault of the text.
    """
    first = next(filter(str.isalnum, text), "a")
    if first.islower() or (_ENDED.search(source) and not _ENDED.search(text)):
        return False
    if has_finite_verb(source) and not has_finite_verb(text):
        return False
    if _is_balanced(source) and not _is_balanced(text):
        return False
    return not any(_found(pattern, text) - _found(pattern, source) for pattern in _FAULTS.values())


def _found(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(match.group().lower() for match in pattern.finditer(text))


def _is_balanced(text: str) -> bool:
    return text.count('"') % 2 == 0 and all(text.count(one) == text.count(other) for one, other in _PAIRS)
