"""Is a summary consistent with its document? Sentence by sentence, with the evidence.

The NLI model's reading, the similarity and what the exact checks miss are joined by a logistic regression
(``builtin/consistency``). The summary's score is an aggregate of its sentences'.
"""

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from pipeline.arrays import CONTRADICTION, ENTAILMENT
from pipeline.evidence import Embedder, Read, Reading, Scorer, read_summary
from pipeline.odds import logit
from pipeline.records import Span

_MOST_MISSING = 2  # further missing figures or names tell nothing new
_BEST = 3  # readings whose mean entailment counts: a single high one may be chance
_NEAR = 0.5  # cosine above which a document sentence says much the same, so that its verdict weighs more
_ENTAILED = 0.5
FEATURES = (
    "entailment",
    "entailment_near",
    "contradiction_near",
    "highest_cosine",
    "new_words",
    "negation_differs",
    "numbers_missing",
    "dates_missing",
    "names_missing",
    "name_displaced",
)
SIGNS = (1, 1, -1, 1, -1, -1, -1, -1, -1, -1)  # which way each may count, whatever a set of judged summaries suggests


@dataclass(frozen=True, slots=True)
class EvidenceSpan:
    """A piece of the document: characters ``start`` to ``end`` of it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """A summary sentence at its offsets; ``score`` is None where it could not be scored."""

    text: str
    start: int
    end: int
    score: float | None
    evidence: tuple[EvidenceSpan, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Consistency of a summary, 0 to 1, or None and the reason in ``unscored``."""

    id: str
    score: float | None
    unscored: str | None
    sentences: tuple[SentenceScore, ...]


@dataclass(frozen=True, slots=True)
class Joint:
    """Logistic regression over ``FEATURES``; fitted with both classes of every set weighing the same."""

    coefficients: tuple[float, ...]
    intercept: float

    def probability(self, features: Sequence[float]) -> float:
        """Probability, 0 to 1, that a sentence with these features is consistent, where half of all are."""
        logit = self.intercept + sum(weight * value for weight, value in zip(self.coefficients, features, strict=True))
        return float(1 / (1 + np.exp(-logit)))


@functools.cache
def builtin_joint() -> Joint:
    """The regression that comes with the installation."""
    table = json.loads((files("pipeline") / "builtin" / "consistency" / "joint.json").read_text(encoding="utf-8"))
    return Joint(tuple(table["coefficients"][name] for name in FEATURES), table["intercept"])


def score_summary(
    row_id: str, document: str, summary: str, embedder: Embedder, scorer: Scorer, joint: Joint | None = None
) -> Score:
    """Score one summary against one document.

    Args:
        row_id: handed on.
        document: any length.
        summary: any length; every sentence is scored.
        embedder: texts to unit vectors.
        scorer: NLI of (premise, hypothesis) pairs.
        joint: what joins the features; the built-in one by default.
    """
    return rate(row_id, document, summary, read_summary(document, summary, embedder, scorer), joint)


def rate(row_id: str, document: str, summary: str, read: Read, joint: Joint | None = None) -> Score:
    """Score a summary that was read beside its document; arguments as for ``score_summary``."""
    if not read.readings:
        empty = "document" if summary.strip() and not document.strip() else "summary"
        return Score(row_id, None, f"the {empty} has no text", ())
    chosen = joint or builtin_joint()
    rated = tuple(_rate(reading, read.sources, document, chosen) for reading in read.readings)
    known = [sentence.score for sentence in rated if sentence.score is not None]
    if not known:
        return Score(row_id, None, "every sentence is longer than the model can read", rated)
    return Score(row_id, aggregate(known), None, rated)


def aggregate(scores: Sequence[float]) -> float:
    """The summary's score out of its sentences': their mean."""
    return float(np.mean(scores))


def features_of(reading: Reading) -> tuple[float, ...] | None:
    """The values that are joined, in the order of ``FEATURES``; None where the NLI model could read no passage.

    Entailment is the logit of the mean of the three highest. A document sentence near to the summary's is held to its
    verdict: the highest entailment, and the contradiction by the nearest sentence, count again by how near it is.
    A name is displaced in so far as the document entails the sentence rather with another name.
    """
    entailment = reading.probabilities[:, ENTAILMENT]
    known = np.sort(entailment[~np.isnan(entailment)])[::-1]
    if not known.size:
        return None
    contradiction = float(reading.probabilities[0, CONTRADICTION])
    nearness = max(0.0, reading.cosine - _NEAR)
    facts = reading.facts
    return (
        logit(float(known[:_BEST].mean())),
        nearness * logit(float(known[0])),
        # A model of two classes tells no contradiction from what is left open.
        0.0 if np.isnan(contradiction) else nearness * logit(contradiction),
        reading.cosine,
        reading.new_words,
        float(reading.negation_differs),
        float(min(facts.numbers - facts.numbers_matched, _MOST_MISSING)),
        float(facts.dates - facts.dates_matched),
        float(min(facts.names - facts.names_matched, _MOST_MISSING)),
        max(0.0, logit(reading.other_name) - logit(float(known[0]))),
    )


def _rate(reading: Reading, sources: Sequence[Span], document: str, joint: Joint) -> SentenceScore:
    features = features_of(reading)
    if features is None:
        return SentenceScore(reading.text, reading.start, reading.end, None, ())
    entailment = reading.probabilities[:, ENTAILMENT]
    # Where nothing entails the sentence, what comes nearest to it is what an editor wants to see.
    best = int(np.nanargmax(entailment)) if np.nanmax(entailment) >= _ENTAILED else 0
    evidence = _evidence(reading.passages[best], sources, document)
    return SentenceScore(reading.text, reading.start, reading.end, joint.probability(features), evidence)


def _evidence(rows: Sequence[int], sources: Sequence[Span], document: str) -> tuple[EvidenceSpan, ...]:
    return tuple(
        EvidenceSpan(sources[row].start, sources[row].end, document[sources[row].start : sources[row].end])
        for row in rows
    )
