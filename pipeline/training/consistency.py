"""``evenhand train consistency``: the regression that joins entailment, similarity and exact checks."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from pipeline.config import Config
from pipeline.errors import InputError
from pipeline.output import write_json
from pipeline.score import FEATURES, Joint, read_summary
from pipeline.tools import load_tools
from pipeline.training.rows import numbered_rows

_KEY = 100  # characters by which documents of two sets are known to be the same


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged summary."""

    document: str
    summary: str
    consistent: bool


def train_consistency(data: Path, hold_out: Sequence[Path], out: Path, most: int, config: Config) -> Iterator[str]:
    """Fit the regression on judged summaries, write it, and yield the lines to show.

    Args:
        data: JSONL of ``document, summary, label``.
        hold_out: sets to be measured on; rows of ``data`` that share a document with them are left out.
        out: JSON file to write.
        most: rows of ``data`` to draw, with the configuration's seed.
        config: models and seed.

    Raises:
        InputError: a file is missing, has a bad row, or only one kind of label is left.
    """
    tools = load_tools(config)
    rows = read_judged(data)
    random.Random(config.seed).shuffle(rows)
    kept_apart = {row.document[:_KEY] for path in hold_out for row in read_judged(path)}
    chosen = [row for row in rows[:most] if row.document[:_KEY] not in kept_apart]
    yield f"{data.name}: {len(chosen)} of {len(rows)} rows drawn, none shares a document with the sets held out"
    features, labels = [], []
    for row in chosen:
        read = read_summary(row.document, row.summary, tools.embed, tools.score)
        known = [item.features for item in read if item.features is not None]
        if known:
            features.append(np.mean(known, axis=0))
            labels.append(row.consistent)
    joint = fit(np.array(features), np.array(labels))
    coefficients = {name: round(weight, 4) for name, weight in zip(FEATURES, joint.coefficients, strict=True)}
    table = {"coefficients": coefficients, "intercept": round(joint.intercept, 4)}
    write_json(out, {**table, "trained_on": data.name, "rows": len(labels), "seed": config.seed})
    yield f"{len(labels)} rows, {sum(labels)} consistent: {coefficients}"


def fit(features: NDArray[np.float64], labels: NDArray[np.bool_]) -> Joint:
    """Logistic regression with L2 penalty (C = 1), both classes weighing the same.

    Args:
        features: *Shape:* (rows, features).
        labels: whether each row is consistent. *Shape:* (rows,).

    Raises:
        InputError: only one kind of label is there.
    """
    if labels.all() or not labels.any():
        raise InputError("the judged summaries need both kinds of label, 1 and 0")
    # A thousand in all, so that the penalty means the same for any number of rows.
    weights = 1000 * np.where(labels, 0.5 / labels.sum(), 0.5 / (~labels).sum())
    model = LogisticRegression(C=1.0).fit(features, labels, sample_weight=weights)
    return Joint(tuple(float(weight) for weight in model.coef_[0]), float(model.intercept_[0]))


def read_judged(path: Path) -> list[Judged]:
    """Read judged summaries.

    Raises:
        InputError: the file is missing, or a row lacks a field.
    """
    needs = "document, summary and label"
    rows = []
    for number, row in numbered_rows(path, needs):
        try:
            rows.append(Judged(row["document"], row["summary"], bool(row["label"])))
        except KeyError as error:
            raise InputError(f"{path}, line {number}: no field {error}; a row needs {needs}") from error
    return rows
