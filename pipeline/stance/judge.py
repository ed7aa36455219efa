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

CLASSES = ("supports", "refutes", "mixed", "not_stated")


@dataclass(frozen=True, slots=True)
class Shares:
    """Probabilities of the labels, which sum to 1."""

    supports: float
    refutes: float
    mixed: float
    not_stated: float

    @property
    def scores(self) -> StanceScores:
        """Of the sides alone: what is mixed counts by halves for either."""
        half = self.mixed / 2
        return StanceScores(self.supports + half, self.refutes + half, self.not_stated)


@dataclass(frozen=True, slots=True)
class Judge:
    """Multinomial logistic regression over ``FEATURES``: logits of each label but the last against the last.

    *Shapes:* ``coefficients`` (3, features), ``intercepts`` (3,).
    """

    coefficients: tuple[tuple[float, ...], ...]
    intercepts: tuple[float, ...]

    def shares(self, features: NDArray[np.float64]) -> Shares:
        """Probabilities of the labels for one cell. *Shape of features:* (features,)."""
        logits = np.append(np.array(self.coefficients) @ features + np.array(self.intercepts), 0.0)
        shares = np.exp(logits - logits.max())
        return Shares(*(float(share) for share in shares / shares.sum()))


@functools.cache
def builtin_judge() -> Judge:
    """The regression that comes with the installation."""
    table = json.loads((files("pipeline") / "builtin" / "stance" / "judge.json").read_text(encoding="utf-8"))
    return Judge(
        tuple(tuple(float(table[name][key]) for key in FEATURES) for name in CLASSES[:-1]),
        tuple(float(table["intercepts"][name]) for name in CLASSES[:-1]),
    )


def label_of(shares: Shares, settings: Settings) -> StanceLabel:
    """The likeliest label, or none where it does not reach what the settings ask."""
    named = {name: float(getattr(shares, name)) for name in CLASSES}
    best = max(named, key=named.__getitem__)
    return StanceLabel(best) if named[best] >= settings.sure else StanceLabel.UNSCORED


def joined(parts: Sequence[Shares]) -> Shares:
    """Those of a claim out of those of its parts.

    It is refuted by one part, else mixed by one part, and supported as its weakest part is.
    """
    refutes = max(part.refutes for part in parts)
    mixed = min(max(part.mixed for part in parts), 1 - refutes)
    supports = min(*(part.supports for part in parts), 1 - refutes - mixed)
    return Shares(supports, refutes, mixed, max(0.0, 1 - supports - refutes - mixed))
