"""The NLI model against labelled pairs: ``python -m eval.benchmarks.nli FILE...``.

Each FILE is JSONL or JSONL.gz with ``premise, hypothesis, label`` and optional ``source``; the label may be
``not_entailment``, which neutral and contradiction both meet. Intervals: 95 %, bootstrap over pairs. The baseline
always says the commonest label.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eval.figures.accuracy import accuracy
from pipeline.config import load
from pipeline.errors import EvenhandError
from pipeline.tools import Tools, load_tools
from pipeline.training.pairs import LABELS, LabelledPair, agrees, read_pairs


def row(name: str, pairs: Sequence[LabelledPair], tools: Tools) -> str:
    """One line of the table."""
    scores = tools.score([(pair.premise, pair.hypothesis) for pair in pairs])
    known = ~np.isnan(scores).any(axis=1)
    said = scores[known].argmax(axis=1)
    gold = np.array([pair.label for pair in pairs])[known]
    right = agrees(said, gold)
    recalls = [f"{right[gold == label].mean():.3f}" if (gold == label).any() else "-" for label in range(len(LABELS))]
    commonest = max(agrees(np.full_like(gold, label), gold).mean() for label in range(len(LABELS)))
    cells = (
        name,
        f"{len(pairs):,}",
        str((~known).sum()),
        str(accuracy(right.tolist(), [True] * len(right))),
        f"{commonest:.3f}",
        ", ".join(recalls),
    )
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print a table of accuracy per file, with each class's recall."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="+", type=Path)
    arguments.add_argument("--by-source", action="store_true", help="a line for each source of a file, too")
    arguments.add_argument("--config", default="default")
    arguments.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    given = arguments.parse_args()
    try:
        tools = load_tools(load(given.config, given.set))
        print("| file | pairs | unscored | accuracy | commonest label | recall of", ", ".join(LABELS), "|")
        print("|---|---|---|---|---|---|")
        for path in given.files:
            pairs = read_pairs(path)
            print(row(path.name.split(".")[0], pairs, tools), flush=True)
            for source in sorted({pair.source for pair in pairs}) if given.by_source else ():
                print(row(source, [pair for pair in pairs if pair.source == source], tools), flush=True)
    except EvenhandError as error:
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
