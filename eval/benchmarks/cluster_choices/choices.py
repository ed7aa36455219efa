"""The ways to group that are measured beside the one that ships."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eval.benchmarks.cluster_choices.grouping import Grouping, communities, linked
from eval.benchmarks.cluster_choices.scorers import Scorer, boosting, regression, shipped
from eval.benchmarks.cluster_choices.signals import FEATURES, Signals

Matrix = NDArray[np.float64]
Similarity = Callable[[Signals], Matrix]
Fit = Callable[[Sequence[Sequence[Signals]], tuple[str, ...]], Scorer]

THREE: Final = ("encoder 200", "words whole", "names")
FIVE: Final = (*THREE, "numbers", "other dates")
UNDATED: Final = tuple(name for name in FEATURES if name not in {"days apart", "dated"})


@dataclass(frozen=True, slots=True)
class FitSet:
    """A set to fit on, in two halves that share no topic and no story."""

    name: str
    halves: tuple[tuple[Signals, ...], tuple[Signals, ...]]


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to group.

    ``out_of_fold`` is the similarity that a half of the fit sets is grouped by when the threshold is chosen: by a
    scorer that was trained on the other half. A given ``threshold`` is kept.
    """

    kind: str
    name: str
    similarity: Similarity
    grouping: Grouping
    out_of_fold: tuple[Similarity, Similarity]
    threshold: float | None = None


def choices(sets: Sequence[FitSet], made: FitSet) -> Iterator[Choice]:
    """Each way, the shipped one first.

    Args:
        sets: to fit on.
        made: synthetic articles, which some of the scorers are fitted on as well.
    """
    average = linked("average")
    yield _untrained("ships", "0.4 words, 0.4 encoder, 0.2 names at 0.62", shipped, average, 0.62)
    yield _untrained("weights", "the same, threshold chosen here", shipped, average)
    for name, weights in _weighted().items():
        yield _untrained("one signal" if len(weights) == 1 else "weights", name, _sum(weights), average)
    trained: tuple[tuple[str, Fit, tuple[str, ...]], ...] = (
        ("regression, the three signals", regression, THREE),
        ("regression, three, lengths", regression, (*THREE, "shorter", "longer")),
        ("regression, three, numbers, other dates", regression, FIVE),
        ("regression, all but days apart", regression, UNDATED),
        ("regression, all", regression, FEATURES),
        ("boosting, all but days apart", boosting, UNDATED),
        ("boosting, all", boosting, FEATURES),
    )
    for name, fit, features in trained:
        yield from _trained(name, fit, features, sets, (average,))
    others = (linked("weighted"), linked("complete"), linked("single"), communities(1), communities(4))
    for grouping in others:
        yield _untrained("grouping", grouping.name, shipped, grouping)
    for name, fit, features in trained[2:4]:
        yield from _trained(name, fit, features, sets, (linked("complete"), communities(4)))
    for name, fit, features in trained[2:4]:
        both = (average, linked("complete"))
        yield from _trained(f"{name}, synthetic articles too", fit, features, (*sets, made), both)


def _weighted() -> Mapping[str, Mapping[str, float]]:
    """Sums of signals by hand."""
    alone = [name for name in FEATURES if name.startswith(("words", "encoder"))] + ["names", "numbers", "dates"]
    ours = {"words whole": 0.4, "encoder 200": 0.4, "names": 0.2}
    less = {"words whole": 0.35, "encoder 200": 0.35, "names": 0.2}
    return {
        **{name: {name: 1.0} for name in alone},
        "words, encoder": {"words whole": 0.5, "encoder 200": 0.5},
        "0.3 names": {"words whole": 0.35, "encoder 200": 0.35, "names": 0.3},
        "rare names in place of names": {"words whole": 0.4, "encoder 200": 0.4, "rare names": 0.2},
        "encoder of the whole text": {"words whole": 0.4, "encoder whole": 0.4, "names": 0.2},
        "half the encoder on titles": {"words whole": 0.4, "encoder 200": 0.2, "encoder title": 0.2, "names": 0.2},
        "0.1 numbers": {**less, "numbers": 0.1},
        "0.1 dates": {**less, "dates": 0.1},
        "other dates -0.03": {**ours, "other dates": -0.03},
        "days apart -0.3 a month": {**ours, "days apart": -0.3},
    }


def _sum(weights: Mapping[str, float]) -> Similarity:
    def similarity(batch: Signals) -> Matrix:
        total = np.zeros(batch.far.shape)
        for name, weight in weights.items():
            total += weight * batch.of[name]
        return total

    return similarity


def _untrained(
    kind: str, name: str, similarity: Similarity, grouping: Grouping, threshold: float | None = None
) -> Choice:
    return Choice(kind, name, similarity, grouping, (similarity, similarity), threshold)


def _trained(
    name: str, fit: Fit, features: tuple[str, ...], sets: Sequence[FitSet], groupings: Sequence[Grouping]
) -> Iterator[Choice]:
    """A scorer fitted on all, and for the threshold of each half one fitted on the other half."""
    first, second = (fit([one.halves[half] for one in sets], features) for half in (0, 1))
    whole = fit([(*one.halves[0], *one.halves[1]) for one in sets], features)
    for grouping in groupings:
        by = "" if grouping.name.startswith("average") else f"; {grouping.name}"
        yield Choice("scorer", name + by, whole.similarity, grouping, (second.similarity, first.similarity))
