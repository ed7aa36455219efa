"""What a judge is asked and answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A sentence held against a document.

    Attributes:
        score: probability, 0 to 1, that the document says it; None where it could not be scored.
        maximum: highest entailment by a single sentence of the document, 0 to 1 (SummaC's zero-shot maximum).
        cosine: highest with a sentence of the document, -1 to 1.
        evidence: the sentences of the document that come nearest.
    """

    score: float | None
    maximum: float | None
    cosine: float | None
    evidence: str = ""


class Judge(Protocol):
    """Answers two questions; a None is a question that could not be answered."""

    def consistency(self, document: str, sentences: Sequence[str]) -> list[Judgement]:
        """Does the document say each of these sentences?"""

    def entailment(self, pairs: Sequence[Pair]) -> list[float | None]:
        """How probable, 0 to 1, is it that the premise entails the hypothesis?"""


class Unasked:
    """A judge for measures of nothing: whoever asks it something made a mistake."""

    def consistency(self, document: str, sentences: Sequence[str]) -> list[Judgement]:
        """As ``Judge``; no sentence has no judgement."""
        if sentences:
            raise AssertionError(f"asked about {document[:20]!r}")
        return []

    def entailment(self, pairs: Sequence[Pair]) -> list[float | None]:
        """As ``Judge``; no pair has no score."""
        if pairs:
            raise AssertionError(f"asked about {pairs[0]!r}")
        return []
