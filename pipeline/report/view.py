"""What the template sees: words and fragment ids, ready to be shown. Frozen; nothing here is escaped yet."""

from dataclasses import dataclass
from typing import Literal

from pipeline.records import Headline


@dataclass(frozen=True, slots=True)
class Look:
    """How a stance label looks: CSS class, words for one and several articles, a short word, letter and symbol.

    Colour never speaks alone.
    """

    name: str
    word: str
    words: str
    short: str
    letter: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Back:
    """A link from a source sentence to a place that rests on it."""

    target: str
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an article's text with a fragment id; ``parts`` are texts and smaller pieces, in order.

    ``backs`` are shown after it; a piece within another has none.
    """

    kind: Literal["sentence", "passage", "loaded"]
    anchor: str
    parts: tuple["str | Piece", ...]
    backs: tuple[Back, ...] = ()


Paragraph = tuple[str | Piece, ...]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article's text and where it came from. ``copy_of`` names the outlet and fragment of the same wire text."""

    anchor: str
    number: int
    outlet: str
    title: str
    published: str
    published_iso: str
    url: str
    link: str | None
    copy_of: "Place | None"
    paragraphs: tuple[Paragraph, ...]
    words: int


@dataclass(frozen=True, slots=True)
class Place:
    """A link to an article or a passage of one. ``note`` says more about it, such as that it is a wire copy."""

    outlet: str
    title: str
    target: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A cited passage; ``number`` is its citation number within the story."""

    number: int
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence of a brief with what it rests on. ``support`` is from 0 to 1, ``word`` says how much that is."""

    anchor: str
    label: str
    text: str
    origin: str
    support: float
    word: str
    warnings: tuple[str, ...]
    quotes: tuple[Quote, ...]
    carried: int


@dataclass(frozen=True, slots=True)
class ValueView:
    """One side of a dispute: the value, who states it, the statement and the passages that show it."""

    value: str
    statement: str
    source: Place | None
    stated_by: tuple[Place, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class DisputeView:
    """Values that can't all hold; ``note`` says why they may after all."""

    anchor: str
    label: str
    topic: str
    kind: str
    note: str
    values: tuple[ValueView, ...]


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """Which brief sentences an outlet carries, one cell a sentence."""

    outlet: str
    note: str
    cells: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A sentence that speaks to a claim; the scores are probabilities, ``speaker`` is who it quotes, as it stands."""

    text: str
    target: str
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
    scores: tuple[tuple[str, float], ...]
    evidence: tuple[EvidenceView, ...]
    quoted: bool
    headline: Headline | None
    parts: tuple[tuple[str, tuple[tuple[str, float], ...]], ...]
    reason: str | None


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim, how many texts take which stance (a wire copy counted once), and the evidence."""

    anchor: str
    label: str
    text: str
    tally: tuple[tuple[Look, int], ...]
    entries: tuple[EntryView, ...]
    without: tuple[tuple[Look, tuple[Place, ...]], ...]


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell of the stance matrix; ``target`` leads to its evidence, ``quoted`` marks what is only reported."""

    look: Look
    quoted: bool
    target: str | None


@dataclass(frozen=True, slots=True)
class StanceRow:
    """An article's stances, one cell a claim. ``counted`` is false where the totals count another copy."""

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


@dataclass(frozen=True, slots=True)
class LoadedView:
    """A loaded word with the text around it in its sentence."""

    before: str
    word: str
    after: str
    target: str


@dataclass(frozen=True, slots=True)
class WordingView:
    """Shares of loaded words as percentages, and the words by article."""

    brief_share: str
    source_share: str
    articles: tuple[tuple[Place, tuple[LoadedView, ...]], ...]


@dataclass(frozen=True, slots=True)
class WireView:
    """A sentence that several articles print nearly word for word, and where it stands."""

    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class StoryView:
    """One story."""

    anchor: str
    number: int
    title: str
    outlets: tuple[str, ...]
    days: str
    copies: int
    brief: tuple[SentenceView, ...]
    disputes: tuple[DisputeView, ...]
    coverage: tuple[CoverageRow, ...]
    stances: StanceTable
    wording: WordingView
    wire: tuple[WireView, ...]
    articles: tuple[ArticleView, ...]


@dataclass(frozen=True, slots=True)
class RejectView:
    """An input row that was not used."""

    file: str
    line: str
    reason: str


@dataclass(frozen=True, slots=True)
class ModelView:
    """A model of the run; ``version`` is the beginning of its revision or digest, ``detail`` says which in full."""

    role: str
    name: str
    version: str
    detail: str
    licence: str


@dataclass(frozen=True, slots=True)
class RunView:
    """The whole page. ``unplaced`` counts articles that belong to no story, ``days`` is when the articles appeared."""

    stories: tuple[StoryView, ...]
    articles: int
    copies: int
    outlets: int
    claims: int
    unplaced: int
    rejected: tuple[RejectView, ...]
    models: tuple[ModelView, ...]
    days: str
    finished: str
    finished_iso: str
    version: str
