"""Articles -> stories with their ids and titles."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime

import numpy as np

from pipeline.cluster.each import Each
from pipeline.cluster.linkage import cluster
from pipeline.cluster.table import Vectors
from pipeline.config import Cluster
from pipeline.records import Article, Story

LEAD_WORDS = 200


def find_stories(
    articles: Sequence[Article], embed: Callable[[Sequence[str]], Vectors], settings: Cluster, each: Each = map
) -> tuple[Story, ...]:
    """Encode the articles and group them; ``embed`` gives a unit row per text. See ``stories``."""
    return stories(articles, embed([lead(article) for article in articles]), settings, each)


def lead(article: Article) -> str:
    """What of an article is encoded: its title and first 200 words."""
    return "\n".join(filter(None, (article.title, " ".join(article.text.split()[:LEAD_WORDS]))))


def stories(articles: Sequence[Article], vectors: Vectors, settings: Cluster, each: Each = map) -> tuple[Story, ...]:
    """Group articles into stories, the largest first, then by id.

    A story's id is its articles' given ``story_id``, else ``s-`` and 12 hexadecimal digits of their ids' SHA-256; its
    title is that of the article nearest to the mean vector, or this article's first sentence where it has no title.
    The ids of its articles are sorted.

    Args:
        articles: with distinct ids.
        vectors: unit rows of ``lead`` of each. *Shape:* (articles, width).
        settings: see ``cluster``.
        each: see ``cluster``.

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
        each=each,
    )
    found = [_story([ordered[row] for row in group], vectors[group]) for group in groups]
    return tuple(sorted(found, key=lambda story: (-len(story.article_ids), story.id)))


def _story(articles: Sequence[Article], vectors: Vectors) -> Story:
    ids = tuple(article.id for article in articles)
    given = next((article.story_id for article in articles if article.story_id), None)
    digest = hashlib.sha256("\n".join(ids).encode()).hexdigest()
    nearest = articles[int(np.argmax(np.round(vectors @ vectors.mean(axis=0), 6)))]
    first = next((nearest.text[span.start : span.end] for span in nearest.sentences), ids[0])
    return Story(given or f"s-{digest[:12]}", nearest.title or first, ids)
