"""Articles, their sentences, the stories they tell, and where a statement stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` to ``end`` (excluded) of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article as read: normalised text, and what its source said of it. ``published`` is ISO 8601."""

    id: str
    text: str
    title: str = ""
    source: str = ""
    published: str | None = None
    url: str | None = None
    language: str | None = None
    story_id: str | None = None
    sentences: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One row of ``articles.jsonl``; ``sentences`` are [start, end] into ``text``."""

    id: str
    title: str
    source: str
    published: str | None
    url: str | None
    story_id: str
    duplicate_of: str | None
    text: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Reject:
    """An input row that can't be used; ``line`` is 1-based, 0 where the whole file is meant."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article: ``text`` is exactly the article's characters ``start`` to ``end``."""

    article_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about one event; ids in canonical order."""

    id: str
    title: str
    article_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement stands: ``quote`` is exactly the cited article's characters ``start`` to ``end``."""

    article_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class WireSentence:
    """A sentence that several articles print nearly word for word: one source, however many outlets carry it."""

    citations: tuple[Citation, ...]
