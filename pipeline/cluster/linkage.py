"""Average linkage of articles, block by block."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import numpy as np

from pipeline.cluster.blocks import blocks
from pipeline.cluster.each import Each
from pipeline.cluster.table import Floats, Rows, Table, Vectors, Weights, far
from pipeline.config import Cluster
from pipeline.terms import names, term_vectors, words

DENSE = 3000  # rows whose distances are held at once: 72 MB a matrix

_FAR = 1.0  # distance of articles that can't be about one event by their dates
_APART = 1e9  # no mean with such a distance in it falls under a threshold
_SECONDS_A_DAY = 86400.0
_UNDATED = float("-inf")  # sorts before any day


def cluster(
    vectors: Vectors,
    texts: Sequence[str],
    published: Sequence[datetime | None],
    given: Sequence[str | None],
    settings: Cluster,
    *,
    weights: Weights | None = None,
    dense: int = DENSE,
    each: Each = map,
) -> list[list[int]]:
    """Group rows by average linkage (UPGMA; Sokal and Michener 1958) on 1 minus their weighted similarity.

    Two groups are merged while the mean distance between their rows is at most ``settings.distance``. Rows published
    more than ``settings.max_days`` apart count as distance 1, so that they only come together through others; a
    missing date is near to any. Rows with the same given story are one group and never join another given story; a
    row without one joins a given story only as it would join any group. Rows equal in text, date and given story
    count as one. The order of the rows makes no difference.

    Up to ``dense`` rows all distances are computed. Above that, rows are first split into blocks that no group can
    reach over (``blocks``), and memory stays bounded by ``dense`` squared and by the pairs of neighbours.

    Args:
        vectors: unit rows. *Shape:* (rows, width).
        texts: title and text of each row.
        published: a date without a zone is taken as UTC.
        given: the story a row was given, if any; an empty name is none.
        settings: threshold and window.
        weights: of the similarities.
        dense: most rows to compare all with all, from 2.
        each: does the work of blocks, whose results don't hang on each other.

    Returns:
        Ascending row numbers of each group, the groups by their first row.

    Raises:
        ValueError: the inputs differ in length.
    """
    if not len(vectors) == len(texts) == len(published) == len(given):
        raise ValueError(f"{len(vectors)} vectors, {len(texts)} texts, {len(published)} dates, {len(given)} given ids")
    if not texts:
        return []
    weights = weights or Weights()
    equals: dict[tuple[str, float, str], list[int]] = {}
    for row, (text, moment, story) in enumerate(zip(texts, published, given, strict=True)):
        equals.setdefault((text, _days(moment), story or ""), []).append(row)
    keys = sorted(equals)
    table = Table(
        vectors[[equals[key][0] for key in keys]],
        term_vectors(words(text) for text, _day, _story in keys),
        term_vectors(names(text) for text, _day, _story in keys),
        np.array([np.nan if day == _UNDATED else day for _text, day, _story in keys]),
        _codes([story for _text, _day, story in keys]),
    )
    found = list(blocks(table, np.arange(len(keys)), settings, weights, dense, each))
    grouped = partial(_grouped, settings=settings, weights=weights)
    parts = map(grouped, [table]) if len(found) == 1 else each(grouped, (table.take(block) for block in found))
    groups = [block[members] for block, part in zip(found, parts, strict=True) for members in part]
    whole = _join_given(groups, table.given)
    return sorted(sorted(row for member in group for row in equals[keys[member]]) for group in whole)


def _grouped(table: Table, settings: Cluster, weights: Weights) -> list[Rows]:
    """The groups of a block's rows."""
    return _linkage(_distances(table, settings, weights), settings.distance)


def _distances(table: Table, settings: Cluster, weights: Weights) -> Floats:
    """Distances from 0, moved up by 1 so that rows which must be together can have 0. *Shape:* (rows, rows)."""
    similarity = weights.words * (table.words @ table.words.T).toarray()
    similarity += weights.names * (table.names @ table.names.T).toarray()
    similarity += weights.encoder * (table.vectors @ table.vectors.T)
    # Rounded, so that the last bits of a matrix product can't settle a tie.
    distances = 2.0 - np.minimum(np.round(similarity, 6), 1.0)
    distances[far(table.days, table.days, settings.max_days)] = _FAR + 1.0
    both = (table.given[:, None] >= 0) & (table.given >= 0)
    same = table.given[:, None] == table.given
    distances[both & ~same] = _APART
    distances[both & same] = 0.0
    return np.asarray(distances, dtype=np.float64)


def _linkage(distances: Floats, threshold: float) -> list[Rows]:
    if len(distances) == 1:
        return [np.zeros(1, dtype=np.int64)]
    np.fill_diagonal(distances, 0.0)
    from scipy.cluster.hierarchy import fcluster, linkage  # a third of a second, and mostly stories are known
    from scipy.spatial.distance import squareform

    tree = linkage(squareform(distances, checks=False), "average")
    labels = fcluster(tree, threshold + 1.0, "distance")
    return [np.flatnonzero(labels == label) for label in np.unique(labels)]


def _join_given(groups: Sequence[Rows], given: Rows) -> list[Rows]:
    """Put the groups of one given story together where a block's end came between them."""
    joined: dict[int, list[Rows]] = {}
    for number, group in enumerate(groups):
        story = int(given[group].max())
        joined.setdefault(story if story >= 0 else -1 - number, []).append(group)
    return [np.concatenate(parts) for parts in joined.values()]


def _codes(stories_given: Sequence[str]) -> Rows:
    """Numbers for equal values, by first appearance; -1 for an empty one."""
    numbers: dict[str, int] = {}
    codes = [numbers.setdefault(story, len(numbers)) if story else -1 for story in stories_given]
    return np.array(codes, dtype=np.int64)


def _days(moment: datetime | None) -> float:
    if moment is None:
        return _UNDATED
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() / _SECONDS_A_DAY
