"""Rows of bytes in Parquet files under a path or URL: what goes to workers, and what comes back."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.fs as pafs
import pyarrow.parquet as pq

from pipeline.errors import EngineError

_MOST_BYTES = 2**25  # of one part, so that a worker's memory is bounded whatever the stories' size
_MOST_ROWS = 10_000  # of a row group of a table
_SCHEMA: Final = pa.schema([("place", pa.int64()), ("id", pa.string()), ("body", pa.binary())])

Named = tuple[str, bytes]  # what a row is called, and its content


@dataclass(frozen=True, slots=True)
class Store:
    """A folder at a path or URL that pyarrow knows."""

    root: str

    @classmethod
    def at(cls, place: str) -> "Store":
        """The folder at a URL, or at a path seen from here."""
        return cls(place if "://" in place else str(Path(place).absolute()))

    def write(self, name: str, first: int, rows: Sequence[Named]) -> None:
        """Write a part; ``first`` is the place of its first row. A part of that name is replaced.

        Raises:
            EngineError: it can't be written.
        """
        with self._opened(name) as (system, path):
            system.create_dir(path.rpartition("/")[0], recursive=True)
            pq.write_table(_table(first, rows), path, filesystem=system)

    def read(self, name: str) -> Iterator[tuple[int, str, bytes]]:
        """Place, id and content of a part's rows, in their order.

        Raises:
            EngineError: it can't be read.
        """
        with self._opened(name) as (system, path):
            table = pq.read_table(path, filesystem=system, partitioning=None)
        for place, row_id, body in zip(*(table.column(number) for number in range(3)), strict=True):
            yield place.as_py(), row_id.as_py(), body.as_py()

    def parts(self, stage: str, rows: Iterable[Named], most: int) -> list[str]:
        """Write rows as parts of at most ``most`` rows and some megabytes each; their names, in order."""
        names: list[str] = []
        first = 0
        for some in _bounded(iter(rows), most):
            names.append(f"{stage}/in/{len(names):07}.parquet")
            self.write(names[-1], first, some)
            first += len(some)
        return names

    def table(self, name: str, rows: Iterable[Named]) -> None:
        """Write rows as one file, no more than a part's of them in memory at once.

        Raises:
            EngineError: it can't be written.
        """
        first = 0
        with self._opened(name) as (system, path):
            system.create_dir(path.rpartition("/")[0], recursive=True)
            with pq.ParquetWriter(path, _SCHEMA, filesystem=system) as writer:
                for some in _bounded(iter(rows), _MOST_ROWS):
                    writer.write_table(_table(first, some))
                    first += len(some)

    def beside(self) -> "Store":
        """A folder in this one that nobody else has."""
        return Store(f"{self.root.rstrip('/')}/work-{uuid.uuid4().hex}")

    def remove(self) -> None:
        """Delete the folder and all in it."""
        with self._opened("") as (system, path):
            if system.get_file_info(path.rstrip("/")).type == pafs.FileType.Directory:
                system.delete_dir(path.rstrip("/"))

    @contextmanager
    def _opened(self, name: str) -> Iterator[tuple[Any, str]]:
        place = f"{self.root.rstrip('/')}/{name}"
        try:
            if "://" in place:
                yield pafs.FileSystem.from_uri(place)
            else:
                yield pafs.LocalFileSystem(), place
        except (OSError, pa.ArrowException) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise EngineError(f"engine.storage: {place}: {reason}; name a path or URL that can be written") from error


def _table(first: int, rows: Sequence[Named]) -> pa.Table:
    ids, bodies = zip(*rows, strict=True)
    return pa.table([pa.array(range(first, first + len(rows))), ids, bodies], schema=_SCHEMA)


def _bounded(rows: Iterator[Named], most: int) -> Iterator[list[Named]]:
    some: list[Named] = []
    size = 0
    for row in rows:
        if some and (len(some) >= most or size + len(row[1]) > _MOST_BYTES):
            yield some
            some, size = [], 0
        some.append(row)
        size += len(row[1])
    if some:
        yield some
