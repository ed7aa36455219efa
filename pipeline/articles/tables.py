"""Parquet files and saved ``datasets`` folders -> raw rows, a batch at a time."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.articles.lines import no_text_column
from pipeline.articles.raw import FIELDS, Digest, RawRow, opened

_BATCH = 1000  # rows held at once


def parquet_rows(path: Path, digest: Digest) -> Iterator[RawRow]:
    """Rows of a Parquet file, only the columns that an article has."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    name, row = str(path), 0
    with opened(path, digest) as stream:
        while stream.read(2**20):
            pass
    try:
        with pq.ParquetFile(path) as file:
            columns = file.schema_arrow.names
            if "text" not in columns:
                yield RawRow(name, 0, problem=no_text_column(columns))
                return
            wanted = [column for column in FIELDS if column in columns]
            for batch in file.iter_batches(batch_size=_BATCH, columns=wanted):
                for index in range(batch.num_rows):
                    row += 1
                    yield _batch_row(name, row, batch.slice(index, 1))
    except (pa.ArrowException, OSError, ValueError) as error:
        yield RawRow(name, row and row + 1, problem=_unreadable("Parquet", error, row))
        return
    if not row:
        yield RawRow(name, 0, problem="the table has no row")


def _batch_row(name: str, row: int, one: Any) -> RawRow:
    try:
        return RawRow(name, row, one.to_pylist()[0])
    except UnicodeDecodeError as error:
        return RawRow(name, row, problem=f"not UTF-8 ({error.reason}); write the table's text as UTF-8")


def is_saved_dataset(path: Path) -> bool:
    """Whether a folder was written by ``save_to_disk`` of a ``Dataset`` or ``DatasetDict``."""
    return (path / "state.json").is_file() or (path / "dataset_dict.json").is_file()


def dataset_rows(path: Path, digest: Digest) -> Iterator[RawRow]:
    """Rows of a saved ``datasets`` folder, all of its splits; the digest is that of the rows."""
    import datasets
    import pyarrow as pa

    name, row = str(path), 0
    try:
        loaded = datasets.load_from_disk(name)
        parts = dict(loaded) if isinstance(loaded, datasets.DatasetDict) else {"": loaded}
        for part, rows in sorted(parts.items()):
            name, row = f"{path}/{part}" if part else str(path), 0
            if "text" not in rows.column_names:
                yield RawRow(name, 0, problem=no_text_column(rows.column_names))
                continue
            for fields in rows.select_columns([column for column in FIELDS if column in rows.column_names]):
                row += 1
                digest(json.dumps(fields, sort_keys=True, default=str).encode())
                yield RawRow(name, row, fields)
            if not row:
                yield RawRow(name, 0, problem="the saved dataset has no row")
    except (pa.ArrowException, OSError, ValueError, LookupError) as error:
        yield RawRow(name, row and row + 1, problem=_unreadable("a saved datasets folder", error, row))


def _unreadable(kind: str, error: Exception, rows: int) -> str:
    reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
    kept = "; the rows before are kept" if rows else ""
    return f"not readable as {kind} ({reason}){kept}; write it again"
