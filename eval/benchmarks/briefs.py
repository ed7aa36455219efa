"""Briefs beside expert summaries: ``python -m eval.benchmarks.briefs STORIES.jsonl.gz [--emobank FILE]``.

STORIES has rows of ``id``, ``articles`` (``title``, ``text``) and ``target``, the summary an expert wrote. Prints ROUGE
F1 in per cent for Evenhand's briefs and, of the same length to the nearest sentence, for plain ways to choose
sentences; the gain over each with its 95 % interval (paired bootstrap over stories); and the share of brief
sentences that pass all checks. With ``--emobank``, how arousing the words are that the expert's summary lacks.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.benchmarks.emobank import Learned, learn, read_emobank
from eval.benchmarks.extractive import centroid, cut, first_sentences, lexrank, oracle, textrank
from eval.figures.arousal import arousal
from eval.figures.bootstrap import bootstrap
from eval.figures.rouge import Rouge, rouge
from pipeline.claims import StoryRow, read_rows
from pipeline.config import Config, load
from pipeline.duplicates import find_duplicates
from pipeline.errors import EvenhandError
from pipeline.loaded import loaded_share
from pipeline.passages import Passages
from pipeline.records import Brief, Story
from pipeline.story import gather_story, report_story
from pipeline.tools import Tools, load_tools
from pipeline.training.rows import numbered_rows

_OURS = "Evenhand"
_ORDERS: Mapping[str, Callable[[Passages], list[int]]] = {
    "first sentences": first_sentences,
    "LexRank (sumy)": lexrank,
    "TextRank (sumy)": textrank,
    "centroid, MMR": centroid,
}
_ORACLE = "oracle (sees the summary)"


@dataclass(frozen=True, slots=True)
class Measured:
    """One way to brief the stories: its texts and their ROUGE, story by story."""

    name: str
    texts: tuple[str, ...]
    scores: tuple[Rouge, ...]


@dataclass(frozen=True, slots=True)
class Briefed:
    """A story with Evenhand's brief and an expert's summary."""

    passages: Passages
    brief: Brief
    reference: str


def briefed(path: Path, tools: Tools, config: Config, most: int | None = None) -> Iterator[Briefed]:
    """Brief the stories of a file; rows that can't be used are left out.

    Raises:
        InputError: the file can't be read.
    """
    targets = _targets(path)
    for row in read_rows(path, StoryRow)[:most]:
        if row.problem or not targets.get(row.id, "").strip():
            continue
        groups = find_duplicates(row.articles, share=config.duplicates.share).groups
        passages = gather_story(row.articles, tools, groups)
        if passages.sentences:
            story = Story(row.id, "", tuple(article.id for article in row.articles))
            yield Briefed(passages, report_story(story, passages, tools, config).brief, targets[row.id])


def compare(stories: Sequence[Briefed]) -> list[Measured]:
    """Score our briefs and the plain ones of the same length."""
    lengths = [len(story.brief.text.split()) for story in stories]
    texts = {_OURS: [story.brief.text for story in stories]}
    for name, order in _ORDERS.items():
        texts[name] = [
            cut(story.passages, order(story.passages), length) for story, length in zip(stories, lengths, strict=True)
        ]
    texts["first article"] = [story.passages.articles[0].text for story in stories]
    texts[_ORACLE] = [cut(story.passages, oracle(story.passages, story.reference), 10_000) for story in stories]
    return [
        Measured(
            name,
            tuple(some),
            tuple(rouge(text, story.reference) for text, story in zip(some, stories, strict=True)),
        )
        for name, some in texts.items()
    ]


def table(measured: Sequence[Measured]) -> Iterator[str]:
    """A line per way, in Markdown."""
    yield "| method | R-1 | R-2 | R-L | words | loaded words, % | Evenhand's gain in R-1 |"
    yield "|---|---|---|---|---|---|---|"
    ours = np.array([score.one for score in measured[0].scores])
    for way in measured:
        means = [100 * np.mean([getattr(score, key) for score in way.scores]) for key in ("one", "two", "longest")]
        words = np.mean([len(text.split()) for text in way.texts])
        loaded = 100 * loaded_share(" ".join(way.texts))
        gain = "" if way is measured[0] else _gain(100 * (ours - np.array([score.one for score in way.scores])))
        figures = " | ".join(f"{mean:.1f}" for mean in means)
        yield f"| {way.name} | {figures} | {words:.0f} | {loaded:.2f} | {gain} |"


def _gain(differences: NDArray[np.float64]) -> str:
    found = bootstrap(len(differences), lambda rows: float(differences[rows].mean()), 13)
    return f"{found.value:+.1f} [{found.low:+.1f}, {found.high:+.1f}]" if found else ""


def arousal_table(measured: Sequence[Measured], references: Sequence[str], learned: Learned) -> Iterator[str]:
    """Arousal of the emotive words that the experts' summaries lack, a mean per story, in Markdown.

    Sums grow with the text (Lee et al. 2022), so the last column gives both together per 100 words.
    """
    yield f"words rated by EmoBank, {len(learned.words)} of them; correlation with other sentences: {learned}"
    yield "| method | arousal, pleasant words | unpleasant words | words | both per 100 words | Evenhand's less by |"
    yield "|---|---|---|---|---|---|"
    totals: list[NDArray[np.float64]] = []
    for way in measured:
        found = [arousal(text, one, learned.words) for text, one in zip(way.texts, references, strict=True)]
        sums = np.array([(one.positive, one.negative, one.words) for one in found], dtype=np.float64)
        totals.append(100 * sums[:, :2].sum(axis=1) / np.maximum(sums[:, 2], 1))
        gain = "" if way is measured[0] else _gain(totals[-1] - totals[0])
        cells = " | ".join(f"{mean:.2f}" for mean in sums[:, :2].mean(axis=0))
        yield f"| {way.name} | {cells} | {sums[:, 2].mean():.0f} | {totals[-1].mean():.2f} | {gain} |"


def support(stories: Sequence[Briefed]) -> str:
    """How many brief sentences pass all checks, and how they came about."""
    sentences = [sentence for story in stories for sentence in story.brief.sentences]
    passed = sum(one.checks.entailed and one.checks.numbers and one.checks.names for one in sentences)
    origins = sorted({sentence.origin for sentence in sentences})
    made = ", ".join(f"{sum(one.origin is origin for one in sentences)} {origin}" for origin in origins)
    return f"{passed} of {len(sentences)} sentences pass all checks; {made}; {len(stories)} stories"


def _targets(path: Path) -> dict[str, str]:
    return {str(row["id"]): str(row.get("target", "")) for _, row in numbered_rows(path, "id, articles and target")}


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("stories", type=Path)
    arguments.add_argument("--emobank", type=Path, default=None, help="sentences rated for arousal and valence")
    arguments.add_argument("--most", type=int, default=None, help="stories to brief, the first ones")
    arguments.add_argument("--config", default="default")
    arguments.add_argument("--set", dest="overrides", action="append", default=[], metavar="SECTION.KEY=VALUE")
    given = arguments.parse_args()
    try:
        config = load(given.config, tuple(given.overrides))
        learned = learn(read_emobank(given.emobank)) if given.emobank else None
        stories = list(briefed(given.stories, load_tools(config), config, given.most))
        measured = compare(stories)
        print("\n".join(table(measured)))
        print(support(stories))
        if learned is not None:
            print("\n".join(arousal_table(measured, [story.reference for story in stories], learned)))
    except EvenhandError as error:
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
