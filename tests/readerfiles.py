"""What the tests of readers of public evaluation sets share: texts, and rows and errors of a file."""

import json
from pathlib import Path

import pytest

from eval.benchmarks.readers import reader
from eval.benchmarks.readers.rows import Judged, Row
from pipeline.errors import InputError

DATA = Path(__file__).parent / "data" / "benchmarks"
HERON = "A heron nested on the roof of the town hall."
KITES = "The village library now lends kites to anyone with a card."
CLOCK = "The clock tower chimes again after a decade."
OWL = 'An owl took the mayor\'s hat on Monday.\n\n"It was quick," she said.'
PAINT = "Volunteers painted the lighthouse green. It took them four days."
SHEEP = "Sheep crossed the square at noon."


def rows_of(name: str, path: Path) -> list[Row]:
    return list(reader(name).read(path))


def verdicts_of(name: str, place: str) -> list[tuple[str, bool, str | None, str]]:
    """Id, label, kind and group of every row of a set of judged summaries."""
    rows = rows_of(name, DATA / place)
    assert all(isinstance(row, Judged) for row in rows)
    return [(row.id, row.consistent, row.kind, row.group) for row in rows if isinstance(row, Judged)]


def error_of(name: str, path: Path) -> str:
    with pytest.raises(InputError) as caught:
        rows_of(name, path)
    return str(caught.value)


def written(folder: Path, name: str, *rows: object) -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
