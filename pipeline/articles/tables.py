"""Parquet files and saved ``datasets`` folders -> raw rows, a batch at a time."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.articles.bounded import Unfolding
from pipeline.articles.delimited import no_text_column
from pipeline.articles.raw import FIELDS, Digest, RawRow, UnfoldsError, opened

_BATCH = 1000  # rows held at once
_BATCH_BYTES = 2**26  # and about as many bytes of them
_DAMAGE = (pa.ArrowException, ArithmeticError, LookupError, OSError, ValueError)


def parquet_rows(path: Path, digest: Digest, *, name: str = "") -> Iterator[RawRow]:
    """Rows of a Parquet file, only the columns that an article has.

    Of a row group that can't be read the rows are left out, with one reason; the other groups are read.
    ``name`` is what the file is called where the path says nothing to the user.
    """
    import pyarrow.parquet as pq

    name = name or str(path)
    unfolding = Unfolding()
    with opened(path, digest) as stream:
        while piece := stream.read(2**20):
            unfolding.packed(len(piece))
    try:
        schema = pq.read_schema(path)
        # Kept as numbers and a list of values, so that one value repeated a million times is held once.
        texts = [field.name for field in schema if field.name in FIELDS and _is_text(field.type)]
        file = pq.ParquetFile(path, read_dictionary=texts)
    except _DAMAGE as error:
        yield RawRow(name, 0, problem=_unreadable("Parquet", error))
        return
    with file:
        problem = _unusable(schema.names)
        if problem or not file.metadata.num_rows:
            yield RawRow(name, 0, problem=problem or "the table has no row")
            return
        first = 1
        for group in range(file.num_row_groups):
            yield from _group_rows(name, file, group, first, unfolding)
            first += file.metadata.row_group(group).num_rows


def _group_rows(name: str, file: Any, group: int, first: int, unfolding: Unfolding) -> Iterator[RawRow]:
    """Rows of a row group, of which ``first`` is the first one's number."""
    row, last = first, first
    try:
        about = file.metadata.row_group(group)
        last = first + about.num_rows - 1
        chunks = [about.column(number) for number in range(about.num_columns)]
        size = sum(chunk.total_uncompressed_size for chunk in chunks if chunk.path_in_schema in FIELDS)
        unfolding.add(size)
        at_once = max(1, min(_BATCH, _BATCH_BYTES * about.num_rows // max(1, size)))
        wanted = [field for field in FIELDS if field in file.schema_arrow.names]
        for batch in file.iter_batches(batch_size=at_once, row_groups=[group], columns=wanted):
            for raw in _batch_rows(name, row, batch, unfolding):
                yield raw
                row += 1
    except UnfoldsError as error:
        kept = f"{error}; the rows {row} to {last} are left out; write them as JSON lines"
        yield RawRow(name, row, problem=kept)
    except _DAMAGE as error:
        reason = f"{_unreadable('Parquet', error)}; the rows {row} to {last} are left out, the others kept"
        yield RawRow(name, row, problem=reason)


def _batch_rows(name: str, first: int, batch: pa.RecordBatch, unfolding: Unfolding) -> Iterator[RawRow]:
    columns = [(field.name, batch.column(number)) for number, field in enumerate(batch.schema)]
    for index in range(batch.num_rows):
        raw = _row(name, first + index, columns, index)
        unfolding.add(sum(len(value) for value in (raw.fields or {}).values() if isinstance(value, str)))
        yield raw


def _row(name: str, number: int, columns: Sequence[tuple[str, Any]], index: int) -> RawRow:
    """One row; a field whose value Python can't hold is left out with a note, a text without which is no article."""
    fields, lost = {}, []
    for column, values in columns:
        try:
            fields[column] = values[index].as_py()
        except UnicodeDecodeError as error:
            problem = f"the field {column} is not UTF-8 ({error.reason}); write the table's text as UTF-8"
            return RawRow(name, number, problem=problem)
        except _DAMAGE as error:
            lost.append(f"{column} left out, being unreadable ({_first_line(error)[:100]}); write the value again")
    return RawRow(name, number, fields, note="; ".join(lost))


def dataset_rows(path: Path, digest: Digest) -> Iterator[RawRow]:
    """Rows of a saved ``datasets`` folder, all of its splits; the digest is that of the rows.

    They are read as Arrow tables, so that nothing of what the folder says of its features is acted on: no picture or
    sound is opened, and nothing is run.
    """
    import datasets

    name, row = str(path), 0
    try:
        unfolding = Unfolding()
        unfolding.packed(sum(file.stat().st_size for file in path.rglob("*.arrow")))
        loaded = datasets.load_from_disk(name)
        parts = dict(loaded) if isinstance(loaded, datasets.DatasetDict) else {"": loaded}
        for part, rows in sorted(parts.items()):
            name, row = f"{path}/{part}" if part else str(path), 0
            problem = _unusable(rows.column_names)
            if problem:
                yield RawRow(name, 0, problem=problem)
                continue
            chosen = rows.select_columns([column for column in FIELDS if column in rows.column_names])
            for table in chosen.with_format("arrow").iter(_BATCH):
                table.validate(full=True)  # offsets that lead out of the file are not followed
                for batch in table.to_batches():
                    for raw in _batch_rows(name, row + 1, batch, unfolding):
                        row += 1
                        digest(json.dumps(raw.fields, sort_keys=True, default=str).encode())
                        yield raw
            if not row:
                yield RawRow(name, 0, problem="the saved dataset has no row")
    except UnfoldsError as error:
        yield RawRow(name, row + 1, problem=f"{error}; the rows before are kept; write the others as JSON lines")
    except _DAMAGE as error:
        kept = "; the rows before are kept" if row else ""
        yield RawRow(name, row and row + 1, problem=f"{_unreadable('a saved datasets folder', error)}{kept}")


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _unusable(columns: Sequence[str]) -> str:
    """Why a table with these columns can't be read; empty where it can."""
    if "text" not in columns:
        return no_text_column(columns)
    twice = next((column for column in FIELDS if list(columns).count(column) > 1), "")
    return f"two columns are called {twice}; take one of them out" if twice else ""


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _unreadable(kind: str, error: Exception) -> str:
    return f"not readable as {kind} ({_first_line(error)[:200]}); write it again"
