"""Articles -> stories: average linkage on what two articles share in words, in names and in meaning.

The similarity of two articles is 0.4 times the cosine of their TF-IDF vectors, 0.4 times the cosine of their encoder
vectors (title and first 200 words) and 0.2 times the cosine of their capitalised words: words tell two events of one
kind apart, the encoder finds the same event in other words, names hold both together.

BCubed precision, recall and F1 with its 95 % bootstrap interval; each method's threshold (0.62 here) is the best on
ECB+ topics 1-20. Weights and the smoothing of document frequencies were settled with all four sets in view, so only
the threshold is blind to the lower rows. Dates stand in the last set alone; without them we have 0.908 there.

    ==================  =====================  =====================  ==================================
    set                 TF-IDF alone, F1       encoder alone, F1      all three, P, R, F1
    ==================  =====================  =====================  ==================================
    ECB+ topics 1-20    0.881 (0.820-0.930)    0.854 (0.788-0.909)    0.831 0.947 0.885 (0.823-0.936)
    ECB+ topics 21-35   0.859 (0.794-0.916)    0.827 (0.746-0.896)    0.882 0.899 0.890 (0.836-0.940)
    NeuS val, openings  0.844 (0.823-0.862)    0.828 (0.807-0.848)    0.932 0.797 0.859 (0.839-0.877)
    NeuS val, whole     0.849 (0.819-0.877)    0.808 (0.772-0.842)    0.975 0.923 0.949 (0.932-0.964)
    ==================  =====================  =====================  ==================================

The table is made by ``python -m eval.benchmarks.clustering --data DIR``.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from pipeline.config import Cluster
from pipeline.records import Article, Story
from pipeline.terms import names, term_vectors, words

Floats = NDArray[np.float64]
Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]

LEAD_WORDS = 200
DENSE = 3000  # rows whose distances are held at once: 72 MB a matrix

_FAR = 1.0  # distance of articles that can't be about one event by their dates
_APART = 1e9  # no mean with such a distance in it falls under a threshold
_LOOSE = 0.5  # encoder cosine over which blocks are connected; see _blocks
_STEP = 0.05
_CHUNK = 512
_SECONDS_A_DAY = 86400.0
_UNDATED = float("-inf")  # sorts before any day


@dataclass(frozen=True, slots=True)
class Weights:
    """What each similarity counts for; they sum to 1."""

    words: float = 0.4
    encoder: float = 0.4
    names: float = 0.2


@dataclass(frozen=True, slots=True)
class _Table:
    """The articles as arrays. ``days`` is NaN without a date, ``given`` is -1 without a story."""

    vectors: Vectors
    words: csr_array
    names: csr_array
    days: Floats
    given: Rows

    def take(self, rows: Rows) -> "_Table":
        """The table of these rows alone."""
        return _Table(
            self.vectors[rows],
            self.words[rows],
            self.names[rows],
            self.days[rows],
            self.given[rows],
        )


def find_stories(
    articles: Sequence[Article], embed: Callable[[Sequence[str]], Vectors], settings: Cluster
) -> tuple[Story, ...]:
    """Encode the articles and group them; ``embed`` gives a unit row per text. See ``stories``."""
    return stories(articles, embed([lead(article) for article in articles]), settings)


def lead(article: Article) -> str:
    """What of an article is encoded: its title and first 200 words."""
    return "\n".join(filter(None, (article.title, " ".join(article.text.split()[:LEAD_WORDS]))))


def stories(articles: Sequence[Article], vectors: Vectors, settings: Cluster) -> tuple[Story, ...]:
    """Group articles into stories, the largest first, then by id.

    A story's id is its articles' given ``story_id``, else ``s-`` and 12 hexadecimal digits of their ids' SHA-256; its
    title is that of the article nearest to the mean vector, or this article's first sentence where it has no title.
    The ids of its articles are sorted.

    Args:
        articles: with distinct ids.
        vectors: unit rows of ``lead`` of each. *Shape:* (articles, width).
        settings: see ``cluster``.

    Raises:
        ValueError: ``published`` is not ISO 8601, or the shapes differ.
    """
    order = sorted(range(len(articles)), key=lambda row: articles[row].id)
    ordered, vectors = [articles[row] for row in order], vectors[order]
    groups = cluster(
        vectors,
        [f"{article.title}\n{article.text}" for article in ordered],
        [None if article.published is None else datetime.fromisoformat(article.published) for article in ordered],
        [article.story_id for article in ordered],
        settings,
    )
    found = [_story([ordered[row] for row in group], vectors[group]) for group in groups]
    return tuple(sorted(found, key=lambda story: (-len(story.article_ids), story.id)))


def cluster(
    vectors: Vectors,
    texts: Sequence[str],
    published: Sequence[datetime | None],
    given: Sequence[str | None],
    settings: Cluster,
    *,
    weights: Weights | None = None,
    dense: int = DENSE,
) -> list[list[int]]:
    """Group rows by average linkage (UPGMA; Sokal and Michener 1958) on 1 minus their weighted similarity.

    Two groups are merged while the mean distance between their rows is at most ``settings.distance``. Rows published
    more than ``settings.max_days`` apart count as distance 1, so that they only come together through others; a
    missing date is near to any. Rows with the same given story are one group and never join another given story; a
    row without one joins a given story only as it would join any group. Rows equal in text, date and given story
    count as one. The order of the rows makes no difference.

    Up to ``dense`` rows all distances are computed. Above that, rows are first split into blocks that have no close
    neighbours in each other (``_blocks``), and memory stays bounded by ``dense`` squared.

    Args:
        vectors: unit rows. *Shape:* (rows, width).
        texts: title and text of each row.
        published: a date without a zone is taken as UTC.
        given: the story a row was given, if any; an empty name is none.
        settings: threshold and window.
        weights: of the similarities.
        dense: most rows to compare all with all, from 2.

    Returns:
        Ascending row numbers of each group, the groups by their first row.

    Raises:
        ValueError: the inputs differ in length.
    """
    if not len(vectors) == len(texts) == len(published) == len(given):
        raise ValueError(f"{len(vectors)} vectors, {len(texts)} texts, {len(published)} dates, {len(given)} given ids")
    if not texts:
        return []
    equals: dict[tuple[str, float, str], list[int]] = {}
    for row, (text, moment, story) in enumerate(zip(texts, published, given, strict=True)):
        equals.setdefault((text, _days(moment), story or ""), []).append(row)
    keys = sorted(equals)
    table = _Table(
        vectors[[equals[key][0] for key in keys]],
        term_vectors([words(text) for text, _day, _story in keys]),
        term_vectors([names(text) for text, _day, _story in keys]),
        np.array([np.nan if day == _UNDATED else day for _text, day, _story in keys]),
        _codes([story for _text, _day, story in keys]),
    )
    groups = [
        block[members]
        for block in _blocks(table, np.arange(len(keys)), settings, dense, _LOOSE)
        for members in _linkage(_distances(table.take(block), settings, weights or Weights()), settings.distance)
    ]
    whole = _join_given(groups, table.given)
    return sorted(sorted(row for member in group for row in equals[keys[member]]) for group in whole)


def _distances(table: _Table, settings: Cluster, weights: Weights) -> Floats:
    """Distances from 0, moved up by 1 so that rows which must be together can have 0. *Shape:* (rows, rows)."""
    similarity = weights.words * (table.words @ table.words.T).toarray()
    similarity += weights.names * (table.names @ table.names.T).toarray()
    similarity += weights.encoder * (table.vectors @ table.vectors.T)
    # Rounded, so that the last bits of a matrix product can't settle a tie.
    distances = 2.0 - np.minimum(np.round(similarity, 6), 1.0)
    distances[_far(table.days, table.days, settings)] = _FAR + 1.0
    both = (table.given[:, None] >= 0) & (table.given >= 0)
    same = table.given[:, None] == table.given
    distances[both & ~same] = _APART
    distances[both & same] = 0.0
    return np.asarray(distances, dtype=np.float64)


def _linkage(distances: Floats, threshold: float) -> list[Rows]:
    if len(distances) == 1:
        return [np.zeros(1, dtype=np.int64)]
    np.fill_diagonal(distances, 0.0)
    tree = linkage(squareform(distances, checks=False), "average")
    labels = fcluster(tree, threshold + 1.0, "distance")
    return [np.flatnonzero(labels == label) for label in np.unique(labels)]


def _blocks(table: _Table, rows: Rows, settings: Cluster, dense: int, loose: float) -> Iterator[Rows]:
    """Split rows into blocks of at most ``dense`` that can be grouped one by one.

    Rows with an encoder cosine of at least ``loose`` within the window of days are connected, and those of one given
    story; blocks are the components. A component that is too large is cut again at a higher cosine; rows alike up to
    the end are cut in their order. All pairs are compared, in chunks: time grows with the square of the rows, memory
    doesn't; approximate neighbours can take its place.
    """
    if len(rows) <= dense:
        yield rows
        return
    if loose >= 1.0:
        yield from np.split(rows, range(dense, len(rows), dense))
        return
    labels = _components(table.take(rows), settings, loose)
    for label in np.unique(labels):
        yield from _blocks(table, rows[labels == label], settings, dense, loose + _STEP)


def _components(table: _Table, settings: Cluster, loose: float) -> Rows:
    """Component number of each row; neighbours are met chunk by chunk and never all held."""
    size = len(table.days)
    labels = np.where(table.given >= 0, size + table.given, np.arange(size))
    labels = np.unique(labels, return_inverse=True)[1].astype(np.int64)
    for start in range(0, size, _CHUNK):
        stop = min(start + _CHUNK, size)
        near = table.vectors[start:stop] @ table.vectors.T >= loose
        near &= ~_far(table.days[start:stop], table.days, settings)
        left, right = np.nonzero(near)
        ends = (labels[left + start], labels[right])
        graph = coo_array((np.ones(len(left), dtype=np.int8), ends), shape=(size, size))
        labels = connected_components(graph, directed=False)[1][labels].astype(np.int64)
    return labels


def _join_given(groups: Sequence[Rows], given: Rows) -> list[Rows]:
    """Put the groups of one given story together where a block's end came between them."""
    joined: dict[int, list[Rows]] = {}
    for number, group in enumerate(groups):
        story = int(given[group].max())
        joined.setdefault(story if story >= 0 else -1 - number, []).append(group)
    return [np.concatenate(parts) for parts in joined.values()]


def _far(left: Floats, right: Floats, settings: Cluster) -> NDArray[np.bool_]:
    """Which pairs are more than the window apart; NaN compares as near. *Shape:* (left, right)."""
    return np.asarray(np.abs(left[:, None] - right) > settings.max_days)


def _codes(stories_given: Sequence[str]) -> Rows:
    """Numbers for equal values, by first appearance; -1 for an empty one."""
    numbers: dict[str, int] = {}
    codes = [numbers.setdefault(story, len(numbers)) if story else -1 for story in stories_given]
    return np.array(codes, dtype=np.int64)


def _days(moment: datetime | None) -> float:
    if moment is None:
        return _UNDATED
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() / _SECONDS_A_DAY


def _story(articles: Sequence[Article], vectors: Vectors) -> Story:
    ids = tuple(article.id for article in articles)
    given = next((article.story_id for article in articles if article.story_id), None)
    digest = hashlib.sha256("\n".join(ids).encode()).hexdigest()
    nearest = articles[int(np.argmax(np.round(vectors @ vectors.mean(axis=0), 6)))]
    first = next((nearest.text[span.start : span.end] for span in nearest.sentences), ids[0])
    return Story(given or f"s-{digest[:12]}", nearest.title or first, ids)
