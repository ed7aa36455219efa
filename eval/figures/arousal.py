"""Emotive words of a summary that a neutral one of the same story lacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from eval.figures.words import word_spans

POSITIVE, NEGATIVE = 0.8, 0.2  # ranks of valence from which, and up to which, a word is emotive


@dataclass(frozen=True, slots=True)
class Feeling:
    """A word's rank among the words of a vocabulary, 0 to 1: from calm to arousing, from unpleasant to pleasant."""

    arousal: float
    valence: float


@dataclass(frozen=True, slots=True)
class Arousal:
    """Sums of the arousal of pleasant and of unpleasant words, 0 or more; ``words`` is the length of the whole text."""

    positive: float
    negative: float
    words: int


def words_of(text: str) -> list[str]:
    """Words in lower case, with straight apostrophes."""
    return [text[start:end].lower().replace("’", "'") for start, end in word_spans(text)]


def ranks(values: Sequence[float]) -> NDArray[np.float64]:
    """Places in ascending order, 0 for the least and 1 for the greatest, ties in the middle. *Shape:* (values,)."""
    if len(values) < 2:
        return np.full(len(values), 0.5)
    return np.asarray((rankdata(values) - 1) / (len(values) - 1), dtype=np.float64)


def feelings(words: Sequence[str], arousal: Sequence[float], valence: Sequence[float]) -> dict[str, Feeling]:
    """Put words in order by two scores.

    Raises:
        ValueError: the three differ in length.
    """
    rows = zip(words, ranks(arousal).tolist(), ranks(valence).tolist(), strict=True)
    return {word: Feeling(calm, pleasant) for word, calm, pleasant in rows}


def arousal(text: str, reference: str, known: Mapping[str, Feeling]) -> Arousal:
    """Sum the arousal of the emotive words that a neutral reference lacks (Lee et al. 2022, NeuS, 3.2).

    They take words of a valence above 0.65 or below 0.35 in a lexicon of rated words (NRC VAD); ours are learned, so
    only their order counts, and the fifth at either end is taken. As there, every occurrence counts, so that a longer
    text has a greater sum: read it beside the number of words.

    Args:
        text: a summary.
        reference: the neutral one.
        known: words with their feeling; others don't count.
    """
    said = words_of(text)
    theirs = frozenset(words_of(reference))
    found = [known[word] for word in said if word not in theirs and word in known]
    return Arousal(
        sum(one.arousal for one in found if one.valence > POSITIVE),
        sum(one.arousal for one in found if one.valence < NEGATIVE),
        len(said),
    )
