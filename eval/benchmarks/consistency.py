"""``evenhand score`` against judged summaries: ``python -m eval.benchmarks.consistency FILE... [--test FILE...]``.

Each file is JSONL or JSONL.gz with ``document, summary, label`` (1 consistent, 0 not) or ``document, correct,
incorrect``. A FILE is measured whole; of a ``--test`` file, only documents that neither the NLI model nor the
regression was trained on. ``--most`` rows of a file are drawn. Inconsistent summaries that only copy sentences are left
out and counted: their fault is what they don't say. Columns: AUROC; balanced accuracy at 0.5, and at a threshold
chosen on the set, for each half of its documents on the other half (SummaC's figures, Laban et al. 2022, have one
chosen on each set, too); ranking accuracy, the share of (consistent, inconsistent) pairs of one document that are
ranked right; the expected calibration error with both classes weighing the same; and AUROC of two baselines in the
same run, the highest cosine between a summary sentence and one of the document and the highest entailment alone (means
over the summary's sentences). Intervals: 95 %, bootstrap. Rows that can't be scored are counted and left out of all.
"""

import argparse
import random
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.figures.accuracy import balanced_accuracy
from eval.figures.auroc import auroc
from eval.figures.calibration import calibration_error
from eval.figures.ranking import ranking_accuracy
from pipeline.arrays import ENTAILMENT
from pipeline.config import load
from pipeline.errors import EvenhandError
from pipeline.evidence import read_summary
from pipeline.scoring import rate
from pipeline.tools import Tools, load_tools
from pipeline.training.judged import Judged, Part, document_key, only_copies, part_of, read_judged

_COLUMNS = (
    "file", "rows", "consistent", "copies left out", "unscored", "AUROC", "balanced accuracy", "at the set's threshold",
    "ranking accuracy", "ECE", "AUROC, highest cosine", "AUROC, entailment alone",
)  # fmt: skip


@dataclass(slots=True)
class Measured:
    """Scores of a file's rows, in order."""

    name: str
    scores: list[float] = field(default_factory=list)
    cosines: list[float] = field(default_factory=list)
    entailments: list[float] = field(default_factory=list)
    good: list[bool] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    left_out: int = 0
    unscored: int = 0

    def _said(self) -> list[bool]:
        """Verdicts at a threshold that was chosen on the documents of the other half."""
        scores, good = np.array(self.scores), np.array(self.good, dtype=bool)
        half = np.array([zlib.crc32(document.encode()) % 2 == 1 for document in self.documents], dtype=bool)
        chosen = [best_threshold(scores[half == side], good[half == side]) for side in (True, False)]
        return [bool(verdict) for verdict in scores >= np.where(half, chosen[1], chosen[0])]

    def line(self) -> str:
        """The file's line of the table."""
        ranked = ranking_accuracy(self.documents, self.scores, self.good)
        figures = (
            auroc(self.scores, self.good),
            balanced_accuracy([score >= 0.5 for score in self.scores], self.good),
            balanced_accuracy(self._said(), self.good),
            ranked,
            calibration_error(self.scores, self.good, _weights(self.good)),
            auroc(self.cosines, self.good),
            auroc(self.entailments, self.good),
        )
        cells = ["-" if cell is None else f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in figures]
        counts = (str(len(self.good)), str(sum(self.good)), str(self.left_out), str(self.unscored))
        return f"| {' | '.join((self.name, *counts, *cells))} |"


def measure(name: str, rows: Sequence[Judged], tools: Tools) -> Measured:
    """Score every row but inconsistent copies."""
    found = Measured(name)
    for row in rows:
        if not row.consistent and only_copies(row):
            found.left_out += 1
            continue
        read = read_summary(row.document, row.summary, tools.embed, tools.score)
        score = rate(name, row.document, row.summary, read).score
        if score is None:
            found.unscored += 1
            continue
        found.scores.append(score)
        found.cosines.append(float(np.mean([reading.cosine for reading in read.readings])))
        best = [np.nanmax(reading.probabilities[:, ENTAILMENT], initial=0.0) for reading in read.readings]
        found.entailments.append(float(np.mean(best)))
        found.good.append(row.consistent)
        found.documents.append(document_key(row.document))
    return found


def best_threshold(scores: NDArray[np.float64], good: NDArray[np.bool_]) -> float:
    """The score from which on "consistent" gives most balanced accuracy; 0.5 where there is one kind only.

    *Shapes:* (rows,).
    """
    if good.all() or not good.any():
        return 0.5
    values = np.unique(scores)
    hits = [(scores >= value)[good].mean() + (scores < value)[~good].mean() for value in values]
    return float(values[int(np.argmax(hits))])


def _weights(good: Sequence[bool]) -> list[float]:
    return [0.5 / max(1, sum(good)) if kind else 0.5 / max(1, len(good) - sum(good)) for kind in good]


def main() -> None:
    """Print the table, a line per file."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="*", type=Path, metavar="FILE")
    arguments.add_argument("--test", nargs="+", type=Path, default=[], metavar="FILE")
    arguments.add_argument("--config", default="default")
    arguments.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    arguments.add_argument("--most", type=int, help="rows of each file to read")
    given = arguments.parse_args()
    try:
        tools = load_tools(load(given.config, given.set))
        print(f"| {' | '.join(_COLUMNS)} |")
        print("|" + "---|" * len(_COLUMNS))
        for path in (*given.files, *given.test):
            rows = [row for row in read_judged(path) if path in given.files or part_of(row.document) is Part.TEST]
            random.Random(path.name).shuffle(rows)
            print(measure(path.name.split(".")[0], rows[: given.most], tools).line(), flush=True)
    except EvenhandError as error:
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
