"""From an article's features to scores that sum to 1, and to a label."""

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from pipeline.config import Stance as Settings
from pipeline.records import StanceLabel, StanceScores
from pipeline.stance.features import FEATURES

CLASSES = ("supports", "refutes", "not_stated")


@dataclass(frozen=True, slots=True)
class Judge:
    """Multinomial logistic regression over ``FEATURES``: logits of supporting and refuting against not stating.

    *Shapes:* ``coefficients`` (2, features), ``intercepts`` (2,).
    """

    coefficients: tuple[tuple[float, ...], tuple[float, ...]]
    intercepts: tuple[float, float]

    def scores(self, features: NDArray[np.float64]) -> StanceScores:
        """Probabilities that sum to 1, for one cell. *Shape of features:* (features,)."""
        logits = np.append(np.array(self.coefficients) @ features + np.array(self.intercepts), 0.0)
        shares = np.exp(logits - logits.max())
        supports, refutes, not_stated = (float(share) for share in shares / shares.sum())
        return StanceScores(supports, refutes, not_stated)


@functools.cache
def builtin_judge() -> Judge:
    """The regression that comes with the installation."""
    table = json.loads((files("pipeline") / "builtin" / "stance" / "judge.json").read_text(encoding="utf-8"))
    supports, refutes = (tuple(float(table[name][key]) for key in FEATURES) for name in CLASSES[:2])
    return Judge((supports, refutes), (float(table["intercepts"]["supports"]), float(table["intercepts"]["refutes"])))


def label_of(scores: StanceScores, strongest: tuple[float, float], settings: Settings) -> StanceLabel:
    """The label of a cell.

    Args:
        scores: of the article as a whole.
        strongest: the highest entailment and the highest contradiction (weighted by relevance) that two different
            sentences reach.
        settings: thresholds. Both sides in different sentences make an article mixed.
    """
    stated = scores.supports + scores.refutes
    if min(strongest) >= settings.both and stated >= scores.not_stated:
        return StanceLabel.MIXED
    named = dict(zip(CLASSES, (scores.supports, scores.refutes, scores.not_stated), strict=True))
    best = max(named, key=named.__getitem__)
    return StanceLabel(best) if named[best] >= settings.sure else StanceLabel.UNSCORED


def joined(parts: Sequence[StanceScores]) -> StanceScores:
    """Scores of a claim out of those of its parts: it is refuted by one part, and supported as its weakest part is."""
    refutes = max(part.refutes for part in parts)
    supports = min(*(part.supports for part in parts), 1 - refutes)
    return StanceScores(supports, refutes, max(0.0, 1 - supports - refutes))
