"""What models said before, by content: vectors, scores and whole stories, so that nothing is computed twice.

A key is a digest of everything that the value depends on, so an entry is never wrong, only unused. What was not used
for the most openings of the cache goes first when there is no room left.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import platformdirs

from pipeline.database import open_database, told, transaction

FOLDER_VARIABLE = "EVENHAND_CACHE"  # names another folder
OFF = "off"  # in the place of a folder

_FILE = "cache.sqlite"
_AT_ONCE = 500  # keys of one query
_ROOM = 0.9  # of the limit is left filled when entries had to go
_OVERHEAD = 64  # bytes of an entry beside its value
_MEGABYTE = 1_000_000
_STEPS = (
    """
    CREATE TABLE entries (key BLOB PRIMARY KEY, kind TEXT NOT NULL, used INTEGER NOT NULL, value BLOB NOT NULL);
    CREATE INDEX by_use ON entries (used);
    CREATE TABLE openings (number INTEGER NOT NULL);
    INSERT INTO openings VALUES (0)
    """,
)


@dataclass(frozen=True, slots=True)
class KindUsage:
    """How much of one kind is kept; ``bytes`` are those of the values."""

    kind: str
    entries: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Usage:
    """What a cache holds; ``bytes`` is the size of its file, ``limit`` in bytes too."""

    path: Path
    bytes: int
    limit: int
    kinds: tuple[KindUsage, ...]


def folder() -> Path | None:
    """Where the cache lies: ``EVENHAND_CACHE``, else the user's folder for such things; None where that says "off"."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named == OFF:
        return None
    return Path(named) if named else platformdirs.user_cache_path("evenhand")


@contextmanager
def opened(megabytes: int) -> Iterator["Cache | None"]:
    """The cache of ``folder``, as long as the block lasts; None where there is to be none.

    Raises:
        StoreError: it can't be opened.
    """
    place = folder()
    if place is None or not megabytes:
        yield None
        return
    with Cache(place, megabytes) as cache:
        yield cache


def remove(folder: Path) -> int:
    """Delete the cache of a folder, readable or not; hands back how many bytes it took."""
    files = [path for path in folder.glob(f"{_FILE}*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    for path in files:
        path.unlink()
    return size


def key(*parts: str) -> bytes:
    """16 bytes of the SHA-256 of texts; ("ab", "c") and ("a", "bc") differ."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()[:16]


class Cache:
    """Values by key, in one SQLite file that several processes may use at once."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        """Open the cache of a folder; it is kept under ``megabytes`` (10^6 bytes) when it is closed.

        Raises:
            StoreError: it can't be opened or read.
        """
        self.problem = ""
        self._path, self._limit = folder / _FILE, megabytes * _MEGABYTE
        self._connection = open_database(self._path, _STEPS, what="cache")
        self._met: set[bytes] = set()
        try:
            with told(self._path, "cache"):
                self._opening = self._begin()
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> "Cache":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The values that are there, by key; ``problem`` says why where they can't be read."""
        found: dict[bytes, bytes] = {}
        try:
            for some in _chunks(keys):
                marks = ",".join("?" * len(some))
                rows = self._connection.execute(f"SELECT key, value, used FROM entries WHERE key IN ({marks})", some)  # noqa: S608 - marks only
                for name, value, used in rows:
                    found[name] = value
                    if used != self._opening:
                        self._met.add(name)
        except sqlite3.Error as error:
            self._fail(error)
        return found

    def put(self, kind: str, values: Mapping[bytes, bytes]) -> None:
        """Keep values of a kind; one that is there already stays. Once that fails, ``problem`` says why."""
        if not values or self.problem:
            return
        try:
            with transaction(self._connection):
                self._connection.executemany(
                    "INSERT OR IGNORE INTO entries VALUES (?, ?, ?, ?)",
                    [(name, kind, self._opening, value) for name, value in values.items()],
                )
        except sqlite3.Error as error:
            self._fail(error)

    def usage(self) -> Usage:
        """How much is kept, by kind."""
        rows = self._connection.execute(
            "SELECT kind, COUNT(*), SUM(LENGTH(value)) FROM entries GROUP BY kind ORDER BY kind"
        )
        return Usage(self._path, self._size(), self._limit, tuple(KindUsage(*row) for row in rows))

    def close(self) -> None:
        """Note what was used, make room if there is too much, and close the file."""
        try:
            if not self.problem:
                self._note_use()
                if self._size() > self._limit:
                    self._prune()
        except sqlite3.Error as error:
            self._fail(error)
        finally:
            self._connection.close()

    def _begin(self) -> int:
        """Count this opening."""
        self._connection.execute("PRAGMA synchronous=NORMAL")  # the last entries may be lost, never spoilt
        with transaction(self._connection):
            self._connection.execute("UPDATE openings SET number = number + 1")
        return int(self._connection.execute("SELECT number FROM openings").fetchone()[0])

    def _fail(self, error: sqlite3.Error) -> None:
        self.problem = self.problem or f"{self._path}: nothing more is kept for later runs ({error})"

    def _note_use(self) -> None:
        with transaction(self._connection):
            for some in _chunks(sorted(self._met)):
                marks = ",".join("?" * len(some))
                query = f"UPDATE entries SET used = {self._opening} WHERE key IN ({marks})"  # noqa: S608 - a number and marks
                self._connection.execute(query, some)

    def _prune(self) -> None:
        """Delete the entries longest unused, until a tenth of the limit is free again."""
        rows = self._connection.execute("SELECT used, rowid, LENGTH(value) FROM entries ORDER BY used, rowid")
        sizes = [(used, row, length + _OVERHEAD) for used, row, length in rows]
        surplus = sum(size for _, _, size in sizes) - int(self._limit * _ROOM)
        last = (-1, -1)
        for used, row, size in sizes:
            if surplus <= 0:
                break
            last, surplus = (used, row), surplus - size
        with transaction(self._connection):
            self._connection.execute("DELETE FROM entries WHERE (used, rowid) <= (?, ?)", last)
        self._shrink()

    def _shrink(self) -> None:
        # A script runs a pragma to its end; execute() would give back one page.
        self._connection.executescript("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)")

    def _size(self) -> int:
        names = ("page_count", "page_size")
        pages, size = (int(self._connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in names)
        return pages * size


def _chunks(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]
