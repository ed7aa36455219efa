"""JSON files -> raw rows, line by line."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from pipeline.articles.bounded import LONGEST_LINE, LONGEST_LIST, Lines, Overlong, mebibytes
from pipeline.articles.raw import BREAKS, RawRow, broken, decoded, not_text, started

_BETWEEN = re.compile(r"[\s,\[\]]*")
_LONG_LINE = f"a line of more than {mebibytes(LONGEST_LINE)}; write one JSON object a line, and no data but text"
_LONG_LIST = (
    f"the file is one JSON value of more than {mebibytes(LONGEST_LIST)}; what stands before is kept; "
    "write one JSON object a line"
)


class Ambiguous(dict[str, Any]):
    """A JSON object in which a key has two values, of which JSON keeps the last."""

    def __init__(self, values: Mapping[str, Any], key: str) -> None:
        """Take over ``values``; ``problem`` is the reason to reject the row."""
        super().__init__(values)
        self.problem = f"the key {key[:40]!r} stands twice, with different values; take one of them out"


def json_rows(name: str, stream: BinaryIO) -> Iterator[RawRow]:
    """Rows of JSON lines; also of one JSON list of objects and of objects that spread over lines.

    JSON lines are streamed, the other two are read whole, up to ``LONGEST_LIST``. An object in which a key stands twice
    with different values is a row with a problem.

    Args:
        name: what to call the file.
        stream: its bytes; where reading them breaks, the rows before are kept and the last row says so.
    """
    lines = Lines(stream, LONGEST_LIST)
    head, all_lines = started(lines)
    problem = not_text(head)
    if problem:
        yield RawRow(name, 0, problem=problem)
        return
    empty = True
    spread = _is_spread(head)
    lines.longest = LONGEST_LIST if spread else LONGEST_LINE
    for row in _spread(name, all_lines) if spread else _line_by_line(name, all_lines):
        empty = False
        yield row
    if empty:
        yield RawRow(name, 0, problem="the file is empty; write a JSON object with a field text on each line")


def _is_spread(head: bytes) -> bool:
    """Whether the first value goes on after the first line, or is too long for a line."""
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    if not first.startswith(b"[") or len(first) > LONGEST_LINE:
        return first.startswith(b"[") or first.strip() == b"{"
    return isinstance(_parse(decoded(first)[0].strip()), str)


def _parse(text: str) -> tuple[Any] | str:
    """The value of a JSON text (in a tuple), or what is wrong with it."""
    try:
        return (json.loads(text, object_pairs_hook=_object),)
    except json.JSONDecodeError as error:
        return f"{error.msg} at character {error.colno}"
    except (ValueError, RecursionError) as error:
        return _too_much(error)


def _too_much(error: Exception) -> str:
    """What is wrong with JSON that is well formed and can't be read all the same."""
    return "lists within lists, too deep" if isinstance(error, RecursionError) else "a number of too many digits"


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    lost = [] if len(found) == len(pairs) else [key for key, value in pairs if value != found[key]]
    return Ambiguous(found, lost[0]) if lost else found


def _line_by_line(name: str, lines: Iterator[bytes]) -> Iterator[RawRow]:
    number = 0
    try:
        for number, data in enumerate(lines, start=1):
            if isinstance(data, Overlong) or len(data) > LONGEST_LINE:
                yield RawRow(name, number, problem=_LONG_LINE)
                continue
            if not data.strip():
                continue
            text, note = decoded(data)
            value = _parse(text)
            if isinstance(value, str):
                yield RawRow(name, number, problem=f"not JSON ({value}); write one JSON object a line")
            else:
                yield from _rows_of(name, number, value[0], note)
    except BREAKS as error:
        yield RawRow(name, number + 1, problem=broken(error))


def _spread(name: str, lines: Iterator[bytes]) -> Iterator[RawRow]:
    text, note, cut = _joined(lines)
    decoder = json.JSONDecoder(object_pairs_hook=_object)
    position, line = 0, 1
    while (start := _after(text, position)) < len(text):
        line += text.count("\n", position, start)
        try:
            value, position = decoder.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            what = error.msg if isinstance(error, json.JSONDecodeError) else _too_much(error)
            reason = f"not JSON from here on ({what}); what stands before is kept; write one JSON object a line"
            yield RawRow(name, line, problem=cut or reason)
            return
        yield from _rows_of(name, line, value, note)
        line += text.count("\n", start, position)
    if cut:
        yield RawRow(name, line + 1, problem=cut)


def _joined(lines: Iterator[bytes]) -> tuple[str, str, str]:
    """The text of the lines, a note on what was mended in it, and why it is not the whole text."""
    pieces: list[bytes] = []
    size, cut = 0, ""
    try:
        for piece in lines:
            pieces.append(piece)
            size += len(piece)
            if isinstance(piece, Overlong) or size > LONGEST_LIST:
                cut = _LONG_LIST
                break
    except BREAKS as error:
        cut = broken(error)
    return *decoded(b"".join(pieces)), cut


def _after(text: str, position: int) -> int:
    match = _BETWEEN.match(text, position)
    return match.end() if match else position


def _rows_of(name: str, line: int, value: Any, note: str) -> Iterator[RawRow]:
    """The rows of one JSON value: an object is one, a list of objects is many."""
    if isinstance(value, dict):
        yield _row_of(name, line, value, note)
    elif isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
        for number, entry in enumerate(value, start=1):
            if isinstance(entry, dict):
                yield _row_of(name, line, entry, note)
            else:
                kind = type(entry).__name__
                yield RawRow(name, line, problem=f"entry {number} of the list is a {kind}, not an object with a text")
    else:
        kind = "null" if value is None else type(value).__name__
        yield RawRow(name, line, problem=f"JSON of kind {kind}, not an object; write objects with a field text")


def _row_of(name: str, line: int, value: dict[str, Any], note: str) -> RawRow:
    if isinstance(value, Ambiguous):
        return RawRow(name, line, problem=value.problem)
    return RawRow(name, line, value, note=note)
