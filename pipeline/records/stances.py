"""Claims, and what articles say to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


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
