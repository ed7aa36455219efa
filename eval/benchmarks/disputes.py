"""Disputes between two articles, against hand labels: ``python -m eval.benchmarks.disputes CASES.yaml``.

A case has two articles and what they disagree on: a ``kind`` (number, date, place, outcome, name) with the two
``values``, or ``none`` and ``why`` they don't. A found dispute is right when its sides hold the two values. Prints how
many of each kind are found, how many pairs without a dispute got one, and precision and recall with 95 % intervals
(bootstrap over cases).
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from eval.figures.bootstrap import Estimate, bootstrap
from pipeline.config import Config, load
from pipeline.disputes import find_disputes
from pipeline.errors import EvenhandError
from pipeline.records import Article, Dispute
from pipeline.story import gather_story
from pipeline.text import split_sentences
from pipeline.tools import Tools, load_tools

_NONE = "none"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found in one case: ``right`` and ``wrong`` disputes; noted ones claim nothing and are never wrong."""

    id: str
    kind: str
    why: str
    right: int
    wrong: int


def judge(cases: Sequence[Mapping[str, Any]], tools: Tools, config: Config) -> list[Outcome]:
    """Look for disputes in every case."""
    outcomes = []
    for case in cases:
        passages = gather_story(_articles(case), tools, {})
        found = find_disputes(passages, tools.embed, tools.score, config.disputes)
        right = min(1, sum(_holds(dispute, case.get("values", ())) for dispute in found))
        wrong = sum(dispute.note is None and not _holds(dispute, case.get("values", ())) for dispute in found)
        outcomes.append(Outcome(case["id"], case["kind"], case.get("why", ""), right, wrong))
    return outcomes


def precision(outcomes: Sequence[Outcome]) -> Estimate | None:
    """Share of found disputes that are right."""
    found = [(item.right, item.right + item.wrong) for item in outcomes]
    return bootstrap(len(found), lambda rows: _ratio([found[row] for row in rows]), 13)


def recall(outcomes: Sequence[Outcome]) -> Estimate | None:
    """Share of labelled disputes that are found."""
    labelled = [(item.right, 1) for item in outcomes if item.kind != _NONE]
    return bootstrap(len(labelled), lambda rows: _ratio([labelled[row] for row in rows]), 13)


def table(outcomes: Sequence[Outcome]) -> list[str]:
    """A line per kind of dispute and per kind of pair without one, in Markdown."""
    lines = ["| pairs | cases | found | wrong disputes |", "|---|---|---|---|"]
    groups = dict.fromkeys((item.kind, item.why) for item in outcomes)
    for kind, why in groups:
        own = [item for item in outcomes if (item.kind, item.why) == (kind, why)]
        found = "" if kind == _NONE else str(sum(item.right for item in own))
        lines.append(f"| {why or kind} | {len(own)} | {found} | {sum(item.wrong for item in own)} |")
    return lines


def _articles(case: Mapping[str, Any]) -> list[Article]:
    published = case.get("published", (None, None))
    return [
        Article(name, case[name], published=moment, sentences=split_sentences(case[name]))
        for name, moment in zip(("first", "second"), published, strict=True)
    ]


def _holds(dispute: Dispute, values: Sequence[str]) -> bool:
    """Whether both labelled values stand in statements of different sides."""
    sides = [
        {number for number, side in enumerate(dispute.values) if any(value in item.quote for item in side.citations)}
        for value in values
    ]
    return len(sides) == 2 and all(sides) and len(sides[0] | sides[1]) > 1


def _ratio(counts: Sequence[tuple[int, int]]) -> float:
    whole = sum(count for _, count in counts)
    return sum(part for part, _ in counts) / whole if whole else float("nan")


def main() -> None:
    """Print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("cases", type=Path)
    arguments.add_argument("--config", default="default")
    arguments.add_argument("--wrong", action="store_true", help="name the cases with a wrong dispute")
    given = arguments.parse_args()
    try:
        config = load(given.config)
        cases = yaml.safe_load(given.cases.read_text(encoding="utf-8"))
        outcomes = judge(cases, load_tools(config), config)
    except EvenhandError as error:
        sys.exit(f"{error}")
    print("\n".join(table(outcomes)))
    print(f"precision {precision(outcomes)}, recall {recall(outcomes)}")
    if given.wrong:
        print("wrong: " + ", ".join(item.id for item in outcomes if item.wrong))


if __name__ == "__main__":
    main()
