"""What an article says to a claim, as numbers: evidence of support and of refutation, similarity and exact checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.arrays import CONTRADICTION, ENTAILMENT, Probabilities
from pipeline.facts import FactCheck
from pipeline.odds import logit
from pipeline.stance.units import Unit

_MOST_MISSING = 2
_NEAR = 0.5  # cosine above which a sentence says much the same, so that its verdict weighs more
FEATURES = (
    "entailment",
    "entailment_second",
    "entailment_near",
    "contradiction",
    "contradiction_second",
    "contradiction_near",
    "cosine",
    "new_words",
    "negation_differs",
    "numbers_missing",
    "numbers_contradicted",
    "other_value",
    "dates_missing",
    "names_missing",
    "reported",
    "together_entailment",
    "together_contradiction",
    "opposed",
)


@dataclass(frozen=True, slots=True, eq=False)
class CellReading:
    """One article beside one claim.

    Attributes:
        units: what was read.
        probabilities: of entailment, neutral, contradiction; NaN where a unit is too long. *Shape:* (units, 3).
        facts: numbers, dates and names of the claim looked up in the article and its headline.
        new_words: share of the claim's content words that neither has, 0 to 1.
        other_value: the highest entailment of the claim with a figure of the article in place of its own, 0 to 1.
        nearest_contradicts: numbers of the claim of which the nearest sentence has another value.
        negation_differs: whether only one of the claim and the nearest sentence has a word of negation.
        reported: whether the unit that entails the claim most gives somebody's words.
    """

    units: tuple[Unit, ...]
    probabilities: Probabilities
    facts: FactCheck
    new_words: float
    other_value: float
    nearest_contradicts: int
    negation_differs: bool
    reported: bool


def relevance(cosine: float) -> float:
    """From 0 for a sentence on something else to 1 for one on the claim's matter, by its cosine with the claim."""
    return float(1 / (1 + np.exp(-14 * (cosine - 0.5))))


def features_of(reading: CellReading) -> NDArray[np.float64] | None:
    """The values that are joined, in the order of ``FEATURES``; None where no unit could be read.

    A contradiction counts in the measure that its sentence is about the claim at all, since a sentence about another
    place or time "contradicts" what it never mentions.
    """
    read = [row for row in range(len(reading.units)) if not np.isnan(reading.probabilities[row, ENTAILMENT])]
    if not read:
        return None
    shares = np.nan_to_num(reading.probabilities[read], nan=0.0)
    cosines = np.array([reading.units[row].cosine for row in read])
    about = np.array([relevance(cosine) for cosine in cosines])
    entailed = np.sort(shares[:, ENTAILMENT])[::-1]
    refuted = np.sort(shares[:, CONTRADICTION] * about)[::-1]
    nearest = int(cosines.argmax())
    nearness = max(0.0, float(cosines[nearest]) - _NEAR)
    together, facts = shares[-1], reading.facts  # the last unit holds the most sentences
    mains = [reading.units[row].main for row in read]
    return np.array(
        [
            logit(entailed[0]),
            logit(_second(entailed)),
            nearness * logit(entailed[0]),
            logit(refuted[0]),
            logit(_second(refuted)),
            nearness * logit(shares[nearest, CONTRADICTION]),
            float(cosines[nearest]),
            reading.new_words,
            float(reading.negation_differs),
            float(min(facts.numbers - facts.numbers_matched, _MOST_MISSING)),
            float(min(reading.nearest_contradicts, 1)),
            reading.other_value,
            float(facts.dates - facts.dates_matched),
            float(min(facts.names - facts.names_matched, _MOST_MISSING)),
            float(reading.reported),
            logit(together[ENTAILMENT]),
            logit(together[CONTRADICTION]),
            logit(_opposed(mains, shares[:, ENTAILMENT], shares[:, CONTRADICTION] * about)),
        ]
    )


def _opposed(mains: Sequence[int], entailed: NDArray[Any], refuted: NDArray[Any]) -> float:
    """How far two sentences take opposite sides, 0 to 1: entailment by one or contradiction by another, the lower."""
    apart = np.not_equal.outer(mains, mains)
    return float((np.minimum.outer(entailed, refuted) * apart).max())


def _second(shares: Sequence[Any] | NDArray[Any]) -> float:
    return float(shares[min(1, len(shares) - 1)])
