"""Claims x articles -> label, scores, evidence.

Similarity proposes what of an article may speak to a claim, the NLI model reads that, and a logistic regression over
the evidence decides (``builtin/stance``).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.arrays import CONTRADICTION, ENTAILMENT
from pipeline.config import Stance as Settings
from pipeline.passages import Passages
from pipeline.records import Claim, Evidence, Headline, PartStance, Stance, StanceLabel
from pipeline.stance.features import CellReading, features_of
from pipeline.stance.judge import Judge, builtin_judge, joined, label_of
from pipeline.stance.parts import parts_of
from pipeline.stance.reading import Embedder, Scorer, main_text, read_cells
from pipeline.stance.relevance import builtin_relevance
from pipeline.stance.units import HEADLINE
from pipeline.voices import is_reported, speaker_of

_MORE_TOGETHER = 0.1
_SHOWN = 0.3  # weaker sentences are no evidence to show
_TOO_LONG = "every sentence that speaks to it is longer than the model can read"


def story_about(claim: NDArray[np.float32], passages: Passages) -> float:
    """Highest cosine, -1 to 1, between a claim's vector and the story's sentences; -1 for a story without sentences.

    *Shape of claim:* (width,).
    """
    return float((passages.vectors @ claim).max(initial=-1.0))


def score_story(
    story_id: str,
    passages: Passages,
    claims: Sequence[Claim],
    embedder: Embedder,
    scorer: Scorer,
    settings: Settings,
    judge: Judge | None = None,
) -> list[Stance]:
    """Score every article of a story against every claim; a claim with two facts in it by its parts.

    Args:
        story_id: for the records.
        passages: the story's sentences.
        claims: any number.
        embedder: texts to unit vectors.
        scorer: NLI of (premise, hypothesis) pairs; NaN rows where a pair can't be scored.
        settings: thresholds.
        judge: what joins the evidence; the built-in one by default.

    Returns:
        One stance per claim and article, claims first, articles in the order of ``passages``.
    """
    split = [parts_of(claim.text) for claim in claims]
    texts = list(dict.fromkeys(text for parts in split for text in parts))
    relevance = builtin_relevance(settings.proposal)
    read = dict(zip(texts, read_cells(passages, texts, embedder, scorer, relevance, settings.sentences), strict=True))
    chosen = judge or builtin_judge()
    return [
        _stance(
            story_id, passages, claim, number, [_Part(text, read[text][number]) for text in parts], chosen, settings
        )
        for claim, parts in zip(claims, split, strict=True)
        for number in range(len(passages.articles))
    ]


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    reading: CellReading


def _stance(
    story_id: str,
    passages: Passages,
    claim: Claim,
    number: int,
    parts: Sequence[_Part],
    judge: Judge,
    settings: Settings,
) -> Stance:
    article_id = passages.articles[number].id
    features = [features_of(part.reading) for part in parts]
    known = [judge.shares(row) for row in features if row is not None]
    if len(known) < len(parts):
        return Stance(story_id, claim.id, claim.text, article_id, StanceLabel.UNSCORED, None, (), unscored=_TOO_LONG)
    shares = joined(known) if len(known) > 1 else known[0]
    shown = _evidence(parts)
    label = label_of(shares, settings)
    headline = next((item for item in shown if item.main == HEADLINE and item.strength >= _SHOWN), None)
    sentences = [item for item in shown if item.main != HEADLINE and item.strength >= _SHOWN][: settings.evidence]
    return Stance(
        story_id,
        claim.id,
        claim.text,
        article_id,
        label,
        shares.scores,
        tuple(_record(passages, item) for item in sentences),
        quoted=_only_quoted(passages, number, label, shown),
        headline=Headline(passages.articles[number].title, headline.supports, headline.refutes) if headline else None,
        parts=tuple(PartStance(part.text, each.scores) for part, each in zip(parts, known, strict=True))
        if len(parts) > 1
        else (),
        unscored=f"no label reaches {settings.sure:g}" if label is StanceLabel.UNSCORED else None,
    )


@dataclass(frozen=True, slots=True)
class _Item:
    """A sentence that speaks to a claim, or the headline."""

    main: int
    supports: float
    refutes: float

    @property
    def strength(self) -> float:
        return max(self.supports, self.refutes)


def _evidence(parts: Sequence[_Part]) -> list[_Item]:
    """The strongest reading of each sentence, strongest sentences first."""
    best: dict[int, _Item] = {}
    for part in parts:
        read = zip(part.reading.units, part.reading.probabilities, strict=True)
        for unit, row in sorted(read, key=lambda pair: not pair[0].single):  # rivals before what is read with them
            if np.isnan(row[ENTAILMENT]):
                continue
            item = _Item(unit.main, float(row[ENTAILMENT]), float(np.nan_to_num(row[CONTRADICTION])))
            # Sentences read together count only where they say clearly more than any of them does alone.
            rivals = [best[main].strength for main in (unit.main, *unit.rows) if main in best]
            if item.strength > max(rivals, default=-1.0) + (0.0 if unit.single else _MORE_TOGETHER):
                best[unit.main] = item
    return sorted(best.values(), key=lambda item: (-item.strength, item.main))


def _record(passages: Passages, item: _Item) -> Evidence:
    sentence = passages.sentences[item.main]
    quoted = is_reported(sentence.text)
    return Evidence(
        sentence.start,
        sentence.end,
        sentence.text,
        item.supports,
        item.refutes,
        quoted,
        speaker_of(sentence.text) if quoted else None,
    )


def _only_quoted(passages: Passages, number: int, label: StanceLabel, items: Sequence[_Item]) -> bool:
    """Whether all that makes the label is somebody's words: the article itself asserts nothing."""
    sides = {
        StanceLabel.SUPPORTS: [item.main for item in items if item.supports >= _SHOWN],
        StanceLabel.REFUTES: [item.main for item in items if item.refutes >= _SHOWN],
        StanceLabel.MIXED: [item.main for item in items if item.strength >= _SHOWN],
    }
    mains = sides.get(label, [])
    return bool(mains) and all(is_reported(main_text(passages, number, main)) for main in mains)
