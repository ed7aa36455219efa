"""The second judge: does a passage of the document hold the sentence's words, in the sentence's order? No model.

Lexical alignment after the extractive fragments of Grusky et al. (2018), with figures, names and words of negation
weighing more, and word order counting against exchanged roles. It shares neither a model nor the exact checks with the
judge that wrote and verified, so their agreement says something. It can't see paraphrase: its verdicts are strict.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pipeline.terms import stem
from pipeline.text import split_sentences

# The score from which a sentence counts as said: the best balanced accuracy on CLIFF's validation part.
ALIGNED: Final = 0.7

Places = Mapping[str, tuple[int, int]]  # of each word of a passage the first and the last place

_TOKEN = re.compile(r"\d[\d,.]*\d|\w+(?:[’']\w+)?")
_NEGATION = frozenset("not no never nor none without cannot".split())
_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty hundred "
    "thousand million billion half".split()
)
_FILLERS = frozenset(
    (
        "a an the and or but if of in on at to for from by with as into over under after before than then that this "
        "these those it its he she they them his her their we you i our your my me us him who whom which whose what "
        "when where why how is are was were be been being am has have had having do does did will would can could may "
        "might shall should must there here so such also more most much many some any all both each other another "
        "same own out up down about against between during through while because until since only just very too again "
        "further once"
    ).split()
)
_LONGEST = 3  # sentences of a passage
_FIGURE, _NAME, _DENIAL, _WORD, _FILLER = 2.0, 1.5, 1.5, 1.0, 0.1


def aligned(document: str, sentences: Sequence[str]) -> list[float | None]:
    """How far a passage of up to three neighbouring sentences holds each sentence's words in their order.

    Args:
        document: any length.
        sentences: any number.

    Returns:
        0 to 1 each; None for a sentence without words, or where the document has none.
    """
    return [_aligned(document, sentence) for sentence in sentences]


@lru_cache(maxsize=8192)  # brief and labelled sentences are judged for several figures
def _aligned(document: str, sentence: str) -> float | None:
    passages, weighed = _passages(document), _weighed(sentence)
    return max(_held(weighed, passage) for passage in passages) if passages and weighed else None


@lru_cache(maxsize=64)
def _passages(document: str) -> tuple[Places, ...]:
    """One to three neighbouring sentences each, by the places of their words; none for a document without words."""
    spans = split_sentences(document, every_line=True)
    tokens = [_tokens(document[span.start : span.end]) for span in spans]
    if not any(tokens):
        return ()
    return tuple(
        _places([token for part in tokens[start : start + size] for token in part])
        for size in range(1, _LONGEST + 1)
        for start in range(max(1, len(tokens) - size + 1))
    )


def _places(passage: Sequence[str]) -> Places:
    """The first and the last place of each token."""
    places: dict[str, tuple[int, int]] = {}
    for place, token in enumerate(passage):
        places[token] = (places[token][0] if token in places else place, place)
    return places


def _held(sentence: Sequence[tuple[str, float]], places: Places) -> float:
    found = sum(weight for token, weight in sentence if token in places)
    share = found / sum(weight for _, weight in sentence)
    content = [token for token, weight in sentence if weight >= _WORD and token in places]
    steps = [places[one][0] < places[other][1] for one, other in pairwise(content) if one != other]
    order = sum(steps) / len(steps) if steps else 1.0
    denied = not _NEGATION.isdisjoint(places)
    # A passage that denies where the sentence doesn't may say the opposite.
    doubt = 0.8 if denied and not any(token in _NEGATION for token, _ in sentence) else 1.0
    return share * (0.5 + 0.5 * order) * doubt


def _weighed(sentence: str) -> list[tuple[str, float]]:
    weighed = []
    for number, match in enumerate(_TOKEN.finditer(sentence)):
        weighed += [(token, _weight(token, match.group(), first=number == 0)) for token in _split(match.group())]
    return weighed


def _weight(token: str, written: str, *, first: bool) -> float:
    if token[0].isdigit() or token in _NUMBERS:
        return _FIGURE
    if token in _NEGATION:
        return _DENIAL
    if written.lower() in _FILLERS:
        return _FILLER
    return _NAME if written[0].isupper() and not first else _WORD


def _tokens(text: str) -> list[str]:
    return [token for match in _TOKEN.finditer(text) for token in _split(match.group())]


def _split(written: str) -> list[str]:
    """A word as it is compared: without its ending; "n't" is a word of its own."""
    word = written.lower().replace("’", "'")
    if word.endswith("n't"):
        return [*([stem(word[:-3])] if word[:-3] else []), "not"]
    word = word.removesuffix("'s").replace(",", "")
    return [word if word in _NEGATION or word in _NUMBERS else stem(word)]
