"""Is a summary consistent with its document? Sentence by sentence, with the evidence.

Similarity proposes the document sentences nearest to a summary sentence; these, their neighbourhoods and the best of
them joined are read as premises (the zero-shot scheme of SummaC, Laban et al. 2022, with retrieval in place of all
pairs). The highest entailment, the highest cosine and what the exact checks miss are joined by a logistic regression
(``builtin/consistency``). The summary's score is the mean over its sentences.
"""

import functools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from pipeline.embed import Vectors
from pipeline.facts import SourceFacts, check_facts, read_source
from pipeline.nli import ENTAILMENT, Pair, Probabilities
from pipeline.records import Span
from pipeline.text import split_sentences

Scorer = Callable[[Sequence[Pair]], Probabilities]
Embedder = Callable[[Sequence[str]], Vectors]

_NEAREST = 6
_JOINED = 3
_SURE = 0.99  # entailment is taken between this and its complement
_MOST_MISSING = 2  # further missing figures or names tell nothing new
FEATURES = ("entailment_logit", "highest_cosine", "numbers_missing", "dates_missing", "names_missing")


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
    """Logistic regression over ``FEATURES``; fitted with both classes weighing the same."""

    coefficients: tuple[float, ...]
    intercept: float

    def probability(self, features: Sequence[float]) -> float:
        """Probability, 0 to 1, that a sentence with these features is consistent, where half of all are."""
        logit = self.intercept + sum(weight * value for weight, value in zip(self.coefficients, features, strict=True))
        return float(1 / (1 + np.exp(-logit)))


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A summary sentence beside its document: ``features`` in the order of ``FEATURES``, None where unscored."""

    text: str
    start: int
    end: int
    features: tuple[float, ...] | None
    evidence: tuple[EvidenceSpan, ...]


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
    joint = joint or builtin_joint()
    read = read_summary(document, summary, embedder, scorer)
    if not read:
        empty = "summary" if document.strip() else "document"
        return Score(row_id, None, f"the {empty} has no text", ())
    rated = tuple(
        SentenceScore(
            item.text,
            item.start,
            item.end,
            None if item.features is None else joint.probability(item.features),
            item.evidence,
        )
        for item in read
    )
    known = [sentence.score for sentence in rated if sentence.score is not None]
    if not known:
        return Score(row_id, None, "every sentence is longer than the model can read", rated)
    return Score(row_id, float(np.mean(known)), None, rated)


def read_summary(document: str, summary: str, embedder: Embedder, scorer: Scorer) -> tuple[ReadSentence, ...]:
    """Find the features and the evidence of each summary sentence; none where either text is empty."""
    sources, claims = split_sentences(document, every_line=True), split_sentences(summary, every_line=True)
    if not sources or not claims:
        return ()
    source_texts = [document[span.start : span.end] for span in sources]
    claim_texts = [summary[span.start : span.end] for span in claims]
    nearness = embedder(claim_texts) @ embedder(source_texts).T
    options = [_options(row) for row in nearness]
    pairs = [
        (" ".join(source_texts[row] for row in rows), text)
        for text, tried in zip(claim_texts, options, strict=True)
        for rows in tried
    ]
    scores, facts = scorer(pairs)[:, ENTAILMENT], read_source(document)
    read, start = [], 0
    for span, text, tried, near in zip(claims, claim_texts, options, nearness, strict=True):
        found = scores[start : start + len(tried)]
        start += len(tried)
        if np.isnan(found).all():
            read.append(ReadSentence(text, span.start, span.end, None, ()))
            continue
        evidence = _evidence(tried[int(np.nanargmax(found))], sources, document)
        features = _features(text, float(np.nanmax(found)), float(near.max()), facts)
        read.append(ReadSentence(text, span.start, span.end, features, evidence))
    return tuple(read)


def _features(text: str, entailment: float, cosine: float, facts: SourceFacts) -> tuple[float, ...]:
    sure = min(max(entailment, 1 - _SURE), _SURE)
    found = check_facts(text, [facts])
    return (
        float(np.log(sure / (1 - sure))),
        cosine,
        float(min(found.numbers - found.numbers_matched, _MOST_MISSING)),
        float(found.dates - found.dates_matched),
        float(min(found.names - found.names_matched, _MOST_MISSING)),
    )


def _options(nearness: NDArray[np.float32]) -> list[tuple[int, ...]]:
    """Rows of the document to read for one summary sentence: single ones, threes around the best, the best joined."""
    order = [int(row) for row in np.argsort(-nearness, kind="stable")[:_NEAREST]]
    last = len(nearness) - 1
    windows = [tuple(range(max(0, row - 1), min(last, row + 1) + 1)) for row in order[:_JOINED]]
    return list(dict.fromkeys([*((row,) for row in order), *windows, tuple(sorted(order[:_JOINED]))]))


def _evidence(rows: Sequence[int], sources: Sequence[Span], document: str) -> tuple[EvidenceSpan, ...]:
    return tuple(
        EvidenceSpan(sources[row].start, sources[row].end, document[sources[row].start : sources[row].end])
        for row in rows
    )
