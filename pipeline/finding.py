"""Which articles a run shows, and what stories they tell: those read now, and with a state those of the runs before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline.cluster import Each, carry_on, find_stories
from pipeline.config import Cluster, Config
from pipeline.output import decoded, digest, encoded
from pipeline.records import Article, Change, Story
from pipeline.state import NOTHING, State, Window, day_of
from pipeline.tools import Tools

Group = Callable[[Sequence[Article]], tuple[Story, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """Articles and stories of a run. ``window`` is what the state held before, ``input`` names what came to it."""

    articles: tuple[Article, ...]
    stories: tuple[Story, ...]
    changes: tuple[Change, ...]
    window: Window
    input: str


@dataclass(frozen=True, slots=True)
class _Groups:
    """As kept in the cache."""

    stories: tuple[Story, ...]


def grouped(articles: Sequence[Article], tools: Tools, settings: Cluster, each: Each = map) -> tuple[Story, ...]:
    """``find_stories``, looked up where the same articles were grouped before."""

    def work() -> bytes:
        return encoded(_Groups(find_stories(articles, tools.embed, settings, each)))

    return decoded(_Groups, tools.once("groups", digest(settings.model_dump(), articles), work)).stories


def find(articles: Sequence[Article], group: Group, config: Config, state: State | None) -> Found:
    """Find the stories of articles; with a state, among its stories that they may belong to.

    A story of the state is open to new articles while one of them is within ``cluster.max_days`` of its own. Articles
    of open stories and new ones are grouped together as if they had all come today; the others stay as they are.

    Args:
        articles: read now, in canonical order.
        group: articles to stories.
        config: settings.
        state: what the runs before found, if any.
    """
    if state is None:
        return Found(tuple(articles), group(articles), (), NOTHING, "")
    new = state.unknown(articles)
    window = state.window(new, config.state.days)
    name = digest([article.id for article in articles], articles)
    if not new:
        changes = window.last_changes if window.last_input == name else ()
        return Found(_ordered(window.articles), _largest_first(window.stories), changes, window, name)
    open_ids = _open(window, new, config.cluster.max_days)
    before = {name: story for name, story in window.story_of.items() if story in open_ids}
    given = {article.story_id for article in new}
    some = [
        *(
            replace(article, story_id=before[article.id]) if before[article.id] in given else article
            for article in window.articles
            if article.id in before
        ),
        *new,
    ]
    found, changes = carry_on(group(some), before, {article.id: article for article in some})
    settled = [story for story in window.stories if story.id not in open_ids]
    return Found(_ordered((*window.articles, *new)), _largest_first((*found, *settled)), changes, window, name)


def _open(window: Window, new: Sequence[Article], max_days: float) -> set[str]:
    """Stories to which new articles may belong by their dates, or are given."""
    days = [day_of(article) for article in new]
    coming = [day for day in days if day is not None]
    if len(coming) < len(days):
        return {story.id for story in window.stories}
    first, last = min(coming) - max_days, max(coming) + max_days
    held = {article.id: day_of(article) for article in window.articles}
    near = {name for name, day in held.items() if day is None or first <= day <= last}
    given = {article.story_id for article in new}
    return {story.id for story in window.stories if story.id in given or not near.isdisjoint(story.article_ids)}


def _ordered(articles: Sequence[Article]) -> tuple[Article, ...]:
    return tuple(sorted(articles, key=lambda article: (article.published or "", article.source, article.id)))


def _largest_first(stories: Sequence[Story]) -> tuple[Story, ...]:
    return tuple(sorted(stories, key=lambda story: (-len(story.article_ids), story.id)))
