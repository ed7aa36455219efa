"""One change to a sentence, at a place found by the words themselves: a fault, a stronger claim, or none in meaning."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.training.news.tables import (
    MONTHS,
    NUMBERS,
    OPPOSITES,
    SAME,
    STRONGER,
    WEEKDAYS,
    both_ways,
    one_way,
)
from pipeline.training.news.words import WORD, Lexicon

_FIGURE = re.compile(r"(?<![\w.,-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w-]|[.,]\d)")
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(NUMBERS)})\b", re.IGNORECASE)
_DAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b(?!\s+(?:have|not|be|also))", re.IGNORECASE)
_AUXILIARY = r"is|was|are|were|will|would|can|could|should|must"
_NOT_YET = re.compile(rf"\b(?:{_AUXILIARY})\b(?!\s*n[o'’]t|\s+never|,)(?=\s+[a-z])", re.IGNORECASE)
_NOT = re.compile(rf"(?<=\b)(?P<verb>{_AUXILIARY}|has|have|had|did|does|do)\s*(?:\s+not\b|n[’']t\b)", re.IGNORECASE)
_PAST = re.compile(r"\b(?P<stem>[a-z]{3,}?)(?P<double>([b-df-hj-np-tv-z])\3)?ed\b")
_IRREGULAR = {"ca": "can", "wo": "will", "sha": "shall"}
_PLACE_BEFORE = re.compile(r"\b(?:in|near|across|outside|from|at)\s+(?:the\s+)?$", re.IGNORECASE)
_OPPOSITES, _STRONGER, _SAME = both_ways(OPPOSITES), one_way(STRONGER), both_ways(SAME)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text; ``place`` where it mostly follows a preposition of place."""

    start: int
    end: int
    text: str
    place: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """What an edit may draw from: the document's names and figures, and words of the same form."""

    names: tuple[Mention, ...]
    figures: tuple[str, ...]
    words: frozenset[str]
    lexicon: Lexicon
    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    cased: bool


Edit = Callable[[str, Setting, random.Random], str | None]


def read_setting(document: str, lexicon: Lexicon, verbs: Sequence[str], nouns: Sequence[str]) -> Setting:
    """Find the names and figures of a document."""
    cased = sum(letter.isupper() for letter in document) > 0.01 * len(document)
    mentions = find_names(document, lexicon, cased=cased)
    votes: dict[str, list[bool]] = {}
    for mention in mentions:
        votes.setdefault(mention.text.lower(), []).append(mention.place)
    sure = tuple(
        Mention(0, 0, text, sum(votes[text.lower()]) * 2 > len(votes[text.lower()]))
        for text in dict.fromkeys(mention.text for mention in mentions)
        if cased or len(votes[text.lower()]) > 1
    )
    words = frozenset(word.lower() for word in WORD.findall(document))
    figures = tuple(dict.fromkeys(_FIGURE.findall(document)))
    return Setting(sure, figures, words, lexicon, tuple(verbs), tuple(nouns), cased)


def find_names(text: str, lexicon: Lexicon, *, cased: bool) -> tuple[Mention, ...]:
    """Names in order; neighbouring parts form one. Months and weekdays are none."""
    found: list[Mention] = []
    for word in WORD.finditer(text):
        bare = re.sub(r"[’']s$", "", word.group())
        if bare.lower() in (*MONTHS, *WEEKDAYS) or not lexicon.is_name(bare, cased=cased):
            continue
        end = word.start() + len(bare)
        if found and text[found[-1].end : word.start()] == " ":
            found[-1] = Mention(found[-1].start, end, text[found[-1].start : end], found[-1].place)
        else:
            found.append(Mention(word.start(), end, bare, bool(_PLACE_BEFORE.search(text[: word.start()]))))
    return tuple(found)


def number(text: str, setting: Setting, draw: random.Random) -> str | None:
    """Another number in place of one: another of the document's where it has the same form."""
    places = [*_FIGURE.finditer(text), *_NUMBER_WORD.finditer(text)]
    if not places:
        return None
    place = draw.choice(places)
    old = place.group()
    if not old[0].isdigit():
        return _put(text, place, draw.choice([word for word in NUMBERS if word != old.lower()]))
    alike = [other for other in setting.figures if _form(other) == _form(old) and other not in text]
    if alike and draw.random() < 0.5:
        return _put(text, place, draw.choice(alike))
    return _put(text, place, _other_figure(old, draw))


def date(text: str, setting: Setting, draw: random.Random) -> str | None:
    """Another weekday or month, one of the document's where it has some."""
    places = [(place, WEEKDAYS) for place in _DAY.finditer(text)] + [(place, MONTHS) for place in _MONTH.finditer(text)]
    if not places:
        return None
    place, names = draw.choice(places)
    others = [name for name in names if name != place.group().lower()]
    there = [name for name in others if name in setting.words]
    return _put(text, place, draw.choice(there if there and draw.random() < 0.5 else others))


def name(text: str, setting: Setting, draw: random.Random) -> str | None:
    """Another of the document's names in place of one."""
    if not (own := find_names(text, setting.lexicon, cased=setting.cased)):
        return None
    chosen = draw.choice(own)
    said = {word.lower() for word in WORD.findall(text)}
    kinds = {mention.text.lower(): mention.place for mention in setting.names}
    place = kinds.get(chosen.text.lower(), chosen.place)
    others = [
        other.text
        for other in setting.names
        if other.place == place and not said & {word.lower() for word in WORD.findall(other.text)}
    ]
    return _replaced(text, chosen.start, chosen.end, draw.choice(others)) if others else None


def role(text: str, setting: Setting, draw: random.Random) -> str | None:
    """Two names of a sentence in each other's place."""
    own = find_names(text, setting.lexicon, cased=setting.cased)
    pairs = [
        (left, right)
        for left, right in pairwise(own)
        if left.place == right.place and _tells_apart(text[left.end : right.start])
    ]
    if not pairs:
        return None
    left, right = draw.choice(pairs)
    return text[: left.start] + right.text + text[left.end : right.start] + left.text + text[right.end :]


def negation(text: str, setting: Setting, draw: random.Random) -> str | None:
    """A "not" dropped, or put in."""
    dropped = _NOT.search(text)
    if dropped:
        verb = _IRREGULAR.get(dropped["verb"].lower(), dropped["verb"])
        return text[: dropped.start()] + verb + text[dropped.end() :]
    for short, whole in (("can't", "can"), ("won't", "will"), ("cannot", "can")):
        if re.search(rf"\b{short}\b", text):
            return re.sub(rf"\b{short}\b", whole, text, count=1)
    places: list[tuple[int, int, str]] = [(at.end(), at.end(), " not") for at in _NOT_YET.finditer(text)]
    for past in _PAST.finditer(text):
        base = _base(past, setting.lexicon)
        if base and re.search(r"[\w,]\s$", text[: past.start()]) and not _passive(text[: past.start()]):
            places.append((*past.span(), f"did not {base}"))
    if not places:
        return None
    start, end, new = draw.choice(places)
    return text[:start] + new + text[end:]


def opposite(text: str, setting: Setting, draw: random.Random) -> str | None:
    """A word exchanged for its opposite."""
    del setting
    return _exchange(text, _OPPOSITES, draw)


def stronger(text: str, setting: Setting, draw: random.Random) -> str | None:
    """More claimed than was said: what may be, is planned or alleged becomes what is."""
    del setting
    return _exchange(text, _STRONGER, draw)


def same(text: str, setting: Setting, draw: random.Random) -> str | None:
    """A word exchanged for one of the same meaning."""
    del setting
    return _exchange(text, _SAME, draw)


def verb(text: str, setting: Setting, draw: random.Random) -> str | None:
    """Another past-tense verb, of the document where it has one that the sentence lacks."""
    return _other_word(text, setting.verbs, setting, draw)


def noun(text: str, setting: Setting, draw: random.Random) -> str | None:
    """Another noun, of the document where it has one that the sentence lacks."""
    return _other_word(text, setting.nouns, setting, draw)


def rounded(text: str, setting: Setting, draw: random.Random) -> str | None:
    """A number of three digits and more said roughly and rightly: "1,234" becomes "more than 1,200"."""
    del setting
    whole = re.compile(r"(?<![\w.,$£€-])(?<!than )(?<!about )(?<!nearly )[1-9]\d{0,2}(?:,\d{3})+(?![\w.,%-])|"
                       r"(?<![\w.,$£€-])(?<!than )(?<!about )(?<!nearly )[3-9]\d\d(?![\w.,%-])")  # fmt: skip
    places = list(whole.finditer(text))
    if not places:
        return None
    place = draw.choice(places)
    value = int(place.group().replace(",", ""))
    unit = 10 ** (len(str(value)) - 2)
    if value % unit == 0:
        return None
    down, up = value // unit * unit, (value // unit + 1) * unit
    words = f"more than {down:,}" if draw.random() < 0.7 else f"nearly {up:,}" if up - value < unit / 2 else None
    return _replaced(text, *place.span(), words) if words else None


def _exchange(text: str, table: Mapping[str, tuple[str, ...]], draw: random.Random) -> str | None:
    lower = text.lower()
    places = [
        (match.start(), match.end(), others)
        for word, others in table.items()
        if word in lower
        for match in re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])", lower)
    ]
    if not places:
        return None
    start, end, others = draw.choice(places)
    return _replaced(text, start, end, draw.choice(others))


def _other_word(text: str, words: Sequence[str], setting: Setting, draw: random.Random) -> str | None:
    known = set(words)
    places = [word for word in WORD.finditer(text) if word.group() in known]
    if not places:
        return None
    said = {word.lower() for word in WORD.findall(text)}
    nearby = sorted((known & setting.words) - said)
    pool = (
        nearby
        if nearby and draw.random() < 0.6
        else [word for word in draw.sample(words, min(5, len(words))) if word not in said]
    )
    place = draw.choice(places)
    return _put(text, place, draw.choice(pool)) if pool else None


def _tells_apart(between: str) -> bool:
    words = [word.lower() for word in WORD.findall(between)]
    return len(words) >= 2 and not {"and", "or", "with", "both"} & set(words) and "," not in between


def _passive(before: str) -> bool:
    return bool(
        re.search(r"\b(?:is|was|are|were|be|been|being|has|have|had|the|an?|its|his|her|their|and)\s+$", before)
    )


def _base(past: re.Match[str], lexicon: Lexicon) -> str | None:
    stem, double = past["stem"], past["double"] or ""
    tries: tuple[str, ...] = (stem + double[:1], stem + double, stem + double + "e") if double else (stem + "e", stem)
    if stem.endswith("i"):
        tries = (stem[:-1] + "y",)
    return next((form for form in tries if form in lexicon.common), None)


def _form(figure: str) -> tuple[bool, bool, int]:
    year = len(figure) == 4 and figure.isdigit() and figure[:2] in {"19", "20"}
    return year, "." in figure, min(len(figure), 2) if not year else 4


def _other_figure(old: str, draw: random.Random) -> str:
    if _form(old)[0]:
        return str(int(old) + draw.choice((-10, -3, -2, -1, 1, 2, 3)))
    if old.isdigit() and int(old) <= 20:
        return str(draw.choice([value for value in range(max(1, int(old) - 6), int(old) + 7) if value != int(old)]))
    places = [place for place, sign in enumerate(old) if sign.isdigit()]
    place = draw.choice(places[:2])
    digits = [digit for digit in "123456789" if digit != old[place]]
    return old[:place] + draw.choice(digits) + old[place + 1 :]


def _put(text: str, place: re.Match[str], new: str) -> str:
    return _replaced(text, *place.span(), new)


def _replaced(text: str, start: int, end: int, new: str) -> str:
    """``text`` with ``new`` from ``start`` to ``end``, capitalised as what it replaces."""
    if text[start : start + 1].isupper():
        new = new[:1].upper() + new[1:]
    return text[:start] + new + text[end:]


FAULTS: dict[str, Edit] = {
    "number": number,
    "date": date,
    "name": name,
    "role": role,
    "negation": negation,
    "opposite": opposite,
    "verb": verb,
    "noun": noun,
    "stronger": stronger,
}
