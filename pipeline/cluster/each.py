"""A ``map`` that may work elsewhere: grouping is done in pieces that know nothing of each other."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Each(Protocol):
    """What the builtin ``map`` does for one iterable; ``work`` and the items can be pickled."""

    def __call__(self, work: Callable[[T], R], items: Iterable[T], /) -> Iterable[R]:
        """The result of each item, in order."""
