"""What the templates see of a whole page. Frozen; nothing here is escaped yet."""

from dataclasses import dataclass

from pipeline.report.stanceview import StanceTable
from pipeline.report.view import (
    ArticleView,
    CoverageRow,
    DisputeView,
    SentenceView,
    TimelineView,
    WireView,
    WordingView,
)


@dataclass(frozen=True, slots=True)
class StoryView:
    """One story. ``title`` is as in the run's file and may be empty; ``repairs`` says what verification did."""

    id: str
    stem: str
    anchor: str
    number: int
    title: str
    outlets: tuple[str, ...]
    days: str
    copies: int
    brief: tuple[SentenceView, ...]
    repairs: tuple[str, ...]
    disputes: tuple[DisputeView, ...]
    coverage: tuple[CoverageRow, ...]
    timeline: TimelineView
    stances: StanceTable
    wording: WordingView
    wire: tuple[WireView, ...]
    articles: tuple[ArticleView, ...]


@dataclass(frozen=True, slots=True)
class CardView:
    """A story on the front page.

    Attributes:
        stem: name of its page's file, without the ending.
        lead: the beginning of the brief; ``more`` is the rest, for the search.
        first: day of its oldest article, ``last`` of its newest: ISO 8601, empty where none is dated.
        newest: when its newest article appeared, as seconds since 1970 for sorting.
        doubtful: sentences of the brief that failed a check or are weakly supported.
        dropped: sentences that verification dropped.
    """

    id: str
    stem: str
    number: int
    title: str
    lead: str
    more: str
    outlets: tuple[str, ...]
    days: str
    first: str
    last: str
    newest: int | None
    articles: int
    copies: int
    disputes: int
    doubtful: int
    dropped: int


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
class FrontView:
    """The front page. ``unplaced`` counts articles that belong to no story, ``days`` is when the articles appeared.

    The cards come by size, then newest first; ``named`` are the outlets of the stories in the order of the alphabet.
    """

    cards: tuple[CardView, ...]
    named: tuple[str, ...]
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


@dataclass(frozen=True, slots=True)
class RunView:
    """The whole report: the front page and every story."""

    front: FrontView
    stories: tuple[StoryView, ...]
