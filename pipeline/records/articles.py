"""Articles, their sentences, the stories they tell, and where a statement stands."""

from dataclasses import dataclass
from enum import Enum


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


class ChangeKind(Enum):
    """What became of a story since the run before."""

    NEW = "new"
    GROWN = "grown"
    MERGED = "merged"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Change:
    """What a run with a state did to a story.

    ``article_ids`` are those that came to it. ``others`` are old ids: of a merged story those that it took in and that
    are no more; of a split one the stories that hold its articles now, which may be itself.
    """

    kind: ChangeKind
    story_id: str
    others: tuple[str, ...]
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
