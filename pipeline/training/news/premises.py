"""Which sentences of an article stand in a premise: the evidence as scoring reads it, alone or among others."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.training.news.words import Lexicon, content

_LONGEST = 150  # words of a premise
_JOINED = (3, 5)  # sentences that scoring reads as one premise

Rows = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """An article's sentences, the content stems of each, and how rare stems are."""

    sentences: tuple[str, ...]
    stems: tuple[frozenset[str], ...]
    lexicon: Lexicon

    def text(self, rows: Rows) -> str:
        """The sentences of ``rows`` as one text."""
        return " ".join(self.sentences[row] for row in rows)

    def fits(self, rows: Rows) -> bool:
        """Whether they are short enough for a premise."""
        return len(self.text(rows).split()) <= _LONGEST


def premise(evidence: Evidence, rows: Rows, hypothesis: str, draw: random.Random) -> Rows | None:
    """The evidence alone, with the sentences around it, or joined to those nearest to the hypothesis.

    None where even the evidence alone is too long.
    """
    way = draw.randrange(3)
    chosen = rows
    if way == 1:
        around = {row + step for row in rows[:1] for step in (-1, 1)}
        chosen = _ascending({*rows, *around} & set(range(len(evidence.sentences))))
    elif way == 2:
        chosen = _joined(evidence, rows, hypothesis, draw.choice(_JOINED))
    if evidence.fits(chosen):
        return chosen
    return rows if evidence.fits(rows) else None


def extended(evidence: Evidence, rows: Rows, also: int | None) -> Rows:
    """``rows`` with one more sentence where there is one and it fits."""
    wide = rows if also is None else _ascending({*rows, also})
    return wide if evidence.fits(wide) else rows


def holding(evidence: Evidence, edited: str, true: str) -> int | None:
    """The sentence that holds what an edit brought in, and of those the nearest in words to the rest."""
    new, rest = content(edited) - content(true), content(edited) & content(true)
    found = [row for row, stems in enumerate(evidence.stems) if new and new <= stems]
    return max(found, key=lambda row: (_overlap(evidence, row, rest), -row), default=None)


def _joined(evidence: Evidence, rows: Rows, hypothesis: str, size: int) -> Rows:
    words = content(hypothesis)
    order = sorted(range(len(evidence.sentences)), key=lambda row: (-_overlap(evidence, row, words), row))
    others = [row for row in order if row not in rows]
    return _ascending([*rows, *others[: max(0, size - len(rows))]])


def _overlap(evidence: Evidence, row: int, words: frozenset[str]) -> float:
    return sum(map(evidence.lexicon.rarity, words & evidence.stems[row]))


def _ascending(rows: Iterable[int]) -> Rows:
    return tuple(sorted(rows))
