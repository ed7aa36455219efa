"""The NLI model against labelled pairs: ``python -m eval.benchmarks.nli FILE...``.

Each FILE is JSONL or JSONL.gz with ``premise, hypothesis, label``. Intervals: 95 %, bootstrap over pairs. The baseline
always says the commonest label.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from eval.metrics.accuracy import accuracy
from pipeline.config import load
from pipeline.errors import EvenhandError
from pipeline.tools import load_tools
from pipeline.training.pairs import LABELS, read_pairs


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
            pairs = read_pairs(path)
            scores = tools.score([(pair.premise, pair.hypothesis) for pair in pairs])
            known = ~np.isnan(scores).any(axis=1)
            said = scores[known].argmax(axis=1).tolist()
            gold = [pair.label for pair, scored in zip(pairs, known, strict=True) if scored]
            recalls = [
                np.mean([one == label for one, true in zip(said, gold, strict=True) if true == label] or [np.nan])
                for label in range(len(LABELS))
            ]
            commonest = Counter(gold).most_common(1)[0][1] / len(gold)
            shown = ", ".join(f"{recall:.3f}" for recall in recalls)
            name = path.name.split(".")[0]
            print(f"| {name} | {len(pairs)} | {(~known).sum()} | {accuracy(said, gold)} | {commonest:.3f} | {shown} |")
    except EvenhandError as error:
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
