"""Where two sources name another person, firm or place in the same role: "scored by Frey", "scored by Balint"."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.arrays import Vectors
from pipeline.facts import Name, NameIndex, contrast, in_index, name_found, name_index, names
from pipeline.passages import Passages

Embedder = Callable[[Sequence[str]], Vectors]

_ALIKE = 0.8  # cosine of the sentences without the names, from which they tell the same
_GAP = "…"
_PLACE = re.compile(r"\b(?:in|at|near|outside|off|to|from|on the|across)\s+(?:the\s+)?$", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_SPOKEN = re.compile(
    r"\b(?:said|says|told|according to|spokes\w+|added|wrote|tweeted|reported|announced|called|by (?:the )?\w+'s)\b"
)


@dataclass(frozen=True, slots=True)
class Naming:
    """Two sentences that differ in one name: their rows and the names in them. ``kind`` is name or place."""

    kind: str
    rows: tuple[int, int]
    names: tuple[Name, Name]


def find_namings(passages: Passages, embedder: Embedder) -> list[Naming]:
    """Find pairs of like sentences, of two articles, of which each has one name that the other article never names.

    Sentences that give somebody's words are left out: outlets ask different people.

    Args:
        passages: the story's sentences.
        embedder: texts to unit vectors.
    """
    known = [name_index(names(f"{article.title}.\n{article.text}")) for article in passages.articles]
    candidates = list(_candidates(passages, known))
    if not candidates:
        return []
    texts = [
        _without(passages.sentences[row].text, name)
        for item in candidates
        for row, name in zip(item.rows, item.names, strict=True)
    ]
    vectors = embedder(texts)
    near = (vectors[::2] * vectors[1::2]).sum(axis=1)
    found = [
        (float(cosine), item)
        for cosine, item, first, second in zip(near, candidates, texts[::2], texts[1::2], strict=True)
        if cosine >= _ALIKE and not contrast(first, second)
    ]
    chosen: list[Naming] = []
    for _, item in sorted(found, key=lambda pair: (-pair[0], pair[1].rows)):
        if not any({*item.rows} & {*other.rows} for other in chosen):
            chosen.append(item)
    return chosen


def _candidates(passages: Passages, known: Sequence[NameIndex]) -> Iterator[Naming]:
    similarity = passages.similarity()
    own = [() if _SPOKEN.search(sentence.text) else names(sentence.text) for sentence in passages.sentences]
    for a, b in np.argwhere(similarity >= _ALIKE - 0.2).tolist():
        one, other = int(passages.owner[a]), int(passages.owner[b])
        if one < other and own[a] and own[b]:
            first = [name for name in own[a] if not in_index(name, known[other])]
            second = [name for name in own[b] if not in_index(name, known[one])]
            if len(first) == len(second) == 1 and not name_found(first[0], second):
                kind = _kind(passages, (a, first[0]), (b, second[0]))
                if kind:
                    yield Naming(kind, (a, b), (first[0], second[0]))


def _kind(passages: Passages, *sides: tuple[int, Name]) -> str:
    places = [bool(_PLACE.search(passages.sentences[row].text[: name.start])) for row, name in sides]
    beside = [_beside(passages.sentences[row].text, name) for row, name in sides]
    if any(places) is not all(places) or not beside[0] & beside[1]:
        return ""
    return "place" if all(places) else "name"


def _beside(text: str, name: Name) -> frozenset[tuple[str, str]]:
    """The words next to a name, which tell its role."""
    before, after = _WORD.findall(text[: name.start].lower()), _WORD.findall(text[name.end :].lower())
    return frozenset([*(("before", word) for word in before[-1:]), *(("after", word) for word in after[:1])])


def _without(text: str, name: Name) -> str:
    return f"{text[: name.start]}{_GAP}{text[name.end :]}"
