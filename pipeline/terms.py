"""The words and the names of texts as sparse unit vectors, whose products are cosines."""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import count, pairwise

import numpy as np
from scipy.sparse import csr_array

_SPREAD = 300  # empty documents added; see term_vectors
_WORD = re.compile(r"\w\w+")
_ENDING = re.compile(r"(?:ing|edly|ed|es|s|ly|e)$")
_SHORTEST_STEM = 3
_SENTENCE_END = (".", "!", "?", ":", "\u2026")
_CLOSING = "\"'\u201d\u2019)"
_WRAPPING = "\"'\u201c\u201d\u2018\u2019()[]{}.,;:!?\u2026\u2013\u2014-"


@cache
def function_words() -> frozenset[str]:
    """English words that say little by themselves: scikit-learn's list. The library takes a second to load."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(ENGLISH_STOP_WORDS)


def words(text: str) -> list[str]:
    """Lower-cased words of two characters and more, English function words left out."""
    ignored = function_words()
    return [word for word in _WORD.findall(text.lower()) if word not in ignored]


def stems(text: str) -> frozenset[str]:
    """The words of ``text`` without their commonest endings, so that "voted" meets "voting"."""
    return frozenset(map(stem, words(text)))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A lower-cased word without its commonest ending, where three letters are left."""
    short = _ENDING.sub("", word)
    return short if len(short) >= _SHORTEST_STEM else word


def names(text: str) -> list[str]:
    """Capitalised words, lower-cased, other than at the start of a sentence or a line."""
    found = []
    for line in text.splitlines():
        for before, token in pairwise(line.split()):
            word = token.strip(_WRAPPING)
            if word[:1].isupper() and not before.rstrip(_CLOSING).endswith(_SENTENCE_END):
                found.append(word.removesuffix("'s").removesuffix("\u2019s").lower())
    ignored = function_words()
    return [name for name in found if name not in ignored]


def term_vectors(rows: Iterable[Sequence[str]]) -> csr_array:
    """TF-IDF vectors of length 1 with sublinear counts; a row without terms is zero. *Shape:* (rows, terms).

    Document frequencies are those among the rows and 300 empty documents: in a small batch, or one about a single
    event, the words of the event stand in every row and would count for nothing. Rows are taken one by one: as lists
    of words, those of many articles take ten times the memory of their counts.
    """
    from sklearn.feature_extraction.text import CountVectorizer

    numbers = count()
    try:
        counter = CountVectorizer(analyzer=_itself, dtype=np.float64)
        counts = csr_array(counter.fit_transform(row for row, _number in zip(rows, numbers, strict=False)))
    except ValueError as error:
        if "empty vocabulary" not in str(error):
            raise
        return csr_array((next(numbers), 1), dtype=np.float64)
    holders = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity = np.log((counts.shape[0] + _SPREAD + 1) / (holders + 1)) + 1.0
    counts.data = (1.0 + np.log(counts.data)) * rarity[counts.indices]
    lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    counts.data /= np.repeat(lengths, np.diff(counts.indptr))
    return counts


def _itself(terms: Sequence[str]) -> Sequence[str]:
    return terms


def letters_of(text: str) -> str:
    """Lower-case letters and digits of a text: what is left when capitals, spaces and punctuation don't count."""
    return "".join(sign for sign in text.lower() if sign.isalnum())
