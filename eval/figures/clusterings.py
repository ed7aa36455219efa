"""Figures of a clustering with bootstrap intervals over topics, also of the difference between two clusterings."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eval.figures.bcubed import per_item

Floats = NDArray[np.float64]

FIGURES: Final = ("P", "R", "BCubed F1", "pairwise F1", "ARI")
_RESAMPLES: Final = 2000
_SEED: Final = 13


@dataclass(frozen=True, slots=True)
class Resampled:
    """The figures named in ``FIGURES``, on all articles and on each resample of topics.

    *Shapes:* ``value`` (figures,), ``drawn`` (resamples, figures).
    """

    value: Floats
    drawn: Floats

    def interval(self, figure: str) -> tuple[float, float, float]:
        """Value, lower and upper bound at 95 %."""
        return _with_bounds(self.value, self.drawn, figure)

    def ahead(self, other: "Resampled", figure: str) -> tuple[float, float, float]:
        """How far it is ahead of another clustering of the same articles, and the bounds at 95 %, paired."""
        return _with_bounds(self.value - other.value, self.drawn - other.drawn, figure)


def resampled(labels: Sequence[Hashable], stories: Sequence[Hashable], topics: Sequence[Hashable]) -> Resampled:
    """Score a clustering; the same topics give the same draws.

    All figures are ratios of sums over articles (a pair counts once for each of its ends), so that a resample of
    topics is a weighted sum. Pairwise F1 and the adjusted Rand index (Hubert and Arabie 1985) of a resample count
    pairs between an article drawn and any article of the batch.

    Args:
        labels: of each article, the group it was put in.
        stories: of each article, its true story.
        topics: of each article, what the bootstrap draws.

    Raises:
        ValueError: the three differ in length.
    """
    numbers = [np.unique(np.asarray(column), return_inverse=True)[1] for column in (labels, stories, topics)]
    precision, recall = per_item(numbers[0].tolist(), numbers[1].tolist())
    group, story = (np.bincount(column)[column] for column in numbers[:2])
    ones = np.ones(len(group))
    columns = (precision, recall, precision * group - 1, group - 1, story - 1, (len(ones) - 1) * ones, ones)
    sums = np.stack([np.bincount(numbers[2], weights=column) for column in columns], axis=1)
    draws = np.random.default_rng(_SEED).integers(0, len(sums), (_RESAMPLES, len(sums)))
    times = np.stack([np.bincount(draw, minlength=len(sums)) for draw in draws])
    return Resampled(_figures(sums.sum(axis=0)), _figures(np.asarray(times @ sums, dtype=np.float64)))


def _figures(sums: Floats) -> Floats:
    """Figures out of the sums. *Shape:* (..., 7) to (..., 5)."""
    p, r = sums[..., 0] / sums[..., 6], sums[..., 1] / sums[..., 6]
    both, said, true, pairs = (sums[..., place] for place in (2, 3, 4, 5))
    with np.errstate(invalid="ignore", divide="ignore"):
        chance = said * true / pairs
        index = (both - chance) / ((said + true) / 2 - chance)
        return np.stack([p, r, 2 * p * r / (p + r), 2 * both / (said + true), index], axis=-1)


def _with_bounds(value: Floats, drawn: Floats, figure: str) -> tuple[float, float, float]:
    place = FIGURES.index(figure)
    low, high = np.nanquantile(drawn[:, place], (0.025, 0.975))
    return float(value[place]), float(low), float(high)
