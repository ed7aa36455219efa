"""Who else says it, and in what order the sources tell it."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


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
