"""ROUGE F1 (Lin 2004) by the rouge_score package: lower-cased words of letters and digits, no stemming."""

from dataclasses import dataclass

from rouge_score.rouge_scorer import RougeScorer

_KINDS = ("rouge1", "rouge2", "rougeL")


@dataclass(frozen=True, slots=True)
class Rouge:
    """F1 of unigrams, bigrams and the longest common subsequence, each 0 to 1."""

    one: float
    two: float
    longest: float


def rouge(summary: str, reference: str) -> Rouge:
    """Compare a summary with a reference; 0 where either has no word."""
    found = RougeScorer(_KINDS).score(reference, summary)
    return Rouge(*(float(found[kind].fmeasure) for kind in _KINDS))
