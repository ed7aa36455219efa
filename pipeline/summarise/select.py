"""The built-in summariser's choice: whole sentences and shorter versions of them that together say what matters."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from pipeline import config
from pipeline.arrays import Shares
from pipeline.passages import Passages, moment
from pipeline.records import Origin
from pipeline.summarise.compress import Shortened, shortened
from pipeline.summarise.cover import choose, statements
from pipeline.summarise.partisan import penalty
from pipeline.summarise.quality import quality
from pipeline.summarise.salience import Salience
from pipeline.summarise.sources import carriers, reading_order
from pipeline.summarise.verify import Draft
from pipeline.voices import is_reported
from pipeline.windows import words_of

Floats = NDArray[np.float64]
Sides = Sequence[frozenset[int]]  # rows that state each side of a dispute

_LONG = 60  # words up to which a sentence's length costs nothing here: the choice weighs length itself
_MILD = 0.25  # power of the quality: how a sentence reads alone decides between those that say as much
_DISPUTED = 0.8  # a brief should rather not take a side where sources differ
_BARE = 0.6  # least of all without saying whose statement it is
_STALE = 0.5  # a sentence whose figure a later article may have another version of
_CARRIED = 0.55  # cosine from which another source speaks of the same thing
_ALONE = 0.9  # what a sentence counts for that only one source has
_MANY = 4  # articles from which it counts for less, and one of two sources for less than one of three
_FEW = (0.6, 0.8, 1.0)
_OLDEST = 0.5  # what the earliest article's sentences count for beside the latest's
_SHORTEST_SHARE = 5  # of five words of the sources, a brief need not have more than one
_MOST_OFFERED = 400
_LEAD = 0.15  # share of an article from which a sentence may well open the brief
_LATE = 0.5  # what a later one counts for as the opening


@dataclass(frozen=True, slots=True)
class Option:
    """A sentence of the sources, or a shorter version of it, and the words it says."""

    draft: Draft
    salience: Salience


def options(
    passages: Passages, salience: Sequence[Salience], *, compress: bool, kept: Sequence[Shares] | None = None
) -> list[Option]:
    """All that may be chosen: every sentence, and with ``compress`` its shorter versions.

    Args:
        passages: the story's sentences.
        salience: of the words of each.
        compress: whether to offer shorter versions.
        kept: probability that a compressor keeps each word of each; None where there is no model for it.
    """
    found = []
    for row, (sentence, item) in enumerate(zip(passages.sentences, salience, strict=True)):
        found.append(Option(Draft(sentence.text, Origin.EXTRACTED, row), item))
        if compress and item.words:
            found += [
                Option(Draft(version.text, Origin.COMPRESSED, row), _left(sentence.text, item, version))
                for version in shortened(sentence.text, None if kept is None else kept[row])
            ]
    return found


def chosen_drafts(
    passages: Passages,
    offered: Sequence[Option],
    settings: config.Brief,
    disputes: Sequence[Sides],
    kept: Sequence[Draft] = (),
    doubts: Sequence[Sides] = (),
) -> list[Draft]:
    """Choose what a brief says, in reading order.

    Args:
        passages: the story's sentences.
        offered: from ``options``.
        settings: lengths, redundancy.
        disputes: rows of each side of each; one side is chosen at most, and rather none.
        kept: what the brief has already, with rows of the sentences that carry it; its length and content count.
        doubts: rows of sentences that may give two versions of one thing; one of them is chosen at most, and
            rather the latest.

    Returns:
        Drafts without those kept; empty where nothing fits.
    """
    if not offered:
        return []
    similarity = passages.similarity().astype(np.float64)
    standing = _standing(passages, carriers(similarity, passages.owner, passages.wire), disputes)
    standing = standing * penalty(passages) * _freshness(passages, doubts)
    offered = _foremost(offered, standing)
    rows = np.array([option.draft.row for option in offered], dtype=np.int64)
    lengths = np.array([len(option.draft.text.split()) for option in offered], dtype=np.int64)
    repeated = (similarity > settings.redundancy) & ~np.eye(len(similarity), dtype=np.bool_)
    exclude = repeated | _opposed((*disputes, *doubts), len(similarity))
    alike = exclude[rows][:, rows]
    rated = np.array([quality(option.draft.text, _LONG) for option in offered])
    factors = rated**_MILD * standing[rows]
    said = [row for draft in kept if (row := draft.row) is not None]
    allowed = (rated > 0) & ~exclude[rows][:, said].any(axis=1) & ~np.isin(rows, said)
    spent = sum(len(draft.text.split()) for draft in kept)
    found = choose(
        statements([option.salience for option in offered], factors, lengths, rows, alike),
        allowed,
        max(0, min(settings.min_words, _words(passages) // _SHORTEST_SHARE) - spent),
        max(0, settings.max_words - spent),
    )
    picks = [offered[place].draft for place in found]
    return _in_reading_order(picks, passages, similarity)


def _foremost(offered: Sequence[Option], standing: Floats) -> Sequence[Option]:
    """The options that matter most by the mean of their words, in their order: the choice compares all with all."""
    if len(offered) <= _MOST_OFFERED:
        return offered
    worth = np.array(
        [
            standing[int(option.draft.row or 0)] * (option.salience.alone.mean() if option.salience.words else 0.0)
            for option in offered
        ]
    )
    return [offered[place] for place in sorted(np.argsort(-worth, kind="stable")[:_MOST_OFFERED].tolist())]


def _words(passages: Passages) -> int:
    return sum(len(sentence.text.split()) for sentence in passages.sentences)


def _in_reading_order(drafts: Sequence[Draft], passages: Passages, similarity: Floats) -> list[Draft]:
    """Order drafts with rows: the best lead first, then as the sources tell the story."""
    by_row = {int(draft.row): draft for draft in drafts if draft.row is not None}
    if not by_row:
        return list(drafts)
    opening = passages.vectors[passages.place == 0].mean(axis=0) + passages.titles.mean(axis=0)
    leads = {
        row: float(passages.vectors[row] @ opening)
        * quality(draft.text)
        * (_LATE if passages.place[row] >= _LEAD else 1)
        for row, draft in by_row.items()
    }
    first = max(sorted(leads), key=leads.__getitem__)
    order = reading_order(
        [first, *(row for row in sorted(by_row) if row != first)], similarity, passages.owner, passages.place
    )
    return [by_row[row] for row in order]


def _opposed(disputes: Sequence[Sides], count: int) -> NDArray[np.bool_]:
    """Which sentences state two sides of one dispute. *Shape:* (sentences, sentences)."""
    table = np.zeros((count, count), dtype=np.bool_)
    for sides in disputes:
        for one, other in permutations(sides, 2):
            table[np.ix_(sorted(one - other), sorted(other - one))] = True
    return table


def _left(sentence: str, item: Salience, version: Shortened) -> Salience:
    spans = words_of(sentence)[: len(item.words)]
    places = [
        place
        for place, (start, end) in enumerate(spans)
        if any(one <= start and end <= other for one, other in version.kept)
    ]
    followed = item.followed[places].copy()
    for number, (place, after) in enumerate(zip(places, [*places[1:], -1], strict=True)):
        if after != place + 1:
            followed[number] = 0.0
    return Salience(tuple(item.words[place] for place in places), item.alone[places], followed)


def _standing(passages: Passages, carried: Floats, disputes: Sequence[Sides]) -> Floats:
    """What a sentence counts for by who says it and when, 0 to 1. *Shape:* (sentences,)."""
    factor = recency(passages)[passages.owner]
    for row in {row for sides in disputes for side in sides for row in side}:
        factor[row] *= _DISPUTED if is_reported(passages.sentences[row].text) else _BARE
    holders = np.maximum((carried >= _CARRIED).sum(axis=1), 1)
    if len(passages.articles) >= _MANY:
        factor *= np.array(_FEW)[np.minimum(holders, len(_FEW)) - 1]
    elif len(passages.articles) > 1:
        factor[holders < 2] *= _ALONE
    return factor


def _freshness(passages: Passages, doubts: Sequence[Sides]) -> Floats:
    """What a sentence counts for beside a later one with another version of its figure. *Shape:* (sentences,)."""
    factor = np.ones(len(passages.sentences))
    moments = [moment(article) for article in passages.articles]
    for sides in doubts:
        dated = [(when, row) for side in sides for row in side if (when := moments[int(passages.owner[row])])]
        latest = max((when for when, _ in dated), default=None)
        factor[[row for when, row in dated if when != latest]] = _STALE
    return factor


def recency(passages: Passages) -> Floats:
    """Factor per article: what is published last knows most. Articles without a date count as in the middle."""
    moments = [moment(article) for article in passages.articles]
    seconds = np.array([np.nan if when is None else when.timestamp() for when in moments])
    known = seconds[~np.isnan(seconds)]
    if not known.size or known.max() == known.min():
        return np.ones(len(seconds))
    age = np.nan_to_num((seconds - known.min()) / (known.max() - known.min()), nan=0.5)
    return np.asarray(_OLDEST + (1 - _OLDEST) * age)
