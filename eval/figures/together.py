"""Pairs of items out of the labels of their clusters."""

from collections.abc import Hashable, Sequence
from itertools import combinations


def together(labels: Sequence[Hashable]) -> list[bool]:
    """For each pair of items, in the order of ``itertools.combinations``, whether both have the same label."""
    return [one == other for one, other in combinations(labels, 2)]
