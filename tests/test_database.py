"""SQLite files: schema versions, whole transactions, and what is said of a file that is none."""

import sqlite3
from pathlib import Path

import pytest

from pipeline.database import open_database, transaction, version_of
from pipeline.errors import StoreError

_ONE = "CREATE TABLE rows (name TEXT PRIMARY KEY)"
_TWO = "ALTER TABLE rows ADD COLUMN size INTEGER NOT NULL DEFAULT 7; CREATE INDEX by_size ON rows (size)"


def test_an_old_file_is_brought_to_the_present_schema_with_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "x.sqlite"
    old = open_database(path, [_ONE], what="state")
    old.execute("INSERT INTO rows VALUES ('kept')")
    assert version_of(old) == 1
    old.close()
    new = open_database(path, [_ONE, _TWO], what="state")
    assert version_of(new) == 2
    assert new.execute("SELECT name, size FROM rows").fetchall() == [("kept", 7)]


def test_a_step_that_fails_leaves_the_old_version(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    open_database(path, [_ONE], what="state").close()
    with pytest.raises(StoreError, match=r"x\.sqlite: this state can't be used"):
        open_database(path, [_ONE, "CREATE TABLE more (a); CREATE TABLE rows (b)"], what="state")
    again = open_database(path, [_ONE], what="state")
    assert [name for (name,) in again.execute("SELECT name FROM sqlite_master WHERE type = 'table'")] == ["rows"]


def test_a_file_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    open_database(path, [_ONE, _TWO], what="state").close()
    with pytest.raises(StoreError, match="schema version 2, this program knows 1: use the newer program"):
        open_database(path, [_ONE], what="state")


def test_a_file_that_is_no_database_is_told_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    path.write_text("These are no rows. " * 100, encoding="utf-8")
    with pytest.raises(StoreError, match="move the file away to start anew"):
        open_database(path, [_ONE], what="cache")
    assert path.read_text(encoding="utf-8").startswith("These")


def test_a_transaction_is_whole_or_not_there(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "x.sqlite", [_ONE], what="state")
    with pytest.raises(sqlite3.OperationalError), transaction(connection):
        connection.execute("INSERT INTO rows VALUES ('lost')").execute("no statement")
    with pytest.raises(sqlite3.IntegrityError), transaction(connection):
        connection.executemany("INSERT INTO rows VALUES (?)", [("twice",), ("twice",)])
    assert connection.execute("SELECT COUNT(*) FROM rows").fetchone() == (0,)
