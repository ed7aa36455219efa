"""``evenhand train stance``: the regression that turns evidence into supports, refutes or not stated."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from pipeline.config import Config
from pipeline.errors import InputError
from pipeline.output import write_json
from pipeline.stance.features import FEATURES
from pipeline.stance.judge import CLASSES, Judge
from pipeline.tools import load_tools
from pipeline.training.cell_features import features_of_cells
from pipeline.training.cells import MIXED, Cell, read_bodies, read_cells_of
from pipeline.training.judged import Part

_Range = tuple[float | None, float | None]
_RARE = 0.5  # what mixed weighs beside another label: few articles hold both sides
_RANGES: dict[int, _Range] = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}
_TOTAL = 1000  # of all weights, so that the penalty means the same for any number of rows
# Which way each feature may count for supporting, refuting and mixed, against not stating; 0 leaves it free.
SIGNS = {
    "entailment": (1, -1, 1),
    "entailment_second": (1, -1, 1),
    "entailment_third": (1, -1, 1),
    "contradiction": (-1, 1, 1),
    "contradiction_second": (-1, 1, 1),
    "contradiction_third": (-1, 1, 1),
    "relevance": (1, 1, 1),
    "new_words": (-1, -1, -1),
    "negation_differs": (-1, 1, 0),
    "numbers_missing": (-1, 0, 0),
    "numbers_contradicted": (-1, 1, 0),
    "other_value": (-1, 1, 0),
    "dates_missing": (-1, 0, 0),
    "names_missing": (-1, -1, -1),
    "reported": (0, 0, 0),
    "together_entailment": (1, -1, 1),
    "together_neutral": (-1, -1, -1),
    "together_contradiction": (-1, 1, 1),
    "opposed": (0, 0, 1),
}


@dataclass(frozen=True, slots=True)
class StancePlan:
    """What to fit on: of ``data`` the parts ``train`` and ``fit``, of ``whole`` all.

    Of ``data`` ``most`` cells of a source and label are drawn; ``bodies`` hold the articles of FNC-1 rows; ``out`` is
    the JSON file to write.
    """

    data: tuple[Path, ...]
    whole: tuple[Path, ...]
    bodies: tuple[Path, ...]
    out: Path
    most: int


def train_stance(plan: StancePlan, config: Config) -> Iterator[str]:
    """Fit the regression, write it, and yield the lines to show.

    Raises:
        InputError: a file is missing, has a bad row, or lacks one of the labels.
    """
    tools = load_tools(config)
    cells = [cell for cell in chosen_cells(plan, config.seed) if cell.label in CLASSES]
    counts = Counter((cell.source, cell.label) for cell in cells)
    yield "cells: " + ", ".join(f"{source} {label} {count}" for (source, label), count in sorted(counts.items()))
    read = features_of_cells(cells, tools, config.stance)
    rows = [(features, cell) for features, cell in zip(read, cells, strict=True) if features is not None]
    table = np.array([features for features, _ in rows])
    judge = fit(table, [cell.label for _, cell in rows], [cell.source for _, cell in rows])
    write_json(plan.out, {**_table(judge), "cells": {f"{source} {label}": n for (source, label), n in counts.items()}})
    for name, row in zip(CLASSES, judge.coefficients, strict=False):
        yield f"{name}: " + ", ".join(f"{key} {weight:.2f}" for key, weight in zip(FEATURES, row, strict=True))


def chosen_cells(plan: StancePlan, seed: int) -> list[Cell]:
    """The cells to fit on, of ``data`` at most ``most`` of a source and label, drawn."""
    bodies = read_bodies(plan.bodies)
    chosen: list[Cell] = []
    for path in (*plan.data, *plan.whole):
        own = [cell for cell in read_cells_of(path, bodies) if path in plan.whole or cell.part is not Part.TEST]
        random.Random(f"{seed} {path.name}").shuffle(own)
        taken: Counter[tuple[str, str]] = Counter()
        for cell in own:
            taken[cell.source, cell.label] += 1
            chosen += [cell] if path in plan.whole or taken[cell.source, cell.label] <= plan.most else []
    return chosen


def fit(features: NDArray[np.float64], labels: Sequence[str], sources: Sequence[str]) -> Judge:
    """Multinomial logistic regression with L2 penalty, every source and in it every label weighing the same.

    Each source has intercepts of its own while the coefficients are found; then one row of them is found on the sources
    that have all labels. Coefficients keep to ``SIGNS``.

    Args:
        features: *Shape:* (rows, features).
        labels: of each row, one of ``CLASSES``.
        sources: the set of each row.

    Raises:
        InputError: no source has all labels.
    """
    counts = Counter(zip(sources, labels, strict=True))
    if not any(all((source, label) in counts for label in CLASSES) for source in sources):
        raise InputError(f"the cells of one source need each of the labels {', '.join(CLASSES)}")
    names = sorted(set(sources))
    gold = np.array([CLASSES.index(label) for label in labels])
    weights = np.array([_weight(counts, key) for key in zip(sources, labels, strict=True)])
    own = np.array([[float(source == name) for name in names] for source in sources])
    bounds = [tuple(_RANGES[sign] for sign in SIGNS[name]) for name in FEATURES]
    slopes = _minimum(np.hstack([features, own]), gold, weights, bounds)
    coefficients = slopes[:, : len(FEATURES)]
    whole = np.array([all((source, label) in counts for label in CLASSES) for source in sources])
    intercepts = _offsets((features @ coefficients.T)[whole], gold[whole], weights[whole])
    return Judge(tuple(tuple(float(weight) for weight in row) for row in coefficients), tuple(map(float, intercepts)))


def _weight(counts: Counter[tuple[str, str]], key: tuple[str, str]) -> float:
    of_label = _RARE if key[1] == MIXED else 1.0
    return _TOTAL * of_label / len(counts) / counts[key]


def _minimum(
    columns: NDArray[np.float64],
    gold: NDArray[np.int64],
    weights: NDArray[np.float64],
    ranges: Sequence[tuple[_Range, ...]],
) -> NDArray[np.float64]:
    """Coefficients of least weighted log loss within their ranges. *Shape:* (labels but the last, columns)."""
    width, free = columns.shape[1], columns.shape[1] - len(ranges)
    penalty = np.array([1.0] * len(ranges) + [1e-3] * free)
    rows = len(CLASSES) - 1
    bounds = [side for row in range(rows) for side in [*(each[row] for each in ranges), *([(None, None)] * free)]]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        slopes = flat.reshape(rows, width)
        value, pull = _log_loss(columns @ slopes.T, gold, weights)
        return value + float((penalty * slopes**2).sum() / 2), (pull.T @ columns + penalty * slopes).ravel()

    found = minimize(loss, np.zeros(rows * width), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x).reshape(rows, width)


def _offsets(logits: NDArray[np.float64], gold: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The intercepts of least weighted log loss. *Shape:* (labels but the last,)."""

    def loss(offsets: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, pull = _log_loss(logits + offsets, gold, weights)
        return value, pull.sum(axis=0)

    return np.asarray(minimize(loss, np.zeros(len(CLASSES) - 1), jac=True, method="L-BFGS-B").x)


def _log_loss(
    logits: NDArray[np.float64], gold: NDArray[np.int64], weights: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """Weighted log loss where the last class has logit 0, and its gradient by the logits.

    *Shape of logits and gradient:* (rows, labels but the last).
    """
    whole = np.hstack([logits, np.zeros((len(logits), 1))])
    logs = whole - logsumexp(whole, axis=1, keepdims=True)
    hits = np.eye(len(CLASSES))[gold]
    return float(-(weights[:, None] * hits * logs).sum()), (weights[:, None] * (np.exp(logs) - hits))[:, :-1]


def _table(judge: Judge) -> dict[str, dict[str, float]]:
    named = {
        name: {key: round(weight, 4) for key, weight in zip(FEATURES, row, strict=True)}
        for name, row in zip(CLASSES, judge.coefficients, strict=False)
    }
    return {**named, "intercepts": dict(zip(CLASSES, (round(value, 4) for value in judge.intercepts), strict=False))}
