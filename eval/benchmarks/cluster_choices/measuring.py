"""A way to group -> its threshold on the sets to fit on, and its figures on the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from eval.benchmarks.cluster_choices.choices import Choice, FitSet, Similarity
from eval.benchmarks.cluster_choices.grouping import At, Grouping, distances
from eval.benchmarks.cluster_choices.signals import Signals
from eval.figures.bcubed import bcubed
from eval.figures.clusterings import Resampled, resampled


@dataclass(frozen=True, slots=True)
class Measured:
    """A choice with its threshold, its BCubed F1 on the sets fitted on, and its figures on each other batch."""

    choice: Choice
    threshold: float
    fitted: float
    held_out: tuple[Resampled, ...]


def measure(choice: Choice, sets: Sequence[FitSet], batches: Sequence[Signals]) -> Measured:
    """Choose the threshold, and group each batch with it.

    The threshold has the highest BCubed F1, every set weighing the same; the lowest of equals. A trained scorer meets
    there only pairs that it was not trained on.

    Args:
        choice: what to measure.
        sets: to choose the threshold on.
        batches: to measure on.
    """
    grid = choice.grouping.grid if choice.threshold is None else (choice.threshold,)
    means = np.mean([_means(choice, one, grid) for one in sets], axis=0)
    best = int(np.argmax(np.round(means, 6)))
    found = tuple(
        resampled(
            _prepared(choice.grouping, choice.similarity, batch)(grid[best]).tolist(),
            batch.batch.stories,
            batch.batch.topics,
        )
        for batch in batches
    )
    return Measured(choice, grid[best], float(means[best]), found)


def _means(choice: Choice, one: FitSet, grid: Sequence[float]) -> list[float]:
    """Mean BCubed F1 over the batches of a set, at each threshold."""
    prepared = list(_by_half(choice, one))
    return [float(np.mean([_f1(at, batch, threshold) for at, batch in prepared])) for threshold in grid]


def _by_half(choice: Choice, one: FitSet) -> Iterator[tuple[At, Signals]]:
    for half, similarity in zip(one.halves, choice.out_of_fold, strict=True):
        for batch in half:
            yield _prepared(choice.grouping, similarity, batch), batch


def _prepared(grouping: Grouping, similarity: Similarity, batch: Signals) -> At:
    return grouping.prepare(distances(similarity(batch), batch.far))


def _f1(at: At, batch: Signals, threshold: float) -> float:
    score = bcubed(at(threshold).tolist(), batch.batch.stories)
    return score.f1 if score else 0.0
