"""What a document says to a sentence of its summary: passages proposed by similarity, read by the NLI model.

The zero-shot scheme of SummaC (Laban et al. 2022) with retrieval in place of all pairs: the nearest sentences of the
whole document are read alone, with a neighbour, in threes, and the best of them joined, since evidence often spans
several sentences. Any length of document is covered, for every sentence of it is compared.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.arrays import ENTAILMENT, Pair, Probabilities, Vectors
from pipeline.facts import FactCheck, as_told, check_facts, denies, other_names, read_source
from pipeline.records import Span
from pipeline.terms import letters_of, stems
from pipeline.text import split_sentences

Scorer = Callable[[Sequence[Pair]], Probabilities]
Embedder = Callable[[Sequence[str]], Vectors]

_NEAREST = 6  # sentences read alone
_PAIRED = 2  # of them, those read with the sentence before and with the one after
_WINDOWS = 3  # and those read with both
_RENAMED = 2  # and those whose names are tried in place of the sentence's
_JOINED = (3, 5)  # how many of the best are read as one premise
_ENTAILED = np.array(
    [1.0, 0.0, 0.0], dtype=np.float32
)  # a sentence entails itself, whatever its capitals and its punctuation


Passage = tuple[int, ...]  # numbers of sentences of a document, ascending; they need not be neighbours


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A summary sentence at its offsets, and what the document says to it.

    Attributes:
        passages: premises that were read.
        probabilities: of entailment, neutral, contradiction; NaN where a pair is too long. *Shape:* (passages, 3).
        cosine: the highest between the sentence and one of the document, -1 to 1.
        facts: numbers, dates and names of the sentence looked up in the document.
        new_words: share of the sentence's content words that the document lacks, 0 to 1.
        negation_differs: whether only one of the sentence and the document's nearest one has a word of negation.
        other_name: the highest entailment of the sentence with a name of a near one in place of its own, 0 to 1.
    """

    text: str
    start: int
    end: int
    passages: tuple[Passage, ...]
    probabilities: Probabilities
    cosine: float
    facts: FactCheck
    new_words: float
    negation_differs: bool
    other_name: float


@dataclass(frozen=True, slots=True)
class Read:
    """A summary beside its document: a reading per sentence, none where either text is empty."""

    sources: tuple[Span, ...]
    readings: tuple[Reading, ...]


def read_summary(document: str, summary: str, embedder: Embedder, scorer: Scorer) -> Read:
    """Read a document for each sentence of a summary.

    Args:
        document: any length.
        summary: any length.
        embedder: texts to unit vectors.
        scorer: NLI of (premise, hypothesis) pairs.
    """
    sources, claims = split_sentences(document, every_line=True), split_sentences(summary, every_line=True)
    if not sources or not claims:
        return Read(sources, ())
    source_texts = [document[span.start : span.end] for span in sources]
    claim_texts = [summary[span.start : span.end] for span in claims]
    nearness = embedder(claim_texts) @ embedder(source_texts).T
    tried = [passages(row) for row in nearness]
    premises = [[" ".join(source_texts[row] for row in passage) for passage in some] for some in tried]
    scores = scorer(
        [
            (premise, as_told(text, premise))
            for text, some in zip(claim_texts, premises, strict=True)
            for premise in some
        ]
    )
    scores = np.where(_copies(claim_texts, tried, source_texts)[:, None], _ENTAILED, scores)
    parts = np.split(scores, np.cumsum([len(some) for some in tried])[:-1])
    others = _other_names(claim_texts, nearness, source_texts, scorer)
    facts, known = [read_source(document)], stems(document)
    readings = (
        Reading(
            text,
            span.start,
            span.end,
            some,
            part,
            float(near.max()),
            check_facts(text, facts),
            _new(text, known),
            denies(text) != denies(source_texts[int(near.argmax())]),
            name,
        )
        for span, text, some, part, near, name in zip(claims, claim_texts, tried, parts, nearness, others, strict=True)
    )
    return Read(sources, tuple(readings))


def passages(nearness: NDArray[np.float32]) -> tuple[Passage, ...]:
    """Choose what to read for one summary sentence, by its cosine with each sentence of the document."""
    order = [int(row) for row in np.argsort(-nearness, kind="stable")[:_NEAREST]]
    last = len(nearness) - 1
    chosen: list[Passage] = [(row,) for row in order]
    chosen += [(row - 1, row) for row in order[:_PAIRED] if row > 0]
    chosen += [(row, row + 1) for row in order[:_PAIRED] if row < last]
    chosen += [tuple(range(max(0, row - 1), min(last, row + 1) + 1)) for row in order[:_WINDOWS]]
    chosen += [tuple(sorted(order[:size])) for size in _JOINED]
    return tuple(dict.fromkeys(chosen))


def _other_names(
    claims: Sequence[str], nearness: NDArray[np.float32], sources: Sequence[str], scorer: Scorer
) -> list[float]:
    """For each claim the highest entailment of it with another name of one of the nearest sentences."""
    tried: list[list[Pair]] = []
    for claim, near in zip(claims, nearness, strict=True):
        texts = [sources[int(row)] for row in np.argsort(-near, kind="stable")[:_RENAMED]]
        tried.append([(text, as_told(other, text)) for text in texts for other in other_names(claim, text)])
    scores = iter(scorer([pair for some in tried for pair in some]))
    return [max((float(np.nan_to_num(next(scores)[ENTAILMENT])) for _ in some), default=0.0) for some in tried]


def _copies(claims: Sequence[str], tried: Sequence[Sequence[Passage]], sources: Sequence[str]) -> NDArray[np.bool_]:
    """For each claim and passage in turn, whether a sentence of the passage is the claim, letter by letter."""
    letters = [letters_of(text) for text in sources]
    return np.array(
        [
            bool(own) and any(letters[row] == own for row in passage)
            for own, some in zip(map(letters_of, claims), tried, strict=True)
            for passage in some
        ]
    )


def _new(text: str, known: frozenset[str]) -> float:
    own = stems(text)
    return len(own - known) / len(own) if own else 0.0
