"""What runs with ``--state`` have found so far: articles, their stories, and what was said of each story.

It lies in one SQLite file. A run reads it, works, and writes all it found in one transaction, so that the state is the
one before the run or the one after it, whenever the run is stopped.
"""

import dataclasses
import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.database import open_database, told, transaction
from pipeline.errors import StoreError
from pipeline.output import decoded, digest, encoded
from pipeline.passages import moment
from pipeline.records import Article, Change, Story

_FILE = "state.sqlite"
_WHAT = "state"  # in messages
_SECONDS_A_DAY = 86400.0
_STEPS = (
    """
    CREATE TABLE articles (id TEXT PRIMARY KEY, story_id TEXT NOT NULL, body BLOB NOT NULL);
    CREATE INDEX articles_by_story ON articles (story_id);
    CREATE TABLE stories (id TEXT PRIMARY KEY, title TEXT NOT NULL, first REAL NOT NULL, last REAL NOT NULL,
        key TEXT NOT NULL, result BLOB NOT NULL);
    CREATE INDEX stories_by_last ON stories (last);
    CREATE TABLE runs (number INTEGER PRIMARY KEY, input TEXT NOT NULL, changes TEXT NOT NULL)
    """,
)


@dataclass(frozen=True, slots=True)
class Window:
    """The stories that a run begins with.

    ``results`` are rows by key, ``newest`` is the last day of all; ``last_input`` and ``last_changes`` are those of the
    run before.
    """

    articles: tuple[Article, ...]
    stories: tuple[Story, ...]
    results: Mapping[str, Any]
    newest: float
    last_input: str
    last_changes: tuple[Change, ...]

    @property
    def story_of(self) -> dict[str, str]:
        """Story id of each article."""
        return {name: story.id for story in self.stories for name in story.article_ids}


NOTHING = Window((), (), {}, 0.0, "", ())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found: stories with the keys and rows of their results, what came in, and what changed."""

    articles: tuple[Article, ...]
    stories: tuple[Story, ...]
    keys: Sequence[str]
    results: Sequence[Mapping[str, Any]]
    input: str
    changes: tuple[Change, ...]


class State:
    """The state in a folder."""

    def __init__(self, folder: Path) -> None:
        """Open or begin the state of a folder.

        Raises:
            StoreError: it can't be opened or read, or a newer version of the program wrote it.
        """
        self._path = folder / _FILE
        self._connection = open_database(self._path, _STEPS, what=_WHAT)
        self._connection.execute("PRAGMA synchronous=FULL")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def unknown(self, articles: Iterable[Article]) -> tuple[Article, ...]:
        """Those that the state does not hold; one whose id stands for other content there gets its digest as well.

        Raises:
            StoreError: the state can't be read.
        """
        with told(self._path, _WHAT):
            return self._unknown(articles)

    def _unknown(self, articles: Iterable[Article]) -> tuple[Article, ...]:
        found = []
        for article in articles:
            named = dataclasses.replace(article, id=f"{article.id}~{_content(article)[:8]}")
            held = self._held([article.id, named.id])
            if article.id not in held:
                found.append(article)
            elif _content(held[article.id]) != _content(article) and named.id not in held:
                found.append(named)
        return tuple(found)

    def window(self, new: Sequence[Article], days: float) -> Window:
        """The stories of the last ``days`` before the newest article of all, and those that new articles name.

        A story without any date counts as of the day of the newest article when it came.

        Raises:
            StoreError: the state can't be read.
        """
        with told(self._path, _WHAT):
            return self._window(new, days)

    def _window(self, new: Sequence[Article], days: float) -> Window:
        newest = self._connection.execute("SELECT MAX(last) FROM stories").fetchone()[0]
        newest = max((day for day in (newest, *map(day_of, new)) if day is not None), default=0.0)
        named = sorted({article.story_id for article in new if article.story_id})
        rows = self._connection.execute(
            "SELECT id, title, key, result FROM stories WHERE last >= ? "
            "OR id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (newest - days, json.dumps(named)),
        ).fetchall()
        members: dict[str, list[Article]] = {row[0]: [] for row in rows}
        for name, bodies in members.items():
            found = self._connection.execute("SELECT body FROM articles WHERE story_id = ? ORDER BY id", (name,))
            bodies += [decoded(Article, zlib.decompress(body)) for (body,) in found]
        last = self._connection.execute("SELECT input, changes FROM runs ORDER BY number DESC LIMIT 1").fetchone()
        return Window(
            tuple(article for found in members.values() for article in found),
            tuple(Story(row[0], row[1], tuple(article.id for article in members[row[0]])) for row in rows),
            {row[2]: json.loads(zlib.decompress(row[3])) for row in rows},
            newest,
            last[0] if last else "",
            tuple(decoded(Change, json.dumps(change).encode()) for change in json.loads(last[1])) if last else (),
        )

    def commit(self, before: Window, outcome: Outcome) -> None:
        """Put what a run found in the place of the window it began with; whole, or not at all.

        Raises:
            StoreError: it can't be written.
        """
        try:
            self._commit(before, outcome)
        except sqlite3.Error as error:
            raise StoreError(f"{self._path}: the state can't be written ({error}); it is as it was before") from error

    def _commit(self, before: Window, outcome: Outcome) -> None:
        known = {article.id for article in before.articles}
        story_of = {name: story.id for story in outcome.stories for name in story.article_ids}
        by_id = {article.id: article for article in outcome.articles}
        with transaction(self._connection):
            execute = self._connection.executemany
            execute("DELETE FROM stories WHERE id = ?", [(story.id,) for story in before.stories])
            execute(
                "INSERT INTO stories VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (story.id, story.title, *_span(story, by_id, before.newest), key, _packed(row))
                    for story, key, row in zip(outcome.stories, outcome.keys, outcome.results, strict=True)
                ],
            )
            execute(
                "INSERT INTO articles VALUES (?, ?, ?)",
                [
                    (article.id, story_of[article.id], zlib.compress(encoded(article)))
                    for article in outcome.articles
                    if article.id not in known
                ],
            )
            execute("UPDATE articles SET story_id = ? WHERE id = ?", [(story_of[name], name) for name in sorted(known)])
            changes = json.dumps([json.loads(encoded(change)) for change in outcome.changes])
            execute("INSERT INTO runs (input, changes) VALUES (?, ?)", [(outcome.input, changes)])

    def _held(self, ids: Sequence[str]) -> dict[str, Article]:
        marks = ",".join("?" * len(ids))
        rows = self._connection.execute(f"SELECT id, body FROM articles WHERE id IN ({marks})", ids)  # noqa: S608 - marks only
        return {name: decoded(Article, zlib.decompress(body)) for name, body in rows}


def day_of(article: Article) -> float | None:
    """Days since 1970 in UTC; None without a date."""
    found = moment(article)
    return found.timestamp() / _SECONDS_A_DAY if found else None


def _span(story: Story, articles: Mapping[str, Article], newest: float) -> tuple[float, float]:
    """First and last day of a story; the newest of all where it has no date."""
    days = [day for name in story.article_ids if (day := day_of(articles[name])) is not None]
    return min(days, default=newest), max(days, default=newest)


def _packed(row: Mapping[str, Any]) -> bytes:
    return zlib.compress(json.dumps(row, ensure_ascii=False).encode())


def _content(article: Article) -> str:
    """Digest of all that an input row said, but for its id."""
    fields = (article.title, article.text, article.source, article.published, article.url)
    return digest(*fields, article.language, article.story_id)
