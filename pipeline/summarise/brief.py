"""Write the brief of one story: choose sentences, cite every source that carries them, check each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from pipeline import config
from pipeline.facts import check
from pipeline.nli import ENTAILMENT, Pair, Probabilities
from pipeline.passages import Passages
from pipeline.records import Article, Brief, BriefSentence, Checks, Coverage, Origin
from pipeline.summarise.extract import Candidates, Limits, carriers, reading_order, salience, select
from pipeline.summarise.figures import figures
from pipeline.summarise.quality import quality

Scorer = Callable[[Sequence[Pair]], Probabilities]

_DISPUTED = 0.5  # past the lead, a brief should rather not take a side where sources differ
_CARRIED = 0.55  # cosine from which another source speaks of the same thing
_ALONE = 0.6  # what a sentence counts for that only one source has
_LEAD = 0.15  # share of an article in which a sentence may open the brief
_LEAD_WORDS = 34  # up to which a lead's length costs nothing
_OLDEST = 0.7  # what the earliest article's sentences count for beside the latest's
_NEAR = 0.5  # cosine below which a sentence is not tried as a source
_TRIED = 3  # sentences of an article tried as sources


@dataclass(frozen=True, slots=True)
class _Support:
    """Sentences that together carry a brief sentence, with their entailment probability."""

    sentences: tuple[int, ...]
    entailment: float


def write_brief(passages: Passages, scorer: Scorer, settings: config.Brief, disputed: frozenset[int]) -> Brief:
    """Extract a brief and cite, for each sentence, every source that entails it with the same numbers and dates.

    Args:
        passages: the story's sentences.
        scorer: entailment of (premise, hypothesis) pairs; NaN where a pair can't be scored.
        settings: length, thresholds.
        disputed: sentences that state one side of a dispute; they are chosen only where nothing else says it.

    Returns:
        The brief; empty text and no sentences where no source sentence can stand on its own.
    """
    similarity = passages.similarity().astype(np.float64)
    chosen = _choose(passages, similarity, settings, disputed)
    options = [_options(passages, similarity, index) for index in chosen]
    pairs = [
        (_text(passages, option), passages.sentences[index].text)
        for index, tried in zip(chosen, options, strict=True)
        for option in tried
    ]
    scores = scorer(pairs)[:, ENTAILMENT]
    sentences, start = [], 0
    for index, tried in zip(chosen, options, strict=True):
        rows = scores[start : start + len(tried)]
        start += len(tried)
        sentences.append(_sentence(passages, index, tried, rows, settings))
    return Brief(" ".join(sentence.text for sentence in sentences), tuple(sentences))


def coverage(passages: Passages, brief: Brief) -> tuple[Coverage, ...]:
    """Which brief sentences each article carries, read off the citations."""
    return tuple(
        Coverage(
            article.id,
            tuple(
                number
                for number, sentence in enumerate(brief.sentences)
                if any(citation.article_id == article.id for citation in sentence.citations)
            ),
        )
        for article in passages.articles
    )


def _choose(
    passages: Passages, similarity: NDArray[np.float64], settings: config.Brief, disputed: frozenset[int]
) -> list[int]:
    if not passages.sentences:
        return []
    carried = carriers(similarity, passages.owner, passages.wire)
    weights = salience(carried, passages.place)
    texts = [sentence.text for sentence in passages.sentences]
    factor = _recency(passages)[passages.owner]
    leads = np.array([quality(text, _LEAD_WORDS) for text in texts]) * factor * (passages.place < _LEAD)
    factor[sorted(disputed)] *= _DISPUTED
    if len(passages.articles) > 1:
        factor[(carried >= _CARRIED).sum(axis=1) < 2] *= _ALONE
    rating = np.array([quality(text) for text in texts]) * factor
    words = np.array([len(text.split()) for text in texts], dtype=np.int64)
    said, worth = figures(texts, passages.owner)
    limits = Limits(settings.min_words, settings.max_words, redundancy=settings.redundancy)
    candidates = Candidates(similarity, weights, rating, words, said, worth)
    picks = select(candidates, limits, leads)
    return reading_order(picks, similarity, passages.owner, passages.place)


def _recency(passages: Passages) -> NDArray[np.float64]:
    """Factor per article: what is published last knows most. Articles without a date count as in the middle."""
    moments = [_published(article) for article in passages.articles]
    seconds = np.array([np.nan if moment is None else _utc(moment).timestamp() for moment in moments])
    known = seconds[~np.isnan(seconds)]
    if not known.size or known.max() == known.min():
        return np.ones(len(seconds))
    age = np.nan_to_num((seconds - known.min()) / (known.max() - known.min()), nan=0.5)
    return np.asarray(_OLDEST + (1 - _OLDEST) * age)


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _options(passages: Passages, similarity: NDArray[np.float64], index: int) -> list[tuple[int, ...]]:
    """Single sentences and neighbouring pairs worth reading as sources of sentence ``index``; itself first."""
    options: list[tuple[int, ...]] = [(index,)]
    for article in np.unique(passages.owner):
        rows = np.flatnonzero(passages.owner == article)
        rows = rows[similarity[index, rows] >= _NEAR]
        best = rows[np.argsort(-similarity[index, rows], kind="stable")][:_TRIED]
        singles = [(int(row),) for row in best if row != index]
        options += singles
        if article != passages.owner[index]:
            near = {int(row) for row in best}
            options += [(row, row + 1) for row in sorted(near) if row + 1 in near]
    return options


def _text(passages: Passages, rows: tuple[int, ...]) -> str:
    return " ".join(passages.sentences[row].text for row in rows)


def _sentence(
    passages: Passages,
    index: int,
    tried: Sequence[tuple[int, ...]],
    scores: NDArray[np.float32],
    settings: config.Brief,
) -> BriefSentence:
    text = passages.sentences[index].text
    published = _published(passages.articles[int(passages.owner[index])])
    found: dict[int, _Support] = {}
    for rows, score in zip(tried, scores, strict=True):
        if rows != (index,) and not score >= settings.entailed:
            continue
        facts = check(text, [_text(passages, rows)], published)
        if facts.numbers_found and facts.dates_found and facts.names_found:
            article = int(passages.owner[rows[0]])
            known = found.get(article)
            if known is None or (len(rows), -score) < (len(known.sentences), -known.entailment):
                found[article] = _Support(rows, float(score))
    found[int(passages.owner[index])] = _Support((index,), float(scores[0]))
    cited = [row for article in sorted(found) for row in found[article].sentences]
    cited.sort(key=lambda row: (row != index, row))
    facts = check(text, [passages.sentences[row].text for row in cited], published)
    support = max(item.entailment for item in found.values())
    checks = Checks(
        entailed=support >= settings.entailed,
        numbers=facts.numbers_found and facts.dates_found,
        names=facts.names_found,
    )
    return BriefSentence(text, Origin.EXTRACTED, support, checks, tuple(passages.cite(row) for row in cited))


def _published(article: Article) -> datetime | None:
    return datetime.fromisoformat(article.published) if article.published else None
