"""Plain measures of how a sentence is worded: shares of words that are in a list, and other things to be counted."""

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from eval.figures.words import unquoted, word_spans

_VOWELS = frozenset("aeiou")
_NOT_DOUBLED = frozenset("aeiouwxy")
_PLAIN_LY = frozenset(
    "ally anomaly apply assembly belly bully butterfly comply daily deadly doubly early elderly emily family fly folly "
    "friendly holy imply italy jelly july kelly likely lily lonely lovely melancholy molly monopoly monthly multiply "
    "only orderly rally rely reply sally supply unlikely weekly yearly".split()
)
_INTENSIFIERS = frozenset(
    "absolutely altogether amazingly awfully badly completely deeply downright enormously entirely especially even "
    "ever extremely fully greatly highly hugely immensely incredibly indeed intensely just massively never perfectly "
    "quite rather really remarkably seriously severely simply so strongly such terribly thoroughly too totally truly "
    "utterly vastly very wholly".split()
)
_OBLIGING = frozenset("must should ought shall cannot need needs".split())
_OWN_VOICE = frozenset("i we you me us my our your mine ours yours myself ourselves yourself".split())
_CONTRASTING = frozenset("but yet although though despite however instead unless nevertheless".split())
_MARKS = re.compile("[!?]")

FEATURES = ("-ly adverbs", "intensifiers", "must, should", "I, we, you", "but, yet", "! and ?", "quoted", "capitals",
            "numbers", "letters a word")  # fmt: skip


def own_words(text: str) -> list[str]:
    """Words outside quotations, lower-case."""
    bare = unquoted(text)
    return [bare[start:end].lower() for start, end in word_spans(bare)]


def share(text: str, met: Callable[[str], bool]) -> float:
    """Share of the words outside quotations that are met, 0 to 1; 0 for a text without any."""
    words = own_words(text)
    return sum(map(met, words)) / len(words) if words else 0.0


def is_adverb(word: str) -> bool:
    """Whether a lower-case word ends like an adverb of manner or opinion."""
    return word.endswith("ly") and len(word) > 4 and word not in _PLAIN_LY


def intensifies(word: str) -> bool:
    """Whether a lower-case word is an adverb of manner or opinion, or an intensifier."""
    return is_adverb(word) or word in _INTENSIFIERS


def features(text: str) -> NDArray[np.float64]:
    """What can be counted in a sentence without knowing its words' tone. *Shape:* (features,), as in ``FEATURES``.

    Shares from 0 to 1 of the words outside quotations, but for the marks (a number), the quoted characters (a share of
    all) and the mean letters of a word; after Recasens et al. (2013), who use lists as well. The length is left out: it
    tells titles and articles from summaries without saying anything of their tone.
    """
    bare = unquoted(text)
    cased = [bare[start:end] for start, end in word_spans(bare)]
    words = [word.lower() for word in cased]
    many = max(len(words), 1)
    counts = (
        sum(map(is_adverb, words)),
        *(sum(word in some for word in words) for some in (_INTENSIFIERS, _OBLIGING, _OWN_VOICE, _CONTRASTING)),
    )
    return np.array(
        [
            *(count / many for count in counts),
            len(_MARKS.findall(bare)),
            1 - len(bare.strip()) / max(len(text.strip()), 1),
            sum(word[0].isupper() for word in cased) / many,
            sum(word[0].isdigit() for word in words) / many,
            sum(map(len, words)) / many,
        ],
        dtype=np.float64,
    )


def inflected(lemma: str) -> frozenset[str]:
    """A lemma and the regular forms that it may have as a verb, a noun or an adjective; some are no words."""
    word = lemma.lower()
    stem = word.removesuffix("e")
    forms = {word, f"{word}s", f"{word}es", f"{stem}ed", f"{stem}ing", f"{word}ly"}
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        forms |= {f"{word[:-1]}{end}" for end in ("ies", "ied", "ily")}
    if len(word) > 2 and word[-1] not in _NOT_DOUBLED and word[-2] in _VOWELS:
        forms |= {f"{word}{word[-1]}{end}" for end in ("ed", "ing")}
    return frozenset(forms)


def shares(texts: Sequence[str], met: Callable[[str], bool]) -> NDArray[np.float64]:
    """``share`` of each text, 0 to 1. *Shape:* (texts,)."""
    return np.array([share(text, met) for text in texts], dtype=np.float64)
