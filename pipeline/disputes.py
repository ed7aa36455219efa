"""What the sources disagree on: numbers, dates and outcomes that can't both hold.

Two mentions are compared when they are about the same thing: their sentences are alike, and so are the words around
the value once the value itself is taken out; and each is the other's best counterpart in that article, so that two
figures of one list are never set against each other crosswise.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from pipeline import config
from pipeline.arrays import CONTRADICTION, Pair, Probabilities, Vectors
from pipeline.facts import contrast, denies
from pipeline.naming import Naming, find_namings
from pipeline.passages import Passages, moment
from pipeline.records import Dispute, DisputeValue, Note
from pipeline.terms import stems
from pipeline.values import DateValue, Value, values

Scorer = Callable[[Sequence[Pair]], Probabilities]
Embedder = Callable[[Sequence[str]], Vectors]

_GAP = "____"
_TOPIC = 7  # words shown on each side of the gap
_WINDOW = 9  # words kept on each side of a value as its context
_DATES = 0.1  # similarity asked more of for dates: two events of one story often have one each
_FAR_APART = (
    0.1  # similarity asked more of for figures whose ratio is e: 7 and 14 dead are likelier versions than 7 and 310
)
_LATER = timedelta(hours=6)  # from which a figure of a later article may be news of the same thing
_CALENDAR = (
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Wed Thu Fri Sat Sun January February March April "
    "May June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
)
_ALIKE = 0.7  # cosine above which two sentences may state opposite outcomes


@dataclass(frozen=True, slots=True)
class _Mention:
    """A value in sentence ``row`` and the words around it."""

    row: int
    value: Value
    context: str


def find_disputes(
    passages: Passages, embedder: Embedder, scorer: Scorer, settings: config.Disputes
) -> tuple[Dispute, ...]:
    """Find what the articles of one story contradict each other on.

    Args:
        passages: the story's sentences.
        embedder: texts to unit vectors.
        scorer: NLI of (premise, hypothesis) pairs.
        settings: thresholds, and the most disputes to report.

    Returns:
        Disputes, those with most articles first.
    """
    mentions = _mentions(passages)
    edges = _conflicts(passages, mentions, embedder([mention.context for mention in mentions]), settings.similarity)
    found = [_dispute(passages, [mentions[node] for node in group]) for group in _components(len(mentions), edges)]
    disputes = [dispute for dispute in found if dispute is not None]
    disputes += [_naming(passages, item) for item in find_namings(passages, embedder)]
    stated = {row for edge in edges for row in (mentions[edge[0]].row, mentions[edge[1]].row)}
    disputes += _outcomes(passages, scorer, settings.contradiction, stated)
    disputes.sort(key=lambda item: (-sum(len(value.article_ids) for value in item.values), item.kind, item.topic))
    return tuple(disputes[: settings.most])


def disputed_rows(passages: Passages, disputes: Sequence[Dispute]) -> tuple[tuple[frozenset[int], ...], ...]:
    """For each dispute the rows of the sentences that state each of its sides."""
    row_of = {(sentence.article_id, sentence.start): row for row, sentence in enumerate(passages.sentences)}
    return tuple(
        tuple(frozenset(row_of[item.article_id, item.start] for item in value.citations) for value in dispute.values)
        for dispute in disputes
    )


def doubtful_rows(passages: Passages, embedder: Embedder, least: float) -> tuple[tuple[frozenset[int], ...], ...]:
    """Pairs of sentences whose figures may be two versions of one: too unsure to report, too risky to print together.

    Args:
        passages: the story's sentences.
        embedder: texts to unit vectors.
        least: similarity from which they count, below that of a dispute.

    Returns:
        The rows of both sides of each pair.
    """
    mentions = _mentions(passages)
    edges = _conflicts(passages, mentions, embedder([mention.context for mention in mentions]), least)
    rows = dict.fromkeys((mentions[one].row, mentions[other].row) for one, other in edges)
    return tuple((frozenset({one}), frozenset({other})) for one, other in rows)


def _mentions(passages: Passages) -> list[_Mention]:
    found = []
    for row, sentence in enumerate(passages.sentences):
        published = passages.articles[int(passages.owner[row])].published
        found += [
            _Mention(row, value, _context(sentence.text, value.start, value.end))
            for value in values(sentence.text, published)
        ]
    return found


def _context(text: str, start: int, end: int) -> str:
    before, after = text[:start].split()[-_WINDOW:], text[end:].split()[:_WINDOW]
    return " ".join([*before, "…", *after])


def _conflicts(
    passages: Passages, mentions: Sequence[_Mention], vectors: Vectors, least: float
) -> list[tuple[int, int]]:
    """Pairs of mentions of different articles that are each other's counterpart and can't both hold."""
    owner = [int(passages.owner[mention.row]) for mention in mentions]
    nearness = vectors @ vectors.T
    sentences = passages.similarity()
    allowed = np.full(nearness.shape, -1.0)
    for a, first in enumerate(mentions):
        for b, second in enumerate(mentions):
            if owner[a] != owner[b] and first.value.comparable(second.value):
                alike = min(float(nearness[a, b]), float(sentences[first.row, second.row]))
                handicap = _DATES if isinstance(first.value, DateValue) else 0.0
                allowed[a, b] = alike - handicap - _FAR_APART * first.value.distance(second.value)
    edges = []
    for a, b in zip(*np.nonzero(allowed >= least), strict=True):
        if a < b and _best(allowed, owner, a, b) and _best(allowed, owner, b, a):
            first, second = mentions[a], mentions[b]
            # A reprint says what the agency says, also where "Friday" is a week later by its own date.
            reprint = passages.wire[first.row] == passages.wire[second.row]
            apart = reprint or contrast(first.context, second.context)
            if first.value.differs(second.value) and not apart and not _also_said(mentions, first, second):
                edges.append((int(a), int(b)))
    return edges


def _best(allowed: NDArray[np.float64], owner: Sequence[int], a: int, b: int) -> bool:
    """Whether ``b`` is the nearest counterpart of ``a`` in its article."""
    rivals = [allowed[a, other] for other in range(len(owner)) if owner[other] == owner[b]]
    return bool(allowed[a, b] >= max(rivals))


def _also_said(mentions: Sequence[_Mention], first: _Mention, second: _Mention) -> bool:
    """Whether one sentence has the other's value too, so that they name two things, not two versions of one."""

    def says(row: int, value: Value) -> bool:
        return any(
            mention.row == row and mention.value.comparable(value) and not mention.value.differs(value)
            for mention in mentions
        )

    return says(first.row, second.value) or says(second.row, first.value)


def _components(nodes: int, edges: Sequence[tuple[int, int]]) -> list[list[int]]:
    parent = list(range(nodes))

    def root(node: int) -> int:
        while parent[node] != node:
            node = parent[node]
        return node

    for a, b in edges:
        parent[max(root(a), root(b))] = min(root(a), root(b))
    groups: dict[int, list[int]] = {}
    for node in sorted({node for edge in edges for node in edge}):
        groups.setdefault(root(node), []).append(node)
    return list(groups.values())


def _dispute(passages: Passages, mentions: Sequence[_Mention]) -> Dispute | None:
    """Sides of a dispute: mentions that agree stand together."""
    sides: list[list[_Mention]] = []
    for mention in mentions:
        for side in sides:
            if not any(mention.value.differs(other.value) for other in side):
                side.append(mention)
                break
        else:
            sides.append([mention])
    if len(sides) < 2:
        return None
    kind = "date" if isinstance(mentions[0].value, DateValue) else "number"
    topic = min((_topic(passages, mention) for mention in mentions), key=lambda text: (len(text), text))
    return Dispute(topic, kind, tuple(_side(passages, side) for side in sides), _note(passages, sides))


def _note(passages: Passages, sides: Sequence[Sequence[_Mention]]) -> Note | None:
    """Why both sides of a dispute of two may be right after all, if they may."""
    if len(sides) != 2:
        return None
    if all(one.value.within(other.value) for one in sides[0] for other in sides[1]):
        return Note.BOUND
    times = [[moment(passages.articles[int(passages.owner[item.row])]) for item in side] for side in sides]
    known = [[when for when in side if when is not None] for side in times]
    if list(map(len, known)) != list(map(len, times)):
        return None
    gap = max(min(known[1]) - max(known[0]), min(known[0]) - max(known[1]))
    return Note.UPDATE if gap >= _LATER else None


def _naming(passages: Passages, item: Naming) -> Dispute:
    cited = [passages.cite(row) for row in item.rows]
    sides = tuple(
        DisputeValue(name.text, citation.quote, (citation.article_id,), (citation,))
        for name, citation in zip(item.names, cited, strict=True)
    )
    name, text = item.names[0], cited[0].quote
    return Dispute(_around(text, name.start, name.end), item.kind, sides)


def _topic(passages: Passages, mention: _Mention) -> str:
    """The words around a value, a gap in its place: what the dispute is about."""
    return _around(passages.sentences[mention.row].text, mention.value.start, mention.value.end)


def _around(text: str, first: int, last: int) -> str:
    before, after = text[:first].split(), text[last:].split()
    gap = _GAP + (after.pop(0) if after and not after[0][0].isalnum() else "")
    start = ["…"] if len(before) > _TOPIC else []
    end = ["…"] if len(after) > _TOPIC else []
    return " ".join([*start, *before[-_TOPIC:], gap, *after[:_TOPIC], *end])


def _side(passages: Passages, mentions: Sequence[_Mention]) -> DisputeValue:
    first = mentions[0]
    rows = sorted({mention.row for mention in mentions})
    return DisputeValue(
        first.value.text,
        passages.sentences[first.row].text,
        tuple(sorted({passages.sentences[row].article_id for row in rows})),
        tuple(passages.cite(row) for row in rows),
    )


def _outcomes(passages: Passages, scorer: Scorer, least: float, stated: set[int]) -> list[Dispute]:
    """Pairs of like sentences that contradict each other in both directions, and not for a value found before."""
    texts = [sentence.text for sentence in passages.sentences]
    similarity = passages.similarity()
    other = passages.owner[:, None] != passages.owner[None, :]
    alike = np.where(other, similarity, -1.0)
    candidates = [
        (int(a), int(b))
        for a, b in np.argwhere(alike >= _ALIKE)
        if a < b and b == alike[a].argmax() and not {int(a), int(b)} & stated and not _same_words(texts[a], texts[b])
    ]
    forth = scorer([(texts[a], texts[b]) for a, b in candidates])[:, CONTRADICTION]
    back = scorer([(texts[b], texts[a]) for a, b in candidates])[:, CONTRADICTION]
    return [
        Dispute(_shared_words(texts[a], texts[b]), "outcome", tuple(_outcome_side(passages, row) for row in (a, b)))
        for (a, b), strength in zip(candidates, np.minimum(forth, back), strict=True)
        if strength >= least
    ]


def _same_words(first: str, second: str) -> bool:
    """Whether two sentences say the same in the same words, but for days and spelling ("organised", "organized")."""
    if denies(first) != denies(second):
        return False
    calendar = stems(_CALENDAR)
    one, other = (stems(text) - calendar for text in (first, second))
    return all(
        any(Levenshtein.distance(word, like, score_cutoff=1) <= 1 for like in facing)
        for own, facing in ((one - other, other), (other - one, one))
        for word in own
    )


def _outcome_side(passages: Passages, row: int) -> DisputeValue:
    citation = passages.cite(row)
    return DisputeValue(citation.quote, citation.quote, (citation.article_id,), (citation,))


def _shared_words(first: str, second: str) -> str:
    other = {word.strip(".,;:“”\"'").lower() for word in second.split()}
    words = [word.strip(".,;:“”\"'") for word in first.split()]
    return " ".join(word for word in words if len(word) > 3 and word.lower() in other)
