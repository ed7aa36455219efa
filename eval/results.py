"""What was measured: items, figures over them, and the file they are kept in."""

from collections.abc import Mapping
from dataclasses import dataclass

FORMAT = 1
Value = float | bool | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was measured.

    Attributes:
        story: it belongs to; whole stories are drawn for the intervals.
        id: the same in the next run, so that two can be compared.
        values: what the statistic takes, in its order; empty where ``unscored`` says why there are none.
        text: what was judged, for a reader.
        source: what it was judged by: the evidence, or the nearest there is.
        said: the answer, ``gold``: the right one, both in words.
        loss: how wrong, 0 (right) to 1; None where an item by itself is neither right nor wrong.
    """

    story: str
    id: str
    values: tuple[Value, ...] = ()
    text: str = ""
    source: str = ""
    said: str = ""
    gold: str = ""
    loss: float | None = None
    unscored: str | None = None


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain way to do the same: its name, and a value tuple per item that was scored."""

    name: str
    values: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """Items and the statistic (a key of ``statistics.STATISTICS``) over them; ``says`` is the figure in words.

    ``reason`` says why there are no items, ``better`` is ``higher`` or ``lower``. ``written`` items are what a run
    wrote, which another run words otherwise; the others are what people labelled, the same for every run.
    """

    name: str
    statistic: str
    items: tuple[Item, ...]
    says: str
    better: str = "higher"
    plain: Plain | None = None
    reason: str | None = None
    written: bool = False


@dataclass(frozen=True, slots=True)
class Baseline:
    """The figure of a plain way on the same items."""

    name: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Result:
    """A figure with its 95 % bootstrap interval.

    Attributes:
        value: None where it can't be computed; ``reason`` says why.
        n: items that were scored; ``unscored`` those that could not be.
        resampled: what the bootstrap draws: ``stories`` or ``items``.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    unscored: int
    better: str
    says: str
    statistic: str
    resampled: str
    reason: str | None = None
    baseline: Baseline | None = None
    written: bool = False


@dataclass(frozen=True, slots=True)
class GateResult:
    """A demand on a figure: as it was written, what was found, and whether it is met."""

    gate: str
    metric: str
    value: float | None
    passed: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One labelled story: its articles, what was written of it, and the figures that stories have one by one."""

    id: str
    title: str
    articles: int
    brief: str
    figures: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything an evaluation found; the content of ``results.json``.

    ``meaningless`` is true where a model has random weights; ``models`` is role -> source and digest.
    """

    metrics: Mapping[str, Result]
    gates: tuple[GateResult, ...]
    stories: tuple[StoryLine, ...]
    items: Mapping[str, tuple[Item, ...]]
    models: Mapping[str, str]
    labels: Mapping[str, int]
    meaningless: bool
    versions: Mapping[str, str]
    seed: int
    format: int = FORMAT
