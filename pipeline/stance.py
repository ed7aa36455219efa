"""Claims x articles -> label, scores, evidence.

Similarity proposes the sentences of an article that may speak to a claim, the NLI model reads those, and the strongest
support and the strongest contradiction decide (the plain maximum rule). A contradiction counts in the measure that its
sentence is about the claim at all, since a sentence about another place or time "contradicts" what it never mentions.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline import config
from pipeline.facts import SourceFacts, check, check_facts, read_source
from pipeline.nli import CONTRADICTION, ENTAILMENT, Pair, Probabilities
from pipeline.passages import Passages
from pipeline.records import Claim, Evidence, Sentence, Stance, StanceLabel, StanceScores

Scorer = Callable[[Sequence[Pair]], Probabilities]

_ATTRIBUTED = re.compile(
    r"\b(?:said|says|told|tells|according to|claimed|claims|announced|insisted|alleged|argued|stated|tweeted|"
    r"declared|denied|warned|estimated|added|reported|testified)\b",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"[“\"][^”\"]{8,}[”\"]")
_MORE_TOGETHER = 0.1
_SHOWN = 0.3  # weaker sentences are no evidence to show
_MISSING_FACT = (
    0.3  # what support is worth when the claim's numbers are not in the sentence, or its names not in the article
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A piece of evidence to read for a claim: row of its main sentence, whether the one before is read with it."""

    row: int
    with_previous: bool
    relevance: float


def story_about(claim: NDArray[np.float32], passages: Passages) -> float:
    """Highest cosine, -1 to 1, between a claim's vector and the story's sentences; -1 for a story without sentences.

    *Shape of claim:* (width,).
    """
    return float((passages.vectors @ claim).max(initial=-1.0))


def score_story(
    story_id: str,
    passages: Passages,
    claims: Sequence[Claim],
    vectors: NDArray[np.float32],
    scorer: Scorer,
    settings: config.Stance,
) -> list[Stance]:
    """Score every article of a story against every claim.

    Args:
        story_id: for the records.
        passages: the story's sentences.
        claims: any number.
        vectors: unit vectors of the claims. *Shape:* (claims, width).
        scorer: NLI of (premise, hypothesis) pairs; NaN rows where a pair can't be scored.
        settings: thresholds.

    Returns:
        One stance per claim and article, claims first, articles in the order of ``passages``.
    """
    cells = [
        (claim, number, _propose(passages, number, vector, settings.sentences))
        for claim, vector in zip(claims, vectors, strict=True)
        for number in range(len(passages.articles))
    ]
    pairs = [(_premise(passages, unit), claim.text) for claim, _, units in cells for unit in units]
    scores = scorer(pairs)
    facts = [read_source(article.text) for article in passages.articles]
    stances, start = [], 0
    for claim, number, units in cells:
        rows = scores[start : start + len(units)]
        start += len(units)
        stances.append(_decide(story_id, passages, claim, number, units, rows, facts[number], settings))
    return stances


def is_reported(sentence: str) -> bool:
    """Whether the sentence gives somebody's words, in quotation marks or attributed, rather than the outlet's own."""
    return bool(_QUOTE.search(sentence) or _ATTRIBUTED.search(sentence))


def _propose(passages: Passages, number: int, claim: NDArray[np.float32], most: int) -> list[_Unit]:
    rows = np.flatnonzero(passages.owner == number)
    nearness = passages.vectors[rows] @ claim
    order = np.argsort(-nearness, kind="stable")[:most]
    units = [_Unit(int(rows[place]), False, _relevance(float(nearness[place]))) for place in order]
    # Evidence often spans two sentences; read the best ones with what stands before them too.
    units += [_Unit(unit.row, True, unit.relevance) for unit in units[:2] if unit.row > rows[0]]
    return units


def _relevance(cosine: float) -> float:
    """From 0 for a sentence on something else to 1 for one on the claim's matter."""
    return float(1 / (1 + np.exp(-14 * (cosine - 0.5))))


def _premise(passages: Passages, unit: _Unit) -> str:
    rows = [unit.row - 1, unit.row] if unit.with_previous else [unit.row]
    title = passages.articles[int(passages.owner[unit.row])].title.rstrip(" .")
    # The headline names what the sentence may call "the ferry" or "she".
    opening = [f"{title}."] if title else []
    return " ".join([*opening, *(passages.sentences[row].text for row in rows)])


def _decide(
    story_id: str,
    passages: Passages,
    claim: Claim,
    number: int,
    units: Sequence[_Unit],
    rows: Probabilities,
    facts: SourceFacts,
    settings: config.Stance,
) -> Stance:
    evidence: dict[int, Evidence] = {}
    # A sentence may say "the ferry" for what the claim names, so names are looked for in the whole article.
    named = check_facts(claim.text, [facts]).names_found
    for unit, row in zip(units, rows, strict=True):  # single sentences come first
        if np.isnan(row[[ENTAILMENT, CONTRADICTION]]).any():
            continue
        numbers = check(claim.text, [_premise(passages, unit)]).numbers_found
        supports = float(row[ENTAILMENT]) * (1.0 if numbers and named else _MISSING_FACT)
        refutes = float(row[CONTRADICTION]) * unit.relevance
        item = _evidence(passages.sentences[unit.row], supports, refutes)
        # Two sentences read together count only where they say clearly more than either does alone.
        rivals = [evidence[row] for row in (unit.row - 1, unit.row) if unit.with_previous and row in evidence]
        if all(_strength(item) > _strength(rival) + _MORE_TOGETHER for rival in rivals):
            evidence[unit.row] = item
    article_id = passages.articles[number].id
    if not evidence:
        return Stance(story_id, claim.id, claim.text, article_id, StanceLabel.UNSCORED, None, ())
    best = sorted(evidence.values(), key=lambda item: (-_strength(item), item.start))
    support, refute = max(item.supports for item in best), max(item.refutes for item in best)
    shown = tuple(item for item in best if _strength(item) >= _SHOWN)[: settings.evidence]
    label = _label(support, refute, settings)
    return Stance(story_id, claim.id, claim.text, article_id, label, join_scores(support, refute), shown)


def _strength(item: Evidence) -> float:
    return max(item.supports, item.refutes)


def _evidence(sentence: Sentence, supports: float, refutes: float) -> Evidence:
    return Evidence(sentence.start, sentence.end, sentence.text, supports, refutes, is_reported(sentence.text))


def join_scores(support: float, refute: float) -> StanceScores:
    """Turn the strongest support and refutation (0 to 1, taken as independent) into three shares that sum to 1."""
    both = support * refute / 2
    return StanceScores(support - both, refute - both, (1 - support) * (1 - refute))


def _label(support: float, refute: float, settings: config.Stance) -> StanceLabel:
    supports, refutes = support >= settings.supports, refute >= settings.refutes
    if supports and refutes:
        return StanceLabel.MIXED
    if supports:
        return StanceLabel.SUPPORTS
    return StanceLabel.REFUTES if refutes else StanceLabel.NOT_STATED
