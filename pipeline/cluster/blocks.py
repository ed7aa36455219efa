"""Splits many articles into blocks that can be grouped one by one."""

from collections.abc import Iterator

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from pipeline.cluster.each import Each
from pipeline.cluster.neighbours import near_pairs
from pipeline.cluster.table import Floats, Rows, Table, Weights, pair_similarity
from pipeline.config import Cluster

_STEP = 0.05
_TOGETHER = 500  # rows that are compared all with all at no cost worth naming


def blocks(
    table: Table, rows: Rows, settings: Cluster, weights: Weights, dense: int, each: Each = map
) -> Iterator[Rows]:
    """Split rows into blocks of at most ``dense`` that can be grouped one by one.

    Two groups merge only if some pair of theirs is at least as near as their mean, so no group reaches over the
    components of the pairs within ``settings.distance``. Those pairs are looked for among each row's nearest by the
    encoder (``near_pairs``), block of time by block of time by ``each``. A component that is too large is cut at ever
    smaller distances; rows alike up to the end are cut in their order.
    """
    if len(rows) <= dense:
        yield rows
        return
    pairs = near_pairs(table.vectors, table.days, settings.max_days, each=each)
    similarity = pair_similarity(table, pairs, weights)
    labels = _components(table.given, pairs[similarity >= 1.0 - settings.distance])
    parts = (
        part
        for members in _members(labels)
        for part in _cut(members, table.given, pairs, similarity, 1.0 - settings.distance + _STEP, dense)
    )
    yield from _packed(parts, min(dense, _TOGETHER))


def _cut(rows: Rows, given: Rows, pairs: Rows, similarity: Floats, least: float, dense: int) -> Iterator[Rows]:
    """Cut a component that is too large where it is thinnest."""
    if len(rows) <= dense:
        yield rows
        return
    if least >= 1.0:
        yield from np.split(rows, range(dense, len(rows), dense))
        return
    place = np.full(len(given), -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    inside = (place[pairs] >= 0).all(axis=1)
    own, near = place[pairs[inside]], similarity[inside]
    labels = _components(given[rows], own[near >= least])
    for members in _members(labels):
        yield from (rows[part] for part in _cut(members, given[rows], own, near, least + _STEP, dense))


def _packed(parts: Iterator[Rows], most: int) -> Iterator[Rows]:
    """Small blocks put together up to so many rows: nothing in them can merge, and few large ones are faster."""
    waiting: list[Rows] = []
    for part in parts:
        if waiting and sum(map(len, waiting)) + len(part) > most:
            yield np.sort(np.concatenate(waiting))
            waiting = []
        waiting.append(part)
    if waiting:
        yield np.sort(np.concatenate(waiting))


def _members(labels: Rows) -> list[Rows]:
    """The rows of each label, ascending."""
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)


def _components(given: Rows, pairs: Rows) -> Rows:
    """Component number of each row; rows of one given story are together."""
    size = len(given)
    labels = np.where(given >= 0, size + given, np.arange(size))
    labels = np.unique(labels, return_inverse=True)[1].astype(np.int64)
    ends = labels[pairs]
    graph = coo_array((np.ones(len(ends), dtype=np.int8), (ends[:, 0], ends[:, 1])), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1][labels], dtype=np.int64)
