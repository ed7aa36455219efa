"""Tables as CSV files that spreadsheet programs open without running what stands in them."""

import csv
import re
from collections.abc import Iterable
from pathlib import Path

from pipeline.export.columns import Cell, Column, Kind, Table, flat
from pipeline.files import whole_file

_BYTE_ORDER_MARK = "\ufeff"  # tells spreadsheet programs that the file is UTF-8
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SIGNED_NUMBER = re.compile(r"[-+]\d+(?:\.\d+)?")


def write_csv(tables: Iterable[Table], folder: Path) -> tuple[Path, ...]:
    """Write a file a table into a folder; their paths."""
    return tuple(_write(table, folder / f"{table.name}.csv") for table in tables)


def guarded(text: str) -> str:
    """Text that a spreadsheet program takes for text: an apostrophe goes before what would begin a formula."""
    return f"'{text}" if text.startswith(_FORMULA) and not _SIGNED_NUMBER.fullmatch(text) else text


def _write(table: Table, path: Path) -> Path:
    with whole_file(path) as file:
        file.write(_BYTE_ORDER_MARK)
        writer = csv.writer(file)
        writer.writerow([guarded(column.name) for column in table.columns])
        writer.writerows(
            [_shown(column, cell) for column, cell in zip(table.columns, row, strict=True)] for row in table.rows
        )
    return path


def _shown(column: Column, cell: Cell) -> str | float | None:
    if column.kind is Kind.FLAG:
        return None if cell is None else "true" if cell else "false"
    value = flat(column, cell)
    return guarded(value) if isinstance(value, str) else value
