"""Tables as the sheets of one Excel workbook, every text a text and never a formula."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError
from pipeline.export.columns import Cell, Column, Plain, Table, flat
from pipeline.files import whole_path

_MOST_ROWS, _MOST_COLUMNS, _MOST_CHARACTERS = 1_048_576, 16_384, 32_767  # of a sheet, and of a cell in UTF-16
_WIDTHS = (8, 60)  # least and most, in characters
_MEASURED = 200  # rows whose cells a column's width is taken from
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read _x0041_ as A
_FORMULA = ("=", "+", "-", "@")
_TIMES = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", re.DOTALL)


def write_workbook(tables: Sequence[Table], path: Path) -> Path:
    """Write one workbook with a sheet a table; its path.

    Raises:
        ConfigError: the library that writes workbooks is missing, or a table is too large for a sheet.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise ConfigError("--format xlsx needs openpyxl, which is not installed: pip install evenhand[xlsx]") from error
    for table in tables:
        if len(table.rows) >= _MOST_ROWS or len(table.columns) > _MOST_COLUMNS:
            raise ConfigError(f"{path}: the table {table.name} is too large for a sheet; use --format parquet or csv")
    book = openpyxl.Workbook(write_only=True)
    for table in tables:
        _write_sheet(book.create_sheet(table.name), table)
    made = io.BytesIO()
    book.save(made)
    with whole_path(path) as partial:
        partial.write_bytes(_timeless(made))
    return path


def fitting(text: str) -> str:
    """Text that a cell can hold: without control characters, and cut with an ellipsis where it is too long."""
    clean = _ESCAPE.sub("_x005F_", _UNFIT.sub("", _LINE_ENDS.sub("\n", text)))
    if len(clean) * 2 <= _MOST_CHARACTERS:
        return clean
    units = clean.encode("utf-16-le")
    if len(units) <= 2 * _MOST_CHARACTERS:
        return clean
    return units[: 2 * (_MOST_CHARACTERS - 1)].decode("utf-16-le", errors="ignore") + "…"


def _write_sheet(sheet: Any, table: Table) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    top, wrapped = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
    alignments = []
    for index, column in enumerate(table.columns):
        width = _width(column, (row[index] for row in table.rows[:_MEASURED]))
        sheet.column_dimensions[get_column_letter(index + 1)].width = width
        alignments.append(wrapped if width == max(_WIDTHS) else top)
    bold = Font(bold=True)
    heads = [_cell(sheet, column.name, wrapped) for column in table.columns]
    for head in heads:
        head.font = bold
    sheet.append(heads)
    for row in table.rows:
        cells = zip(table.columns, row, alignments, strict=True)
        sheet.append([_cell(sheet, flat(column, cell), alignment) for column, cell, alignment in cells])


def _cell(sheet: Any, value: Plain, alignment: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    held = fitting(value) if isinstance(value, str) else value
    if held is None or held == "":
        return None
    cell = WriteOnlyCell(sheet, held)
    cell.alignment = alignment
    if isinstance(held, str):
        cell.data_type = "s"  # openpyxl would make a formula of what begins with =
        cell.quotePrefix = held.startswith(_FORMULA)  # and Excel one when such a cell is edited
    return cell


def _width(column: Column, cells: Iterable[Cell]) -> int:
    least, most = _WIDTHS
    shown = (str(value) for cell in cells if (value := flat(column, cell)) is not None)
    longest = max((len(line) for text in shown for line in text[:1000].split("\n")), default=0)
    return max(least, min(most, max(longest, min(len(column.name), most // 2)) + 2))


def _timeless(made: io.BytesIO) -> bytes:
    """The same workbook without the time of its making, so that the same tables give the same bytes."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, _TIMES.sub(b"", data) if name == "docProps/core.xml" else data)
    return fixed.getvalue()
