"""Stories found anew among articles of which some had their stories before: which old id each story keeps."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count

from pipeline.records import Article, Change, ChangeKind, Story


def carry_on(
    found: Sequence[Story], before: Mapping[str, str], articles: Mapping[str, Article]
) -> tuple[tuple[Story, ...], tuple[Change, ...]]:
    """Give each story the id of the old one with which it shares the most articles; an old id goes to one story only.

    Args:
        found: stories as ``find_stories`` gives them, without regard to the past.
        before: old story id of each article that had one.
        articles: by id; a story whose articles were given one keeps the given id.

    Returns:
        The stories with their ids, the largest first, and what became of the old ones: which are new, grew by articles,
        took in old ones that are no more (merged), or were taken apart (split). Ordered by kind and id.
    """
    found = sorted(found, key=lambda story: story.article_ids)
    ids = _ids(found, before, articles)
    stories = tuple(replace(story, id=name) for story, name in zip(found, ids, strict=True))
    return tuple(sorted(stories, key=lambda story: (-len(story.article_ids), story.id))), _changes(stories, before)


def _ids(found: Sequence[Story], before: Mapping[str, str], articles: Mapping[str, Article]) -> list[str]:
    given = {number: story.id for number, story in enumerate(found) if _given(story, articles)}
    shared = [
        (-many, old, number)
        for number, story in enumerate(found)
        if number not in given
        for old, many in Counter(before[name] for name in story.article_ids if name in before).items()
    ]
    names, taken = dict(given), set(given.values())
    for _count, old, number in sorted(shared):
        if number not in names and old not in taken:
            names[number] = old
            taken.add(old)
    taken |= set(before.values())  # an id that was somebody's is nobody's new one
    for number, story in enumerate(found):
        if number not in names:
            names[number] = _free(story.id, taken)
            taken.add(names[number])
    return [names[number] for number in range(len(found))]


def _given(story: Story, articles: Mapping[str, Article]) -> bool:
    return any(articles[name].story_id for name in story.article_ids)


def _free(name: str, taken: set[str]) -> str:
    """The name, or with the first number that makes it nobody's."""
    numbered = (f"{name}~{number}" for number in count(2))
    return name if name not in taken else next(free for free in numbered if free not in taken)


def _changes(stories: Sequence[Story], before: Mapping[str, str]) -> tuple[Change, ...]:
    now = {story.id for story in stories}
    parts: dict[str, list[str]] = {}
    changes: list[Change] = []
    for story in sorted(stories, key=lambda story: story.id):
        added = tuple(name for name in story.article_ids if name not in before)
        old = sorted({before[name] for name in story.article_ids if name in before})
        for name in old:
            parts.setdefault(name, []).append(story.id)
        if not old:
            changes.append(Change(ChangeKind.NEW, story.id, (), added))
            continue
        if added:
            changes.append(Change(ChangeKind.GROWN, story.id, (), added))
        gone = tuple(name for name in old if name not in now)
        if gone:
            changes.append(Change(ChangeKind.MERGED, story.id, gone, ()))
    for name, homes in parts.items():
        if len(homes) > 1:
            changes.append(Change(ChangeKind.SPLIT, name, tuple(homes), ()))
    return tuple(sorted(changes, key=lambda change: (change.kind.value, change.story_id)))
