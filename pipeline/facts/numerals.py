"""How numbers are written: one grammar for digits, number words, fractions, ordinals and vague counts.

Written for this program: the quantity parsers on the package index give no offsets for ranges and approximations,
or need milliseconds a sentence (quantulum3 0.10: 2.3 ms, and it reads "$2.3bn" as a unit of its own).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

_ONES: Final = "one two three four five six seven eight nine".split()
_TEENS: Final = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINAL_ONES: Final = "first second third fourth fifth sixth seventh eighth ninth".split()
_ORDINAL_TEENS: Final = """
    tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
    """.split()
_ORDINAL_TENS: Final = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth".split()

WORDS: Final[Mapping[str, int]] = MappingProxyType(
    {"zero": 0, "a": 1, "an": 1}
    | {word: i for i, word in enumerate(_ONES, 1)}
    | {word: i for i, word in enumerate(_TEENS, 10)}
    | {word: 10 * i for i, word in enumerate(_TENS, 2)}
)
_ORDINALS: Final[Mapping[str, int]] = MappingProxyType(
    {word: i for i, word in enumerate(_ORDINAL_ONES, 1)}
    | {word: i for i, word in enumerate(_ORDINAL_TEENS, 10)}
    | {word: 10 * i for i, word in enumerate(_ORDINAL_TENS, 2)}
    | {"hundredth": 100}
)
MAGNITUDES: Final[Mapping[str, float]] = MappingProxyType(
    {
        "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0,
        "lakh": 1e5, "crore": 1e7, "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "b": 1e9,
        "tn": 1e12, "trn": 1e12,
    }
)  # fmt: skip
_PARTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "half": 1 / 2, "halves": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "sixth": 1 / 6,
        "eighth": 1 / 8, "tenth": 1 / 10,
    }
)  # fmt: skip
_GLYPHS: Final[Mapping[str, float]] = MappingProxyType({"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3})
# Order of magnitude of a plural: "thousands" stands for 1,000 to 9,999.
_VAGUE: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "dozens": (20, 99), "scores": (20, 99), "tens": (10, 99), "hundreds": (100, 999), "thousands": (1e3, 9999),
        "millions": (1e6, 9999999), "billions": (1e9, 9999999999), "trillions": (1e12, 9999999999999),
    }
)  # fmt: skip
_FEW: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {"few": (2, 6), "several": (2, 9), "couple": (2, 3), "many": (2, 9)}
)

_SMALL: Final = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_ONES)})\b)?|(?:{'|'.join(_TEENS)}|{'|'.join(_ONES)}|zero))\b"
)
_BIG: Final = r"(?:thousand|million|billion|trillion|dozen|lakh|crore)\b"
_GROUP: Final = rf"(?:(?:{_SMALL}|an?\b)[\s-]hundred\b(?:\s+(?:and\s+)?{_SMALL})?|{_SMALL})"
_AND_PART: Final = r"[\s-]and[\s-](?:a|one|three)[\s-](?:half|quarters?|third)\b(?!-)"
_ORDINAL: Final = (
    rf"(?:(?:{'|'.join(_TENS)})[\s-](?:{'|'.join(_ORDINAL_ONES)})|"
    rf"{'|'.join(_ORDINAL_ONES + _ORDINAL_TEENS + _ORDINAL_TENS)}|hundredth)\b"
)
_PLURAL: Final = "|".join(_VAGUE)

_NUMBER: Final = re.compile(
    rf"""
    (?P<digits>(?:(?P<sign>(?:\b(?:us|[cas]|hk|nz|r))?\$|[€£¥₹₽₩₺₪]|\b(?:usd|eur|gbp|rs\.?)(?=\s?\d))\s?|(?<![\w$])(?<![a-z]-)(?<!\d[.,:/]))
        (?P<figure>\d{{1,3}}(?:,\d{{3}}|,\s000\b)+(?:\.\d+)?|\d{{1,15}}(?:\.\d{{1,6}})?)(?P<glyph>[½¼¾⅓⅔])?(?![.,:/]?\d)
        (?:(?P<nth>st|nd|rd|th)\b|[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|lakh|crore|dozen|mln|mn|m|
        bn|b|trn|tn|k)(?![^\W_]))?)
    |(?P<half>\bhalf[\s-](?:an?[\s-])(?P<halved>million|billion|dozen|trillion)\b)
    |(?P<share>\b(?:(?P<over>\d{{1,2}}|{_SMALL}|an?)[\s-](?P<part>halves|thirds?|quarters?|fifths?|sixths?|eighths?|
        tenths?|half)|half)\b(?!-))
    |(?P<out>\b(?P<of>\d{{1,3}}|{_SMALL})\s+(?:(?<=one.)in|out\sof|in\severy)\s+(?:every\s+)?(?P<all>\d{{1,3}}|{_SMALL})\b(?![-,.:/]\d))
    |(?P<vague>\b(?:(?:tens|dozens|hundreds|thousands)\s+of\s+(?:thousands|millions|billions)|{_PLURAL})\b)
    |(?P<few>\b(?:(?P<count>few|several|many|couple)(?:\s+of)?)[\s-](?P<lot>hundred|{_BIG}))
    |(?P<nths>\b{_ORDINAL})
    |(?P<words>\b(?:{_GROUP}(?:{_AND_PART})?(?:[\s-]{_BIG})?|an?[\s-]{_BIG}(?!-))
        (?:(?<=thousand|.million|.billion)\s+(?:and\s+)?{_GROUP}(?:[\s-]{_BIG})?)?(?!\s?,\d))
    """,
    re.VERBOSE,
)

# Where a number can begin: the grammar is tried only there, which is eight times as fast as a search for it.
_OPENING: Final = re.compile(
    rf"(?<!\w)(?:[\d$€£¥₹₽₩₺₪]|(?:us|[cas]|hk|nz|r)\$|(?:usd|eur|gbp|rs\.?)\s?\d|"
    rf"(?:{'|'.join([*WORDS, *_ORDINALS, *_VAGUE, *_FEW, 'half'])})\b)"
)


class Form(StrEnum):
    """How a number was written, as far as readers of the number need to know."""

    EXACT = "exact"
    SHARE = "share"
    VAGUE = "vague"
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at folded characters ``start`` to ``end``; ``scale`` is its magnitude word's factor, 1 without one."""

    start: int
    end: int
    low: float
    high: float
    form: Form
    scale: float = 1.0
    sign: str = ""
    digits: bool = False


def numerals(folded: str) -> tuple[Numeral, ...]:
    """Every number in folded text, in order, none overlapping."""
    read: list[Numeral] = []
    done = 0
    for opening in _OPENING.finditer(folded):
        if opening.start() < done:
            continue
        found = _NUMBER.match(folded, opening.start())
        if found is not None:
            read.append(_numeral(found))
            done = found.end()
    return tuple(read)


def _numeral(found: re.Match[str]) -> Numeral:
    """The value of one match of the grammar on folded text."""
    start, end = found.span()
    kind = found.lastgroup
    if kind == "digits":
        return _digits(found)
    if kind == "half":
        value, form = MAGNITUDES[found["halved"]] / 2, Form.EXACT
    elif kind == "share":
        value, form = _share(found), Form.SHARE
    elif kind == "out":
        value, form = _small(found["of"]) / max(1.0, _small(found["all"])), Form.SHARE
    elif kind == "nths":
        value, form = _ordinal(found[0]), Form.ORDINAL
    elif kind == "words":
        return Numeral(start, end, *_words(found[0]))
    else:
        low, high = _vague(found)
        return Numeral(start, end, low, high, Form.VAGUE)
    return Numeral(start, end, value, value, form)


def _digits(found: re.Match[str]) -> Numeral:
    value = float(re.sub(r"[,\s]", "", found["figure"])) + _GLYPHS.get(found["glyph"] or "", 0.0)
    scale = MAGNITUDES.get(found["scale"] or "", 1.0)
    value = _exact(value, scale)
    form = Form.ORDINAL if found["nth"] else Form.EXACT
    return Numeral(found.start(), found.end(), value, value, form, scale, found["sign"] or "", digits=True)


def _exact(value: float, scale: float) -> float:
    # 2.3 * 1e9 is 2299999999.9999995 in binary; what was written has few decimals.
    return round(value * scale, 6)


def _small(words: str) -> float:
    if words.isdigit():
        return float(words)
    return float(sum(WORDS[word] for word in re.split(r"[\s-]+", words)))


def _share(found: re.Match[str]) -> float:
    part = found["part"]
    if part is None:
        return 0.5
    size = _PARTS.get(part) or _PARTS[part.removesuffix("s")]
    return _small(found["over"]) * size


def _ordinal(words: str) -> float:
    *tens, last = re.split(r"[\s-]+", words)
    return float(sum(WORDS[word] for word in tens) + _ORDINALS[last])


def _vague(found: re.Match[str]) -> tuple[float, float]:
    if found.lastgroup == "few":
        low, high = _FEW[found["count"]]
        size = MAGNITUDES[found["lot"]]
        return low * size, high * size
    words = found[0].split()
    low, high = _VAGUE[words[0]]
    if len(words) == 1:
        return low, high
    size = _VAGUE[words[-1]][0]
    return low * size, (high + 1) * size - 1


def _words(text: str) -> tuple[float, float, Form, float]:
    """Value twice, form and last magnitude of a number in words; "and a half" is scaled with its number."""
    total = group = 0.0
    scale = 1.0
    tokens = re.split(r"[\s-]+", text)
    for i, word in enumerate(tokens):
        if word == "and":
            continue
        size = _PARTS.get(word) or _PARTS.get(word.removesuffix("s"))
        if size is not None:
            group += size * WORDS[tokens[i - 1]]
        elif word == "hundred":
            group = max(1.0, group) * 100
        elif word in MAGNITUDES:
            scale = MAGNITUDES[word]
            total += max(1.0, group) * scale
            group = 0.0
        elif i + 1 == len(tokens) or tokens[i + 1].removesuffix("s") not in _PARTS:
            group += WORDS[word]
    value = round(total + group, 6)
    return value, value, Form.EXACT, scale
