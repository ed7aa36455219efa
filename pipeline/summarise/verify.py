"""Is a sentence of a brief said by the sources? Cites all that say it, and checks numbers, dates and names."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.arrays import ENTAILMENT, Pair, Probabilities, Vectors
from pipeline.facts import check
from pipeline.passages import Passages, published
from pipeline.records import BriefSentence, Checks, Origin

Scorer = Callable[[Sequence[Pair]], Probabilities]
Embedder = Callable[[Sequence[str]], Vectors]

_NEAR = 0.5  # cosine below which a sentence is not tried as a source
_TRIED = 3  # sentences of an article tried as sources


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence that may go into a brief; ``row`` is the source sentence it comes from, None if a model wrote it."""

    text: str
    origin: Origin
    row: int | None = None


@dataclass(frozen=True, slots=True)
class _Support:
    """Sentences of one article that together carry a draft, with their entailment probability."""

    sentences: tuple[int, ...]
    entailment: float


def passes(sentence: BriefSentence) -> bool:
    """Whether a brief sentence may be printed."""
    return sentence.checks.entailed and sentence.checks.numbers and sentence.checks.names and bool(sentence.citations)


def verify(
    drafts: Sequence[Draft], passages: Passages, embedder: Embedder, scorer: Scorer, entailed: float
) -> list[BriefSentence]:
    """Look each draft up in the sources.

    Args:
        drafts: any number, also none.
        passages: the story's sentences.
        embedder: texts to unit vectors.
        scorer: entailment of (premise, hypothesis) pairs; NaN where a pair can't be scored.
        entailed: probability from which a source carries a draft.

    Returns:
        One sentence per draft, citing for each article the shortest passage that entails it with the same numbers,
        dates and names; one that nothing carries cites nothing, unless it stands in its source word for word.
    """
    if not drafts or not passages.sentences:
        return [BriefSentence(draft.text, draft.origin, 0.0, Checks(*[False] * 3), ()) for draft in drafts]
    nearness = embedder([draft.text for draft in drafts]) @ passages.vectors.T
    options = [_options(passages, row, draft.row) for row, draft in zip(nearness, drafts, strict=True)]
    scores = scorer(
        [
            (_text(passages, option), draft.text)
            for draft, tried in zip(drafts, options, strict=True)
            for option in tried
        ]
    )[:, ENTAILMENT]
    parts = np.split(scores, np.cumsum([len(tried) for tried in options])[:-1])
    return [
        _checked(passages, draft, tried, part, entailed)
        for draft, tried, part in zip(drafts, options, parts, strict=True)
    ]


def _options(passages: Passages, nearness: NDArray[np.float32], own: int | None) -> list[tuple[int, ...]]:
    """Single sentences and neighbouring pairs worth reading as sources; the sentence it was taken from first."""
    options: list[tuple[int, ...]] = [] if own is None else [(own,)]
    for article in np.unique(passages.owner):
        rows = np.flatnonzero(passages.owner == article)
        rows = rows[nearness[rows] >= _NEAR]
        best = {int(row) for row in rows[np.argsort(-nearness[rows], kind="stable")][:_TRIED]}
        options += [(row,) for row in sorted(best, key=lambda row: (-nearness[row], row)) if row != own]
        if own is None or article != passages.owner[own]:
            options += [(row, row + 1) for row in sorted(best) if row + 1 in best]
    return options or [(int(np.argmax(nearness)),)]


def _text(passages: Passages, rows: Iterable[int]) -> str:
    return " ".join(passages.sentences[row].text for row in rows)


def _checked(
    passages: Passages, draft: Draft, tried: Sequence[tuple[int, ...]], scores: NDArray[np.float32], entailed: float
) -> BriefSentence:
    own = draft.row if draft.origin is Origin.EXTRACTED else None
    found: dict[int, _Support] = {}
    for rows, score in zip(tried, scores, strict=True):
        article = int(passages.owner[rows[0]])
        if score >= entailed and _facts_found(passages, draft, rows, article):
            known = found.get(article)
            if known is None or (len(rows), -score) < (len(known.sentences), -known.entailment):
                found[article] = _Support(rows, float(score))
    if own is not None:
        found[int(passages.owner[own])] = _Support((own,), float(scores[0]))
    cited = sorted(
        (row for article in sorted(found) for row in found[article].sentences), key=lambda row: (row != draft.row, row)
    )
    support = max((item.entailment for item in found.values()), default=float(np.nan_to_num(scores).max()))
    moment = published(passages.articles[int(passages.owner[cited[0]])]) if cited else None
    facts = check(draft.text, [passages.sentences[row].text for row in cited], moment)
    checks = Checks(
        entailed=bool(cited) and support >= entailed,
        numbers=bool(cited) and facts.numbers_found and facts.dates_found,
        names=bool(cited) and facts.names_found,
    )
    return BriefSentence(draft.text, draft.origin, support, checks, tuple(passages.cite(row) for row in cited))


def _facts_found(passages: Passages, draft: Draft, rows: tuple[int, ...], article: int) -> bool:
    owner = article if draft.row is None else int(passages.owner[draft.row])
    facts = check(draft.text, [_text(passages, rows)], published(passages.articles[owner]))
    return facts.numbers_found and facts.dates_found and facts.names_found
