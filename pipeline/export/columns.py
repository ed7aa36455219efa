"""What a table is made of: columns that know what their cells hold, and rows of cells."""

import re
from dataclasses import dataclass
from enum import StrEnum

_LINE_BREAKS = re.compile(r"\s*[\r\n]\s*")

Plain = str | float | int | bool | None
Cell = Plain | tuple[str, ...]  # a tuple where the column holds several texts


class Kind(StrEnum):
    """What the cells of a column hold; any of them may be None as well."""

    TEXT = "text"
    TEXTS = "texts"
    MOMENT = "moment"  # ISO 8601, a day or a time
    NUMBER = "number"
    COUNT = "count"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``joint`` stands between several texts where a format has no lists."""

    name: str
    kind: Kind = Kind.TEXT
    joint: str = "; "


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many cells as there are columns. The name is that of its file or sheet."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def flat(column: Column, cell: Cell) -> Plain:
    """A cell for a format without lists: several texts joined, line breaks inside each made blanks."""
    if isinstance(cell, tuple):
        return column.joint.join(_LINE_BREAKS.sub(" ", text) for text in cell)
    return cell
