"""How alike any two articles of a batch are, signal by signal.

Each signal is a matrix over all pairs, so batches are to have a few thousand articles at most.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from eval.benchmarks.cluster_sets import Batch
from pipeline.cluster import lead
from pipeline.config import Cluster
from pipeline.facts import dates
from pipeline.records import Article
from pipeline.terms import names, term_vectors, words

Matrix = NDArray[np.float32]  # *Shape:* (articles, articles), symmetric
Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]

SHORT_LEAD: Final = 50
_WINDOW: Final = 200  # words that the encoder reads at once
_WINDOWS: Final = 3
_NUMBER: Final = re.compile(r"\d[\d,.]*")
_SECONDS_A_DAY: Final = 86400.0
_LONGEST_WAIT: Final = 30.0  # days; more apart is as far as that

COSINES: Final = (
    "encoder title",
    "encoder 50",
    "encoder 200",
    "encoder whole",
    "words title",
    "words 50",
    "words 200",
    "words whole",
    "names",
    "numbers",
    "dates",
)
FEATURES: Final = (*COSINES, "rare names", "rare numbers", "other dates", "days apart", "dated", "shorter", "longer")


@dataclass(frozen=True, slots=True)
class Signals:
    """Matrices by name of ``FEATURES``, and which pairs are further apart than the window of days allows."""

    batch: Batch
    of: Mapping[str, Matrix]
    far: NDArray[np.bool_]


def signals(batch: Batch, encode: Encode) -> Signals:
    """Compute every signal of a batch.

    Cosines lie from -1 to 1 (encoder) or 0 to 1 (terms; rare ones weigh more, see ``term_vectors``). ``rare names``
    and ``rare numbers`` are the share of the rarity of the article that has less of them, ``other dates`` says that
    both name days and none is shared, ``days apart`` counts up to 30 as a share, ``shorter`` and ``longer`` are the
    logarithms of the words of both.
    """
    found = dict(_cosines(batch.articles, encode))
    texts = [f"{article.title}\n{article.text}" for article in batch.articles]
    found["rare names"] = _overlap([sorted(set(names(text))) for text in texts])
    found["rare numbers"] = _overlap([sorted(set(_numbers(text))) for text in texts])
    told = [_days_told(article) for article in batch.articles]
    some = np.array([bool(days) for days in told])
    shared = _overlap(told)
    found["other dates"] = (some[:, None] & some & (shared == 0)).astype(np.float32)
    apart = _apart(batch.articles)
    found["days apart"] = np.nan_to_num(np.minimum(apart, _LONGEST_WAIT) / _LONGEST_WAIT, nan=0.0)
    found["dated"] = (~np.isnan(apart)).astype(np.float32)
    lengths = np.log([len(text.split()) for text in texts]).astype(np.float32)
    found["shorter"] = np.minimum(lengths[:, None], lengths)
    found["longer"] = np.maximum(lengths[:, None], lengths)
    return Signals(batch, found, np.asarray(apart > Cluster().max_days))


def kept(batch: Batch, folder: Path | None, compute: Callable[[], Signals]) -> Signals:
    """The signals as a folder has them from before; else computed, and kept there if there is a folder."""
    if folder is None:
        return compute()
    told = json.dumps([(article.title, article.text, article.published) for article in batch.articles])
    path = folder / f"{hashlib.sha256(told.encode()).hexdigest()[:16]}.npz"
    if path.exists():
        with np.load(path) as arrays:
            return Signals(batch, {name: arrays[name] for name in FEATURES}, arrays["far"])
    found = compute()
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(path, allow_pickle=False, far=found.far, **found.of)
    return found


def _cosines(articles: Sequence[Article], encode: Encode) -> Iterator[tuple[str, Matrix]]:
    headlines = [_headline(article) for article in articles]
    short = [_first(article, SHORT_LEAD) for article in articles]
    leads = [lead(article) for article in articles]
    for name, texts in (("title", headlines), ("50", short), ("200", leads)):
        vectors = encode(texts)
        yield f"encoder {name}", vectors @ vectors.T
    whole = _whole(articles, encode)
    yield "encoder whole", whole @ whole.T
    everything = [f"{article.title}\n{article.text}" for article in articles]
    for name, texts in (("title", headlines), ("50", short), ("200", leads), ("whole", everything)):
        yield f"words {name}", _product(term_vectors([words(text) for text in texts]))
    yield "names", _product(term_vectors([names(text) for text in everything]))
    yield "numbers", _product(term_vectors([_numbers(text) for text in everything]))
    yield "dates", _product(term_vectors([_days_told(article) for article in articles]))


def _whole(articles: Sequence[Article], encode: Encode) -> Vectors:
    """The mean over the first windows of each text, as unit rows."""
    windows = [
        (row, text)
        for row, article in enumerate(articles)
        for text in [lead(article), *_later_windows(article.text.split())]
    ]
    rows = np.array([row for row, _text in windows])
    vectors = encode([text for _row, text in windows])
    total = np.zeros((len(articles), vectors.shape[1]), dtype=np.float32)
    np.add.at(total, rows, vectors)
    return np.asarray(total / np.linalg.norm(total, axis=1, keepdims=True), dtype=np.float32)


def _later_windows(tokens: Sequence[str]) -> Iterator[str]:
    for start in range(_WINDOW, min(len(tokens), _WINDOW * _WINDOWS), _WINDOW):
        yield " ".join(tokens[start : start + _WINDOW])


def _headline(article: Article) -> str:
    return article.title or article.text.split("\n", 1)[0]


def _first(article: Article, count: int) -> str:
    return "\n".join(filter(None, (article.title, " ".join(article.text.split()[:count]))))


def _numbers(text: str) -> list[str]:
    return [token.rstrip(".,").replace(",", "") for token in _NUMBER.findall(text)]


def _days_told(article: Article) -> list[str]:
    """The days that a text names: resolved where its own date is known, else as far as they are written."""
    published = datetime.fromisoformat(article.published) if article.published else None
    found = []
    for mention in (date for line in article.text.splitlines() for date in dates(line, published)):
        if mention.first is not None and mention.first == mention.last:
            found.append(mention.first.isoformat())
        elif mention.month and mention.day:
            found.append(f"{mention.month}-{mention.day}")
        elif mention.weekday is not None:
            found.append(f"weekday {mention.weekday}")
    return found


def _product(rows: csr_array) -> Matrix:
    return np.asarray((rows @ rows.T).toarray(), dtype=np.float32)


def _overlap(rows: Sequence[Sequence[str]]) -> Matrix:
    """Rarity of what two rows share as a share of the rarity of the row that has less, 0 to 1."""
    unit = term_vectors([sorted(set(row)) for row in rows])
    # A row of different terms has entries rarity / length, so that their smallest possible square sums stay known.
    weights = unit.copy()
    weights.data = _rarities(unit)[unit.indices]
    shared = (weights.sqrt() @ weights.sqrt().T).toarray()
    own = np.asarray(weights.sum(axis=1)).ravel()
    return np.asarray(shared / np.maximum(np.minimum(own[:, None], own), 1e-9), dtype=np.float32)


def _rarities(rows: csr_array) -> NDArray[np.float64]:
    """Of each term, its rarity among the rows and 300 empty ones; see ``term_vectors``."""
    holders = np.bincount(rows.indices, minlength=rows.shape[1])
    return np.asarray(np.log((rows.shape[0] + 301) / (holders + 1)) + 1.0)


def _apart(articles: Sequence[Article]) -> Matrix:
    """Days between two articles; NaN where one has no date."""
    days = np.array([_day(article.published) for article in articles])
    return np.asarray(np.abs(days[:, None] - days), dtype=np.float32)


def _day(published: str | None) -> float:
    if not published:
        return float("nan")
    moment = datetime.fromisoformat(published)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() / _SECONDS_A_DAY
