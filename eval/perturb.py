"""Wrong sentences out of true ones: one fault each, with material of the same story (after BUMP, Ma et al. 2023).

The rules are not those that made the training pairs of the NLI model: figures, days and names are found by the exact
checks' readers and put in each other's place, so that the words of a wrong sentence all stand in the articles.
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from eval.labels.records import Kind
from pipeline.facts import denies, names, quantities
from pipeline.voices import speaker_of

_DAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS: Final = "January February March April May June July August September October November December".split()
_DAY: Final = re.compile(rf"\b(?:{'|'.join(_DAYS)})\b")
_MONTH: Final = re.compile(rf"(?<=\d )(?:{'|'.join(_MONTHS)})\b|\b(?:{'|'.join(_MONTHS)})\b(?=\s+\d|\s*,|\.|$)")
_NAMED: Final = re.compile(r"[A-Z]")
_FIGURE: Final = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?(?![\w]|[.,]\d)")
_AUXILIARY: Final = re.compile(r"\b(is|are|was|were|has|have|had|will|would|can|could|must)\b(?! not\b)(?= [a-z])")
_WEAK: Final = re.compile(r"\b(?:may|might|could) (?:have )?(?=[a-z])|\bis expected to (?=[a-z])|\bplans to (?=[a-z])")


@dataclass(frozen=True, slots=True)
class Material:
    """What the story's articles offer: names of more than one mention, figures and speakers."""

    names: tuple[str, ...]
    figures: tuple[str, ...]
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A sentence with one fault."""

    kind: Kind
    text: str


Edit = Callable[[str, Material, random.Random], str | None]


def material_of(sentences: Sequence[str]) -> Material:
    """Collect what wrong sentences are made of."""
    named = [name.text for sentence in sentences for name in names(sentence)]
    often = dict.fromkeys(name for name in named if named.count(name) > 1 and name not in (*_DAYS, *_MONTHS))
    figures = dict.fromkeys(match.group() for sentence in sentences for match in _FIGURE.finditer(sentence))
    speakers = dict.fromkeys(speaker for sentence in sentences if (speaker := speaker_of(sentence)))
    return Material(tuple(often), tuple(figures), tuple(speakers))


def perturb(sentence: str, material: Material, seed: str) -> tuple[Wrong, ...]:
    """Make wrong sentences of a true one, at most one of each kind; the same for the same ``seed``.

    Args:
        sentence: true by the story.
        material: of the story.
        seed: of the draws.
    """
    made = []
    for kind, edit in _EDITS.items():
        text = edit(sentence, material, random.Random(f"{seed}/{kind}"))
        if text is not None and text != sentence:
            made.append(Wrong(kind, text))
    return tuple(made)


def _number(sentence: str, material: Material, draw: random.Random) -> str | None:
    counted = {quantity.start for quantity in quantities(sentence)}
    places = [match for match in _FIGURE.finditer(sentence) if match.start() in counted]
    if not places:
        return None
    place = draw.choice(places)
    others = [figure for figure in material.figures if len(figure) == len(place.group()) and figure not in sentence]
    new = draw.choice(others) if others else _other_digit(place.group(), draw)
    return sentence[: place.start()] + new + sentence[place.end() :]


def _other_digit(figure: str, draw: random.Random) -> str:
    digits = [digit for digit in "123456789" if digit != figure[0]]
    return draw.choice(digits) + figure[1:]


def _date(sentence: str, material: Material, draw: random.Random) -> str | None:
    del material
    found = [(match, _DAYS) for match in _DAY.finditer(sentence)]
    found += [(match, _MONTHS) for match in _MONTH.finditer(sentence)]
    if not found:
        return None
    match, pool = draw.choice(found)
    new = draw.choice([other for other in pool if other != match.group()])
    return sentence[: match.start()] + new + sentence[match.end() :]


def _name(sentence: str, material: Material, draw: random.Random) -> str | None:
    places = [name for name in names(sentence) if name.text in material.names]
    others = [name for name in material.names if name not in sentence and not _share(name, sentence)]
    if not places or not others:
        return None
    place = draw.choice(places)
    alike = [name for name in others if len(name.split()) == len(place.text.split())] or others
    return sentence[: place.start] + draw.choice(alike) + sentence[place.end :]


def _share(name: str, sentence: str) -> bool:
    return any(part in sentence for part in name.split() if part[:1].isupper())


def _role(sentence: str, material: Material, draw: random.Random) -> str | None:
    """Two names exchanged, with a verb between them."""
    del draw
    places = [name for name in names(sentence) if name.text in material.names]
    for one, other in pairwise(places):
        between = sentence[one.end : other.start]
        if (
            one.text != other.text
            and re.search(r"\b[a-z]+(?:ed|s)\b", between)
            and not re.search(r",| and | or |\bof\b|’s|'s", between)
        ):
            return sentence[: one.start] + other.text + between + one.text + sentence[other.end :]
    return None


def _negation(sentence: str, material: Material, draw: random.Random) -> str | None:
    del material, draw
    if denies(sentence):
        bare = re.sub(
            r"\b(is|are|was|were|has|have|had|will|would|can|could|must|did|does) not\b", r"\1", sentence, count=1
        )
        return bare if bare != sentence else None
    match = _AUXILIARY.search(sentence)
    return None if match is None else f"{sentence[: match.end()]} not{sentence[match.end() :]}"


def _attribution(sentence: str, material: Material, draw: random.Random) -> str | None:
    speaker = speaker_of(sentence)
    if not speaker or not _NAMED.search(speaker):
        return None
    others = [other for other in material.speakers if _NAMED.search(other) and not _share(other, sentence)]
    others = [other for other in others if other[0].isupper() == speaker[0].isupper()]
    if not others:
        return None
    return sentence.replace(speaker, draw.choice(others), 1)


def _certainty(sentence: str, material: Material, draw: random.Random) -> str | None:
    del material, draw
    match = _WEAK.search(sentence)
    if match is None:
        return None
    return sentence[: match.start()] + ("did " if "have" not in match.group() else "has ") + sentence[match.end() :]


_EDITS: Final[Mapping[Kind, Edit]] = {
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.NAME: _name,
    Kind.NEGATION: _negation,
    Kind.ROLE: _role,
    Kind.ATTRIBUTION: _attribution,
    Kind.CERTAINTY: _certainty,
}
