"""Shorter versions of a sentence: what stands between commas, dashes or brackets, or in front, taken out.

Whole insertions are taken out, never single words, so that what is left is a sentence still. What must not be lost
keeps an insertion in: a negation, a modal verb, somebody's words or the one who speaks them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from pipeline.facts import denies
from pipeline.verbs import has_finite_verb, is_clause

_SHORTEST = 7  # words left
_PHRASE = 3  # words of a prepositional phrase that may go: "with impunity" may not
_MOST_TOGETHER = 2  # insertions taken out at once
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
_RELATIVE = re.compile(r"(?:who|which|whose|where)\b")
_LISTED = re.compile(r"\b(?:and|or|nor|but)\b", re.IGNORECASE)
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|does|did|do)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shortened:
    """A version of a sentence; ``kept`` are the stretches of it that are left, in order."""

    text: str
    kept: tuple[tuple[int, int], ...]


def shortened(sentence: str) -> tuple[Shortened, ...]:
    """Versions of a sentence with one or two insertions taken out, the sentence itself left out; perhaps none."""
    brackets = [cut for cut in _bracketed(sentence) if _may_go(sentence[cut[0] : cut[1]])]
    between = [
        cut for cut in _insertions(sentence) if _may_go(sentence[cut[0] : cut[1]]) and _verb_stays(sentence, cut)
    ]
    cuts = sorted([*brackets, *between])
    versions: dict[str, Shortened] = {}
    for size in range(1, _MOST_TOGETHER + 1):
        for some in combinations(cuts, size):
            if all(one[1] <= other[0] for one, other in pairwise(some)):
                version = _without(sentence, some)
                if len(version.text.split()) >= _SHORTEST:
                    versions.setdefault(version.text, version)
    return tuple(versions.values())


def _may_go(insertion: str) -> bool:
    return not (denies(insertion) or _MODAL.search(insertion) or _SPEECH.search(insertion))


def _verb_stays(sentence: str, cut: tuple[int, int]) -> bool:
    """Whether the rest is a sentence still, as far as the forms of words tell."""
    rest = sentence[: cut[0]] + sentence[cut[1] :]
    return has_finite_verb(rest) or not has_finite_verb(sentence[cut[0] : cut[1]])


def _insertions(sentence: str) -> Iterator[tuple[int, int]]:
    """Stretches to take out beside brackets, none inside quotation marks."""
    commas = [match.start() for match in re.finditer(r",(?=\s)", sentence) if not _quoted(sentence, match.start())]
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


def _is_needed(inside: str, after: str) -> bool:
    """Whether a stretch between commas may be a clause of its own, an item of several, or says how, not who or what."""
    if is_clause(inside) and not _RELATIVE.match(inside):
        return True
    listed = _LISTED.match(after) or (
        _LIST_GOES_ON.match(after) and not _FINITE.search(after.split(",", maxsplit=1)[0])
    )
    return bool(listed) or (bool(_PREPOSITION.match(inside)) and len(inside.split()) < _PHRASE)


def _bracketed(sentence: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"\s*\([^()]*\)| (?:—|–|--) [^—–]{3,80}? (?:—|–|--)(?= )", sentence):
        if not _quoted(sentence, match.start()):
            yield match.span()


def _quoted(sentence: str, place: int) -> bool:
    before = sentence[:place]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _without(sentence: str, cuts: tuple[tuple[int, int], ...]) -> Shortened:
    kept, start = [], 0
    for cut in cuts:
        kept.append((start, cut[0]))
        start = cut[1]
    kept.append((start, len(sentence)))
    text = " ".join("".join(sentence[one:two] for one, two in kept).split())
    return Shortened(text[:1].upper() + text[1:], tuple((one, two) for one, two in kept if one < two))
