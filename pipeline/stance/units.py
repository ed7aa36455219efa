"""Which parts of an article are read for a claim: the lines likest to decide it, with what they lean on, and joined."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.passages import Passages

_JOINED = 3  # of the likest, read as one premise: evidence often stands in several places
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
        relevance: how likely the main sentence decides the claim, 0 to 1.
    """

    rows: tuple[int, ...]
    main: int
    relevance: float

    @property
    def single(self) -> bool:
        """Whether it is one sentence or the headline."""
        return len(self.rows) < 2


def propose(passages: Passages, number: int, relevances: NDArray[np.float64], depth: int | None) -> tuple[Unit, ...]:
    """Choose what of article ``number`` to read for a claim: the likest lines, likest first, then some joined.

    The headline counts as a sentence. A sentence that leans on the one before is read with it.

    Args:
        passages: the story's sentences.
        number: of the article.
        relevances: of its lines, the headline first where it has one. *Shape:* (lines,).
        depth: lines to read by themselves, at least 1; None takes every one.
    """
    rows = np.flatnonzero(passages.owner == number).tolist()
    mains = [*([HEADLINE] if len(relevances) > len(rows) else []), *rows]
    order = [(mains[place], float(relevances[place])) for place in np.argsort(-relevances, kind="stable")]
    sentences = [(row, relevance) for row, relevance in order if row != HEADLINE]
    likest = [
        Unit(() if main == HEADLINE else _with_context(passages, main, first=rows[0]), main, relevance)
        for main, relevance in order[:depth]
    ]
    together = tuple(sorted(row for row, _ in sentences[:_JOINED]))
    return (*likest, Unit(together, *sentences[0]))


def premise(passages: Passages, number: int, unit: Unit) -> str:
    """The text of a unit. The headline comes first, since it names what a sentence may call "the ferry" or "she"."""
    title = passages.articles[number].title.strip()
    opening = [title if title[-1:] in ".!?" else f"{title}."] if title else []
    return " ".join([*opening, *(passages.sentences[row].text for row in unit.rows)])


def _with_context(passages: Passages, row: int, first: int) -> tuple[int, ...]:
    return (row - 1, row) if row > first and _LEANS_BACK.match(passages.sentences[row].text) else (row,)
