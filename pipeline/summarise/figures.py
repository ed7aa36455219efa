"""The figures of a story's sentences, weighed by how many sources have them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.facts import quantities

_UNTOLD = frozenset({"label", "ordinal", "clock"})


def figures(texts: Sequence[str], sources: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Which sentence has which figure, and what each is worth.

    Args:
        texts: sentences.
        sources: the independent source of each sentence. *Shape:* (sentences,).

    Returns:
        Occurrence, *shape* (sentences, figures), and weights that sum to 1, *shape* (figures,): a figure counts by
        the sources that have it beyond the first. Both are empty where no figure is in two sources.
    """
    keys = [_keys(text) for text in texts]
    holders: dict[str, set[int]] = {}
    for row, found in enumerate(keys):
        for key in found:
            holders.setdefault(key, set()).add(int(sources[row]))
    shared = sorted(key for key, owners in holders.items() if len(owners) > 1)
    occurrence = np.array([[key in found for key in shared] for found in keys], dtype=np.bool_)
    weights = np.array([len(holders[key]) - 1.0 for key in shared])
    return occurrence.reshape(len(texts), len(shared)), weights / max(1.0, weights.sum())


def _keys(text: str) -> set[str]:
    return {f"{item.low:g}-{item.high:g} {item.unit}" for item in quantities(text) if item.unit not in _UNTOLD}
