"""Choosing sentences: pure arrays in, indices out."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.summarise.extract import Candidates, Limits, carriers, reading_order, salience, select
from pipeline.summarise.figures import figures
from pipeline.summarise.quality import quality


def candidates(similarity: np.ndarray, words: list[int], rating: list[float] | None = None) -> Candidates:
    size = len(words)
    rating = [1.0] * size if rating is None else rating
    nothing = np.zeros((size, 0), dtype=bool)
    weights = np.full(size, 1 / max(size, 1))
    return Candidates(similarity, weights, np.array(rating), np.array(words, dtype=np.int64), nothing, np.zeros(0))


def test_a_repetition_gains_nothing() -> None:
    # 0 and 1 say the same, 2 something else: the second choice is 2 although 1 is nearer to everything.
    similarity = np.array([[1.0, 0.99, 0.1], [0.99, 1.0, 0.1], [0.1, 0.1, 1.0]])
    chosen = select(candidates(similarity, [10, 10, 10]), Limits(20, 20), np.zeros(3))
    assert chosen[0] in {0, 1}
    assert chosen[1] == 2


def test_the_same_sentence_is_never_chosen_twice() -> None:
    similarity = np.array([[1.0, 1.0, 0.2], [1.0, 1.0, 0.2], [0.2, 0.2, 1.0]])
    chosen = select(candidates(similarity, [10, 10, 10]), Limits(60, 120), np.zeros(3))
    assert sorted(chosen) in ([0, 2], [1, 2])


def test_the_lead_is_taken_from_the_leads() -> None:
    similarity = np.eye(4) * 0.9 + 0.1
    leads = np.array([0.0, 0.0, 0.5, 0.0])
    assert select(candidates(similarity, [10] * 4), Limits(20, 30), leads)[0] == 2


def test_excluded_and_too_long_sentences_are_never_chosen() -> None:
    similarity = np.eye(3) * 0.5 + 0.5
    chosen = select(candidates(similarity, [10, 10, 50], [0.0, 1.0, 1.0]), Limits(20, 40), np.zeros(3))
    assert chosen == [1]


@given(st.lists(st.integers(1, 40), min_size=0, max_size=12), st.integers(10, 60))
def test_length_is_kept(words: list[int], most: int) -> None:
    vectors = np.random.default_rng(len(words)).normal(size=(len(words), 8))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    chosen = select(candidates(vectors @ vectors.T, words), Limits(10, most), np.zeros(len(words)))
    assert sum(words[index] for index in chosen) <= most
    assert len(set(chosen)) == len(chosen)


def test_salience_counts_a_wire_group_once() -> None:
    # Sentence 0 stands in three articles as one wire text, sentence 3 in three articles in three wordings.
    similarity = np.eye(6)
    similarity[np.ix_([0, 1, 2], [0, 1, 2])] = 1.0
    similarity[np.ix_([3, 4, 5], [3, 4, 5])] = 1.0
    owner, place = np.array([0, 1, 2, 0, 1, 2]), np.zeros(6)
    weights = salience(carriers(similarity, owner, np.array([7, 7, 7, 3, 4, 5])), place)
    assert weights[3] > weights[0]
    assert np.isclose(weights.sum(), 1.0)


def test_reading_order_keeps_the_lead_first() -> None:
    place = np.array([0.9, 0.5, 0.1])
    assert reading_order([0, 1, 2], np.eye(3), np.zeros(3, dtype=np.int64), place) == [0, 2, 1]


def test_figures_count_by_their_sources() -> None:
    texts = ["The fire killed 14 people.", "Officials said 14 people died.", "Nine boats sailed."]
    said, worth = figures(texts, np.array([0, 1, 1]))
    assert said.shape == (3, len(worth))
    assert not said[2].any()
    assert np.isclose(worth.sum(), 1.0)
    alone, nothing = figures(texts[:1], np.array([0]))
    assert alone.shape == (1, 0)
    assert nothing.size == 0


def test_quality_prefers_whole_plain_sentences() -> None:
    plain = "The council approved the budget by nine votes to six late on Friday evening."
    assert quality(plain) == 1.0
    assert quality("They approved the budget by nine votes to six late on Friday.") < 0.2
    assert quality("“We won the vote and we will win again,” she said on Friday evening.") < 0.6
    assert quality("The shameful council approved the disgraceful budget late on Friday evening.") < 0.6
    assert quality("Council approves budget after long and bitter fight on Friday") == 0.0
