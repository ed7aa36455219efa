"""Stance on claims that were written to mislead: ``python -m eval.benchmarks.traps LABELS [ARTICLES]``.

LABELS is ``tests/data/stance_traps.yaml``, a list of ``trap, article_id, claim, label, why``; ARTICLES the sample
articles by default. Prints macro-F1 and accuracy beside the plain maximum rule (highest entailment above 0.5 supports,
else highest contradiction above 0.5 refutes, both mixed) and the commonest label, the share right per trap, and with
``--worst N`` the cells whose right label got the lowest score. Intervals: 95 %, bootstrap.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from eval.figures.accuracy import accuracy, macro_f1
from pipeline.articles import read_articles
from pipeline.config import Stance as Settings
from pipeline.config import load
from pipeline.errors import EvenhandError
from pipeline.records import Article, Claim, Stance, StanceLabel
from pipeline.stance import score_story
from pipeline.story import gather_story
from pipeline.tools import Tools, load_tools

_SAMPLE = Path(__file__).parents[2] / "pipeline" / "samples" / "articles.jsonl"
_STATED = 0.5


@dataclass(frozen=True, slots=True)
class Trap:
    """A labelled cell: what kind of trap, which article, the claim, the right label and why it is right."""

    trap: str
    article_id: str
    claim: str
    label: str
    why: str


def score_traps(
    traps: Sequence[Trap], articles: Mapping[str, Article], tools: Tools, settings: Settings
) -> list[Stance]:
    """The stance of each cell, in order."""
    found: dict[tuple[str, str], Stance] = {}
    for article_id in dict.fromkeys(trap.article_id for trap in traps):
        claims = [trap.claim for trap in traps if trap.article_id == article_id]
        passages = gather_story([articles[article_id]], tools, {})
        items = [Claim(text, text) for text in claims]
        for stance in score_story("", passages, items, tools.embed, tools.score_claims, settings):
            found[article_id, stance.claim] = stance
    return [found[trap.article_id, trap.claim] for trap in traps]


def maximum_rule(stance: Stance) -> str:
    """The plain baseline on the evidence: what a sentence entails or contradicts with more than one half."""
    supports = any(item.supports > _STATED for item in stance.evidence)
    refutes = any(item.refutes > _STATED for item in stance.evidence)
    if supports and refutes:
        return StanceLabel.MIXED
    return StanceLabel.SUPPORTS if supports else StanceLabel.REFUTES if refutes else StanceLabel.NOT_STATED


def right_score(stance: Stance, label: str) -> float:
    """The score of the right label; of mixed the lower of both sides. 0 for a cell that could not be scored."""
    scores = stance.scores
    if scores is None:
        return 0.0
    sides = {"supports": scores.supports, "refutes": scores.refutes, "not_stated": scores.not_stated}
    return sides.get(label, min(scores.supports, scores.refutes))


def main() -> None:
    """Print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("labels", type=Path)
    arguments.add_argument("articles", type=Path, nargs="?", default=_SAMPLE)
    arguments.add_argument("--config", default="default")
    arguments.add_argument("--worst", type=int, default=0)
    given = arguments.parse_args()
    try:
        traps = [Trap(**row) for row in yaml.safe_load(given.labels.read_text(encoding="utf-8"))]
        articles = {article.id: article for article in read_articles([str(given.articles)]).articles}
        config = load(given.config)
        stances = score_traps(traps, articles, load_tools(config), config.stance)
    except EvenhandError as error:
        sys.exit(f"{error}")
    gold = [trap.label for trap in traps]
    said = [str(stance.label) for stance in stances]
    ways = {
        "evenhand": said,
        "maximum rule": [maximum_rule(stance) for stance in stances],
        "commonest label": [Counter(gold).most_common(1)[0][0]] * len(gold),
    }
    for name, labels in ways.items():
        print(f"{name}: macro-F1 {macro_f1(labels, gold)}, accuracy {accuracy(labels, gold)}, {len(gold)} cells")
    for kind in sorted({trap.trap for trap in traps}):
        cells = [one == trap.label for one, trap in zip(said, traps, strict=True) if trap.trap == kind]
        print(f"  {kind}: {sum(cells)} of {len(cells)} right")
    wrong = [row for row in zip(traps, stances, strict=True) if row[1].label != row[0].label]
    for trap, stance in sorted(wrong, key=lambda row: right_score(row[1], row[0].label))[: given.worst]:
        print(f"{trap.label}, said {stance.label}: {trap.article_id}: {trap.claim} ({trap.why})")


if __name__ == "__main__":
    main()
