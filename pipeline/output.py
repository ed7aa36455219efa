"""Files of a run folder: whole or not at all, the same bytes for the same records, and a journal to go on from."""

import dataclasses
import hashlib
import json
import os
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from filelock import FileLock, Timeout
from pydantic import TypeAdapter

from pipeline.errors import StoreError
from pipeline.files import named, whole_file
from pipeline.records import Article, ArticleRow

T = TypeVar("T")

_DIGITS = 4  # scores are written to this many decimals, so that the last bits of a matrix product don't show


def plain(value: Any) -> Any:
    """A record as JSON values, fields in their order, scores rounded. Tuples become lists."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return round(value, _DIGITS) if isinstance(value, float) else value


def article_row(article: Article, story_id: str, duplicate_of: str | None) -> ArticleRow:
    """The row of an article in its story."""
    spans = tuple((span.start, span.end) for span in article.sentences)
    return ArticleRow(
        article.id,
        article.title,
        article.source,
        article.published,
        article.url,
        story_id,
        duplicate_of,
        article.text,
        spans,
    )


def encoded(record: Any) -> bytes:
    """A record as JSON that ``decoded`` reads back as it was, no number rounded."""
    found: bytes = _adapter(cast(Hashable, type(record))).dump_json(record)
    return found


def decoded(kind: type[T], data: bytes) -> T:
    """The record that ``encoded`` wrote.

    Raises:
        ValueError: it is not one of this kind.
    """
    found: T = _adapter(cast(Hashable, kind)).validate_json(data)
    return found


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast(type[Any], kind))


def digest(*parts: Any) -> str:
    """SHA-256 of JSON values, for keys of work already done."""
    text = json.dumps([plain(part) for part in parts], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep a folder to oneself; it is made where it is not there.

    Raises:
        StoreError: another process has it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ".lock"
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
        while not path.exists():  # whoever had it took its file away between our opening and locking it
            lock.release()
            lock.acquire()
    except Timeout as error:
        raise StoreError(f"{folder}: another run is at work in this folder; wait for it, or name another") from error
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        lock.release()


def write_jsonl(path: Path, rows: Iterable[Any]) -> None:
    """Write records or JSON values, one a line."""
    with whole_file(path) as file:
        for row in rows:
            file.write(json.dumps(plain(row), ensure_ascii=False) + "\n")


def write_json(path: Path, value: Any) -> None:
    """Write one JSON value, indented."""
    with whole_file(path) as file:
        file.write(json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n")


class Journal:
    """Finished pieces of work by key, appended as they are done, so that a killed run goes on where it stopped.

    What was cut off by the kill, or is no JSON, is dropped at the next start with all that follows it.
    """

    def __init__(self, path: Path) -> None:
        """Read what an earlier, unfinished run left at ``path``."""
        self._path = path
        self._done: dict[str, Any] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = self._read(path.read_bytes()) if path.exists() else 0
        self._file = path.open("r+b" if path.exists() else "w+b")
        self._file.truncate(whole)
        self._file.seek(whole)

    def _read(self, data: bytes) -> int:
        """Take in all whole lines; hands back where they end."""
        whole = 0
        for line in data.splitlines(keepends=True):
            try:
                row = json.loads(line) if line.endswith(b"\n") else None
            except ValueError:
                row = None
            if not isinstance(row, dict) or row.keys() != {"key", "value"}:
                break
            self._done[row["key"]] = row["value"]
            whole += len(line)
        return whole

    def __len__(self) -> int:
        """How many pieces are done."""
        return len(self._done)

    def get(self, key: str) -> Any | None:
        """The value stored under ``key``, or None."""
        return self._done.get(key)

    def put(self, key: str, value: Any) -> None:
        """Store a JSON value; it is on disk when this returns."""
        with named(self._path):
            self._file.write((json.dumps({"key": key, "value": value}, ensure_ascii=False) + "\n").encode())
            self._file.flush()
            os.fsync(self._file.fileno())
        self._done[key] = value

    def close(self) -> None:
        """Close the file and keep it."""
        with named(self._path):
            self._file.close()

    def discard(self) -> None:
        """Close and remove: the run's own files hold everything now."""
        self.close()
        self._path.unlink(missing_ok=True)
