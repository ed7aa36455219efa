"""Choose what together says most of what matters: concept coverage with learned weights.

Gillick and Favre (2009), "A Scalable Global Model for Summarization", with word and word-pair probabilities from a
model as weights (as Hong and Nenkova 2014 do), solved greedily with exchanges in place of an integer program.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.summarise.salience import Salience
from pipeline.terms import function_words

Floats = NDArray[np.float64]

_PAIRS = 0.3  # what a word pair counts for beside a word
_REPEATED = 0.85  # what a function word counts for, which is said again and again
_COST = 0.31  # what each word must bring to be worth its place
_EXCHANGES = 20


@dataclass(frozen=True, slots=True, eq=False)
class Statements:
    """What may be said, one row each.

    ``concepts`` is what saying a word or word pair is worth (rows, concepts), of which a set has the best; ``always``
    what a row brings in any company (rows,); ``lengths`` are in words (rows,); rows with one number in ``sources`` come
    from one sentence and exclude each other (rows,), as do rows of which ``alike`` is true (rows, rows).
    """

    concepts: Floats
    always: Floats
    lengths: NDArray[np.int64]
    sources: NDArray[np.int64]
    alike: NDArray[np.bool_]


def statements(
    salience: Sequence[Salience],
    factors: Floats,
    lengths: NDArray[np.int64],
    sources: NDArray[np.int64],
    alike: NDArray[np.bool_],
) -> Statements:
    """Weigh what each row would say.

    Args:
        salience: of each row's words.
        factors: what a row counts for beside others, 0 to 1; its gain over its cost is scaled. *Shape:* (rows,).
        lengths: words of each row. *Shape:* (rows,).
        sources: sentence that each row comes from. *Shape:* (rows,).
        alike: which rows say the same. *Shape:* (rows, rows).
    """
    number: dict[tuple[str, ...], int] = {}
    cells: list[tuple[int, int, float]] = []
    always = np.zeros(len(salience))
    for row, (item, factor) in enumerate(zip(salience, factors, strict=True)):
        always[row] = -_COST * factor * len(item.words)
        for place, word in enumerate(item.words):
            if word in function_words():
                always[row] += _REPEATED * factor * item.alone[place]
            else:
                cells.append((row, number.setdefault((word,), len(number)), factor * item.alone[place]))
            if place + 1 < len(item.words):
                pair = number.setdefault((word, item.words[place + 1]), len(number))
                cells.append((row, pair, _PAIRS * factor * item.followed[place]))
    concepts = np.zeros((len(salience), len(number)))
    for row, concept, value in cells:
        concepts[row, concept] = max(concepts[row, concept], value)
    return Statements(concepts, always, lengths, sources, alike)


def choose(offered: Statements, allowed: NDArray[np.bool_], min_words: int, max_words: int) -> list[int]:
    """Pick rows greedily by what they add, and exchange single ones while that brings more.

    Past ``min_words`` nothing is added that is not worth its length.

    Args:
        offered: what may be said.
        allowed: rows that may be chosen. *Shape:* (rows,).
        min_words: length below which even rows of little worth are added, if any fits.
        max_words: length that is never exceeded.

    Returns:
        Rows in the order of choice; empty where no allowed row fits.
    """
    chosen: list[int] = []
    while True:
        worth = _worth(offered, chosen)
        fits = _fitting(offered, allowed, chosen, max_words)
        if not fits.any():
            return chosen
        pick = int(np.argmax(np.where(fits, worth, -np.inf)))
        long_enough = int(offered.lengths[chosen].sum()) >= min_words
        if chosen and long_enough and worth[pick] <= _value(offered, chosen):
            return chosen
        chosen = _exchange(offered, allowed, [*chosen, pick], max_words)


def _exchange(offered: Statements, allowed: NDArray[np.bool_], chosen: list[int], max_words: int) -> list[int]:
    for _ in range(_EXCHANGES):
        best, swap = _value(offered, chosen) + 1e-9, None
        for place in range(len(chosen)):
            others = chosen[:place] + chosen[place + 1 :]
            fits = _fitting(offered, allowed, others, max_words)
            worth = np.where(fits, _worth(offered, others), -np.inf)
            pick = int(np.argmax(worth))
            if worth[pick] > best:
                best, swap = float(worth[pick]), (place, pick)
        if swap is None:
            return chosen
        chosen = [*chosen[: swap[0]], swap[1], *chosen[swap[0] + 1 :]]
    return chosen


def _value(offered: Statements, chosen: Sequence[int]) -> float:
    if not chosen:
        return 0.0
    rows = list(chosen)
    return float(offered.concepts[rows].max(axis=0).sum() + offered.always[rows].sum())


def _worth(offered: Statements, chosen: Sequence[int]) -> Floats:
    """The value of the chosen rows with each row added. *Shape:* (rows,)."""
    rows = list(chosen)
    said = offered.concepts[rows].max(axis=0, initial=0.0)
    return np.asarray(
        np.maximum(offered.concepts, said).sum(axis=1) + offered.always + offered.always[rows].sum(), dtype=np.float64
    )


def _fitting(
    offered: Statements, allowed: NDArray[np.bool_], chosen: Sequence[int], max_words: int
) -> NDArray[np.bool_]:
    rows = list(chosen)
    fits = allowed & (offered.lengths + int(offered.lengths[rows].sum()) <= max_words)
    fits &= ~np.isin(offered.sources, offered.sources[rows]) & ~offered.alike[:, rows].any(axis=1)
    return fits
