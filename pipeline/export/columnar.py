"""Tables as Parquet files with typed columns; several texts are lists."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from pipeline.export.columns import Cell, Column, Kind, Table
from pipeline.files import whole_path

_TYPES: dict[Kind, Any] = {
    Kind.TEXT: pa.string(),
    Kind.TEXTS: pa.list_(pa.string()),
    Kind.MOMENT: pa.timestamp("us", tz="UTC"),
    Kind.NUMBER: pa.float64(),
    Kind.COUNT: pa.int64(),
    Kind.FLAG: pa.bool_(),
}


def write_parquet(tables: Iterable[Table], folder: Path) -> tuple[Path, ...]:
    """Write a file a table into a folder; their paths."""
    return tuple(_write(table, folder / f"{table.name}.parquet") for table in tables)


def _write(table: Table, path: Path) -> Path:
    schema = pa.schema([(column.name, _TYPES[column.kind]) for column in table.columns])
    arrays = [
        pa.array([_typed(column, row[index]) for row in table.rows], _TYPES[column.kind])
        for index, column in enumerate(table.columns)
    ]
    with whole_path(path) as partial:
        parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), partial)
    return path


def _typed(column: Column, cell: Cell) -> object:
    return _moment(cell) if column.kind is Kind.MOMENT and isinstance(cell, str) else cell


def _moment(iso: str) -> datetime | None:
    """The moment in UTC; a day alone is its first moment, a time without a zone is taken for UTC."""
    try:
        when = datetime.fromisoformat(iso)
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
