"""SQLite files: opened, brought to the present schema, and told in one line where that fails."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import StoreError

_PATIENCE = 60.0  # seconds to wait for another process that writes
_WAYS_OUT = {
    sqlite3.SQLITE_NOTADB: "move the file away to start anew",
    sqlite3.SQLITE_CORRUPT: "move the file away to start anew",
    sqlite3.SQLITE_FULL: "make room and start again",
    sqlite3.SQLITE_BUSY: "wait for whoever is writing to it",
}


def open_database(path: Path, steps: Sequence[str], *, what: str) -> sqlite3.Connection:
    """Open or make a database; transactions are begun and ended by ``transaction`` alone.

    Args:
        path: of the file; its folder is made.
        steps: SQL scripts; the first makes schema version 1, each later one leads to the next version.
        what: name of the file in messages, such as "state".

    Raises:
        StoreError: it can't be opened or read, or a newer version of the program wrote it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path}: no {what} can be kept here ({error.strerror}); name another folder") from error
    with told(path, what):
        connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        try:
            # Readers and one writer at once; a commit is whole or not there, whatever stops the process.
            connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
            connection.execute("PRAGMA journal_mode=WAL")
            _migrate(connection, path, steps, what)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def told(path: Path, what: str) -> Iterator[None]:
    """Tell in one line where the file of a database can't be read or written.

    Raises:
        StoreError: in the place of SQLite's own errors.
    """
    try:
        yield
    except sqlite3.Error as error:
        primary = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        way_out = _WAYS_OUT.get(primary, "look after the disk and the rights on it, or name another folder")
        raise StoreError(f"{path}: this {what} can't be used ({error}); {way_out}") from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All changes of the block, or none."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # where the disk is full, SQLite has taken all back by itself
            connection.execute("ROLLBACK")
        raise


def version_of(connection: sqlite3.Connection) -> int:
    """The schema version; 0 of an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _migrate(connection: sqlite3.Connection, path: Path, steps: Sequence[str], what: str) -> None:
    if version_of(connection) == len(steps):
        return
    with transaction(connection):
        have = version_of(connection)  # another process may have been faster
        if have > len(steps):
            raise StoreError(
                f"{path}: this {what} has schema version {have}, this program knows {len(steps)}: "
                "use the newer program that wrote it"
            )
        for step in steps[have:]:
            for statement in filter(str.strip, step.split(";")):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version={len(steps)}")
