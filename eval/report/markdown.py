"""The result as Markdown that fits a pull request, and as lines for a terminal."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from eval.report.wording import CASES, GROUPS, UNSCORED, group_of, interval, number, worst
from eval.results import GateResult, Item, Result, Results, StoryLine

_MOST = 3  # cases of each sort
WARNING = (
    "THESE NUMBERS MEAN NOTHING: the models have random weights. This run only shows that everything fits together."
)


def markdown(results: Results) -> str:
    """The whole report."""
    parts = [
        "# Evaluation\n",
        f"> # {WARNING}\n" if results.meaningless else "",
        _gates(results.gates),
        *(table(heading, _names(heading, results), results) for heading in _headings(results)),
        _stories(results.stories),
        *(_cases(title, worst(results.items[name], _MOST)) for name, title in CASES if name in results.items),
        _made_with(results),
    ]
    return "\n".join(part for part in parts if part)


def summary(results: Results, out: Path) -> str:
    """What the command prints: the main figures, the gates, where the report lies."""
    shown = ("consistency", "consistency_second", "citation_precision", "coverage", "stance_macro_f1",
             "dispute_precision", "dispute_recall", "neutrality", "cluster_bcubed_f1", "candidate_auroc")  # fmt: skip
    lines = [WARNING] if results.meaningless else []
    lines += [_line(name, results.metrics[name]) for name in shown if name in results.metrics]
    lines += [f"gate {gate.gate}: {'met' if gate.passed else 'NOT MET'} ({_found(gate)})" for gate in results.gates]
    return "\n".join([*lines, f"report: {(out / 'report.html').resolve()}"])


def _line(name: str, result: Result) -> str:
    if result.value is None:
        return f"{name:<22} {UNSCORED}: {result.reason}"
    beside = f"  ({result.baseline.name}: {number(result.baseline.value)})" if result.baseline else ""
    unscored = f", {result.unscored} unscored" if result.unscored else ""
    return f"{name:<22} {number(result.value)} {interval(result)} n={result.n}{unscored}{beside}"


def _headings(results: Results) -> list[str]:
    found = dict.fromkeys(group_of(name) for name in results.metrics)
    order = [heading for heading, _ in GROUPS]
    return [*(heading for heading in order if heading in found), *(one for one in found if one not in order)]


def _gates(gates: Sequence[GateResult]) -> str:
    if not gates:
        return ""
    rows = [f"| `{gate.gate}` | {'met' if gate.passed else '**not met**'} | {_found(gate)} |" for gate in gates]
    return "\n".join(["| gate | | found |", "|---|---|---|", *rows, ""])


def _found(gate: GateResult) -> str:
    return number(gate.value) if gate.value is not None else f"{UNSCORED}: {gate.reason}"


def table(heading: str, names: Sequence[str], results: Results) -> str:
    """A heading and a line for each of these metrics."""
    head = ["| metric | value | 95 % interval | n | unscored | beside it | what it is |", "|---" * 7 + "|"]
    return "\n".join([f"## {heading}\n", *head, *(_row(name, results.metrics[name]) for name in names), ""])


def _names(heading: str, results: Results) -> list[str]:
    return [name for name in results.metrics if group_of(name) == heading]


def _row(name: str, result: Result) -> str:
    value = number(result.value) if result.value is not None else f"{UNSCORED}: {result.reason}"
    beside = f"{result.baseline.name}: {number(result.baseline.value)}" if result.baseline else ""
    says = result.says + (" (lower is better)" if result.better == "lower" else "")
    cells = (name, value, interval(result), str(result.n), str(result.unscored or ""), beside, says)
    return f"| {' | '.join(map(_cell, cells))} |"


def _stories(stories: Sequence[StoryLine]) -> str:
    if not stories:
        return ""
    names = list(stories[0].figures)
    head = [f"| story | articles | {' | '.join(names)} |", "|---|---|" + "---|" * len(names)]
    rows = [
        f"| {_cell(story.id)} | {story.articles} | {' | '.join(number(story.figures[name]) for name in names)} |"
        for story in stories
    ]
    return "\n".join(["## Stories\n", *head, *rows, ""])


def _cases(title: str, items: Iterable[Item]) -> str:
    lines = []
    for item in items:
        said = f"said: {item.said}; " if item.said else ""
        gold = f"right: {item.gold}" if item.gold else ""
        lines.append(f"- `{item.id}` {_short(item.text)} — {said}{gold}".rstrip(" —;"))
        if item.source:
            lines.append(f"  - by: {_short(item.source)}")
    return "\n".join([f"## Worst: {title}\n", *lines, ""]) if lines else ""


def _made_with(results: Results) -> str:
    models = ", ".join(f"{role} {source}" for role, source in results.models.items())
    counts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in results.labels.items())
    return (
        f"Labels: {counts}. Models: {models}. Intervals: bootstrap of 1,000 draws, whole stories where there are five "
        f"or more, seed {results.seed}. Evenhand {results.versions.get('evenhand', '')}.\n"
    )


def _short(text: str, most: int = 300) -> str:
    flat = _cell(" ".join(text.split()))
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"


def _cell(text: str) -> str:
    """Text that can't break a table or become markup."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("`", "\\`").replace("*", "\\*")
