"""How arousing and how pleasant words are, learned from EmoBank (Buechel and Hahn 2017): for measuring only.

FILE is JSONL or JSONL.gz with ``text``, ``arousal`` and ``valence`` (1 to 5) and ``split`` (train, dev, test). Its
licence is CC BY-SA 4.0: what is learned is kept in memory and never written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import Ridge

from eval.benchmarks.readers.files import Record, json_lines
from eval.figures.arousal import Feeling, feelings, words_of
from pipeline.errors import InputError

_NEEDS = "text, arousal, valence and split (train, dev or test)"
_SPLITS = ("train", "dev", "test")
_LEAST = 2  # sentences of the train split that have a word
_PENALTY = 1.0  # of the ridge regression; best of 0.3, 1 and 3 for valence on the dev split

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rated:
    """A sentence with its mean ratings by readers and writers, 1 to 5, and the split that it belongs to."""

    text: str
    arousal: float
    valence: float
    split: str


@dataclass(frozen=True, slots=True)
class Learned:
    """Words with their feelings, and how well the words' sums tell the ratings of other sentences.

    ``fit`` holds Pearson's correlation, -1 to 1, by (rating, split): arousal and valence, dev and test.
    """

    words: dict[str, Feeling]
    fit: dict[tuple[str, str], float]

    def __str__(self) -> str:
        """``arousal 0.35 on dev, 0.30 on test; …``."""
        names = dict.fromkeys(rating for rating, _ in self.fit)
        return "; ".join(
            f"{name} {', '.join(f'{r:.2f} on {split}' for (rating, split), r in self.fit.items() if rating == name)}"
            for name in names
        )


def read_emobank(path: Path) -> list[Rated]:
    """Read the rated sentences.

    Raises:
        InputError: the file can't be read, a row lacks a field, or a split has fewer than two sentences.
    """
    rows = [_rated(row) for row in json_lines(path, _NEEDS)]
    for split in _SPLITS:
        if sum(row.split == split for row in rows) < 2:
            raise InputError(f"{path}: fewer than two sentences of the split {split}; a row needs {_NEEDS}")
    return rows


def _rated(row: Record) -> Rated:
    split = row.choice("split", {name: name for name in _SPLITS})
    return Rated(row.text("text"), _rating(row, "arousal"), _rating(row, "valence"), split)


def _rating(row: Record, name: str) -> float:
    given = row.fields.get(name)
    if not isinstance(given, (int, float)) or not 1 <= given <= 5:
        raise row.fault(f"{name} is {given!r}, no number from 1 to 5")
    return float(given)


def learn(rows: Sequence[Rated]) -> Learned:
    """Rate words by ridge regressions (Hoerl and Kennard 1970) of the train sentences' ratings on their words.

    A sentence's words weigh the same, all together as much as the square root of their number.
    """
    parts = {split: [row for row in rows if row.split == split] for split in _SPLITS}
    counter = CountVectorizer(analyzer=words_of, min_df=_LEAST, binary=True)
    counter.fit([row.text for row in parts["train"]])
    tables = {split: _weighed(counter.transform([row.text for row in some])) for split, some in parts.items()}
    weights, fit = {}, {}
    for rating in ("arousal", "valence"):
        given = {split: np.array([getattr(row, rating) for row in some]) for split, some in parts.items()}
        model = Ridge(alpha=_PENALTY).fit(tables["train"], given["train"])
        weights[rating] = model.coef_.tolist()
        for split in ("dev", "test"):
            fit[rating, split] = _correlation(model.predict(tables[split]), given[split])
    words = [str(word) for word in counter.get_feature_names_out()]
    return Learned(feelings(words, weights["arousal"], weights["valence"]), fit)


def _weighed(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    many = np.maximum(np.asarray(counts.sum(axis=1)).ravel(), 1)
    return sparse.diags(1 / np.sqrt(many)) @ counts


def _correlation(said: Floats, given: Floats) -> float:
    """Pearson's correlation, -1 to 1; NaN where either is all the same."""
    if not said.std() or not given.std():
        return float("nan")
    return float(np.corrcoef(said, given)[0, 1])
