"""``evenhand train consistency``: the regression that joins entailment, similarity and exact checks."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from pipeline.config import Config
from pipeline.errors import InputError
from pipeline.evidence import read_summary
from pipeline.output import write_json
from pipeline.scoring import FEATURES, SIGNS, Joint, features_of
from pipeline.tools import load_tools
from pipeline.training.judged import Judged, Part, document_key, only_copies, part_of, read_judged

_TOTAL = 1000  # of all weights, so that the penalty means the same for any number of rows


@dataclass(frozen=True, slots=True)
class JointPlan:
    """What to fit on: of ``data`` the documents of the part ``fit``, of ``whole`` all; ``most`` rows of a file.

    Documents in ``hold_out`` are left alone; ``out`` is the JSON file to write.
    """

    data: tuple[Path, ...]
    whole: tuple[Path, ...]
    hold_out: tuple[Path, ...]
    out: Path
    most: int


def train_consistency(plan: JointPlan, config: Config) -> Iterator[str]:
    """Fit the regression on judged summaries, write it, and yield the lines to show.

    Raises:
        InputError: a file is missing, has a bad row, or only one kind of label is left.
    """
    tools = load_tools(config)
    chosen = chosen_rows(plan)
    counts = Counter(row.source for row in chosen)
    yield "rows: " + ", ".join(f"{source} {count}" for source, count in sorted(counts.items()))
    features, labels, sources = [], [], []
    for row in chosen:
        readings = read_summary(row.document, row.summary, tools.embed, tools.score).readings
        known = [found for reading in readings if (found := features_of(reading)) is not None]
        if known:
            features.append(np.mean(known, axis=0))
            labels.append(row.consistent)
            sources.append(row.source)
    joint = fit(np.array(features), np.array(labels), sources, SIGNS)
    coefficients = {name: round(weight, 4) for name, weight in zip(FEATURES, joint.coefficients, strict=True)}
    table = {"coefficients": coefficients, "intercept": round(joint.intercept, 4)}
    write_json(plan.out, {**table, "rows": dict(sorted(Counter(sources).items()))})
    yield f"{len(labels)} rows, {sum(labels)} consistent: {coefficients}"


def chosen_rows(plan: JointPlan) -> list[Judged]:
    """The rows to fit on, file by file, in the order of their documents' keys.

    An inconsistent summary that only copies sentences is left out: its fault is in what it leaves out, which no reading
    of single sentences can find.
    """
    apart = {document_key(row.document) for path in plan.hold_out for row in read_judged(path)}
    rows: list[Judged] = []
    for path in (*plan.data, *plan.whole):
        own = [
            row
            for row in read_judged(path)
            if document_key(row.document) not in apart
            and (path in plan.whole or part_of(row.document) is Part.FIT)
            and (row.consistent or not only_copies(row))
        ]
        rows += sorted(own, key=lambda row: (document_key(row.document)[::-1], row.summary))[: plan.most]
    return rows


def fit(
    features: NDArray[np.float64], labels: NDArray[np.bool_], sources: Sequence[str], signs: Sequence[int]
) -> Joint:
    """Logistic regression with L2 penalty (C = 1), every source and in it both classes weighing the same.

    Each source has an intercept of its own while the coefficients are found, so that they tell good from bad within a
    source and not one source from another; then one intercept is found for all. Coefficients keep to their signs, since
    in a set where, say, copied sentences are mostly at fault similarity would count against a summary.

    Args:
        features: *Shape:* (rows, features).
        labels: whether each row is consistent. *Shape:* (rows,).
        sources: the set of each row.
        signs: of each feature, 1 or -1.

    Raises:
        InputError: a source has only one kind of label.
    """
    counts = Counter(zip(sources, labels.tolist(), strict=True))
    names = sorted(set(sources))
    if len(counts) < 2 * len(names):
        raise InputError("the judged summaries of every file need both kinds of label, 1 and 0")
    weights = np.array([_TOTAL / len(counts) / counts[key] for key in zip(sources, labels.tolist(), strict=True)])
    own = np.array([[float(source == name) for name in names] for source in sources])
    free = [(None, None)]
    bounds = [(0, None) if sign > 0 else (None, 0) for sign in signs] + free * len(names)
    penalty = np.array([1.0] * len(signs) + [0.0] * len(names))
    slopes = _minimum(np.hstack([features, own]), labels, weights, penalty, bounds)[: len(signs)]
    whole = (features @ slopes)[:, None]
    both = np.hstack([whole, np.ones_like(whole)])
    intercept = _minimum(both, labels, weights, np.zeros(2), [(1, 1), *free])[1]
    return Joint(tuple(float(slope) for slope in slopes), float(intercept))


def _minimum(
    columns: NDArray[np.float64],
    labels: NDArray[np.bool_],
    weights: NDArray[np.float64],
    penalty: NDArray[np.float64],
    bounds: Sequence[tuple[float | None, float | None]],
) -> NDArray[np.float64]:
    """Coefficients of least weighted log loss within bounds. *Shape:* (columns,)."""
    side = np.where(labels, 1.0, -1.0)

    def loss(slopes: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = side * (columns @ slopes)
        pull = -weights * side * expit(-margin)
        value = float(weights @ np.logaddexp(0, -margin) + penalty @ slopes**2 / 2)
        return value, columns.T @ pull + penalty * slopes

    start = np.array([0.0 if low is None or low <= 0 else low for low, _ in bounds])
    found: NDArray[np.float64] = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found
