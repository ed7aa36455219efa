"""Choose the sentences that carry a story: facility location over the sentence vectors of all sources.

Lin and Bilmes (2011), "A Class of Submodular Functions for Document Summarization": a set of sentences is worth what
it covers of all others, so that repeating a chosen one gains nothing. Greedy choice, gain scaled by cost.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Limits:
    """Length of the choice in words.

    ``cost`` says how strongly a sentence pays for its length (0 not at all, 1 in full), ``figures`` what figures
    count for beside similarity; past ``min_words`` the choice ends when the next gain falls below ``stop``
    times the first. No two chosen sentences have a cosine above ``redundancy``.
    """

    min_words: int
    max_words: int
    cost: float = 0.7
    figures: float = 0.15
    stop: float = 0.1
    redundancy: float = 0.8


def carriers(similarity: Floats, owner: NDArray[np.int64], wire: NDArray[np.int64]) -> Floats:
    """How much of each sentence the articles carry, independent sources counted once.

    Args:
        similarity: cosine between sentences. *Shape:* (n, n).
        owner: article of each sentence. *Shape:* (n,).
        wire: wire group of each sentence. *Shape:* (n,).

    Returns:
        *Shape:* (n, articles): the cosine of the nearest sentence of each article, 0 where another article carries
        the sentence better by the same wire text.
    """
    articles = np.unique(owner)
    table = np.zeros((len(similarity), len(articles)))
    for row in range(len(similarity)):
        best: dict[int, tuple[float, int]] = {}
        for column, article in enumerate(articles):
            others = np.flatnonzero(owner == article)
            nearest = others[int(np.argmax(similarity[row, others]))]
            found = (float(similarity[row, nearest]), column)
            best[int(wire[nearest])] = max(best.get(int(wire[nearest]), found), found)
        for value, column in best.values():
            table[row, column] = max(0.0, value)
    return table


def salience(carried: Floats, place: Floats) -> Floats:
    """How much each sentence matters: carried by several independent sources, and early in its article.

    Args:
        carried: from ``carriers``. *Shape:* (n, articles).
        place: relative place in the article, 0 to 1. *Shape:* (n,).

    Returns:
        Weights that sum to 1. *Shape:* (n,).
    """
    weights = (carried**2).sum(axis=1) * (0.3 + 0.7 * np.exp(-5.0 * place))
    return np.asarray(weights / weights.sum())


@dataclass(frozen=True, slots=True)
class Candidates:
    """Sentences to choose from, row by row.

    ``similarity`` is their cosine (n, n), ``weights`` what covering each is worth (n,), ``quality`` a factor that
    excludes at 0 (n,), ``words`` their length (n,), ``figures`` which figures each has (n, figures) and
    ``figure_weights`` what saying each of these is worth (figures,). Both kinds of weights sum to 1 or are empty.
    """

    similarity: Floats
    weights: Floats
    quality: Floats
    words: NDArray[np.int64]
    figures: NDArray[np.bool_]
    figure_weights: Floats


def select(candidates: Candidates, limits: Limits, leads: Floats) -> list[int]:
    """Pick a lead, then sentences greedily by what they newly cover, times quality, per word to the power of cost.

    What a set covers is, for each sentence of the sources, its greatest similarity to the set (facility location), and
    the figures that the set says.

    Args:
        candidates: the sentences.
        limits: the length asked for. It stays below ``min_words`` only where no candidate is left that fits.
        leads: quality as the first sentence, 0 excludes; where none fits, any may be first. *Shape:* (n,).

    Returns:
        Chosen indices in the order of choice, the lead first; ties go to the lower index.
    """
    cover = np.clip(candidates.similarity, 0.0, 1.0) ** 2
    factor = candidates.quality / np.maximum(candidates.words, 1) ** limits.cost
    covered = np.zeros(len(cover))
    said = np.zeros(len(candidates.figure_weights), dtype=np.bool_)
    chosen: list[int] = []
    length, first_gain = 0, 0.0
    while True:
        fits = (candidates.words + length <= limits.max_words) & (candidates.quality > 0)
        fits &= (candidates.similarity[:, chosen] <= limits.redundancy).all(axis=1)
        fits[chosen] = False
        if not fits.any():
            return chosen
        news = (np.maximum(cover, covered) - covered) @ candidates.weights
        news += limits.figures * ((candidates.figures & ~said) @ candidates.figure_weights)
        if not chosen and (fits & (leads > 0)).any():
            gains = np.where(fits, news * leads, -1.0)
        else:
            gains = np.where(fits, news * factor, -1.0)
        pick = int(np.argmax(gains))
        first_gain = first_gain or float(news[pick] * factor[pick])
        if length >= limits.min_words and gains[pick] < limits.stop * first_gain:
            return chosen
        chosen.append(pick)
        length += int(candidates.words[pick])
        covered = np.maximum(covered, cover[pick])
        said |= candidates.figures[pick]


def reading_order(chosen: list[int], similarity: Floats, owner: NDArray[np.int64], place: Floats) -> list[int]:
    """Order as the sources do: the lead, then by the mean place of each sentence's nearest relatives in all articles.

    Args:
        chosen: indices, the lead first.
        similarity: cosine between sentences. *Shape:* (n, n).
        owner: article of each sentence. *Shape:* (n,).
        place: relative place in the article, 0 to 1. *Shape:* (n,).

    Returns:
        The same indices, reordered.
    """

    def mean_place(index: int) -> float:
        places = [float(place[index])]
        for article in np.unique(owner):
            others = np.flatnonzero(owner == article)
            nearest = others[int(np.argmax(similarity[index, others]))]
            if similarity[index, nearest] >= 0.6:
                places.append(float(place[nearest]))
        return float(np.mean(places))

    return chosen[:1] + sorted(chosen[1:], key=lambda index: (mean_place(index), index))
