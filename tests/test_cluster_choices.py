"""The benchmark of other ways to group: signals, groupings, scorers, figures, tables."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from eval.benchmarks.cluster_choices.__main__ import report
from eval.benchmarks.cluster_choices.choices import FIVE, THREE, FitSet
from eval.benchmarks.cluster_choices.grouping import communities, distances, linked
from eval.benchmarks.cluster_choices.scorers import boosting, regression, shipped
from eval.benchmarks.cluster_choices.signals import COSINES, FEATURES, Signals, kept, signals
from eval.benchmarks.cluster_sets import Batch, joined, made
from eval.figures.bcubed import bcubed
from eval.figures.bootstrap import bootstrap
from eval.figures.clusterings import FIGURES, resampled
from eval.figures.pairs import rand_index_on
from eval.figures.together import together
from pipeline.cluster import cluster, lead
from pipeline.config import Cluster
from pipeline.records import Article

DAY = datetime(2024, 3, 1, tzinfo=UTC)


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """Bags of words hashed into 64 places, as unit rows."""
    rows = np.full((len(texts), 64), 1e-3, dtype=np.float32)
    for row, text in enumerate(texts):
        for word in text.lower().split():
            rows[row, int(sha256(word.encode()).hexdigest(), 16) % 64] += 1
    unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


@pytest.fixture(scope="module")
def some() -> tuple[Signals, ...]:
    return tuple(signals(made(60, seed), encode) for seed in (1, 2, 3))


def test_signals_are_symmetric_and_in_their_ranges(some: tuple[Signals, ...]) -> None:
    found = some[0]
    assert set(found.of) == set(FEATURES)
    for name in FEATURES:
        matrix = found.of[name]
        assert matrix.shape == (60, 60) and matrix.dtype == np.float32
        np.testing.assert_allclose(matrix, matrix.T, atol=1e-5)
        if name not in {"shorter", "longer"}:
            assert matrix.min() >= -1e-5 and matrix.max() <= 1 + 1e-5, name
    for name in COSINES[:8]:
        np.testing.assert_allclose(np.diag(found.of[name]), 1, atol=1e-5)


def test_signals_of_two_articles() -> None:
    texts = (
        "The dam at Karsa broke on 3 May, said Mayor Ella Roy. It cost 120 million.",
        "Cracks: the dam at Karsa broke. On 9 May Ella Roy said it cost 120 million and 7 houses.",
        "Nothing here",
    )
    days = (DAY, DAY + timedelta(days=2), None)
    articles = tuple(
        Article(str(row), text, published=day and day.isoformat())
        for row, (text, day) in enumerate(zip(texts, days, strict=True))
    )
    found = signals(Batch("b", articles, ("a", "a", "b"), ("a", "a", "b")), encode).of
    assert found["other dates"][0, 1] == 1 and found["other dates"][0, 2] == 0
    assert found["rare names"][0, 1] == pytest.approx(1)
    assert 0 < found["rare numbers"][0, 1] < 1 and found["numbers"][0, 2] == 0
    assert found["days apart"][0, 1] == pytest.approx(2 / 30) and found["days apart"][0, 2] == 0
    assert found["dated"].tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 0]]
    assert found["shorter"][0, 2] == pytest.approx(np.log(2))


def test_signals_kept_in_a_folder_are_read_again(tmp_path: Path, some: tuple[Signals, ...]) -> None:
    first = kept(some[0].batch, tmp_path, lambda: some[0])
    again = kept(some[0].batch, tmp_path, lambda: pytest.fail("computed twice"))
    for name in FEATURES:
        np.testing.assert_array_equal(first.of[name], again.of[name])
    np.testing.assert_array_equal(first.far, again.far)


def test_average_linkage_here_is_what_ships(some: tuple[Signals, ...]) -> None:
    batch = joined("both", some[0].batch, some[1].batch)
    found = signals(batch, encode)
    labels = linked("average").prepare(distances(shipped(found), found.far))(0.62)
    groups = cluster(
        encode([lead(article) for article in batch.articles]),
        [f"{article.title}\n{article.text}" for article in batch.articles],
        [datetime.fromisoformat(article.published or "") for article in batch.articles],
        [None] * len(batch.articles),
        Cluster(),
    )
    expected = np.empty(len(labels))
    for number, group in enumerate(groups):
        expected[group] = number
    assert adjusted_rand_score(labels, expected) == 1
    assert 1 < len(groups) < len(labels)


@pytest.mark.parametrize("grouping", [linked("complete"), linked("weighted"), linked("single"), communities(1)])
def test_groupings_find_blocks_and_repeat(grouping) -> None:
    truth = np.repeat(np.arange(4), 5)
    apart = distances(np.where(truth[:, None] == truth, 0.8, 0.1), np.zeros((20, 20), dtype=np.bool_))
    at = grouping.prepare(apart)
    assert adjusted_rand_score(at(0.5), truth) == 1
    np.testing.assert_array_equal(at(0.5), grouping.prepare(apart)(0.5))


def test_distances_are_rounded_and_far_pairs_are_at_1() -> None:
    far = np.array([[False, True], [True, False]])
    assert distances(np.array([[1.0, 0.9], [0.9, 1.0]]), far).tolist() == [[0, 1], [1, 0]]
    found = distances(np.array([[1.0, 0.30000001], [0.3, 1.2]]), np.zeros((2, 2), dtype=np.bool_))
    assert found.tolist() == [[0, 0.7], [0.7, 0]]


def test_scorers_learn_and_repeat(some: tuple[Signals, ...]) -> None:
    for fit, features in ((regression, FIVE), (boosting, THREE)):
        scorer = fit([some[:1], some[1:2]], features)
        for logits in (True, False):
            found = scorer.similarity(some[2], logits=logits)
            assert found.min() >= 0 and found.max() <= 1 and np.array_equal(found, found.T)
        again = fit([some[:1], some[1:2]], features).similarity(some[2], logits=False)
        np.testing.assert_array_equal(found, again)
    stories = np.array(some[2].batch.stories)
    same = stories[:, None] == stories
    off = ~np.eye(60, dtype=np.bool_)
    sure = regression([some[:2]], THREE).similarity(some[2])
    assert sure[same & off].mean() > sure[~same].mean() + 0.2


def test_figures_agree_with_those_of_single_files() -> None:
    draw = np.random.default_rng(3)
    labels, stories = draw.integers(0, 6, 60).tolist(), draw.integers(0, 5, 60).tolist()
    topics = [story // 2 for story in stories]
    found = dict(zip(FIGURES, resampled(labels, stories, topics).value.tolist(), strict=True))
    score = bcubed(labels, stories)
    assert score is not None
    assert (found["P"], found["R"], found["BCubed F1"]) == pytest.approx((score.precision, score.recall, score.f1))
    assert found["ARI"] == pytest.approx(adjusted_rand_score(stories, labels))
    said, true = together(labels), together(stories)
    index = bootstrap(len(said), rand_index_on(said, true), 1)
    assert index is not None and found["ARI"] == pytest.approx(index.value)
    both = sum(one and other for one, other in zip(said, true, strict=True))
    assert found["pairwise F1"] == pytest.approx(2 * both / (sum(said) + sum(true)))


def test_figures_are_paired() -> None:
    stories = [row // 3 for row in range(30)]
    one = resampled(stories, stories, stories)
    assert one.interval("BCubed F1") == (1, 1, 1)
    assert one.ahead(one, "ARI") == (0, 0, 0)
    worse = resampled(range(30), stories, stories)
    value, low, high = one.ahead(worse, "pairwise F1")
    assert low <= value <= high and value == 1
    with pytest.raises(ValueError, match="zip"):
        resampled([1], [1, 2], [1, 2])


def test_report_names_every_choice_and_set(some: tuple[Signals, ...]) -> None:
    halves = FitSet("one", (some[:1], some[1:2]))
    lines = list(report([halves], FitSet("made", (some[1:2], some[:1])), some[2:]))
    rows = [line for line in lines if line.startswith("| ships")]
    assert len(rows) == 1 and "synthetic, seed 3" in lines[0]
    assert sum("boosting" in line for line in lines) == 4
    assert lines.count("### synthetic, seed 3") == 1
    assert all(line.count("|") in {6, 8} for line in lines if line.startswith("|"))
    assert not any("nan" in line for line in lines)
