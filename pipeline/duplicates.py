"""Wire copies: articles that repeat another one, and sentences that several articles share nearly word for word.

Two outlets that print the same agency text are one source, not two. At article level a text is a copy when most of
its word 5-grams stand in another article (containment of shingles, Broder 1997). At sentence level two sentences are
the same when the shorter one keeps its words in their order but for small edits (another spelling of a name, a
synonym, a clause cut off); numbers and negations have to agree, so that two sides of a dispute never fall together.
A quotation that two outlets print in the same words is one source as well: that of whoever said it.

Only shingles that occur more than once are indexed, and only under the articles that are no copies themselves, so the
work grows with the text and not with the pairs of articles. Nothing depends on the order of the input.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from pipeline.records import Article

Shingles = NDArray[np.uint64]

_ARTICLE_GRAM = 5
_SENTENCE_GRAM = 3
_SENTENCE_SHARE = 0.45  # of the shorter sentence's 3-grams; agency text edited by hand keeps 0.5 and more
_IN_ORDER = 0.7  # of the shorter sentence's words
_IN_ORDER_SHORT = 0.85  # of a sentence under _SHORT words: "did not respond to a request" fits any story
_SHORT = 15
_LEAST_WORDS = 8
_LENGTHS = 0.5  # shorter to longer: beyond that the longer one says much more
_MOST_HOLDERS = 64  # a shingle that so many independent texts hold is a set phrase, not a trace of copying
_GOLDEN = 0x9E3779B97F4A7C15  # odd, its bits well mixed: word numbers times its powers give few equal sums

_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_APOSTROPHES = re.compile(r"['\u2019\u02bc`\u00b4]")
_POSSESSIVE = re.compile(r"['\u2019]s\b")
_WORD = re.compile(r"\w+")
_NEGATION = re.compile(
    r"no|not|never|none|neither|nor|without|cannot|den(?:y|ies|ied)"
    r"|(?:do|does|did|is|are|was|were|has|have|had|wo|would|ca|could|should|must|need)nt"
)
_NUMBER = re.compile(
    r".*\d.*|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
    r"|hundred|thousand|million|billion|dozen|half"
)


class Place(NamedTuple):
    """A sentence's characters ``start`` to ``end`` (excluded) in an article's text."""

    article_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SharedSentence:
    """One sentence and all the places where it stands, at least two articles among them."""

    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """What is repeated.

    ``duplicate_of`` maps the id of each copy to the id of its original; ``groups`` maps a shared sentence, by article
    id and start, to its index in ``shared``.
    """

    duplicate_of: Mapping[str, str]
    shared: tuple[SharedSentence, ...]
    groups: Mapping[tuple[str, int], int]


def find_duplicates(articles: Sequence[Article], *, share: float = 0.6) -> Duplicates:
    """Look for wire copies and shared sentences; see ``wire_copies`` and ``shared_sentences``."""
    shared = shared_sentences(articles)
    groups = {(place.article_id, place.start): row for row, group in enumerate(shared) for place in group.places}
    return Duplicates(wire_copies(articles, share=share), shared, groups)


def wire_copies(articles: Sequence[Article], *, share: float = 0.6) -> dict[str, str]:
    """Find the articles that add nothing to another one.

    An article is a copy when at least ``share`` of its word 5-grams stand in the other. Where that holds both ways
    the original is the one published first, then the longest, then the first id (no date counts as last); where it
    holds one way only, the article contained is the copy of the one that contains it, whenever it came out. An
    original is never a copy of a third article.

    Args:
        articles: with distinct ids and their sentences; words outside of sentences are not read.
        share: above 0, up to 1.

    Returns:
        The copies alone: id -> id of the original.

    Raises:
        ValueError: ``published`` is not ISO 8601.
    """
    ordered = sorted(articles, key=lambda article: article.id)
    numbers: dict[str, int] = {}
    texts = [" ".join(article.text[span.start : span.end] for span in article.sentences) for article in ordered]
    words = [_words(text) for text in texts]
    shingles = [_shingles(row, numbers, _ARTICLE_GRAM) for row in words]
    seniority = [(*_when(article), -len(row), article.id) for article, row in zip(ordered, words, strict=True)]
    order = sorted(range(len(ordered)), key=lambda row: (-len(shingles[row]), seniority[row]))
    groups: dict[int, list[int]] = defaultdict(list)
    for row, leader in enumerate(_leaders(shingles, order, share, _anything)):
        groups[leader].append(row)
    copies: dict[str, str] = {}
    for leader, members in groups.items():
        equals = [row for row in members if row == leader or _share(shingles[leader], shingles[row]) >= share]
        original = min(equals, key=lambda row: seniority[row])
        copies |= {ordered[row].id: ordered[original].id for row in members if row != original}
    return dict(sorted(copies.items()))


def shared_sentences(articles: Sequence[Article]) -> tuple[SharedSentence, ...]:
    """Find the sentences that stand in several articles, small edits aside; a sentence is in one group at most.

    The longest form of a sentence leads its group. Sentences under 8 words are left out.

    Raises:
        ValueError: ``published`` is not ISO 8601.
    """
    places: list[Place] = []
    words: list[list[str]] = []
    for article in sorted(articles, key=lambda article: (*_when(article), article.id)):
        for span in article.sentences:
            row = _words(article.text[span.start : span.end])
            if len(row) >= _LEAST_WORDS:
                places.append(Place(article.id, span.start, span.end))
                words.append(row)
    numbers: dict[str, int] = {}
    shingles = [_shingles(row, numbers, _SENTENCE_GRAM) for row in words]
    order = sorted(range(len(places)), key=lambda item: (-len(words[item]), item))

    def same(item: int, leader: int) -> bool:
        return _same_sentence(words[item], words[leader])

    groups: dict[int, list[Place]] = defaultdict(list)
    for item, leader in enumerate(_leaders(shingles, order, _SENTENCE_SHARE, same)):
        groups[leader].append(places[item])
    several = [tuple(group) for group in groups.values() if len({place.article_id for place in group}) > 1]
    return tuple(SharedSentence(group) for group in sorted(several, key=sorted))


def group_sources(carriers: Iterable[tuple[str, int]], duplicates: Duplicates) -> tuple[tuple[str, ...], ...]:
    """Group the articles that carry a statement by the independent source they have it from.

    Args:
        carriers: (article id, start) of each sentence that carries the statement.
        duplicates: of the articles they stand in.

    Returns:
        Article ids in the order met, those together that are wire copies of one original or carry the statement by the
        same shared sentence.
    """
    source: dict[str, str] = {}

    def find(name: str) -> str:
        while source.setdefault(name, name) != name:
            name = source[name]
        return name

    first: dict[int, str] = {}
    roots: dict[str, str] = {}
    for article_id, start in carriers:
        root = roots[article_id] = find(duplicates.duplicate_of.get(article_id, article_id))
        number = duplicates.groups.get((article_id, start))
        if number is not None:
            source[root] = find(first.setdefault(number, root))
    groups: dict[str, list[str]] = {}
    for article_id, root in roots.items():
        groups.setdefault(find(root), []).append(article_id)
    return tuple(map(tuple, groups.values()))


def _anything(_item: int, _leader: int) -> bool:
    return True


def _same_sentence(one: Sequence[str], other: Sequence[str]) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < _LENGTHS * len(long) or _negations(short) != _negations(long):
        return False
    if not _numbers(short) <= _numbers(long):
        return False
    least = _IN_ORDER if len(short) >= _SHORT else _IN_ORDER_SHORT
    return LCSseq.similarity(short, long) >= least * len(short)


def _negations(words: Sequence[str]) -> Counter[str]:
    return Counter(word for word in words if _NEGATION.fullmatch(word))


def _numbers(words: Sequence[str]) -> set[str]:
    return {word for word in words if _NUMBER.fullmatch(word)}


def _leaders(
    shingles: Sequence[Shingles], order: Sequence[int], share: float, accepts: Callable[[int, int], bool]
) -> list[int]:
    """For each item the leader it repeats, or itself; ``order`` must put an item before those it can lead."""
    repeated = _repeated(shingles)
    holders: dict[int, list[int]] = {}
    leaders = list(range(len(shingles)))
    for item in order:
        own = shingles[item]
        known = own[np.isin(own, repeated, assume_unique=True)].tolist() if len(repeated) else []
        telling = [shingle for shingle in known if len(holders.get(shingle, ())) < _MOST_HOLDERS]
        hits = Counter(leader for shingle in telling for leader in holders.get(shingle, ()))
        need = share * (len(own) - len(known) + len(telling))
        # most_common keeps first-met order among equals, and leaders are met in the order of their rank
        leader = next((found for found, count in hits.most_common() if count >= need and accepts(item, found)), item)
        leaders[item] = leader
        if leader == item:
            for shingle in telling:
                holders.setdefault(shingle, []).append(item)
    return leaders


def _repeated(shingles: Sequence[Shingles]) -> Shingles:
    """The shingles that more than one item holds, in ascending order; all others can be left out of the index."""
    if not shingles:
        return np.zeros(0, dtype=np.uint64)
    values, counts = np.unique(np.concatenate(shingles), return_counts=True)
    return values[counts > 1]


def _share(part: Shingles, whole: Shingles) -> float:
    """The share of ``part`` that stands in ``whole``, 0 to 1; 0 for an empty part."""
    return len(np.intersect1d(part, whole, assume_unique=True)) / len(part) if len(part) else 0.0


def _shingles(words: Sequence[str], numbers: dict[str, int], size: int) -> Shingles:
    """Hash the runs of ``size`` words, each once; a shorter text is one run. ``numbers`` grows by the new words."""
    if not words:
        return np.zeros(0, dtype=np.uint64)
    ids = np.array([numbers.setdefault(word, len(numbers) + 1) for word in words], dtype=np.uint64)
    size = min(size, len(ids))
    factors = np.array([pow(_GOLDEN, power, 2**64) for power in range(1, size + 1)], dtype=np.uint64)
    hashes: Shingles = np.unique((sliding_window_view(ids, size) * factors).sum(axis=1, dtype=np.uint64))
    return hashes


def _words(text: str) -> list[str]:
    """Words without regard to case, punctuation, kind of quote, possessive or dots in initials."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _INITIALS.sub(lambda match: match.group().replace(".", ""), text)
    return _WORD.findall(_APOSTROPHES.sub("", _POSSESSIVE.sub("", text)))


def _when(article: Article) -> tuple[bool, datetime]:
    """Sorts by publication, articles without a date last; a date without a zone is taken as UTC."""
    if article.published is None:
        return True, datetime.max.replace(tzinfo=UTC)
    moment = datetime.fromisoformat(article.published)
    return False, moment if moment.tzinfo else moment.replace(tzinfo=UTC)
