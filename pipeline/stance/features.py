"""What an article says to a claim, as numbers: evidence of support and of refutation, similarity and exact checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.arrays import CONTRADICTION, ENTAILMENT, NEUTRAL, Probabilities
from pipeline.facts import FactCheck
from pipeline.odds import logit
from pipeline.stance.relevance import counts_of
from pipeline.stance.units import Unit

_MOST_MISSING = 2
FEATURES = (
    "entailment",
    "entailment_second",
    "entailment_third",
    "contradiction",
    "contradiction_second",
    "contradiction_third",
    "relevance",
    "new_words",
    "negation_differs",
    "numbers_missing",
    "numbers_contradicted",
    "other_value",
    "dates_missing",
    "names_missing",
    "reported",
    "together_entailment",
    "together_neutral",
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
        likeliest_contradicts: numbers of the claim of which the likeliest line has another value.
        negation_differs: whether only one of the claim and the likeliest line has a word of negation.
        reported: whether the unit that entails the claim most gives somebody's words.
    """

    units: tuple[Unit, ...]
    probabilities: Probabilities
    facts: FactCheck
    new_words: float
    other_value: float
    likeliest_contradicts: int
    negation_differs: bool
    reported: bool


def features_of(reading: CellReading) -> NDArray[np.float64] | None:
    """The values that are joined, in the order of ``FEATURES``; None where no unit could be read."""
    read = [row for row in range(len(reading.units)) if not np.isnan(reading.probabilities[row, ENTAILMENT])]
    if not read:
        return None
    shares = np.nan_to_num(reading.probabilities[read], nan=0.0)
    relevances = np.array([unit.relevance for unit in reading.units])
    counts = np.append(counts_of(relevances)[:-1], 1.0)  # of sentences joined all
    weighed = shares * counts[read, None]
    entailed, refuted = (_strongest(weighed[:, label]) for label in (ENTAILMENT, CONTRADICTION))
    together, facts = shares[-1], reading.facts  # the last unit holds the most sentences
    mains = [reading.units[row].main for row in read]
    return np.array(
        [
            *entailed,
            *refuted,
            logit(float(relevances.max())),
            reading.new_words,
            float(reading.negation_differs),
            float(min(facts.numbers - facts.numbers_matched, _MOST_MISSING)),
            float(min(reading.likeliest_contradicts, 1)),
            reading.other_value,
            float(facts.dates - facts.dates_matched),
            float(min(facts.names - facts.names_matched, _MOST_MISSING)),
            float(reading.reported),
            logit(together[ENTAILMENT]),
            logit(together[NEUTRAL]),
            logit(together[CONTRADICTION]),
            logit(_opposed(mains, weighed)),
        ]
    )


def _opposed(mains: Sequence[int], shares: NDArray[Any]) -> float:
    """How far two sentences take opposite sides, 0 to 1: entailment by one or contradiction by another, the lower."""
    apart = np.not_equal.outer(mains, mains)
    return float((np.minimum.outer(shares[:, ENTAILMENT], shares[:, CONTRADICTION]) * apart).max())


def _strongest(shares: NDArray[Any]) -> list[float]:
    """Logits of the three highest shares; of the lowest in place of what is not there."""
    falling = np.sort(shares)[::-1]
    return [logit(falling[min(place, len(falling) - 1)]) for place in range(3)]
