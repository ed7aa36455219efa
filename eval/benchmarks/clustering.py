"""Stories against public sets: ``python -m eval.benchmarks.clustering --data DIR``.

DIR holds ``cluster/ecbplus_train.jsonl.gz``, ``summarisation/neus_val.jsonl.gz`` and ``neus_full_val.jsonl.gz``, as
``eval.benchmarks.cluster_sets`` describes them. Each method's threshold is the best on ECB+ topics 1-20; everything
else is measured with it. Two baselines are measured at a threshold once found for them as well. Intervals: 95 %,
bootstrap over topics (ECB+) or stories (NeuS). What else could group articles is measured by
``eval.benchmarks.cluster_choices``.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer

from eval.benchmarks.cluster_sets import Batch, ecb, joined, neus_held_out
from eval.figures.bcubed import bcubed
from eval.figures.clusterings import Resampled, resampled
from pipeline.cluster import cluster, lead
from pipeline.config import Cluster, Compute, ModelSource
from pipeline.embed import embed
from pipeline.models import load_encoder

Vectors = NDArray[np.float32]
Labels = NDArray[np.int64]

_GRID = tuple(round(step / 100, 2) for step in range(30, 92, 2))
_BOUNDED = ("BCubed F1", "pairwise F1", "ARI")


@dataclass(frozen=True, slots=True)
class Encoded:
    """Articles to cluster together, and the vector of each one's title and first 200 words."""

    batch: Batch
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Method:
    """A way to cluster: labels of a batch at a distance threshold, which is chosen where none is given."""

    name: str
    labels: Callable[[Encoded, float], Labels]
    threshold: float | None = None


def read(data: Path, encode: Callable[[Sequence[str]], Vectors]) -> tuple[Encoded, ...]:
    """The tuning batch first, then those measured on, last all of ECB+."""
    first, rest = ecb(data)
    batches = [first, rest, *neus_held_out(data)]
    vectors = [encode([lead(article) for article in batch.articles]) for batch in batches]
    whole = Encoded(joined("ECB+ topics 1-35", first, rest), np.concatenate(vectors[:2]))
    return (*map(Encoded, batches, vectors), whole)


def methods() -> tuple[Method, ...]:
    """Ours, and two baselines by average linkage on one cosine distance."""
    return (
        Method("combined", lambda one, distance: _ours(one, distance, dated=True)),
        Method("combined, no dates", lambda one, distance: _ours(one, distance, dated=False)),
        Method("TF-IDF", _tfidf),
        Method("TF-IDF", _tfidf, 0.80),
        Method("encoder", _encoder),
        Method("encoder", _encoder, 0.40),
    )


def measure(method: Method, batches: Sequence[Encoded]) -> tuple[float, tuple[Resampled, ...]]:
    """The threshold of a method, and its figures on each batch."""
    best = method.threshold or max(_GRID, key=lambda distance: _f1(method.labels(batches[0], distance), batches[0]))
    return best, tuple(
        resampled(method.labels(one, best).tolist(), one.batch.stories, one.batch.topics) for one in batches
    )


def table(batches: Sequence[Encoded]) -> Iterator[str]:
    """Lines of Markdown: a row per method and batch; how far it is behind ours is paired, resample by resample."""
    yield f"| method | at | set | P | R | {' | '.join(_BOUNDED)} | ours ahead, BCubed F1 |"
    yield "|---" * (6 + len(_BOUNDED)) + "|"
    ours: tuple[Resampled, ...] = ()
    for method in methods():
        threshold, found = measure(method, batches)
        ours = ours or found
        for one, figures, own in zip(batches, found, ours, strict=True):
            told = [f"{figures.interval(figure)[0]:.3f}" for figure in ("P", "R")]
            told += ["{:.3f} [{:.3f}, {:.3f}]".format(*figures.interval(figure)) for figure in _BOUNDED]
            ahead = "{:+.3f} [{:+.3f}, {:+.3f}]".format(*own.ahead(figures, "BCubed F1"))
            yield f"| {method.name} | {threshold:.2f} | {one.batch.name} | {' | '.join(told)} | {ahead} |"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the table to stdout."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    data = parser.parse_args(arguments).data
    encoder = load_encoder(ModelSource(source="builtin:minilm"), Compute(), offline=True)
    batches = read(data, lambda texts: embed(encoder, texts))
    for line in table(batches):
        sys.stdout.write(line + "\n")


def _ours(one: Encoded, distance: float, *, dated: bool) -> Labels:
    written = [article.published if dated else None for article in one.batch.articles]
    dates = [datetime.fromisoformat(moment) if moment else None for moment in written]
    texts = [f"{article.title}\n{article.text}" for article in one.batch.articles]
    nothing_given: list[str | None] = [None] * len(texts)
    groups = cluster(one.vectors, texts, dates, nothing_given, Cluster(distance=distance))
    labels = np.empty(len(texts), dtype=np.int64)
    for number, group in enumerate(groups):
        labels[group] = number
    return labels


def _encoder(one: Encoded, threshold: float) -> Labels:
    return _average(1.0 - one.vectors @ one.vectors.T, threshold)


def _tfidf(one: Encoded, threshold: float) -> Labels:
    texts = [f"{article.title}\n{article.text}" for article in one.batch.articles]
    vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts)
    return _average(np.asarray(1.0 - (vectors @ vectors.T).toarray()), threshold)


def _average(distances: NDArray[np.floating], threshold: float) -> Labels:
    model = AgglomerativeClustering(None, metric="precomputed", linkage="average", distance_threshold=threshold)
    return np.asarray(model.fit_predict(np.clip(distances, 0.0, None)), dtype=np.int64)


def _f1(labels: Labels, one: Encoded) -> float:
    score = bcubed(labels.tolist(), one.batch.stories)
    return score.f1 if score else 0.0


if __name__ == "__main__":
    main()
