"""Words of news text: tidy spacing, content words, how rare they are, and which words are names in lower-cased text."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pipeline.text import split_sentences

WORD = re.compile(r"[^\W_]+(?:[-'’.,][^\W_]+)*")
_SPACED = (
    (re.compile(r"\s+(n[’']t)\b"), r"\1"),
    (re.compile(r"\s+([’'](?:s|re|ve|ll|d|m))\b"), r"\1"),
    (re.compile(r"-l[rs]b-\s*", re.IGNORECASE), "("),
    (re.compile(r"\s*-r[rs]b-", re.IGNORECASE), ")"),
    (re.compile(r"``\s*|\s*''"), '"'),
    (re.compile(r"(?<=\w) - (?=\w)"), "-"),
    (re.compile(r"\s+([,.;:!?%)])"), r"\1"),
    (re.compile(r"([($£€])\s+"), r"\1"),
    (re.compile(r"\s+"), " "),
)
_STOP_ALONE = re.compile(r"( [.?!](?: (?:''|[\"”]))?) (?=\S)")
_COMMON_TIMES, _COMMON_SHARE = 3, 0.4
_ENDINGS = re.compile(r"(?:ing|ed|ly|ness|tions?|ments?|able|ible|ous|ful|less|ies|ers?)$")
_STEM = re.compile(r"(?:ing|edly|ed|es|s|ly|['’]s)$")
STOP = frozenset(
    "a an the of to in on at for from by with and or but as is are was were be been being it its this that these "
    "those he she they we you i his her their our my your him them us who which what when where how why not no "
    "nor so than then there here also after before over under into about up down out off has have had do does did "
    "will would can could may might should must said says say told one two if while during more most other some "
    "any all just only very s t".split()
)


def tidy(text: str) -> str:
    """Undo the spacing of tokenised text: ``did n't , he said`` becomes ``didn't, he said``."""
    for pattern, replacement in _SPACED:
        text = pattern.sub(replacement, text)
    return text.strip()


def sentences_of(text: str) -> list[str]:
    """Sentences of a text, tidied; in tokenised text a lone full stop ends one."""
    lines = _STOP_ALONE.sub(r"\1\n", text).splitlines()
    clean = "\n".join(filter(None, map(tidy, lines)))
    spans = split_sentences(clean, every_line=True)
    return [" ".join(clean[span.start : span.end].split()) for span in spans]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A word without its commonest endings, so that ``voted`` meets ``voting``."""
    word = word.lower()
    short = _STEM.sub("", word)
    return short if len(short) >= 3 else word


def content(text: str) -> frozenset[str]:
    """Stems of the words of ``text`` that carry meaning."""
    return frozenset(stem(word) for word in WORD.findall(text) if word.lower() not in STOP)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What a body of text knows of words.

    Attributes:
        weight: inverse document frequency per stem.
        common: words that mostly stand in lower case where text has capitals: they are no names.
        unseen: weight of a stem that no document has.
    """

    weight: dict[str, float]
    common: frozenset[str]
    unseen: float

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a stem, at least 0."""
        return self.weight.get(word, self.unseen)

    def is_name(self, word: str, *, cased: bool) -> bool:
        """Whether ``word`` is a name, or part of one; in text without capitals all that is not common may be."""
        if len(word) < 3 or not word[0].isalpha() or word.lower() in self.common or word.lower() in STOP:
            return False
        return word[0].isupper() if cased else not _ENDINGS.search(word)


def read_lexicon(documents: Sequence[str], cased: Iterable[str]) -> Lexicon:
    """Count words.

    Args:
        documents: for rarity.
        cased: texts with capitals, for common words.
    """
    seen: Counter[str] = Counter()
    for text in documents:
        seen.update(content(text))
    lower: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for text in cased:
        words = WORD.findall(text)
        lower.update(word for word in words if word.islower())
        every.update(word.lower() for word in words)
    common = {word for word, times in lower.items() if times >= _COMMON_TIMES and times >= _COMMON_SHARE * every[word]}
    size = len(documents) + 1  # so that a word of every document still weighs something
    weight = {word: float(np.log(size / times)) for word, times in seen.items() if times > 1}
    return Lexicon(weight, frozenset(common), float(np.log(size)))
