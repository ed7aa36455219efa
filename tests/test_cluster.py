"""Stories from articles: rules, order, dates, given stories."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipeline.cluster import Weights, cluster, find_stories, lead, stories
from pipeline.config import Cluster
from pipeline.records import Article, Span
from pipeline.terms import names, term_vectors, words

SETTINGS = Cluster(distance=0.62, max_days=5)
DAY = datetime(2024, 3, 1, tzinfo=UTC)
DAM = (
    "Engineers lowered the water behind the Karsa dam after cracks were found in its northern wall on Monday.",
    "Cracks in the northern wall of the Karsa dam made engineers lower the water; villages below were warned.",
    "Villages below the Karsa dam were warned on Monday when engineers found cracks in the northern wall.",
)
CHESS = (
    "Teenager Ilse Brandt won the national chess title in Lodden with a draw in the last round.",
    "A draw in the last round was enough for Ilse Brandt, a teenager, to take the chess title in Lodden.",
)
BAKERY = "Inspectors closed a bakery in Pell because mice had been seen in its flour store."


def vectors_of(texts: Sequence[str]) -> NDArray[np.float32]:
    """Bags of words hashed into 128 places, as unit rows: equal texts have equal rows."""
    rows = np.zeros((len(texts), 128), dtype=np.float32)
    for row, text in enumerate(texts):
        for word in words(text) or [text]:
            rows[row, int(sha256(word.encode()).hexdigest(), 16) % 128] += 1
    unit: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit


def group(
    texts: Sequence[str],
    published: Sequence[datetime | None] | None = None,
    story: Sequence[str | None] | None = None,
    dense: int = 3000,
) -> list[list[int]]:
    """Cluster texts with the vectors above."""
    nothing = [None] * len(texts)
    return cluster(vectors_of(texts), texts, published or nothing, story or nothing, SETTINGS, dense=dense)


def test_empty_and_single() -> None:
    assert group([]) == []
    assert group([BAKERY]) == [[0]]
    assert stories([], np.zeros((0, 128), dtype=np.float32), SETTINGS) == ()


def test_events_apart_and_singleton_kept() -> None:
    assert group([DAM[0], CHESS[0], BAKERY, DAM[1], CHESS[1], DAM[2]]) == [[0, 3, 5], [1, 4], [2]]


def test_small_batch_of_one_event_stays_together() -> None:
    assert group(DAM) == [[0, 1, 2]]


def test_identical_articles() -> None:
    assert group([BAKERY] * 5 + [DAM[0]]) == [[0, 1, 2, 3, 4], [5]]


def test_texts_without_a_single_word() -> None:
    assert group(["?!", "...", "?!"]) == [[0, 2], [1]]


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="1 vectors, 2 texts"):
        cluster(vectors_of(["a"]), ["a", "b"], [None, None], [None, None], SETTINGS)


def test_dates_split_and_a_missing_one_does_not() -> None:
    later = DAY + timedelta(days=40)
    assert group([DAM[0], DAM[1]], [DAY, later]) == [[0], [1]]
    assert group([BAKERY, BAKERY], [DAY, later]) == [[0], [1]]
    assert group([DAM[0], DAM[1]], [DAY, DAY + timedelta(days=4)]) == [[0, 1]]
    assert group([DAM[0], DAM[1]], [DAY, None]) == [[0, 1]]


def test_far_dates_come_together_through_those_between() -> None:
    assert group([BAKERY] * 3, [DAY, DAY + timedelta(days=4), DAY + timedelta(days=8)]) == [[0, 1, 2]]


def test_date_without_a_zone_is_utc() -> None:
    edge = (DAY + timedelta(days=5)).replace(tzinfo=None)
    assert group([BAKERY, BAKERY], [DAY, edge]) == [[0, 1]]
    assert group([BAKERY, BAKERY], [DAY, edge + timedelta(minutes=1)]) == [[0], [1]]


def test_given_stories_are_kept_together_and_apart() -> None:
    assert group([BAKERY, DAM[0], BAKERY], story=["x", "x", "y"]) == [[0, 1], [2]]
    far = [DAY, DAY + timedelta(days=90)]
    assert group([BAKERY, DAM[0]], far, ["x", "x"]) == [[0, 1]]


def test_article_without_a_story_joins_a_given_one_only_when_similar() -> None:
    assert group([DAM[0], DAM[1], CHESS[0]], story=["x", None, None]) == [[0, 1], [2]]


DRAWN = st.lists(
    st.tuples(
        st.lists(st.sampled_from([*DAM, *CHESS, BAKERY]), min_size=1, max_size=2).map(" ".join),
        st.sampled_from([None, DAY, DAY + timedelta(days=3), DAY + timedelta(days=30)]),
        st.sampled_from([None, None, None, "x", "y"]),
    ),
    max_size=9,
)


@trials(max_examples=40, deadline=None)
@given(DRAWN, st.sampled_from([2, 3, 3000]), st.data())
def test_rules_hold_and_row_order_makes_no_difference(
    rows: list[tuple[str, datetime | None, str | None]], dense: int, data: st.DataObject
) -> None:
    texts, dates, given_stories = ([row[column] for row in rows] for column in range(3))
    groups = group(texts, dates, given_stories, dense)  # type: ignore[arg-type]
    assert sorted(row for members in groups for row in members) == list(range(len(rows)))
    assert groups == sorted(sorted(members) for members in groups)
    for members in groups:
        assert len({rows[row][2] for row in members} - {None}) <= 1
    for name in ("x", "y"):
        assert sum(any(rows[row][2] == name for row in members) for members in groups) <= 1
    order = data.draw(st.permutations(range(len(rows))))
    moved = [rows[row] for row in order]
    texts, dates, given_stories = ([row[column] for row in moved] for column in range(3))
    again = group(texts, dates, given_stories, dense)  # type: ignore[arg-type]
    assert sorted(sorted(order[row] for row in members) for members in again) == groups


def test_blocks_give_what_all_pairs_give() -> None:
    topics = [f"topic{number} word{number} thing{number} place{number}" for number in range(15)]
    texts = [f"{topic} extra{copy}" for copy in range(3) for topic in topics]
    expected = sorted([number, number + 15, number + 30] for number in range(15))
    assert group(texts) == expected
    assert group(texts, dense=4) == expected


def test_given_story_larger_than_a_block_stays_whole() -> None:
    assert group([BAKERY] * 11 + [DAM[0]], story=["x"] * 11 + [None], dense=3) == [list(range(11)), [11]]


def test_a_batch_of_copies_larger_than_a_block_stays_whole() -> None:
    assert group([BAKERY] * 9 + [DAM[0]], dense=2) == [list(range(9)), [9]]


def test_empty_story_name_is_none() -> None:
    assert group([BAKERY, DAM[0]], story=["", ""]) == [[0], [1]]


def test_weights_choose_what_counts() -> None:
    vectors = vectors_of([BAKERY, BAKERY])
    texts = [DAM[0], CHESS[0]]
    nothing = [None, None]
    assert cluster(vectors, texts, nothing, nothing, SETTINGS, weights=Weights(0, 1, 0)) == [[0, 1]]
    assert cluster(vectors, texts, nothing, nothing, SETTINGS, weights=Weights(1, 0, 0)) == [[0], [1]]


def some_articles() -> list[Article]:
    return [
        Article("d2", DAM[1], "Cracks in the Karsa dam"),
        Article("d1", DAM[0], "Water lowered at Karsa"),
        Article("c1", CHESS[0], sentences=(Span(0, len(CHESS[0])),), story_id="chess"),
        Article("c2", CHESS[1], sentences=(Span(0, len(CHESS[1])),)),
        Article("b", BAKERY),
    ]


def test_stories_have_stable_ids_titles_and_sorted_articles() -> None:
    found = find_stories(some_articles(), vectors_of, SETTINGS)
    assert [story.article_ids for story in found] == [("c1", "c2"), ("d1", "d2"), ("b",)]
    assert found[0].id == "chess" and found[0].title in CHESS
    assert found[1].id == "s-" + sha256(b"d1\nd2").hexdigest()[:12]
    assert found[1].title in {"Cracks in the Karsa dam", "Water lowered at Karsa"}
    assert found[2].title == "b", "neither title nor sentence"


def test_title_is_that_of_the_article_nearest_to_the_mean() -> None:
    vectors = np.array([[1, 0], [0.8, 0.6], [0.6, 0.8]], dtype=np.float32)
    articles = [Article(name, BAKERY, f"Title {name}", story_id="s") for name in "abc"]
    assert stories(articles, vectors, SETTINGS)[0].title == "Title b"


@trials(max_examples=40, deadline=None)
@given(st.permutations(range(5)))
def test_stories_do_not_depend_on_the_order_of_articles(order: list[int]) -> None:
    articles = some_articles()
    assert find_stories([articles[row] for row in order], vectors_of, SETTINGS) == find_stories(
        articles, vectors_of, SETTINGS
    )


def test_lead_is_title_and_first_200_words() -> None:
    text = " ".join(f"w{number}" for number in range(300))
    assert lead(Article("a", text, "Title")).split() == ["Title", *text.split()[:200]]
    assert lead(Article("a", "body")) == "body"


def test_words_and_names() -> None:
    assert words("The Dam of KARSA: 12 m, it is A-okay") == ["dam", "karsa", "12", "okay"]
    text = "Mayor Jo Lund's aide met \u201cElla Roy\u201d. Then she left.\nReports from Pell say so."
    assert names(text) == ["jo", "lund", "ella", "roy", "pell"]


def test_term_vectors_are_unit_rows_and_rare_terms_weigh_more() -> None:
    rows = term_vectors([["dam", "karsa"], ["dam", "pell"], []]).toarray()
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), [1, 1, 0])
    assert rows[0].max() > rows[0][rows[0] > 0].min()
    assert term_vectors([[], []]).toarray().tolist() == [[0.0], [0.0]]


def test_blocks_of_many_articles_give_what_all_pairs_give() -> None:
    rng = np.random.default_rng(5)
    words_of = [[f"w{number}x{part}" for part in range(8)] for number in range(40)]
    texts = [
        " ".join([*rng.permutation(words_of[number])[:6], f"only{number}{copy}"])
        for number in range(40)
        for copy in range(rng.integers(1, 7))
    ]
    assert group(texts, dense=30) == group(texts)
