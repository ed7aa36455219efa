"""Which words of a sentence an editor kept: summary sentences that are deletions of a source sentence.

As Knight and Marcu (2000) and Filippova and Altun (2013) gather pairs for sentence compression; here the
summary's words have to stand in the source in their order, but for a few function words and endings.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from pipeline.windows import words_of

_FEWEST = 5  # words of a summary sentence
_DELETED = 3  # words that the source has more, at least
_MOST_DELETED = 0.6  # of the source's words
_FOUND = 0.9  # of the summary's words that stand in the source
_MOST_RUNS = 0.3  # kept stretches for each word kept: what is scattered is no deletion but chance
_GAP = 0.02  # what each break between kept words costs beside a word found
_SKIPPED = 0.0001  # what each word passed over between kept ones costs: all of a sentence less than a break
_FORMS = {
    form: first
    for first, *others in map(
        str.split,
        (
            "be is was are were been being|have has had having|do does did|say says said saying|tell tells told|a an|"
            "go goes went|come comes came|make makes made|take takes took|give gives gave|get gets got|win wins won|"
            "leave leaves left|find finds found|hold holds held|meet meets met|begin begins began|fall falls fell|"
            "become becomes became|rise rises rose|run runs ran|see sees saw|write writes wrote|lose loses lost"
        ).split("|"),
    )
    for form in (first, *others)
}
# What a telegram leaves out, "mayor opens line": a gap of these alone makes no shorter sentence.
_CLIPPED = frozenset("a the be have do will to of in on at for by with and his her their its".split())
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ies|ied|ing|es|ed|s|e|y)$")
_TOKENISED = re.compile(r"[^A-Z]*\w [,.](?: [^A-Z]*)?")
_QUOTE = re.compile(r'\s*"\s*')
_SPACED = (
    (re.compile(r" (?=(?:n['’]t|['’](?:s|re|ve|ll|d|m))\b)"), ""),
    (re.compile(r" (?=[,.;:?!%)\]])"), ""),
    (re.compile(r"(?<=[(\[$£€#]) "), ""),
    (re.compile(r"(?<=\w) - (?=\w)"), "-"),
    (re.compile(r"(?<=s) ' "), "' "),
)
_DATELINE = re.compile(r"^(?:[^.,()]{0,30}(?:, [^.,()]{0,30})?)?\((?:cnn|ap|afp|reuters)\b[^()]{0,20}\)(?: --)? ")
_SEVERAL = re.compile(r"(?:\w{4}|\d)[.!?][”\"’']* [“\"‘']?\w")  # a quotation of several sentences is not split
_LONGEST = 120  # words of a source sentence

_Path = tuple[float, tuple[int, int] | None]  # what an alignment is worth, and its last pair of places


@dataclass(frozen=True, slots=True)
class Deletion:
    """A sentence, whether an editor kept each word of it as ``tagging.words_of`` counts them, and what came of it."""

    source: str
    kept: tuple[bool, ...]
    summary: str


def deletions(sentences: Sequence[str], summaries: Sequence[str]) -> list[Deletion]:
    """For each summary sentence the source sentence that it shortens, if any; a source sentence is used once.

    Args:
        sentences: of the sources, in any order.
        summaries: what an editor wrote, a sentence each.

    Returns:
        Pairs in the order of the summaries. Of several sources that with fewest words deleted is taken, so that what is
        learnt is how to shorten, not what to choose.
    """
    forms = [_forms(sentence) for sentence in sentences]
    found: dict[int, Deletion] = {}
    for summary in summaries:
        wanted = _forms(summary)
        pairs = [
            (pair, row)
            for row, (sentence, own) in enumerate(zip(sentences, forms, strict=True))
            if row not in found and (pair := _deletion(sentence, own, summary, wanted)) is not None
        ]
        if pairs:
            pair, row = min(pairs, key=lambda item: (len(item[0].kept) - sum(item[0].kept), item[1]))
            found[row] = pair
    return list(found.values())


def deletion(sentence: str, summary: str) -> Deletion | None:
    """The words of ``sentence`` that ``summary`` keeps; None where it is no deletion of it."""
    return _deletion(sentence, _forms(sentence), summary, _forms(summary))


def aligned(source: Sequence[str], summary: Sequence[str]) -> tuple[int, ...]:
    """Align a summary's words with the source's in their order: the longest common subsequence, least broken.

    Of all longest ones that with the fewest breaks is taken, then that on the shortest span, so that "the" and "of" are
    matched where their neighbours are.

    Args:
        source: words, in the form they are compared in.
        summary: the same.

    Returns:
        For each summary word its place in the source, -1 where it has none. *Shape:* (summary words,).
    """
    nothing: _Path = (0.0, None)
    best, run = [nothing] * (len(summary) + 1), [nothing] * (len(summary) + 1)
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    top = nothing
    for place, word in enumerate(source):
        # By the number of summary words used: ``best`` ends anywhere before this word, ``run`` at the one before it.
        here = [nothing] * (len(summary) + 1)
        now = [(score - _SKIPPED, cell) if cell else nothing for score, cell in best]
        for number, other in enumerate(summary):
            found = nothing
            if word == other:
                score, last = best[number]
                broken = (score - _GAP, last) if last else nothing
                score, before[place, number] = _better(broken, run[number])
                found = (score + 1.0, (place, number))
            here[number + 1] = _better(here[number], found)
            now[number + 1] = _better(_better(now[number + 1], now[number]), found)
            top = _better(top, found)
        best, run = now, here
    places = [-1] * len(summary)
    cell = top[1]
    while cell is not None:
        places[cell[1]] = cell[0]
        cell = before[cell]
    return tuple(places)


def plain(text: str) -> str:
    """A text of separate tokens in lower case, as CNN/DailyMail is handed round, set as prose; any other as it is.

    Its date line goes, which articles lose when they are read.
    """
    if not _TOKENISED.fullmatch(text):
        return text
    pieces = _QUOTE.split(text)
    # Marks are not told apart there: they open and close in turn.
    joined = pieces[0] + "".join(
        f' "{piece}' if number % 2 else f'" {piece}' for number, piece in enumerate(pieces[1:], 1)
    )
    for pattern, into in _SPACED:
        joined = pattern.sub(into, joined)
    return _DATELINE.sub("", joined.strip())


def _better(one: _Path, other: _Path) -> _Path:
    return other if other[0] > one[0] else one


def _deletion(sentence: str, own: Sequence[str], summary: str, wanted: Sequence[str]) -> Deletion | None:
    if len(wanted) < _FEWEST or len(wanted) > len(own) or len(own) > _LONGEST or _SEVERAL.search(sentence):
        return None
    if sum((Counter(own) & Counter(wanted)).values()) < _FOUND * len(wanted):
        return None
    places = aligned(own, wanted)
    left = [place for place in places if place >= 0]
    runs = sum(1 for one, other in zip([-2, *left], left, strict=False) if other != one + 1)
    deleted = len(own) - len(left)
    clipped = any(other > one + 1 and _CLIPPED.issuperset(own[one + 1 : other]) for one, other in pairwise([-1, *left]))
    if (
        len(left) < max(_FEWEST, _FOUND * len(wanted))
        or not _DELETED <= deleted <= _MOST_DELETED * len(own)
        or any(wanted[number] not in ENGLISH_STOP_WORDS for number in _paraphrased(places, len(own)))
        or runs > max(2, _MOST_RUNS * len(left))
        or clipped
    ):
        return None
    kept = set(left)
    return Deletion(sentence, tuple(place in kept for place in range(len(own))), summary)


def _paraphrased(places: Sequence[int], size: int) -> list[int]:
    """Summary words that stand where source words were deleted: they say the same in other words."""
    found = []
    for number, place in enumerate(places):
        if place < 0:
            before = max(places[:number], default=-1)
            after = min((other for other in places[number:] if other >= 0), default=size)
            if after - before > 1:
                found.append(number)
    return found


def _forms(text: str) -> tuple[str, ...]:
    words = [text[start:end].lower() for start, end in words_of(text)]
    return tuple(_FORMS.get(word) or _ENDING.sub("", word) for word in words)
