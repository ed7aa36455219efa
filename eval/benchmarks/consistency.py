"""``evenhand score`` against judged summaries: ``python -m eval.benchmarks.consistency FILE...``.

Each FILE is JSONL or JSONL.gz with ``document, summary, label`` (1 consistent, 0 not). AUROC of the score, beside that
of the highest cosine between a summary sentence and the document's sentences (mean over the summary's), with 95 %
bootstrap intervals. Rows that can't be scored are counted and left out of both.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.metrics.auroc import auroc
from pipeline.config import load
from pipeline.errors import EvenhandError
from pipeline.score import score_summary
from pipeline.text import split_sentences
from pipeline.tools import Tools, load_tools


def rows(path: Path, most: int | None) -> Iterator[dict[str, Any]]:
    """The first ``most`` rows of a file."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if most is not None and number >= most:
                return
            yield json.loads(line)


def nearest(document: str, summary: str, tools: Tools) -> float:
    """The baseline: mean over summary sentences of the highest cosine with a document sentence."""
    sides = [
        [text[span.start : span.end] for span in split_sentences(text, every_line=True)] for text in (summary, document)
    ]
    return float((tools.embed(sides[0]) @ tools.embed(sides[1]).T).max(axis=1).mean())


def line(path: Path, most: int | None, tools: Tools) -> str:
    """One file's line of the table."""
    ours, cosine, good, unscored = [], [], [], 0
    for number, row in enumerate(rows(path, most)):
        found = score_summary(str(number), row["document"], row["summary"], tools.embed, tools.score)
        if found.score is None:
            unscored += 1
            continue
        ours.append(found.score)
        cosine.append(nearest(row["document"], row["summary"], tools))
        good.append(bool(row["label"]))
    name = path.name.split(".")[0]
    return f"| {name} | {len(good)} | {sum(good)} | {unscored} | {auroc(ours, good)} | {auroc(cosine, good)} |"


def main() -> None:
    """Print a table of AUROC per file."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="+", type=Path)
    arguments.add_argument("--config", default="default")
    arguments.add_argument("--most", type=int, help="rows of each file to read")
    given = arguments.parse_args()
    try:
        tools = load_tools(load(given.config))
        print("| file | rows | consistent | unscored | AUROC, score | AUROC, highest cosine |")
        print("|---|---|---|---|---|---|")
        for path in given.files:
            print(line(path, given.most, tools), flush=True)
    except EvenhandError as error:
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
