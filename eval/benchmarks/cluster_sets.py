"""Sets of articles whose stories are known, read for the benchmarks of clustering.

The folder holds ``cluster/ecbplus_train.jsonl.gz`` (rows of id, text, topic, subtopic; ECB+, Cybulska and Vossen 2014)
and ``summarisation/neus_{train,val}.jsonl.gz`` and ``neus_full_{train,val}.jsonl.gz`` (rows of id and articles of one
story with title, text and, in the full ones, date; NeuS, Lee et al. 2022).
"""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from eval.benchmarks import synthetic
from eval.labels import bundled, read_expectations
from pipeline.records import Article

_LAST_TRAINING_TOPIC = 20
_AMERICAN = "%m/%d/%y"
_NEUS = {"neus": "openings", "neus_full": "whole"}


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles to cluster together, with their true stories and the topics that the bootstrap draws."""

    name: str
    articles: tuple[Article, ...]
    stories: tuple[str, ...]
    topics: tuple[str, ...]


def ecb(data: Path) -> tuple[Batch, Batch]:
    """ECB+ topics 1-20, then 21-35; topics are drawn."""
    rows = _rows(data / "cluster" / "ecbplus_train.jsonl.gz")
    first = [row for row in rows if row["topic"] <= _LAST_TRAINING_TOPIC]
    last = [row for row in rows if row["topic"] > _LAST_TRAINING_TOPIC]
    return _ecb("ECB+ topics 1-20", first), _ecb("ECB+ topics 21-35", last)


def neus_held_out(data: Path) -> tuple[Batch, Batch]:
    """The stories of NeuS validation by their opening paragraphs, then those known whole; stories are drawn."""
    first, last = (
        _neus(f"NeuS validation, {what}", _rows(data / "summarisation" / f"{name}_val.jsonl.gz"))
        for name, what in _NEUS.items()
    )
    return first, last


def neus_training(data: Path, name: str, stories: int, most: int) -> tuple[tuple[Batch, ...], tuple[Batch, ...]]:
    """Training stories of NeuS in batches of so many stories: those of even number, then those of odd number.

    A story has one number in both files, so that it is in the same half by its opening and whole.

    Args:
        data: folder of the sets.
        name: ``neus`` or ``neus_full``.
        stories: of a batch; what is left over is not used.
        most: batches of a half.
    """
    rows = _rows(data / "summarisation" / f"{name}_train.jsonl.gz")
    even, odd = (
        tuple(
            _neus(f"NeuS training, {_NEUS[name]} {half}-{start // stories}", part[start : start + stories])
            for start in range(0, min(len(part) - stories + 1, most * stories), stories)
        )
        for half in (0, 1)
        for part in [[row for row in rows if int(row["id"].rpartition("-")[2]) % 2 == half]]
    )
    return even, odd


def ecb_halves(data: Path) -> tuple[Batch, Batch]:
    """ECB+ topics 1-20 as two batches: every other topic in one."""
    whole, _ = ecb(data)
    topics = sorted(set(whole.topics), key=int)
    first, second = (_part(f"{whole.name}, half {half}", whole, frozenset(topics[half::2])) for half in (0, 1))
    return first, second


def joined(name: str, first: Batch, second: Batch) -> Batch:
    """Two batches as one."""
    return Batch(name, first.articles + second.articles, first.stories + second.stories, first.topics + second.topics)


def made(count: int, seed: int) -> Batch:
    """Synthetic articles, with dates (``eval.benchmarks.synthetic``), about a thousand a day; stories are drawn."""
    found = list(synthetic.articles(count, seed))
    articles = tuple(Article(one.id, one.text, one.title, source=one.source, published=one.published) for one in found)
    stories = tuple(one.story for one in found)
    return Batch(f"synthetic, seed {seed}", articles, stories, stories)


def own() -> Batch:
    """The labelled stories that come with Evenhand; stories are drawn."""
    labelled = read_expectations(bundled())
    articles = tuple(article for one in labelled for article in one.articles)
    stories = tuple(one.labels.id for one in labelled for _ in one.articles)
    return Batch("bundled stories", articles, stories, stories)


def _part(name: str, batch: Batch, topics: frozenset[str]) -> Batch:
    rows = [row for row, topic in enumerate(batch.topics) if topic in topics]
    return Batch(
        name,
        tuple(batch.articles[row] for row in rows),
        tuple(batch.stories[row] for row in rows),
        tuple(batch.topics[row] for row in rows),
    )


def _ecb(name: str, rows: Sequence[dict[str, Any]]) -> Batch:
    articles = tuple(Article(row["id"], row["text"]) for row in rows)
    return Batch(name, articles, tuple(row["subtopic"] for row in rows), tuple(str(row["topic"]) for row in rows))


def _neus(name: str, rows: Sequence[dict[str, Any]]) -> Batch:
    articles, stories = [], []
    for row in rows:
        for number, part in enumerate(row["articles"]):
            published = _day(part.get("date") or "")
            articles.append(Article(f"{row['id']}-{number}", part["text"], part["title"] or "", published=published))
            stories.append(row["id"])
    return Batch(name, tuple(articles), tuple(stories), tuple(stories))


def _day(written: str) -> str | None:
    """A day in ISO 8601; some rows have it the American way."""
    if "/" in written:
        return datetime.strptime(written, _AMERICAN).date().isoformat()  # noqa: DTZ007 - a day has no zone
    return written or None


def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
