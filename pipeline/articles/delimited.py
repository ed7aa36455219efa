"""CSV files -> raw rows, line by line."""

import csv
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from pipeline.articles.bounded import LONGEST_LINE, Lines, Overlong, mebibytes
from pipeline.articles.raw import BREAKS, FIELDS, RawRow, broken, decoded, mended, not_text, started

_DELIMITERS = ",;\t|"


class _Text:
    """The decoded lines of a table, numbered; a row of more bytes than are read is an error, and the next goes on."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self.number = 0  # of the line given last
        self._lines = lines
        self._size = 0  # of the row so far
        self._marks = 0

    def begin_row(self) -> None:
        self._size = self._marks = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        data = self._take()
        if isinstance(data, Overlong) or self._size > LONGEST_LINE:
            while self._marks % 2 and self._take():  # to the end of the cell in quotes
                pass
            raise csv.Error(f"a row of more than {mebibytes(LONGEST_LINE)}")
        text = data.decode("utf-8", errors="surrogateescape")
        return text.removeprefix("\ufeff") if self.number == 1 else text

    def _take(self) -> bytes:
        data = next(self._lines)
        self.number += 1
        self._size += len(data)
        self._marks += data.count(b'"')
        return data


def csv_rows(name: str, stream: BinaryIO) -> Iterator[RawRow]:
    """Rows of a CSV file with a header, separated by commas, semicolons, tabs or bars, as the header shows.

    Column names are taken without regard to case; empty cells are left out.

    Args:
        name: what to call the file.
        stream: its bytes; where reading them breaks, the rows before are kept and the last row says so.
    """
    head, lines = started(Lines(stream, LONGEST_LINE))
    problem = not_text(head)
    if problem:
        yield RawRow(name, 0, problem=problem)
        return
    csv.field_size_limit(LONGEST_LINE)  # the module knows one limit only, and 128 KB would refuse long articles
    text = _Text(lines)
    reader = csv.reader(text, delimiter=_delimiter(head), strict=True)
    columns: list[str] | None = None
    rows = 0
    while True:
        line = text.number + 1
        text.begin_row()
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            yield RawRow(name, line, problem=_unreadable(error, line, text.number))
            if columns is None:
                return  # without the header nothing tells what the cells are
            rows += 1
            continue
        except BREAKS as error:
            yield RawRow(name, line, problem=broken(error))
            return
        if columns is None:
            columns = [cell.strip().casefold() for cell in cells]
            if cells and "text" not in columns:
                yield RawRow(name, 0, problem=no_text_column([cell.strip() for cell in cells]))
                return
            columns = columns or None  # blank lines may stand before the header
        elif cells:
            rows += 1
            yield _csv_row(name, line, columns, cells)
    if not rows:
        what = "holds a header and no row" if columns else "is empty"
        yield RawRow(name, 0, problem=f"the file {what}; write a header with a column text, and rows")


def no_text_column(columns: Sequence[str]) -> str:
    """The reason to reject a table without a column ``text``."""
    return f"no column is called text (columns: {', '.join(columns)[:200] or 'none'}); name the one with the text so"


def _unreadable(error: csv.Error, line: int, last: int) -> str:
    lost = f"; the lines {line} to {last} are left out with it" if last > line else ""
    return f"not readable as CSV ({error}){lost}; save it again, with quotes within quotes written twice"


def _delimiter(head: bytes) -> str:
    header = decoded(head)[0].lstrip().partition("\n")[0].casefold()
    found = (sign for sign in _DELIMITERS if "text" in (cell.strip(' "\r') for cell in header.split(sign)))
    return next(found, ",")


def _csv_row(name: str, line: int, columns: Sequence[str], cells: Sequence[str]) -> RawRow:
    if len(cells) > len(columns):
        reason = f"{len(cells)} cells under {len(columns)} columns; put cells that hold the separator in quotes"
        return RawRow(name, line, problem=reason)
    fields: dict[str, str] = {}
    notes = []
    for column, cell in zip(columns, cells, strict=False):
        if not cell.strip():
            continue
        text, note = mended(cell)
        if column in FIELDS and fields.get(column, text) != text:
            reason = f"two columns are called {column} and differ here; take one of them out"
            return RawRow(name, line, problem=reason)
        fields[column] = text
        notes += [note] if note else []
    return RawRow(name, line, fields, note="; ".join(notes))
