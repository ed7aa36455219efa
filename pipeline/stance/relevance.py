"""How likely each line of an article is to decide a claim, from what is known of both before anything is read."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from pipeline.config import Proposal
from pipeline.passages import Passages
from pipeline.terms import stems

COLUMNS = ("cosine", "shared_words", "headline", "previous", "following")
_FAR = 4.6  # a line about so many times less likely to decide than the likeliest one counts by half


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """The headline of an article, where it has one, and its sentences.

    Attributes:
        vectors: unit rows. *Shape:* (lines, width).
        words: the stems of each line.
        headline: whether the first line is one.
    """

    vectors: NDArray[np.float32]
    words: tuple[frozenset[str], ...]
    headline: bool


@dataclass(frozen=True, slots=True, eq=False)
class Relevance:
    """A logit for each line of an article, and one for none of them, whose softmax is how likely each decides a claim.

    A line's logit is the cosine of its projection with the claim's, and ``COLUMNS``, each by its weight (a bilinear
    form beside plain features; Bai et al. 2009, supervised semantic indexing).

    Attributes:
        claims: projection of a claim's vector. *Shape:* (width, rank).
        lines: projection of a line's vector; a rank of 0 leaves both out. *Shape:* (width, rank).
        learned: weight of the cosine of the projections.
        columns: weights of ``COLUMNS``.
        none: logit of no line.
    """

    claims: NDArray[np.float32]
    lines: NDArray[np.float32]
    learned: float
    columns: tuple[float, ...]
    none: float

    def probabilities(self, claim: NDArray[np.float32], words: frozenset[str], lines: Lines) -> NDArray[np.float64]:
        """How likely each line is to decide a claim; they sum to less than 1, the rest being none of them.

        Args:
            claim: unit vector. *Shape:* (width,).
            words: the claim's stems.
            lines: of one article, any number.

        Returns:
            *Shape:* (lines,).
        """
        logits = columns_of(claim, words, lines) @ np.array(self.columns)
        if self.claims.shape[1]:
            logits += self.learned * (_unit(lines.vectors @ self.lines) @ _unit(claim @ self.claims))
        highest = max(float(logits.max(initial=self.none)), self.none)
        shares = np.exp(logits - highest)
        return np.asarray(shares / (shares.sum() + np.exp(self.none - highest)), dtype=np.float64)

    @property
    def digest(self) -> str:
        """SHA-256 of all that it holds."""
        weights = np.array([self.learned, *self.columns, self.none])
        return sha256(b"".join(part.tobytes() for part in (self.claims, self.lines, weights))).hexdigest()


def counts_of(relevances: NDArray[np.float64]) -> NDArray[np.float64]:
    """What each line counts for, 0 to 1: the less, the less likely it is to decide beside the likeliest.

    So lines that are not read would have changed little. *Shape:* (lines,), as of ``relevances``.
    """
    times = relevances.max() / np.maximum(relevances, 1e-12)
    return np.asarray(1 / (1 + (times**2 - 1) / _FAR**2))


def lines_of(passages: Passages, number: int) -> Lines:
    """The lines of an article of a story."""
    rows = np.flatnonzero(passages.owner == number)
    title = passages.articles[number].title.strip()
    opening = [passages.titles[number]] if title else []
    texts = [*([title] if title else []), *(passages.sentences[row].text for row in rows)]
    vectors = np.concatenate([np.reshape(opening, (-1, passages.vectors.shape[1])), passages.vectors[rows]])
    return Lines(vectors.astype(np.float32), tuple(stems(text) for text in texts), bool(title))


def columns_of(claim: NDArray[np.float32], words: frozenset[str], lines: Lines) -> NDArray[np.float64]:
    """The values of ``COLUMNS`` for each line of an article.

    They are its cosine with the claim, the share of the claim's words that it has, whether it is the headline, and the
    cosines of the sentences before and after it. *Shape:* (lines, columns).
    """
    cosines = (lines.vectors @ claim).astype(np.float64)
    found = np.zeros((len(cosines), len(COLUMNS)))
    first = int(lines.headline)
    found[:, 0] = cosines
    found[:, 1] = [len(words & own) / max(1, len(words)) for own in lines.words]
    found[:first, 2] = 1.0
    found[first + 1 :, 3] = cosines[first:-1]
    found[first:-1, 4] = cosines[first + 1 :]
    return found


@functools.cache
def builtin_relevance(proposal: Proposal = "learned") -> Relevance:
    """What comes with the installation, for vectors of the built-in encoder; ``cosine`` asks no more of vectors."""
    with as_file(files("pipeline") / "builtin" / "stance" / "relevance.safetensors") as path:
        kept = load_file(path)
    if proposal == "cosine":
        weight, none = (float(value) for value in kept["cosine"])
        empty = np.zeros((0, 0), dtype=np.float32)
        return Relevance(empty, empty, 0.0, (weight, *[0.0] * (len(COLUMNS) - 1)), none)
    columns: Sequence[float] = kept["columns"].tolist()
    return Relevance(kept["claims"], kept["lines"], float(kept["learned"][0]), tuple(columns), float(kept["none"][0]))


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12), dtype=np.float32)
