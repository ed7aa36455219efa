"""Which parts of an article are read for a claim: the sentences nearest to it, with what they lean on, and joined."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.passages import Passages

_JOINED = 3  # of the nearest, read as one premise: evidence often stands in several places
HEADLINE = -1  # in place of a row
# A sentence that opens so goes on from the one before, and is read with it.
_LEANS_BACK = re.compile(
    r"[\"“‘']?(?:(?:but|and|yet|however,|meanwhile,|still,) )?"
    r"(?:he|she|it|they|his|her|its|their|this|that|these|those|such|"
    r"the (?:two|three|group|company|firm|man|woman|pair|men|women|vote|decision|ruling|plan|move|attack|law|bill))\b",
    re.IGNORECASE,
)


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
    """Choose what of article ``number`` to read for a claim: the nearest sentences, nearest first, then some joined.

    The headline counts as a sentence. A sentence that leans on the one before is read with it.

    Args:
        passages: the story's sentences.
        number: of the article.
        claim: unit vector. *Shape:* (width,).
        depth: sentences to read by themselves, at least 1.
    """
    rows = np.flatnonzero(passages.owner == number)
    nearness = passages.vectors[rows] @ claim
    order = [int(rows[place]) for place in np.argsort(-nearness, kind="stable")]
    cosines = dict(zip(rows.tolist(), nearness.tolist(), strict=True))
    units = [Unit(_with_context(passages, row, first=int(rows[0])), row, cosines[row]) for row in order[:depth]]
    if passages.articles[number].title.strip():
        units.append(Unit((), HEADLINE, float(passages.titles[number] @ claim)))
    nearest = sorted(units, key=lambda unit: -unit.cosine)[:depth]
    return (*nearest, Unit(tuple(sorted(order[:_JOINED])), order[0], cosines[order[0]]))


def premise(passages: Passages, number: int, unit: Unit) -> str:
    """The text of a unit. The headline comes first, since it names what a sentence may call "the ferry" or "she"."""
    title = passages.articles[number].title.strip()
    opening = [title if title[-1:] in ".!?" else f"{title}."] if title else []
    return " ".join([*opening, *(passages.sentences[row].text for row in unit.rows)])


def _with_context(passages: Passages, row: int, first: int) -> tuple[int, ...]:
    return (row - 1, row) if row > first and _LEANS_BACK.match(passages.sentences[row].text) else (row,)
