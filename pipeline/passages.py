"""The sentences of one story side by side: their vectors, places and wire groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from pipeline.records import Article, Citation, Sentence, WireSentence


@dataclass(frozen=True, slots=True)
class Passages:
    """All sentences of a story, article by article in canonical order.

    ``vectors`` are unit rows (sentences, width), ``titles`` those of the headlines (articles, width). Per sentence (all
    of shape (sentences,)): ``owner`` is the index of its article, ``place`` its relative place there (0 first, below
    1), ``wire`` a group number shared by sentences of one wire source.
    """

    articles: tuple[Article, ...]
    sentences: tuple[Sentence, ...]
    vectors: NDArray[np.float32]
    titles: NDArray[np.float32]
    owner: NDArray[np.int64]
    place: NDArray[np.float64]
    wire: NDArray[np.int64]

    def cite(self, index: int) -> Citation:
        """The citation of sentence ``index``."""
        sentence = self.sentences[index]
        return Citation(sentence.article_id, sentence.start, sentence.end, sentence.text)

    def similarity(self) -> NDArray[np.float32]:
        """Cosine between all sentences, -1 to 1. *Shape:* (sentences, sentences)."""
        return self.vectors @ self.vectors.T


def published(article: Article) -> datetime | None:
    """When an article was published, with the offset it gives; None where it does not say."""
    return datetime.fromisoformat(article.published) if article.published else None


def moment(article: Article) -> datetime | None:
    """``published`` for comparing: one without an offset is taken as UTC."""
    found = published(article)
    return found.replace(tzinfo=UTC) if found and not found.tzinfo else found


def wire_sentences(passages: Passages) -> tuple[WireSentence, ...]:
    """The sentences that stand in several articles of the story, each group with all its places, in story order."""
    rows: dict[int, list[int]] = {}
    for row, group in enumerate(passages.wire.tolist()):
        rows.setdefault(group, []).append(row)
    return tuple(
        WireSentence(tuple(passages.cite(row) for row in group))
        for group in rows.values()
        if len({int(passages.owner[row]) for row in group}) > 1
    )


def sentences_of(article: Article) -> tuple[Sentence, ...]:
    """The article's sentences with their text."""
    return tuple(
        Sentence(article.id, span.start, span.end, article.text[span.start : span.end]) for span in article.sentences
    )


def gather(
    articles: Sequence[Article],
    vectors: NDArray[np.float32],
    groups: Mapping[tuple[str, int], int],
    titles: NDArray[np.float32] | None = None,
) -> Passages:
    """Put a story's sentences side by side.

    Args:
        articles: the story's articles in canonical order.
        vectors: of their sentences, in order. *Shape:* (sentences, width).
        groups: wire group of a sentence by (article id, start); a sentence without one is a group of its own.
        titles: vectors of the headlines, zero by default. *Shape:* (articles, width).
    """
    sentences: list[Sentence] = []
    owner: list[int] = []
    place: list[float] = []
    for number, article in enumerate(articles):
        own = sentences_of(article)
        sentences += own
        owner += [number] * len(own)
        place += [index / len(own) for index in range(len(own))]
    free = max(groups.values(), default=-1) + 1
    wire = [groups.get((sentence.article_id, sentence.start), free + row) for row, sentence in enumerate(sentences)]
    return Passages(
        tuple(articles),
        tuple(sentences),
        vectors,
        np.zeros((len(articles), vectors.shape[1]), dtype=np.float32) if titles is None else titles,
        np.asarray(owner, dtype=np.int64),
        np.asarray(place, dtype=np.float64),
        np.asarray(wire, dtype=np.int64),
    )
