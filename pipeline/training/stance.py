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
from pipeline.passages import gather
from pipeline.records import Article
from pipeline.stance.features import FEATURES, features_of
from pipeline.stance.judge import CLASSES, Judge
from pipeline.stance.reading import read_cells
from pipeline.text import split_sentences
from pipeline.tools import Tools, load_tools
from pipeline.training.cells import Cell, read_bodies, read_cells_of
from pipeline.training.judged import Part

_Range = tuple[float | None, float | None]
_TOTAL = 1000  # of all weights, so that the penalty means the same for any number of rows
# What a word that the article lacks may weigh at most: in cells made from news it tells nearly all, elsewhere little.
_LEAST = {"new_words": -4.0}
# Which way each feature may count for supporting and for refuting, against not stating; 0 leaves it free.
SIGNS = {
    "entailment": (1, -1),
    "entailment_second": (1, -1),
    "entailment_near": (1, -1),
    "contradiction": (-1, 1),
    "contradiction_second": (-1, 1),
    "contradiction_near": (-1, 1),
    "cosine": (1, 1),
    "new_words": (-1, -1),
    "negation_differs": (-1, 1),
    "numbers_missing": (-1, 0),
    "numbers_contradicted": (-1, 1),
    "other_value": (-1, 1),
    "dates_missing": (-1, 0),
    "names_missing": (-1, -1),
    "reported": (0, 0),
}


@dataclass(frozen=True, slots=True)
class StancePlan:
    """What to fit on: of ``data`` the parts ``train`` and ``fit``, of ``whole`` all.

    ``most`` cells of a source and label are drawn; ``bodies`` hold the articles of FNC-1 rows; ``out`` is the JSON
    file to write.
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
    rows = [(features, cell) for cell in cells if (features := cell_features(cell, tools, config)) is not None]
    table = np.array([features for features, _ in rows])
    judge = fit(table, [cell.label for _, cell in rows], [cell.source for _, cell in rows])
    write_json(plan.out, {**_table(judge), "cells": {f"{source} {label}": n for (source, label), n in counts.items()}})
    for name, row in zip(CLASSES, judge.coefficients, strict=False):
        yield f"{name}: " + ", ".join(f"{key} {weight:.2f}" for key, weight in zip(FEATURES, row, strict=True))


def chosen_cells(plan: StancePlan, seed: int) -> list[Cell]:
    """The cells to fit on, at most ``most`` of a file and label, drawn."""
    bodies = read_bodies(plan.bodies)
    chosen: list[Cell] = []
    for path in (*plan.data, *plan.whole):
        own = [cell for cell in read_cells_of(path, bodies) if path in plan.whole or cell.part is not Part.TEST]
        random.Random(f"{seed} {path.name}").shuffle(own)
        taken: Counter[tuple[str, str]] = Counter()
        for cell in own:
            taken[cell.source, cell.label] += 1
            chosen += [cell] if taken[cell.source, cell.label] <= plan.most else []
    return chosen


def cell_features(cell: Cell, tools: Tools, config: Config) -> NDArray[np.float64] | None:
    """The features of one labelled cell; None where it can't be read. *Shape:* (features,)."""
    spans = split_sentences(cell.article, every_line=True)
    if not spans or not cell.claim.strip():
        return None
    article = Article("a", cell.article, title=cell.title, sentences=spans)
    texts = [cell.title, *(cell.article[span.start : span.end] for span in spans)]
    vectors = tools.embed(texts)
    passages = gather([article], vectors[1:], {}, vectors[:1])
    return features_of(read_cells(passages, [cell.claim], tools.embed, tools.score, config.stance.sentences)[0][0])


def fit(features: NDArray[np.float64], labels: Sequence[str], sources: Sequence[str]) -> Judge:
    """Multinomial logistic regression with L2 penalty, every source and in it every label weighing the same.

    Each source has intercepts of its own while the coefficients are found; then one pair is found for all.
    Coefficients keep to ``SIGNS`` and ``_LEAST``.

    Args:
        features: *Shape:* (rows, features).
        labels: of each row, one of ``CLASSES``.
        sources: the set of each row.

    Raises:
        InputError: a label is found in no source.
    """
    counts = Counter(zip(sources, labels, strict=True))
    if {label for _, label in counts} != set(CLASSES):
        raise InputError(f"the cells need each of the labels {', '.join(CLASSES)}")
    names = sorted(set(sources))
    gold = np.array([CLASSES.index(label) for label in labels])
    weights = np.array([_TOTAL / len(counts) / counts[key] for key in zip(sources, labels, strict=True)])
    own = np.array([[float(source == name) for name in names] for source in sources])
    bounds = [tuple(_range(name, sign) for sign in SIGNS[name]) for name in FEATURES]
    slopes = _minimum(np.hstack([features, own]), gold, weights, bounds)
    coefficients = slopes[:, : len(FEATURES)]
    intercepts = _offsets(features @ coefficients.T, gold, weights)
    supports, refutes = (tuple(float(weight) for weight in row) for row in coefficients)
    return Judge((supports, refutes), (float(intercepts[0]), float(intercepts[1])))


def _range(name: str, sign: int) -> _Range:
    return {1: (0.0, None), -1: (_LEAST.get(name), 0.0), 0: (None, None)}[sign]


def _minimum(
    columns: NDArray[np.float64],
    gold: NDArray[np.int64],
    weights: NDArray[np.float64],
    ranges: Sequence[tuple[_Range, ...]],
) -> NDArray[np.float64]:
    """Coefficients of least weighted log loss within their ranges. *Shape:* (2, columns)."""
    width, free = columns.shape[1], columns.shape[1] - len(ranges)
    penalty = np.array([1.0] * len(ranges) + [1e-3] * free)
    bounds = [side for number in (0, 1) for side in [*(pair[number] for pair in ranges), *([(None, None)] * free)]]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        slopes = flat.reshape(2, width)
        value, pull = _log_loss(columns @ slopes.T, gold, weights)
        return value + float((penalty * slopes**2).sum() / 2), (pull.T @ columns + penalty * slopes).ravel()

    found = minimize(loss, np.zeros(2 * width), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x).reshape(2, width)


def _offsets(logits: NDArray[np.float64], gold: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The pair of intercepts of least weighted log loss. *Shape:* (2,)."""

    def loss(offsets: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, pull = _log_loss(logits + offsets, gold, weights)
        return value, pull.sum(axis=0)

    return np.asarray(minimize(loss, np.zeros(2), jac=True, method="L-BFGS-B").x)


def _log_loss(
    logits: NDArray[np.float64], gold: NDArray[np.int64], weights: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """Weighted log loss where the last class has logit 0, and its gradient by the logits. *Shape:* (rows, 2)."""
    whole = np.hstack([logits, np.zeros((len(logits), 1))])
    logs = whole - logsumexp(whole, axis=1, keepdims=True)
    hits = np.eye(3)[gold]
    return float(-(weights[:, None] * hits * logs).sum()), (weights[:, None] * (np.exp(logs) - hits))[:, :2]


def _table(judge: Judge) -> dict[str, dict[str, float]]:
    named = {
        name: {key: round(weight, 4) for key, weight in zip(FEATURES, row, strict=True)}
        for name, row in zip(CLASSES, judge.coefficients, strict=False)
    }
    return {**named, "intercepts": dict(zip(CLASSES, (round(value, 4) for value in judge.intercepts), strict=False))}
