"""Shorter versions of a sentence: what stands between commas, dashes or brackets, or in front, taken out.

Whole insertions are taken out, never single words, so that what is left is a sentence still. What must not be lost
keeps an insertion in: a negation, a modal verb, somebody's words or the one who speaks them.

With a model's probabilities that each word is kept (deletion-based compression, Filippova et al. 2015) more stretches
may go, see ``stretches``, but only where the model finds them dispensable; it never adds to what the guards allow.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.arrays import Shares
from pipeline.facts import denies
from pipeline.summarise.fluency import reads_well
from pipeline.summarise.stretches import Cut, cuts_through, goes_on, quoted, stretches
from pipeline.verbs import has_finite_verb, is_clause
from pipeline.windows import words_of

_SHORTEST = 7  # words left
_PHRASE = 3  # words of a prepositional phrase that may go: "with impunity" may not
_MOST_TOGETHER = 2  # insertions taken out at once
BELOW = 0.35  # mean probability to be kept below which a stretch may go
_INSERTED_BELOW = 0.5  # the same of what the rules take out without a model too
_KEPT = 0.8  # probability of a single word from which its stretch stays
_MOST_CUTS = 8  # stretches that are combined
_MOST_CUT_TOGETHER = 3
_MOST_VERSIONS = 6  # of a sentence
_MODAL = re.compile(r"\b(?:may|might|could|would|should|must|can|will|allegedly|reportedly|alleged)\b", re.IGNORECASE)
_SPEECH = re.compile(
    r"[“”\"]|\b(?:said|says|say|told|tells|according|claim\w*|alleg\w*|insist\w*|argu\w+|accus\w+|den(?:y|ied|ies)|"
    r"tweet\w*|wrote|announc\w+|warn\w*|add(?:s|ed)|report(?:s|ed)|believ\w+|call(?:s|ed|ing)|testif\w+|suggest\w*|"
    r"describ\w+|declar\w+|promis\w+|vow\w*|stat(?:ed|es|ing)|estimat\w+|predict\w*|confirm\w*)\b",
    re.IGNORECASE,
)
# What may open an insertion at the end of a sentence; anything else there may be an item of a list, or its main verb.
_TAIL = re.compile(
    r"(?:which|who|whose|where|as|after|before|while|following|including|with|amid|despite|making|leaving|bringing|"
    r"marking|adding|forcing|prompting|setting|raising|giving|becoming|"
    r"the (?:first|second|third|latest|largest|most))\b",
    re.IGNORECASE,
)
_FRONT = re.compile(
    r"(?:In|On|At|After|Before|During|Since|Following|Amid|Despite|With|As|Earlier|Later|Last|Meanwhile|However|Still|"
    r"Also|Moreover|Instead|Separately|Now|Then|By|Over|Under)\b(?! if\b)[^,]{0,80}$"
)
_PREPOSITION = re.compile(r"(?:as|in|on|at|for|of|by|with)\b")
_LIST_GOES_ON = re.compile(r"[^,]{1,80},? (?:and|or)\b")
_INSIDE = re.compile(
    r"(?:(?:an?|the|his|her|its|their|one|who|which|whose|where|now|also|then|meanwhile|however|including|along|together|"
    r"as|in|on|at|for|of|by|with|former\w*|formerly|known|aged?|both|each|some|\d)\b|[A-Z])",
)
# Who speaks, beside ``_SPEECH``, and what a statement hangs on: a stretch with one of these is not left to the model.
_HEDGE = re.compile(
    r"\b(?:if|unless|until|except|only|nearly|almost|hardly|barely|possibl[ey]|probabl[ey]|perhaps|maybe|likely|unlikely|"
    r"apparent(?:ly)?|seem\w*|appear(?:s|ed|ing)?|suspect\w*|so-called|self-\w+|fake|false\w*|saying|telling|not(?:ed|es|ing)|"
    r"cit(?:ed|es|ing)|quot\w+|shall|ought|cannot|spokes\w+|asked|acknowledg\w+|admit\w*|conced\w+|critic\w*|"
    r"complain\w*|expect\w*|plan(?:s|ned|ning)?|propos\w+|threat\w*|hop(?:es|ed|ing)|seek\w*|instead|rather)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"(?:who|which|whose|where)\b")
_OPENS_TAIL = re.compile(
    r"(?:who|which|whose|where|an? |the |his |her |its |their |one of |part of |home |former|once |now |both )"
)
_PARTICIPLE = re.compile(r"\w+(?:ed|en|wn|lt) (?:in|by|as|near|at|on|with|for|from|to|after|under)\b")
_LEANS = re.compile(r",?\s(?:\w{2,}ing|which|who|whose|where|but)\b")  # needs the comma that goes with an insertion
_LIST_BEGINS = re.compile(r"(?:[^,]{1,40}, )+[^,]{1,40},? (?:and|or)\b")
_LISTED = re.compile(r"\b(?:and|or|nor|but)\b", re.IGNORECASE)
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|does|did|do)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shortened:
    """A version of a sentence; ``kept`` are the stretches of it that are left, in order."""

    text: str
    kept: tuple[tuple[int, int], ...]


def shortened(sentence: str, kept: Shares | None = None, *, below: float = BELOW) -> tuple[Shortened, ...]:
    """Versions of a sentence with stretches taken out, the sentence itself left out; perhaps none.

    Args:
        sentence: as it stands in the article.
        kept: probability that a compressor keeps each word, as ``tagging.words_of`` counts them; without it the rules'
            insertions are taken out, one or two at once, in all ways. *Shape:* (words,), 0 to 1.
        below: mean probability below which a stretch may go that the rules alone leave in.

    Returns:
        With ``kept`` at most six, the likeliest first.
    """
    if kept is not None:
        return _likeliest(sentence, kept, below)
    versions: dict[str, Shortened] = {}
    for some in _apart(_ruled(sentence), _MOST_TOGETHER):
        version = _without(sentence, some)
        if len(version.text.split()) >= _SHORTEST:
            versions.setdefault(version.text, version)
    return tuple(versions.values())


def _likeliest(sentence: str, kept: Shares, below: float) -> tuple[Shortened, ...]:
    """The versions that a model of independent words finds likeliest, each of which reads well."""
    spans = words_of(sentence)
    sure = np.clip(np.asarray(kept, dtype=np.float64), 1e-4, 1 - 1e-4)
    odds = np.log1p(-sure) - np.log(sure)  # what taking a word out adds to the log-likelihood
    gains = {
        cut: float(odds[inside].sum())
        for cut, limit in _allowed(sentence, below).items()
        if len(inside := _inside(spans, cut)) and sure[inside].mean() < limit and sure[inside].max() < _KEPT
    }
    cuts = sorted(sorted(gains, key=lambda cut: (-gains[cut], cut))[:_MOST_CUTS])
    versions: dict[str, tuple[float, Shortened]] = {}
    for some in _apart([cut for cut in cuts if not cuts_through(sentence, cut)], _MOST_CUT_TOGETHER):
        version = _without(sentence, some)
        if len(version.text.split()) >= _SHORTEST and reads_well(version.text, sentence):
            versions.setdefault(version.text, (sum(gains[cut] for cut in some), version))
    best = sorted(versions.values(), key=lambda item: (-item[0], item[1].text))
    return tuple(version for _, version in best[:_MOST_VERSIONS])


def _allowed(sentence: str, below: float) -> dict[Cut, float]:
    """Stretches that may go, with the mean probability that each has to stay below."""
    more = [
        cut
        for cut in (*stretches(sentence), *_appended(sentence))
        if _may_go(sentence[cut[0] : cut[1]])
        and not _HEDGE.search(sentence[cut[0] : cut[1]])
        and _verb_stays(sentence, cut)
    ]
    limits = {**dict.fromkeys(more, below), **dict.fromkeys(_ruled(sentence), max(below, _INSERTED_BELOW))}
    return {
        cut: limit
        for cut, limit in limits.items()
        if not (sentence[cut[1] - 1] == "," and _LEANS.match(sentence[cut[1] :]))
    }


def _inside(spans: tuple[tuple[int, int], ...], cut: Cut) -> NDArray[np.int64]:
    return np.array([place for place, (start, end) in enumerate(spans) if cut[0] <= start and end <= cut[1]], np.int64)


def _apart(cuts: list[Cut], most: int) -> Iterator[tuple[Cut, ...]]:
    """Ways to take out up to ``most`` stretches that don't overlap, fewer first."""
    for size in range(1, most + 1):
        for some in combinations(cuts, size):
            if all(one[1] <= other[0] for one, other in pairwise(some)):
                yield some


def _ruled(sentence: str) -> list[Cut]:
    """What may go by rules alone."""
    brackets = [cut for cut in _bracketed(sentence) if _may_go(sentence[cut[0] : cut[1]])]
    between = [
        cut for cut in _insertions(sentence) if _may_go(sentence[cut[0] : cut[1]]) and _verb_stays(sentence, cut)
    ]
    return sorted([*brackets, *between])


def _may_go(insertion: str) -> bool:
    return not (denies(insertion) or _MODAL.search(insertion) or _SPEECH.search(insertion))


def _verb_stays(sentence: str, cut: Cut) -> bool:
    """Whether the rest is a sentence still, as far as the forms of words tell."""
    rest = sentence[: cut[0]] + sentence[cut[1] :]
    return has_finite_verb(rest) or not has_finite_verb(sentence[cut[0] : cut[1]])


def _insertions(sentence: str) -> Iterator[Cut]:
    """Stretches to take out beside brackets, none inside quotation marks."""
    commas = [match.start() for match in re.finditer(r",(?=\s)", sentence) if not quoted(sentence, match.start())]
    if commas and _FRONT.match(sentence[: commas[0]]) and not _FINITE.search(sentence[: commas[0]]):
        yield 0, commas[0] + 1
    for first, second in pairwise(commas):
        inside, after = sentence[first + 1 : second].strip(), sentence[second + 1 :].strip()
        if _INSIDE.match(inside) and not _is_needed(inside, after):
            yield first, second + 1
    if commas:
        end = len(sentence.rstrip().rstrip(".!?"))
        tail = sentence[commas[-1] + 1 : end].strip()
        if _TAIL.match(tail):
            yield commas[-1], end


def _appended(sentence: str) -> Iterator[Cut]:
    """Appositions and relative clauses that the rules leave in: of any wording, with a comma inside, or at the end."""
    commas = [match.start() for match in re.finditer(r",(?=\s)", sentence) if not quoted(sentence, match.start())]
    end = len(sentence.rstrip().rstrip(".!?"))
    for place, first in enumerate(commas):
        for second in commas[place + 1 : place + 3]:
            inside, after = sentence[first + 1 : second].strip(), sentence[second + 1 :].strip()
            # What has a comma inside opens like an apposition, or it may be the subject and what is said of it.
            opens = second == commas[place + 1] or _OPENS_TAIL.match(inside)
            item = len(inside.split()) < _PHRASE or (
                _LIST_BEGINS.match(after) and not has_finite_verb(after.split(",", maxsplit=1)[0])
            )
            if opens and not item and _adds(inside) and not _is_needed(inside, after):
                yield first, second + 1
        tail = sentence[first + 1 : end].strip()
        if _OPENS_TAIL.match(tail) and _adds(tail) and goes_on(tail):
            yield first, end


def _adds(inside: str) -> bool:
    """Whether a stretch may be an apposition or a relative clause: no list, and no clause but a relative one."""
    first, *others = re.split(r",\s", inside)
    if _LISTED.match(inside) or any(_LISTED.match(other) for other in others):
        return False
    if _RELATIVE.match(first) or (_PARTICIPLE.match(first) and not is_clause(inside)):
        return True
    return not (has_finite_verb(inside) or _PREPOSITION.match(inside))


def _is_needed(inside: str, after: str) -> bool:
    """Whether a stretch between commas may be a clause of its own, an item of several, or says how, not who or what."""
    if is_clause(inside) and not _RELATIVE.match(inside):
        return True
    listed = _LISTED.match(after) or (
        _LIST_GOES_ON.match(after) and not _FINITE.search(after.split(",", maxsplit=1)[0])
    )
    return bool(listed) or (bool(_PREPOSITION.match(inside)) and len(inside.split()) < _PHRASE)


def _bracketed(sentence: str) -> Iterator[Cut]:
    for match in re.finditer(r"\s*\([^()]*\)| (?:—|–|--) [^—–]{3,80}? (?:—|–|--)(?= )", sentence):
        if not quoted(sentence, match.start()):
            yield match.span()


def _without(sentence: str, cuts: tuple[Cut, ...]) -> Shortened:
    kept, start = [], 0
    for cut in cuts:
        kept.append((start, cut[0]))
        start = cut[1]
    kept.append((start, len(sentence)))
    text = " ".join("".join(sentence[one:two] for one, two in kept).split())
    return Shortened(text[:1].upper() + text[1:], tuple((one, two) for one, two in kept if one < two))
