"""Rows of numbers that a model gives for texts, each computed once: what the cache knows is not asked again."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.cache import Cache, key

Rows = NDArray[np.float32]


def recall(
    cache: Cache, kind: str, basis: str, items: Sequence[tuple[str, ...]], work: Callable[[list[int]], Rows]
) -> Rows:
    """Rows of all items, those that the cache lacks worked out and kept.

    Args:
        cache: where rows lie by content.
        kind: name of what they are, for ``evenhand cache``.
        basis: everything a row depends on beside its item: model, arithmetic, program.
        items: at least one; equal ones are looked up once.
        work: rows of the items at these places, in order. *Shape:* (places, width).

    Returns:
        *Shape:* (items, width).
    """
    places: dict[bytes, int] = {}
    names = [key(kind, basis, *item) for item in items]
    for place, name in enumerate(names):
        places.setdefault(name, place)
    found = cache.get(list(places))
    lacking = [name for name in places if name not in found]
    if lacking:
        made = np.ascontiguousarray(work([places[name] for name in lacking]), dtype=np.float32)
        fresh = {name: row.tobytes() for name, row in zip(lacking, made, strict=True)}
        cache.put(kind, fresh)
        found |= fresh
    joined = np.frombuffer(b"".join(found[name] for name in names), dtype=np.float32)
    return joined.reshape(len(items), -1).copy()
