"""The result as one self-contained page."""

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from eval.figures.calibration import Bin, reliability
from eval.report.charts import detection_bar, interval_bar, reliability_diagram
from eval.report.markdown import WARNING
from eval.report.wording import CASES, DETECTED, GROUPS, PERTURBED, UNSCORED, group_of, interval, number, worst
from eval.results import GateResult, Item, Result, Results, StoryLine
from pipeline.report import say

_MOST = 10  # cases of each sort
_SHADES = 8
_MAIN = ("consistency", "citation_precision", "coverage", "stance_macro_f1", "dispute_precision", "dispute_recall",
         "neutrality", "cluster_bcubed_f1", "candidate_auroc")  # fmt: skip
_CURVES = (
    ("candidate_calibration", "The judge: labelled sentences that are consistent"),
    ("stance_calibration", "The run: cells whose surest label is the readers'"),
)
_STANCES = ("supports", "refutes", "mixed", "not_stated")
_ALL = {"detected": "all of these"}  # the figure over all kinds, which is named like one
_NO_KIND = ("perturbation_auroc",)


@dataclass(frozen=True, slots=True)
class Row:
    """A figure: its drawing, and the same in words. ``value`` says why where there is no figure."""

    name: str
    result: Result
    drawing: Markup
    value: str
    interval: str
    beside: str


@dataclass(frozen=True, slots=True)
class Group:
    """Figures under one heading; ``anchor`` is the fragment id."""

    heading: str
    anchor: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of error: how often it is seen in labelled sentences, and in brief sentences that were made wrong."""

    name: str
    labelled: Row | None
    made: Row | None


@dataclass(frozen=True, slots=True)
class Curve:
    """A reliability diagram and its bins."""

    heading: str
    name: str
    bins: tuple[Bin, ...]
    drawing: Markup


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of the confusion matrix; ``shade`` grows with its share of the row."""

    count: int
    share: str
    shade: int
    right: bool


@dataclass(frozen=True, slots=True)
class Matrix:
    """The readers' labels (rows: a label, its cells, its total) beside the run's (columns)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...], int], ...]
    totals: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story and its figures in the order of the columns, each with whether it is the worst of its column."""

    story: StoryLine
    cells: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """The worst cases of one sort; ``wrong`` of ``scored`` are wrong, and ``first`` is the first sort with a case."""

    title: str
    shown: tuple[Item, ...]
    wrong: int
    scored: int
    first: bool


@dataclass(frozen=True, slots=True)
class View:
    """What the template is given besides the results; ``state`` is ``met``, ``unmet`` or ``none``."""

    headline: str
    state: str
    labels: tuple[tuple[str, str], ...]
    main: tuple[Row, ...]
    columns: tuple[str, ...]
    stories: tuple[StoryRow, ...]
    curves: tuple[Curve, ...]
    matrix: Matrix | None
    kinds: tuple[Kind, ...]
    groups: tuple[Group, ...]
    cases: tuple[Cases, ...]


def page(results: Results) -> str:
    """The page as HTML: one document that loads nothing and runs no script. The same results give the same text."""
    package = files("eval.report")
    style = package.joinpath("style.css").read_text(encoding="utf-8")
    template = package.joinpath("template.html.j2").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=say.printable
    )
    environment.filters.update(count=say.count, breakable=_breakable, found=_found)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.from_string(template).render(
        results=results, view=view_of(results), style=style, style_digest=digest, warning=WARNING
    )


def view_of(results: Results) -> View:
    """What the page shows of a result."""
    metrics = results.metrics
    headline, state = _headline(results.gates)
    columns = tuple(dict.fromkeys(name for story in results.stories for name in story.figures))
    return View(
        headline=headline,
        state=state,
        labels=tuple((_counted(name, count), f"{count:,}") for name, count in results.labels.items()),
        main=tuple(_row(name, metrics[name]) for name in _MAIN if name in metrics),
        columns=columns,
        stories=_stories(results.stories, columns, metrics),
        curves=tuple(
            _curve(name, heading, results.items[name]) for name, heading in _CURVES if results.items.get(name)
        ),
        matrix=_matrix(results.items.get("stance_macro_f1", ())),
        kinds=_kinds(metrics),
        groups=_groups(metrics),
        cases=_cases(results.items),
    )


def _headline(gates: Sequence[GateResult]) -> tuple[str, str]:
    unmet, every = sum(not gate.passed for gate in gates), len(gates)
    if not gates:
        return "No gates were set", "none"
    if every == 1:
        return ("The gate is not met", "unmet") if unmet else ("The gate is met", "met")
    if not unmet:
        return f"All {every:,} gates are met", "met"
    if unmet == every:
        return f"None of the {every:,} gates is met", "unmet"
    return f"{unmet:,} of {every:,} gates {'is' if unmet == 1 else 'are'} not met", "unmet"


def _found(gate: GateResult) -> str:
    return number(gate.value) if gate.value is not None else f"{UNSCORED}: {gate.reason or 'no reason was given'}"


def _breakable(name: str) -> Markup:
    """A name that may be broken after each underscore."""
    return Markup("_<wbr>").join(name.split("_"))


def _row(name: str, result: Result, *, bar: bool = False) -> Row:
    value = (
        number(result.value) if result.value is not None else f"{UNSCORED}: {result.reason or 'no reason was given'}"
    )
    beside = f"{result.baseline.name}: {number(result.baseline.value)}" if result.baseline else ""
    drawing = detection_bar(name, result) if bar else interval_bar(name, result)
    return Row(name, result, drawing, value, interval(result), beside)


def _groups(metrics: Mapping[str, Result]) -> tuple[Group, ...]:
    found: dict[str, list[str]] = {heading: [] for heading, _ in GROUPS}
    for name in metrics:
        found.setdefault(group_of(name), []).append(name)
    return tuple(
        Group(heading, f"group-{place}", tuple(_row(name, metrics[name]) for name in names))
        for place, (heading, names) in enumerate(found.items(), start=1)
        if names
    )


def _stories(
    stories: Sequence[StoryLine], columns: Sequence[str], metrics: Mapping[str, Result]
) -> tuple[StoryRow, ...]:
    lowest = {name: _worst_of(name, stories, metrics) for name in columns}
    rows = []
    for story in stories:
        values = [(story.figures.get(name), lowest[name]) for name in columns]
        rows.append(
            StoryRow(story, tuple((number(one), one is not None and one == worst_one) for one, worst_one in values))
        )
    return tuple(rows)


def _worst_of(name: str, stories: Sequence[StoryLine], metrics: Mapping[str, Result]) -> float | None:
    """The worst figure of a column; None where all are the same, which makes none of them worth a mark."""
    values = [value for story in stories if (value := story.figures.get(name)) is not None]
    if len(set(values)) < 2:
        return None
    return max(values) if name in metrics and metrics[name].better == "lower" else min(values)


def _curve(name: str, heading: str, items: Sequence[Item]) -> Curve:
    pairs = [
        (float(item.values[0]), bool(item.values[1]))
        for item in items
        if item.unscored is None
        and len(item.values) == 2
        and isinstance(item.values[0], float | int)
        and 0 <= item.values[0] <= 1
    ]
    bins = reliability([said for said, _ in pairs], [happened for _, happened in pairs])
    return Curve(heading, name, bins, reliability_diagram(heading, bins))


def _matrix(items: Sequence[Item]) -> Matrix | None:
    counts = Counter(
        (str(item.values[1]), str(item.values[0])) for item in items if item.unscored is None and len(item.values) == 2
    )
    if not counts:
        return None
    others = sorted({label for pair in counts for label in pair} - set(_STANCES))
    said = [*_STANCES, *(label for label in others if any(pair[1] == label for pair in counts))]
    gold = [*_STANCES, *(label for label in others if any(pair[0] == label for pair in counts))]
    rows = []
    for label in gold:
        whole = sum(counts[label, one] for one in said)
        rows.append((_words(label), tuple(_cell(counts[label, one], whole, label == one) for one in said), whole))
    totals = tuple(sum(counts[label, one] for label in gold) for one in said)
    return Matrix(tuple(map(_words, said)), tuple(rows), totals, counts.total())


def _cell(count: int, whole: int, right: bool) -> Cell:
    share = count / whole if whole else 0.0
    shade = max(1, round(share * _SHADES)) if count else 0
    return Cell(count, f"{share:.0%}" if count else "", shade, right)


def _words(label: str) -> str:
    return label.replace("_", " ")


def _counted(name: str, count: int) -> str:
    """The name of what was counted, which is in the plural: ``facts``, ``stories``."""
    words = _words(name)
    if count != 1 or not words.endswith("s"):
        return words
    return f"{words[:-3]}y" if words.endswith("ies") else words[:-1]


def _kinds(metrics: Mapping[str, Result]) -> tuple[Kind, ...]:
    found: dict[str, dict[str, Row]] = {}
    for prefix in (DETECTED, PERTURBED):
        for name, result in metrics.items():
            if name.startswith(prefix) and name not in _NO_KIND:
                found.setdefault(name.removeprefix(prefix), {})[prefix] = _row(name, result, bar=True)
    return tuple(
        Kind(_ALL.get(kind, _words(kind)), rows.get(DETECTED), rows.get(PERTURBED)) for kind, rows in found.items()
    )


def _cases(items: Mapping[str, Sequence[Item]]) -> tuple[Cases, ...]:
    found: list[Cases] = []
    for name, title in CASES:
        if name not in items:
            continue
        wrong = worst(tuple(items[name]), len(items[name]))
        scored = sum(item.unscored is None for item in items[name])
        first = bool(wrong) and not any(one.wrong for one in found)
        found.append(Cases(title, tuple(wrong[:_MOST]), len(wrong), scored, first))
    return tuple(found)
