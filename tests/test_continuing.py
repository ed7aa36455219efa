"""Stories keep their ids from run to run: the old id goes to the story with most of the old one's articles."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cluster import carry_on
from pipeline.records import Article, Change, ChangeKind, Story


def _stories(*groups: str) -> list[Story]:
    return [Story(f"s-{group}", group, tuple(group)) for group in groups]


def _carried(
    groups: Sequence[Story], before: Mapping[str, str], named: Mapping[str, str] | None = None
) -> tuple[dict[str, str], tuple[Change, ...]]:
    articles = {
        name: Article(name, "", story_id=(named or {}).get(name)) for story in groups for name in story.article_ids
    }
    stories, changes = carry_on(groups, before, articles)
    return {"".join(story.article_ids): story.id for story in stories}, changes


def _before(**members: str) -> dict[str, str]:
    return {name: story for story, names in members.items() for name in names}


@pytest.mark.parametrize(
    ("groups", "before", "ids", "changes"),
    [
        pytest.param(("ab",), {}, {"ab": "s-ab"}, [Change(ChangeKind.NEW, "s-ab", (), ("a", "b"))], id="new"),
        pytest.param(("ab",), _before(x="ab"), {"ab": "x"}, [], id="as it was"),
        pytest.param(("abc",), _before(x="ab"), {"abc": "x"}, [Change(ChangeKind.GROWN, "x", (), ("c",))], id="grown"),
        pytest.param(
            ("abcd",),
            _before(x="ab", y="c"),
            {"abcd": "x"},
            [Change(ChangeKind.GROWN, "x", (), ("d",)), Change(ChangeKind.MERGED, "x", ("y",), ())],
            id="merged",
        ),
        pytest.param(
            ("abc", "d"),
            _before(x="abcd"),
            {"abc": "x", "d": "s-d"},
            [Change(ChangeKind.SPLIT, "x", ("s-d", "x"), ())],
            id="split",
        ),
        pytest.param(
            ("abx", "c"),
            _before(p="ab", q="c"),
            {"abx": "p", "c": "q"},
            [Change(ChangeKind.GROWN, "p", (), ("x",))],
            id="neighbour untouched",
        ),
        pytest.param(
            ("ab", "cd"),
            _before(x="ac", y="bd"),
            {"ab": "x", "cd": "y"},
            [Change(ChangeKind.SPLIT, "x", ("x", "y"), ()), Change(ChangeKind.SPLIT, "y", ("x", "y"), ())],
            id="crossed",
        ),
    ],
)
def test_what_became_of_the_stories(
    groups: Sequence[str], before: Mapping[str, str], ids: Mapping[str, str], changes: Sequence[Change]
) -> None:
    found, told = _carried(_stories(*groups), before)
    assert found == ids
    assert sorted(told, key=repr) == sorted(changes, key=repr)


def test_a_given_id_stays_and_an_old_one_is_never_given_anew() -> None:
    given_story = [Story("mine", "", ("a", "b"))]
    assert _carried(given_story, _before(x="a"), {"a": "mine"})[0] == {"ab": "mine"}
    # "s-ab" is the id of a story that has grown since; what splits off it now would have that id by its articles
    found, _ = _carried(_stories("ab", "cde"), dict.fromkeys("abcde", "s-ab"))
    assert found == {"cde": "s-ab", "ab": "s-ab~2"}


@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=12),
    st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=12, max_size=12),
    st.randoms(use_true_random=False),
)
def test_ids_are_distinct_and_independent_of_the_order(now: list[int], then: list[int | None], random: object) -> None:
    names = [f"a{place:02}" for place in range(len(now))]
    before = {name: f"old{old}" for name, old in zip(names, then, strict=False) if old is not None}
    groups = [[name for name, group in zip(names, now, strict=True) if group == number] for number in sorted(set(now))]
    stories = [Story(f"s-{group[0]}", "", tuple(group)) for group in groups]
    articles = {name: Article(name, "") for name in names}
    once = carry_on(stories, before, articles)
    random.shuffle(stories)  # type: ignore[attr-defined]
    assert carry_on(stories, before, articles) == once
    ids = [story.id for story in once[0]]
    assert len(set(ids)) == len(ids)
    assert sorted(name for story in once[0] for name in story.article_ids) == names
    kept = {before[name] for name in before}
    assert all(name in kept or name not in before.values() for name in ids)
    # Every old id lives on, or is told to be merged.
    told = {old for change in once[1] if change.kind is ChangeKind.MERGED for old in change.others}
    assert {before[name] for name in before} <= set(ids) | told
