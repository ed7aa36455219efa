"""The records that pass between the stages. Frozen, plain, and free of torch.

Offsets are characters, start included and end excluded, into the ``text`` of the article they belong to.
Scores are probabilities from 0 to 1. The field names are those of the run folder's files.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


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
class Brief:
    """The account of one story; ``text`` is its sentences joined by spaces."""

    text: str
    sentences: tuple[BriefSentence, ...]


@dataclass(frozen=True, slots=True)
class DisputeValue:
    """One side of a dispute: the value as written, a sentence that states it, and who states it."""

    value: str
    statement: str
    article_ids: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """At least two values that can't both hold. ``kind`` is number, date, place or outcome."""

    topic: str
    kind: str
    values: tuple[DisputeValue, ...]


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
class WireSentence:
    """A sentence that several articles print nearly word for word: one source, however many outlets carry it."""

    citations: tuple[Citation, ...]


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


@dataclass(frozen=True, slots=True)
class Claim:
    """A reference claim; without a story it is scored in the stories it is about."""

    id: str
    text: str
    story_id: str | None = None


class StanceLabel(StrEnum):
    """What an article does with a claim."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    MIXED = "mixed"
    NOT_STATED = "not_stated"
    UNSCORED = "unscored"


@dataclass(frozen=True, slots=True)
class StanceScores:
    """Probabilities that sum to 1."""

    supports: float
    refutes: float
    not_stated: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that speaks to a claim.

    ``quoted`` says that the outlet reports somebody's words, ``speaker`` whose, as it stands in the sentence.
    """

    start: int
    end: int
    text: str
    supports: float
    refutes: float
    quoted: bool
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline that speaks to a claim."""

    text: str
    supports: float
    refutes: float


@dataclass(frozen=True, slots=True)
class PartStance:
    """One of the facts of a claim that states several, and what an article says to it."""

    text: str
    scores: StanceScores


@dataclass(frozen=True, slots=True)
class Stance:
    """One article's stance on one claim.

    Attributes:
        scores: None where the cell could not be scored; ``unscored`` says why there is no label.
        quoted: whether all that makes the label is somebody's words, reported but not asserted by the outlet.
        headline: of the article, where it speaks to the claim.
        parts: of a claim with several facts, each with its own scores.
    """

    story_id: str
    claim_id: str
    claim: str
    article_id: str
    label: StanceLabel
    scores: StanceScores | None
    evidence: tuple[Evidence, ...]
    quoted: bool = False
    headline: Headline | None = None
    parts: tuple[PartStance, ...] = ()
    unscored: str | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """The articles that take a stance from one source; ``quoted`` where they only report somebody's words."""

    label: StanceLabel
    quoted: bool
    article_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimTotals:
    """One row of ``totals.jsonl``: how many voices take which stance on a claim.

    ``totals`` counts all, ``own`` only what outlets say in their own words; ``voices`` names the articles.
    """

    story_id: str
    claim_id: str
    claim: str
    totals: Mapping[StanceLabel, int]
    own: Mapping[StanceLabel, int]
    voices: tuple[Voice, ...]
