"""The NLI model against labelled pairs: ``python -m eval.benchmarks.nli FILE...``.

Each FILE is JSONL or JSONL.gz with ``premise, hypothesis, label``. Intervals: 95 %, bootstrap over pairs. The baseline
always says the commonest label.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

from eval.metrics.accuracy import accuracy
from pipeline.config import load
from pipeline.errors import EvenhandError
from pipeline.tools import Tools, load_tools
from pipeline.training.pairs import LABELS, read_pairs


def row(path: Path, tools: Tools) -> str:
    """One file's line of the table."""
    pairs = read_pairs(path)
    scores = tools.score([(pair.premise, pair.hypothesis) for pair in pairs])
    known = ~np.isnan(scores).any(axis=1)
    said = scores[known].argmax(axis=1)
    gold = np.array([pair.label for pair in pairs])[known]
    recalls = [float((said[gold == label] == label).mean()) for label in range(len(LABELS))]
    commonest = np.bincount(gold).max() / len(gold)
    cells = (
        path.name.split(".")[0],
        f"{len(pairs):,}",
        str((~known).sum()),
        str(accuracy(said.tolist(), gold.tolist())),
        f"{commonest:.3f}",
        ", ".join(f"{recall:.3f}" for recall in recalls),
    )
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print a table of accuracy per file, with each class's recall."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="+", type=Path)
    arguments.add_argument("--config", default="default")
    given = arguments.parse_args()
    try:
        tools = load_tools(load(given.config))
        print("| file | pairs | unscored | accuracy | commonest label | recall of", ", ".join(LABELS), "|")
        print("|---|---|---|---|---|---|")
        for path in given.files:
            print(row(path, tools))
    except EvenhandError as error:
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
