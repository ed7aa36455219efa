"""``evenhand stance`` against labelled cells: ``python -m eval.benchmarks.stance FILE... [--bodies FILE]``.

Each file is JSONL or JSONL.gz with ``claim, evidence, label``, ``article, claim, label`` or, with ``--bodies``, FNC-1's
``headline, body_id, stance``. Only cells that nothing was fitted on are measured (of FNC-1 by body), ``--most`` of a
file, drawn; of a ``--whole`` file, of which nothing was fitted on, any. Columns: macro-F1 over the labels there are,
recall of each, the expected calibration error of the score of supporting, and in the same run macro-F1 of the plain
maximum rule (highest entailment above 0.5 supports, else highest contradiction above 0.5 refutes) and of always saying
the commonest label. Intervals: 95 %, bootstrap over articles.

FNC-1's ``discuss`` is none of Evenhand's labels: those rows are left out of this table. ``--fnc`` prints the
challenge's own figures instead: a regression with four classes over the same features, fitted on the other bodies.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from eval.figures.accuracy import macro_f1, macro_f1_on
from eval.figures.bootstrap import Estimate, bootstrap
from eval.figures.calibration import calibration_error
from pipeline.config import Config, load
from pipeline.errors import EvenhandError
from pipeline.stance.features import FEATURES
from pipeline.stance.judge import CLASSES, Shares, builtin_judge
from pipeline.tools import Tools, load_tools
from pipeline.training.cell_features import features_of_cells
from pipeline.training.cells import Cell, read_bodies, read_cells_of
from pipeline.training.judged import Part

_UNRELATED = "not_stated"
_SEED = 13
_COLUMNS = ("file", "cells", "unscored", "macro-F1", *(f"recall, {name}" for name in CLASSES), "ECE of supports",
            "macro-F1, maximum rule", "macro-F1, commonest label")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of the cells of a file that could be read. *Shape of features:* (cells, features)."""

    features: NDArray[np.float64]
    labels: tuple[str, ...]
    articles: tuple[str, ...]
    unscored: int


def drawn(path: Path, bodies: dict[str, str], part: Part | None, most: int) -> list[Cell]:
    """At most ``most`` cells of a part of a file: ``test``, or all that is not; of all of it for None."""
    cells = read_cells_of(path, bodies)
    cells = [cell for cell in cells if part is None or (cell.part is Part.TEST) is (part is Part.TEST)]
    random.Random(path.name).shuffle(cells)
    return cells[:most]


def measure(cells: Sequence[Cell], tools: Tools, config: Config) -> Measured:
    """Read every cell."""
    rows = list(zip(features_of_cells(cells, tools, config.stance), cells, strict=True))
    known = [(features, cell) for features, cell in rows if features is not None]
    table = np.array([features for features, _ in known])
    labels, articles = (tuple(getattr(cell, field) for _, cell in known) for field in ("label", "article"))
    return Measured(table, labels, articles, len(rows) - len(known))


def line(name: str, found: Measured) -> str:
    """The file's line of the table."""
    judge, gold = builtin_judge(), list(found.labels)
    shares = [judge.shares(row) for row in found.features]
    said = [_best(share) for share in shares]
    error = calibration_error([share.scores.supports for share in shares], [label == "supports" for label in gold])

    def over_articles(labels: Sequence[str]) -> str:
        return str(bootstrap(len(gold), macro_f1_on(labels, gold), _SEED, found.articles))

    cells = (
        str(len(gold)),
        str(found.unscored),
        over_articles(said),
        *(_recall(said, gold, label) for label in CLASSES),
        "-" if error is None else f"{error:.3f}",
        over_articles([maximum_rule(row) for row in found.features]),
        over_articles([Counter(gold).most_common(1)[0][0]] * len(gold)),
    )
    return f"| {' | '.join((name, *cells))} |"


def _best(shares: Shares) -> str:
    return max(CLASSES, key=lambda label: float(getattr(shares, label)))


def _recall(said: Sequence[str], gold: Sequence[str], label: str) -> str:
    found = [one == label for one, true in zip(said, gold, strict=True) if true == label]
    return f"{sum(found) / len(found):.3f}" if found else "-"


def maximum_rule(features: NDArray[np.float64]) -> str:
    """The plain baseline: the strongest entailment, else the strongest contradiction, if it is over one half.

    Each by what its line counts for, as the judge has it.
    """
    entailed, refuted = (features[FEATURES.index(name)] for name in ("entailment", "contradiction"))
    return "supports" if entailed > 0 else "refutes" if refuted > 0 else _UNRELATED


def fnc(fitting: Measured, testing: Measured) -> list[str]:
    """FNC-1's weighted score and macro-F1 over agree, disagree and discuss, of a regression with four classes.

    "not_stated" stands for unrelated. The relatedness of a pair counts a quarter, the stance of a related one the
    rest (http://www.fakenewschallenge.org).
    """
    scaler = StandardScaler().fit(fitting.features)
    model = LogisticRegression(max_iter=2000).fit(scaler.transform(fitting.features), fitting.labels)
    said = [str(label) for label in model.predict(scaler.transform(testing.features))]
    gold = list(testing.labels)
    commonest = [Counter(gold).most_common(1)[0][0]] * len(gold)
    related = [row for row, label in enumerate(gold) if label != _UNRELATED]
    lines = []
    for name, labels in (("regression", said), ("commonest label", commonest)):
        points = np.array([_points(one, true) for one, true in zip(labels, gold, strict=True)])
        best = np.array([_points(true, true) for true in gold])
        weighted = _share(points, best)
        of_related = macro_f1([labels[row] for row in related], [gold[row] for row in related])
        lines.append(f"{name}: weighted score {weighted}, macro-F1 {macro_f1(labels, gold)}, of related {of_related}")
    for label in sorted(set(gold)):
        hits = sum(one == label for one, true in zip(said, gold, strict=True) if true == label)
        lines.append(f"  {label}: recall {hits / gold.count(label):.3f} of {gold.count(label)}")
    return lines


def _points(said: str, true: str) -> float:
    related = {label: label != _UNRELATED for label in (said, true)}
    return (0.25 if related[said] == related[true] else 0.0) + (0.75 if said == true and related[true] else 0.0)


def _share(points: NDArray[np.float64], best: NDArray[np.float64]) -> Estimate | None:
    return bootstrap(len(points), lambda rows: float(points[rows].sum() / best[rows].sum()), _SEED)


def main() -> None:
    """Print the table, a line per file, or the figures of FNC-1."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="*", type=Path, metavar="FILE")
    arguments.add_argument("--whole", nargs="+", type=Path, default=[], metavar="FILE")
    arguments.add_argument("--bodies", nargs="+", type=Path, default=[], metavar="FILE")
    arguments.add_argument("--fnc", action="store_true")
    arguments.add_argument("--most", type=int, default=1000, help="cells of each file")
    arguments.add_argument("--config", default="default")
    given = arguments.parse_args()
    try:
        config = load(given.config)
        tools, bodies = load_tools(config), read_bodies(given.bodies)
        if given.fnc:
            parts = [drawn(given.files[0], bodies, part, given.most) for part in (Part.FIT, Part.TEST)]
            print("\n".join(fnc(*(measure(cells, tools, config) for cells in parts))))
            return
        print(f"| {' | '.join(_COLUMNS)} |")
        print("|" + "---|" * len(_COLUMNS))
        for path, part in (*((path, Part.TEST) for path in given.files), *((path, None) for path in given.whole)):
            cells = [cell for cell in drawn(path, bodies, part, given.most) if cell.label in CLASSES]
            print(line(path.name.split(".")[0], measure(cells, tools, config)), flush=True)
    except EvenhandError as error:
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
