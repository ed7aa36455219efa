"""What is written about a story: its brief, its disputes, who carries what."""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.records.articles import Citation, WireSentence


class Origin(StrEnum):
    """How a brief sentence came about."""

    EXTRACTED = "extracted"
    COMPRESSED = "compressed"
    GENERATED = "generated"


@dataclass(frozen=True, slots=True)
class Checks:
    """What a brief sentence was tested for against the sentences it cites."""

    entailed: bool
    numbers: bool
    names: bool


@dataclass(frozen=True, slots=True)
class BriefSentence:
    """A sentence of a brief; ``support`` is the highest entailment probability among its citations."""

    text: str
    origin: Origin
    support: float
    checks: Checks
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Repairs:
    """What became of the sentences first written: kept, replaced by a later draft's or by an extracted one, dropped.

    ``left_out`` counts sentences of the sources that a generating model had no room to read.
    """

    kept: int = 0
    next_draft: int = 0
    extracted: int = 0
    dropped: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Brief:
    """The account of one story; ``text`` is its sentences joined by spaces."""

    text: str
    sentences: tuple[BriefSentence, ...]
    repairs: Repairs = Repairs()


@dataclass(frozen=True, slots=True)
class DisputeValue:
    """One side of a dispute: the value as written, a sentence that states it, and who states it."""

    value: str
    statement: str
    article_ids: tuple[str, ...]
    citations: tuple[Citation, ...]


class Note(StrEnum):
    """Why a dispute may be none: a value within the other's bound, or all of one side published later."""

    BOUND = "bound"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Dispute:
    """At least two values that can't both hold, or may with a ``note``.

    ``kind`` is number, date, place, name or outcome.
    """

    topic: str
    kind: str
    values: tuple[DisputeValue, ...]
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which of the brief's sentences (indices from 0) an article carries."""

    article_id: str
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LoadedWord:
    """A loaded word or phrase of an article."""

    article_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Neutrality:
    """Loaded wording: shares of words (0 to 1) in the brief and in the sources, and where the sources have it."""

    brief_loaded_share: float
    source_loaded_share: float
    loaded: tuple[LoadedWord, ...]


@dataclass(frozen=True, slots=True)
class StoryReport:
    """One row of ``stories.jsonl``."""

    story_id: str
    title: str
    article_ids: tuple[str, ...]
    brief: Brief
    disputes: tuple[Dispute, ...]
    coverage: tuple[Coverage, ...]
    neutrality: Neutrality
    wire: tuple[WireSentence, ...] = ()
