"""When a number-like word counts something: "one of the", "a second source" and "the second half" do not."""

import re
from typing import Final

from pipeline.facts.numerals import Form, Numeral

_SHARE_NEXT: Final = re.compile(r"\s(?:of|the|its|their|his|her|our|all|those|these|an?)\b")
_SHARE_BEFORE: Final = re.compile(
    r"\b(?:by|than|nearly|almost|about|over|around|only|just|to|least|roughly|under|approximately|and|up|some)\s$"
)
_NO_SHARE: Final = re.compile(
    r"\b(?:first|second|third|other|last|opening|top|bottom|northern|southern|eastern|western|better|in|latter|former|"
    r"this|each|every|per)\s$"
)
_PLURAL_PART: Final = re.compile(r"s$|^one\W(?:third|fifth|half|tenth)$")
_NOT_ONE: Final = re.compile(r"\b(?:no|any|this|that|which|each|every|the|another|some|day|back|square|number)[\s-]$")
_ONE_NEXT: Final = re.compile(r"[\s-](?:of|another|day|time|thing|side|way|point|hand|by|or|side|man's|that|who)\b")
_DEFINITE: Final = re.compile(
    r"(?:\b(?:the|his|her|its|their|our|my|your|this|for|finish(?:ed|ing)?|came|come|coming|ranked|placed|in|on)|"
    r"'s|s')\s$"
)
_INDEFINITE: Final = re.compile(r"\b(?:an?|another)\s$")
_TURN: Final = re.compile(
    r"[\s-](?:(?:straight|consecutive|successive|full)[\s-])?(?:time|term|year|season|day|week|month|spell|round|"
    r"straight|consecutive|successive)\b"
)
_RANK: Final = re.compile(
    r"\s?-\s?(?!(?:hand|degree|rate|class|ever|person|aid|party|string|name|world|come|guess|team)\b)[a-z]{3}"
)
_IDIOM: Final = re.compile(
    r"\s(?:place(?=[,.;]|\sbut|\sand|$)|sight|hand|glance|name|names|lady|person|aid)\b|['-]|,?\sof all\b"
)
_BIG_WORDS: Final = frozenset(["scores", "tens"])


def stands(text: str, folded: str, number: Numeral) -> bool:
    """Whether ``number`` (of ``folded``, the folded ``text``) states a quantity and is no idiom."""
    word = folded[number.start : number.end]
    before = folded[max(0, number.start - 16) : number.start]
    if number.form is Form.SHARE:
        return _share_stands(folded, number, word, before)
    if number.form is Form.ORDINAL:
        return number.digits or _ordinal_stands(text, folded, number, before)
    if word in _BIG_WORDS:
        return folded.startswith(" of ", number.end)
    if word == "one":
        return not _NOT_ONE.search(before) and not _ONE_NEXT.match(folded, number.end)
    return not (number.digits and before.endswith("/"))


def _share_stands(folded: str, number: Numeral, word: str, before: str) -> bool:
    if number.low >= 1 or _NO_SHARE.search(before):
        return False
    if " in " in word or " out of " in word or _PLURAL_PART.search(word):
        return True
    following = folded[number.end : number.end + 1]
    if _SHARE_NEXT.match(folded, number.end):
        return word == "half" or folded.startswith(" of ", number.end)
    return (not following or following in ",.;)" or word == "half") and bool(_SHARE_BEFORE.search(before))


def _ordinal_stands(text: str, folded: str, number: Numeral, before: str) -> bool:
    if number.start and text[number.start].isupper() and text[number.start - 1].isspace():
        return False
    if _RANK.match(folded, number.end):
        return True
    if _INDEFINITE.search(before):
        return bool(_TURN.match(folded, number.end))
    return bool(_DEFINITE.search(before)) and not _IDIOM.match(folded, number.end)
