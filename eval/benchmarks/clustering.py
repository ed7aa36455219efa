"""Stories against public sets: ``python -m eval.benchmarks.clustering --data DIR``.

DIR holds ``cluster/ecbplus_train.jsonl.gz`` (rows of id, text, topic, subtopic; ECB+, Cybulska and Vossen 2014),
``summarisation/neus_val.jsonl.gz`` and ``summarisation/neus_full_val.jsonl.gz`` (rows of id and articles of one story
with title, text and, in the latter, date; NeuS, Lee et al. 2022). Each method's threshold is the best on ECB+ topics
1-20; everything else is measured with it. Intervals: 95 %, bootstrap over topics (ECB+) or stories (NeuS).
"""

import argparse
import gzip
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer

from eval.figures.bcubed import mean, per_item
from pipeline.cluster import cluster, lead
from pipeline.config import Cluster, Compute, ModelSource
from pipeline.embed import embed
from pipeline.models import load_encoder
from pipeline.records import Article

Vectors = NDArray[np.float32]
Labels = NDArray[np.int64]

_GRID = tuple(round(step / 100, 2) for step in range(30, 92, 2))
_RESAMPLES = 2000
_LAST_TRAINING_TOPIC = 20


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles to cluster together, with their true stories and the topics that the bootstrap draws."""

    name: str
    articles: tuple[Article, ...]
    stories: tuple[str, ...]
    topics: tuple[str, ...]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Method:
    """A way to cluster: labels of a batch at a distance threshold."""

    name: str
    labels: Callable[[Batch, float], Labels]


def read(data: Path, encode: Callable[[Sequence[str]], Vectors]) -> tuple[Batch, ...]:
    """The tuning batch first, then those measured on."""
    ecb = _rows(data / "cluster" / "ecbplus_train.jsonl.gz")
    batches = [
        _ecb("ECB+ topics 1-20", [row for row in ecb if row["topic"] <= _LAST_TRAINING_TOPIC], encode),
        _ecb("ECB+ topics 21-35", [row for row in ecb if row["topic"] > _LAST_TRAINING_TOPIC], encode),
    ]
    batches += [
        _neus(name, _rows(data / "summarisation" / f"{name}.jsonl.gz"), encode)
        for name in ("neus_val", "neus_full_val")
    ]
    return tuple(batches)


def methods() -> tuple[Method, ...]:
    """Ours, and two baselines by average linkage on one cosine distance."""
    return (
        Method("TF-IDF", lambda batch, distance: _average(_tfidf(batch), distance)),
        Method("encoder", lambda batch, distance: _average(1.0 - batch.vectors @ batch.vectors.T, distance)),
        Method("combined, no dates", lambda batch, distance: _ours(batch, distance, dated=False)),
        Method("combined", lambda batch, distance: _ours(batch, distance, dated=True)),
    )


def measure(method: Method, batches: Sequence[Batch]) -> list[str]:
    """Table rows: method, threshold, batch, BCubed precision, recall, F1 and its interval."""
    best = max(_GRID, key=lambda distance: _f1(method.labels(batches[0], distance), batches[0]))
    rows = []
    for batch in batches:
        precision, recall = per_item(method.labels(batch, best).tolist(), batch.stories)
        score = mean(precision, recall)
        if score is None:
            raise ValueError(f"{batch.name}: no articles")
        low, high = _interval(precision, recall, batch.topics)
        figures = f"{score.precision:.3f}  {score.recall:.3f}  {score.f1:.3f} ({low:.3f}-{high:.3f})"
        rows.append(f"{method.name:<18} {best:.2f}  {batch.name:<18} {figures}")
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the table to stdout."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    encoder = load_encoder(ModelSource(source="builtin:minilm"), Compute(), offline=True)
    batches = read(parser.parse_args(arguments).data, lambda texts: embed(encoder, texts))
    sys.stdout.write("method             at    set                P      R      F1 (interval)\n")
    for method in methods():
        sys.stdout.write("\n".join(measure(method, batches)) + "\n")


def _ours(batch: Batch, distance: float, *, dated: bool) -> Labels:
    written = [article.published if dated else None for article in batch.articles]
    dates = [datetime.fromisoformat(moment) if moment else None for moment in written]
    texts = [f"{article.title}\n{article.text}" for article in batch.articles]
    nothing_given: list[str | None] = [None] * len(texts)
    groups = cluster(batch.vectors, texts, dates, nothing_given, Cluster(distance=distance))
    labels = np.empty(len(texts), dtype=np.int64)
    for number, group in enumerate(groups):
        labels[group] = number
    return labels


def _average(distances: NDArray[np.floating], threshold: float) -> Labels:
    model = AgglomerativeClustering(None, metric="precomputed", linkage="average", distance_threshold=threshold)
    return np.asarray(model.fit_predict(np.clip(distances, 0.0, None)), dtype=np.int64)


def _tfidf(batch: Batch) -> NDArray[np.floating]:
    texts = [f"{article.title}\n{article.text}" for article in batch.articles]
    vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts)
    return np.asarray(1.0 - (vectors @ vectors.T).toarray())


def _f1(labels: Labels, batch: Batch) -> float:
    score = mean(*per_item(labels.tolist(), batch.stories))
    return score.f1 if score else 0.0


def _interval(
    precision: NDArray[np.float64], recall: NDArray[np.float64], topics: Sequence[str]
) -> tuple[float, float]:
    names, number = np.unique(topics, return_inverse=True)
    sums = np.stack([np.bincount(number, values) for values in (precision, recall, np.ones(len(number)))], axis=1)
    draws = np.random.default_rng(13).integers(0, len(names), (_RESAMPLES, len(names)))
    total = sums[draws].sum(axis=1)
    p, r = total[:, 0] / total[:, 2], total[:, 1] / total[:, 2]
    low, high = np.quantile(2 * p * r / (p + r), (0.025, 0.975))
    return float(low), float(high)


def _ecb(name: str, rows: Sequence[dict[str, Any]], encode: Callable[[Sequence[str]], Vectors]) -> Batch:
    articles = tuple(Article(row["id"], row["text"]) for row in rows)
    stories, topics = tuple(row["subtopic"] for row in rows), tuple(str(row["topic"]) for row in rows)
    return Batch(name, articles, stories, topics, encode([lead(article) for article in articles]))


def _neus(name: str, rows: Sequence[dict[str, Any]], encode: Callable[[Sequence[str]], Vectors]) -> Batch:
    articles, stories = [], []
    for row in rows:
        for number, part in enumerate(row["articles"]):
            published = part.get("date") or None
            articles.append(Article(f"{row['id']}-{number}", part["text"], part["title"] or "", published=published))
            stories.append(row["id"])
    vectors = encode([lead(article) for article in articles])
    return Batch(name, tuple(articles), tuple(stories), tuple(stories), vectors)


def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


if __name__ == "__main__":
    main()
