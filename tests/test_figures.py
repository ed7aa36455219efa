"""Figures against worked examples and what must always hold."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score, cohen_kappa_score, f1_score, roc_auc_score

from eval.figures.accuracy import f1_on, macro_f1_on
from eval.figures.agreement import alpha_on, kappa_on
from eval.figures.auroc import auroc_on
from eval.figures.bootstrap import bootstrap, by_groups, resamples
from eval.figures.fnc import fnc_on
from eval.figures.pairs import rand_index_on

_LABELS = st.lists(st.sampled_from("abc"), min_size=2, max_size=12)


def whole(figure: object, size: int) -> float:
    return figure(np.arange(size))  # type: ignore[operator]


def test_alpha_of_krippendorffs_example() -> None:
    # Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", example C: nominal, four observers, missing data.
    columns = ["aaa", "bbcb", "cccc", "cccc", "bbbb", "abcd", "dddd", "aaba", "bbbb", "eee", "aa", "c"]
    assert whole(alpha_on([list(column) for column in columns]), 12) == pytest.approx(0.743, abs=5e-4)


def test_alpha_where_it_says_nothing() -> None:
    assert math.isnan(whole(alpha_on([["a", "a"], ["a", "a"]]), 2))
    assert math.isnan(whole(alpha_on([["a"], ["b"]]), 2))
    assert whole(alpha_on([["a", "a"], ["b", "b"]]), 2) == 1


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=20))
def test_kappa_is_cohens(pairs: list[tuple[bool, bool]]) -> None:
    one, other = zip(*pairs, strict=True)
    ours = whole(kappa_on(one, other), len(pairs))
    if len(set(one) | set(other)) == 1:
        assert math.isnan(ours)
    else:
        assert ours == pytest.approx(cohen_kappa_score(one, other), abs=1e-9)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), min_size=2, max_size=10))
def test_rand_index_is_hubert_and_arabies(rows: list[tuple[str, str]]) -> None:
    said, gold = zip(*rows, strict=True)
    pairs = [(i, j) for i in range(len(rows)) for j in range(i)]
    ours = whole(
        rand_index_on([said[i] == said[j] for i, j in pairs], [gold[i] == gold[j] for i, j in pairs]), len(pairs)
    )
    if not math.isnan(ours):
        assert ours == pytest.approx(adjusted_rand_score(gold, said), abs=1e-9)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=20))
def test_auroc_is_the_librarys(rows: list[tuple[float, bool]]) -> None:
    scores, good = zip(*rows, strict=True)
    ours = whole(auroc_on(scores, good), len(rows))
    if len(set(good)) == 1:
        assert math.isnan(ours)
    else:
        assert ours == pytest.approx(roc_auc_score(good, scores))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=20))
def test_f1_is_the_librarys(rows: list[tuple[str, str]]) -> None:
    said, gold = zip(*rows, strict=True)
    ours = whole(macro_f1_on(said, gold), len(rows))
    assert ours == pytest.approx(f1_score(gold, said, labels=sorted(set(gold)), average="macro", zero_division=0))
    one = whole(f1_on([s == "a" for s in said], [g == "a" for g in gold]), len(rows))
    if "a" not in said + gold:
        assert math.isnan(one)
    else:
        assert one == pytest.approx(f1_score(gold, said, labels=["a"], average="macro", zero_division=0))


def test_the_challenges_score() -> None:
    gold = ["supports", "refutes", "not_stated", "not_stated"]
    said = ["supports", "supports", "not_stated", "refutes"]
    assert whole(fnc_on(said, gold), 4) == pytest.approx((1 + 0.25 + 0.25) / 2.5)
    assert whole(fnc_on(gold, gold), 4) == 1


def test_whole_groups_are_drawn_where_there_are_enough() -> None:
    groups = [row // 3 for row in range(15)]
    assert by_groups(groups)
    for rows in resamples(15, 1, groups):
        counts = np.bincount(rows, minlength=15).reshape(5, 3)
        assert (counts == counts[:, :1]).all()
    assert not by_groups(groups[:12])
    assert bootstrap(0, lambda rows: 1.0, 1) is None
    assert bootstrap(3, lambda rows: float("nan"), 1) is None


@given(_LABELS)
def test_an_interval_holds_its_figure_for_means(labels: list[str]) -> None:
    values = np.array([label == "a" for label in labels], dtype=np.float64)
    found = bootstrap(len(values), lambda rows: float(values[rows].mean()), 3)
    assert found is not None
    assert found.low <= found.value <= found.high
