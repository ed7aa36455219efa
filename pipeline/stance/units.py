"""Which parts of an article are read for a claim: the sentences nearest to it, alone, in context and joined."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.passages import Passages

_WITH_PREVIOUS = 1  # of the nearest, read again with the sentence before: a pronoun or a thought may go on from there
_JOINED = 3  # of the nearest, read as one premise: evidence often stands in several places
HEADLINE = -1  # in place of a row


@dataclass(frozen=True, slots=True)
class Unit:
    """A premise: sentences of an article under its headline, or the headline alone.

    Attributes:
        rows: sentences of the story, ascending; none for the headline.
        main: the row that is shown as evidence, ``HEADLINE`` for the headline.
        cosine: between the claim and the main sentence, -1 to 1.
    """

    rows: tuple[int, ...]
    main: int
    cosine: float

    @property
    def single(self) -> bool:
        """Whether it is one sentence or the headline."""
        return len(self.rows) < 2


def propose(passages: Passages, number: int, claim: NDArray[np.float32], depth: int) -> tuple[Unit, ...]:
    """Choose what of article ``number`` to read for a claim, single sentences first, nearest first.

    Args:
        passages: the story's sentences.
        number: of the article.
        claim: unit vector. *Shape:* (width,).
        depth: single sentences to read, at least 1.
    """
    rows = np.flatnonzero(passages.owner == number)
    nearness = passages.vectors[rows] @ claim
    order = np.argsort(-nearness, kind="stable")[:depth]
    units = [Unit((int(rows[place]),), int(rows[place]), float(nearness[place])) for place in order]
    if passages.articles[number].title.strip():
        units.append(Unit((), HEADLINE, float(passages.titles[number] @ claim)))
    several = [
        Unit((unit.main - 1, unit.main), unit.main, unit.cosine)
        for unit in units[: min(_WITH_PREVIOUS, len(order))]
        if unit.main > rows[0]
    ]
    nearest = units[: min(_JOINED, len(order))]
    several.append(Unit(tuple(sorted(unit.main for unit in nearest)), units[0].main, units[0].cosine))
    known = {unit.rows for unit in units}
    return (*units, *(unit for unit in dict.fromkeys(several) if unit.rows not in known))


def premise(passages: Passages, number: int, unit: Unit) -> str:
    """The text of a unit. The headline comes first, since it names what a sentence may call "the ferry" or "she"."""
    title = passages.articles[number].title.strip()
    opening = [title if title[-1:] in ".!?" else f"{title}."] if title else []
    return " ".join([*opening, *(passages.sentences[row].text for row in unit.rows)])
