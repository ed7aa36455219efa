"""Is a summary consistent with its document? Sentence by sentence, with the evidence.

Similarity proposes the document sentences nearest to a summary sentence; these, their neighbourhoods and the best of
them joined are read as premises, and the highest entailment counts (the zero-shot scheme of SummaC, Laban et al. 2022,
with retrieval in place of all pairs). The summary's score is the mean over its sentences.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.embed import Vectors
from pipeline.nli import ENTAILMENT, Pair, Probabilities
from pipeline.records import Span
from pipeline.text import split_sentences

Scorer = Callable[[Sequence[Pair]], Probabilities]
Embedder = Callable[[Sequence[str]], Vectors]

_NEAREST = 6
_JOINED = 3


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


def score_summary(row_id: str, document: str, summary: str, embedder: Embedder, scorer: Scorer) -> Score:
    """Score one summary against one document.

    Args:
        row_id: handed on.
        document: any length.
        summary: any length; every sentence is scored.
        embedder: texts to unit vectors.
        scorer: NLI of (premise, hypothesis) pairs.
    """
    sources, claims = split_sentences(document, every_line=True), split_sentences(summary, every_line=True)
    if not sources or not claims:
        empty = "document" if not sources else "summary"
        return Score(row_id, None, f"the {empty} has no text", ())
    source_texts = [document[span.start : span.end] for span in sources]
    claim_texts = [summary[span.start : span.end] for span in claims]
    nearness = embedder(claim_texts) @ embedder(source_texts).T
    options = [_options(row) for row in nearness]
    pairs = [
        (" ".join(source_texts[row] for row in rows), text)
        for text, tried in zip(claim_texts, options, strict=True)
        for rows in tried
    ]
    scores = scorer(pairs)[:, ENTAILMENT]
    rated, start = [], 0
    for span, text, tried in zip(claims, claim_texts, options, strict=True):
        rated.append(_rate(span, text, tried, scores[start : start + len(tried)], sources, document))
        start += len(tried)
    known = [sentence.score for sentence in rated if sentence.score is not None]
    if not known:
        return Score(row_id, None, "every sentence is longer than the model can read", tuple(rated))
    return Score(row_id, float(np.mean(known)), None, tuple(rated))


def _options(nearness: NDArray[np.float32]) -> list[tuple[int, ...]]:
    """Rows of the document to read for one summary sentence: single ones, threes around the best, the best joined."""
    order = [int(row) for row in np.argsort(-nearness, kind="stable")[:_NEAREST]]
    last = len(nearness) - 1
    windows = [tuple(range(max(0, row - 1), min(last, row + 1) + 1)) for row in order[:_JOINED]]
    return list(dict.fromkeys([*((row,) for row in order), *windows, tuple(sorted(order[:_JOINED]))]))


def _rate(
    span: Span,
    text: str,
    tried: Sequence[tuple[int, ...]],
    scores: NDArray[np.float32],
    sources: Sequence[Span],
    document: str,
) -> SentenceScore:
    if np.isnan(scores).all():
        return SentenceScore(text, span.start, span.end, None, ())
    best = tried[int(np.nanargmax(scores))]
    evidence = tuple(
        EvidenceSpan(sources[row].start, sources[row].end, document[sources[row].start : sources[row].end])
        for row in best
    )
    return SentenceScore(text, span.start, span.end, float(np.nanmax(scores)), evidence)
