"""What the templates see of a story's stances. Frozen; nothing here is escaped yet."""

from dataclasses import dataclass

from pipeline.records import Headline, StanceScores
from pipeline.report.matching import Bit
from pipeline.report.view import Look, Place

Scores = tuple[tuple[str, float], ...]  # each with its word


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A sentence that speaks to a claim, its words that the claim has too, and where it stands.

    The scores are probabilities, ``speaker`` is who it quotes, as it stands.
    """

    text: str
    bits: tuple[Bit, ...]
    target: str | None
    quoted: bool
    speaker: str | None
    supports: float
    refutes: float


@dataclass(frozen=True, slots=True)
class EntryView:
    """What one article says about one claim.

    ``scores`` is empty where there are none, ``quoted`` says that it only reports somebody's words; ``headline`` is its
    headline where that speaks to the claim, ``parts`` the scores of each fact of the claim where it states several.
    """

    anchor: str
    place: Place
    look: Look
    scores: Scores
    evidence: tuple[EvidenceView, ...]
    quoted: bool
    headline: Headline | None
    parts: tuple[tuple[str, Scores], ...]
    reason: str | None


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim, how many texts take which stance (a wire copy counted once), and the evidence."""

    id: str
    anchor: str
    label: str
    text: str
    tally: tuple[tuple[Look, int], ...]
    entries: tuple[EntryView, ...]
    without: tuple[tuple[Look, tuple[Place, ...]], ...]


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell of the stance matrix. ``anchor`` is its entry among the claims, None where there is none.

    ``known`` is false where the run has no stance for it; ``scores`` are as in the run's file.
    """

    look: Look
    known: bool
    quoted: bool
    scores: StanceScores | None
    evidence: tuple[EvidenceView, ...]
    reason: str | None
    anchor: str | None


@dataclass(frozen=True, slots=True)
class StanceRow:
    """An article's stances, one cell a claim. ``counted`` is false where the totals count another copy."""

    article_id: str
    copy_of: str
    place: Place
    counted: bool
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class StanceTable:
    """Articles by claims.

    ``totals`` has a row a label and a pair a claim: all voices, and those that speak in their own words.
    """

    claims: tuple[ClaimView, ...]
    rows: tuple[StanceRow, ...]
    totals: tuple[tuple[Look, tuple[tuple[int, int], ...]], ...]
