"""What the templates see of a story: words and fragment ids, ready to be shown. Frozen; nothing here is escaped yet."""

from dataclasses import dataclass
from typing import Literal

from pipeline.report.matching import Bit


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

    ``backs`` are shown after it; a piece within another has none. ``cited`` where the page points at exactly this.
    """

    kind: Literal["sentence", "passage", "loaded"]
    anchor: str
    parts: tuple["str | Piece", ...]
    backs: tuple[Back, ...] = ()
    cited: bool = False


Paragraph = tuple[str | Piece, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An article or a passage of one. ``note`` says more about it, such as that it is a wire copy.

    ``target`` is its fragment, None where the article is not on the page.
    """

    outlet: str
    title: str
    target: str | None
    note: str = ""
    published: str = ""
    published_iso: str = ""


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article's text and where it came from. ``copy_of`` is the article whose wire text it prints."""

    id: str
    anchor: str
    number: int
    outlet: str
    title: str
    published: str
    published_iso: str
    url: str
    link: str | None
    copy_of: Place | None
    paragraphs: tuple[Paragraph, ...]
    words: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A cited passage, its words that the citing statement has too, and its citation number within the story."""

    number: int
    text: str
    bits: tuple[Bit, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence of a brief, from 1, with what it rests on. ``support`` is from 0 to 1, ``word`` says how much that is.

    ``carried`` and ``outlets`` count outlets: those that carry it, and all of the story.
    """

    anchor: str
    number: int
    label: str
    text: str
    origin: str
    support: float
    word: str
    warnings: tuple[str, ...]
    quotes: tuple[Quote, ...]
    carried: int
    outlets: int


@dataclass(frozen=True, slots=True)
class ValueView:
    """One side of a dispute: the value, who states it since when, a statement of it and the passages that show it."""

    value: str
    statement: str
    source: Place | None
    stated_by: tuple[Place, ...]
    since: str
    since_iso: str
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
    """Which brief sentences an outlet carries, one cell a sentence. ``note`` says that it only prints a copy."""

    outlet: str
    note: str
    cells: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """A report of a sentence on the timeline's drawing: ``x`` from 0 to 100, ``y`` in pixels."""

    x: float
    y: int
    first: bool
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A moment on the timeline's axis, ``x`` from 0 to 100, and its words, if any; ``anchor`` is how they are set."""

    x: float
    text: str
    anchor: Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The timeline as dots: a line a sentence, time to the right. ``height`` in pixels."""

    height: int
    lines: tuple[tuple[str, int], ...]
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """Who reported a brief sentence first, and who after; both by time, articles without a date last."""

    label: str
    target: str
    text: str
    first: tuple[Place, ...]
    later: tuple[Place, ...]
    undated: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The sentences of a brief by who reported them when; no drawing where there are fewer than two moments."""

    rows: tuple[TimelineRow, ...]
    drawing: Drawing | None


@dataclass(frozen=True, slots=True)
class LoadedView:
    """A loaded word with the text around it in its sentence."""

    before: str
    word: str
    after: str
    target: str | None


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
