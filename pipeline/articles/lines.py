"""JSON and CSV files -> raw rows, line by line."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipeline.articles.raw import BREAKS, RawRow, decoded, mended, not_text, started

_LONGEST_CELL = 2**30  # characters
_DELIMITERS = ",;\t|"
_BETWEEN = re.compile(r"[\s,\[\]]*")
_BROKEN = "the file breaks off here ({error}); what stands before is kept; get the whole file"


def json_rows(name: str, lines: Iterable[bytes]) -> Iterator[RawRow]:
    """Rows of JSON lines; also of one JSON list of objects and of objects that spread over lines.

    JSON lines are streamed, the other two are read whole.

    Args:
        name: what to call the file.
        lines: its lines; where reading them breaks, the rows before are kept and the last row says so.
    """
    head, all_lines = started(lines)
    problem = not_text(head)
    if problem:
        yield RawRow(name, 0, problem=problem)
        return
    empty = True
    for row in _spread(name, all_lines) if _is_spread(head) else _line_by_line(name, all_lines):
        empty = False
        yield row
    if empty:
        yield RawRow(name, 0, problem="the file is empty; write a JSON object with a field text on each line")


def _is_spread(head: bytes) -> bool:
    """Whether the first value goes on after the first line."""
    first = decoded(head)[0].strip().partition("\n")[0].strip()
    if first == "{":
        return True
    return first.startswith("[") and isinstance(_parse(first), str)


def _parse(text: str) -> tuple[Any] | str:
    """The value of a JSON text (in a tuple), or what is wrong with it."""
    try:
        return (json.loads(text),)
    except json.JSONDecodeError as error:
        return f"{error.msg} at character {error.colno}"
    except (ValueError, RecursionError) as error:
        return str(error)


def _line_by_line(name: str, lines: Iterator[bytes]) -> Iterator[RawRow]:
    number = 0
    try:
        for number, data in enumerate(lines, start=1):
            if not data.strip():
                continue
            text, note = decoded(data)
            value = _parse(text)
            if isinstance(value, str):
                yield RawRow(name, number, problem=f"not JSON ({value}); write one JSON object a line")
            else:
                yield from _rows_of(name, number, value[0], note)
    except BREAKS as error:
        yield RawRow(name, number + 1, problem=_BROKEN.format(error=error))


def _spread(name: str, lines: Iterator[bytes]) -> Iterator[RawRow]:
    pieces: list[bytes] = []
    broken = ""
    try:
        pieces.extend(lines)
    except BREAKS as error:
        broken = _BROKEN.format(error=error)
    text, note = decoded(b"".join(pieces))
    decoder = json.JSONDecoder()
    position, line = 0, 1
    while (start := _after(text, position)) < len(text):
        line += text.count("\n", position, start)
        try:
            value, position = decoder.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            what = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
            reason = f"not JSON from here on ({what}); what stands before is kept; write one JSON object a line"
            yield RawRow(name, line, problem=broken or reason)
            return
        yield from _rows_of(name, line, value, note)
        line += text.count("\n", start, position)
    if broken:
        yield RawRow(name, line + 1, problem=broken)


def _after(text: str, position: int) -> int:
    match = _BETWEEN.match(text, position)
    return match.end() if match else position


def _rows_of(name: str, line: int, value: Any, note: str) -> Iterator[RawRow]:
    """The rows of one JSON value: an object is one, a list of objects is many."""
    if isinstance(value, dict):
        yield RawRow(name, line, value, note=note)
    elif isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
        for number, entry in enumerate(value, start=1):
            if isinstance(entry, dict):
                yield RawRow(name, line, entry, note=note)
            else:
                kind = type(entry).__name__
                yield RawRow(name, line, problem=f"entry {number} of the list is a {kind}, not an object with a text")
    else:
        kind = "null" if value is None else type(value).__name__
        yield RawRow(name, line, problem=f"JSON of kind {kind}, not an object; write objects with a field text")


def csv_rows(name: str, lines: Iterable[bytes]) -> Iterator[RawRow]:
    """Rows of a CSV file with a header, separated by commas, semicolons, tabs or bars, as the header shows.

    Column names are taken without regard to case; empty cells are left out.

    Args:
        name: what to call the file.
        lines: its lines; where reading them breaks, the rows before are kept and the last row says so.
    """
    head, all_lines = started(lines)
    problem = not_text(head)
    if problem:
        yield RawRow(name, 0, problem=problem)
        return
    csv.field_size_limit(_LONGEST_CELL)  # the module knows one limit only, and 128 KB would refuse long articles
    reader = csv.reader(_text(all_lines), delimiter=_delimiter(head), strict=True)
    columns: list[str] | None = None
    rows = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            reason = f"not readable as CSV ({error}); save it again, with quotes within quotes written twice"
            yield RawRow(name, line, problem=reason)
            if columns is None:
                return  # without the header nothing tells what the cells are
            rows += 1
            continue
        except BREAKS as error:
            yield RawRow(name, line, problem=_BROKEN.format(error=error))
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


def _delimiter(head: bytes) -> str:
    header = decoded(head)[0].lstrip().partition("\n")[0].casefold()
    found = (sign for sign in _DELIMITERS if "text" in (cell.strip(' "\r') for cell in header.split(sign)))
    return next(found, ",")


def _text(lines: Iterator[bytes]) -> Iterator[str]:
    for number, data in enumerate(lines):
        text = data.decode("utf-8", errors="surrogateescape")
        yield text if number else text.removeprefix("\ufeff")


def _csv_row(name: str, line: int, columns: Sequence[str], cells: Sequence[str]) -> RawRow:
    if len(cells) > len(columns):
        reason = f"{len(cells)} cells under {len(columns)} columns; put cells that hold the separator in quotes"
        return RawRow(name, line, problem=reason)
    pairs = [(column, *mended(cell)) for column, cell in zip(columns, cells, strict=False) if cell.strip()]
    notes = "; ".join(note for _, _, note in pairs if note)
    return RawRow(name, line, {column: cell for column, cell, _ in pairs}, note=notes)
