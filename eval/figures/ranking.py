"""How often the better of two is scored higher."""

from collections.abc import Hashable, Sequence

import numpy as np

from eval.figures.bootstrap import Estimate, bootstrap


def ranking_accuracy(
    groups: Sequence[Hashable], scores: Sequence[float], good: Sequence[bool], seed: int = 13
) -> Estimate | None:
    """Share of (good, bad) pairs within a group where the good one scores higher, ties half.

    Args:
        groups: of each item; only items of one group are compared.
        scores: of each item.
        good: which items are the better ones.
        seed: of the bootstrap, which draws groups. ``n`` of the result counts pairs.

    Returns:
        None where no group has both kinds.

    Raises:
        ValueError: the lengths differ.
    """
    sides: dict[Hashable, tuple[list[float], list[float]]] = {}
    for group, score, is_good in zip(groups, scores, good, strict=True):
        sides.setdefault(group, ([], []))[0 if is_good else 1].append(score)
    both = [(np.array(above), np.array(below)) for above, below in sides.values() if above and below]
    if not both:
        return None
    gaps = [above[:, None] - below[None, :] for above, below in both]
    wins = np.array([float((gap > 0).sum() + (gap == 0).sum() / 2) for gap in gaps])
    sizes = np.array([gap.size for gap in gaps])
    found = bootstrap(len(gaps), lambda rows: float(wins[rows].sum() / sizes[rows].sum()), seed)
    return found and Estimate(found.value, found.low, found.high, int(sizes.sum()))
