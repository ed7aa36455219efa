"""The nearest of each article among those of its days, against comparing all with all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from pipeline.cluster.neighbours import near_pairs


def drawn(size: int, seed: int, undated: float) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(size, 6)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    days = np.where(rng.random(size) < undated, np.nan, rng.integers(0, 20, size).astype(np.float64))
    return vectors, days


def all_pairs(vectors: np.ndarray, days: np.ndarray, window: float, least: float) -> set[tuple[int, int]]:
    cosine = np.round(vectors @ vectors.T, 5)
    return {
        (a, b)
        for a in range(len(days))
        for b in range(a + 1, len(days))
        if cosine[a, b] >= least and not abs(days[a] - days[b]) > window
    }


@trials(max_examples=40, deadline=None)
@given(st.integers(0, 60), st.integers(0, 10**6), st.sampled_from([0.0, 0.3, 1.0]), st.sampled_from([0.0, 2.0, 50.0]))
def test_all_near_pairs_are_found(size: int, seed: int, undated: float, window: float) -> None:
    vectors, days = drawn(size, seed, undated)
    found = near_pairs(vectors, days, window, least=0.4)
    assert {tuple(pair) for pair in found.tolist()} == all_pairs(vectors, days, window, 0.4)
    assert (found[:, 0] < found[:, 1]).all()


def test_more_rows_than_a_chunk() -> None:
    vectors, days = drawn(1300, 7, 0.1)
    found = near_pairs(vectors, days, 3.0, most=2000, least=0.8)
    assert {tuple(pair) for pair in found.tolist()} == all_pairs(vectors, days, 3.0, 0.8)


def test_a_row_keeps_its_nearest() -> None:
    vectors, days = drawn(300, 3, 0.0)
    found = {tuple(pair) for pair in near_pairs(vectors, days, 100.0, most=5, least=-1.0).tolist()}
    cosine = vectors @ vectors.T
    np.fill_diagonal(cosine, -1.0)
    for row in range(300):
        nearest = int(cosine[row].argmax())
        assert (min(row, nearest), max(row, nearest)) in found
    assert len(found) <= 300 * 5


@pytest.mark.parametrize("size", [0, 1])
def test_nothing_to_compare(size: int) -> None:
    assert near_pairs(np.ones((size, 3), dtype=np.float32), np.zeros(size), 5.0).shape == (0, 2)
