"""Files of a published set, row by row; an error says where the row stands and what it needs."""

import csv
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import InputError
from pipeline.training.rows import numbered_rows

Chosen = TypeVar("Chosen")


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a file: where it stands, its fields, and what a row has to hold."""

    place: str
    fields: Mapping[str, Any]
    needs: str

    def fault(self, what: str) -> InputError:
        """The error for this row, to be raised."""
        return InputError(f"{self.place}: {what}; a row needs {self.needs}")

    def has(self, name: str) -> bool:
        """Whether a field is there and isn't null."""
        return self.fields.get(name) is not None

    def text(self, *names: str) -> str:
        """The first of these fields that is there.

        Raises:
            InputError: none is there, or it is no text, or blank.
        """
        value = self._value(names)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(f"{' or '.join(names)} is empty or no text")
        return value

    def key(self, *names: str) -> str:
        """The first of these fields that is there: an id, as text.

        Raises:
            InputError: none is there, or it is neither a number nor a text, or blank.
        """
        value = self._value(names)
        if isinstance(value, bool) or not isinstance(value, (int, str)) or not str(value).strip():
            raise self.fault(f"{' or '.join(names)} is empty or no id")
        return str(value).strip()

    def choice(self, name: str, choices: Mapping[str, Chosen]) -> Chosen:
        """What a field's text stands for.

        Raises:
            InputError: the field is missing, or is none of the choices.
        """
        value = self.key(name)
        if value not in choices:
            raise self.fault(f"{name} is {value!r}, none of {', '.join(choices)}")
        return choices[value]

    def records(self, name: str) -> list["Record"]:
        """The objects of a field that is a list of them, at least one.

        Raises:
            InputError: the field is missing, or is no such list.
        """
        value = self._value((name,))
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            raise self.fault(f"{name} is no list of objects")
        return [Record(f"{self.place}, {name} {place}", item, self.needs) for place, item in enumerate(value, start=1)]

    def texts(self, name: str) -> list[str]:
        """The texts of a field that is a list of them, which may be empty.

        Raises:
            InputError: the field is missing, or is no such list.
        """
        value = self._value((name,))
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fault(f"{name} is no list of texts")
        return value

    def _value(self, names: Sequence[str]) -> Any:
        for name in names:
            if self.has(name):
                return self.fields[name]
        raise self.fault(f"no {' or '.join(names)}")


@contextmanager
def readable(path: Path, needs: str) -> Iterator[None]:
    """Turn what goes wrong with reading a file into an error.

    Raises:
        InputError: the file can't be opened or unpacked, or isn't UTF-8.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 ({error.reason} at byte {error.start}); needed: {needs}") from error
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path}: can't be read ({error}); needed: {needs}") from error


def json_lines(path: Path, needs: str) -> Iterator[Record]:
    """Rows of a JSONL or JSONL.gz file.

    Raises:
        InputError: the file is missing or can't be read, or a line is no JSON object.
    """
    with readable(path, needs):
        for number, row in numbered_rows(path, needs):
            yield Record(f"{path}, line {number}", row, needs)


def json_list(path: Path, needs: str) -> Iterator[Record]:
    """Objects of a file that is one JSON list.

    Raises:
        InputError: the file is missing or can't be read, or is no JSON list of objects.
    """
    with readable(path, needs):
        text = path.read_text(encoding="utf-8")
    try:
        items = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"{path}, line {error.lineno}: not JSON ({error.msg}); a row needs {needs}") from error
    if not isinstance(items, list):
        raise InputError(f"{path}: not a JSON list; a row needs {needs}")
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            raise InputError(f"{path}, item {number}: not a JSON object; a row needs {needs}")
        yield Record(f"{path}, item {number}", item, needs)


def csv_rows(path: Path, needs: str) -> Iterator[Record]:
    """Rows of a CSV file with a header; a row's place is the line it begins on.

    Raises:
        InputError: the file is missing or can't be read, its quotes don't match, or a row has too many cells.
    """
    with readable(path, needs), path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        line = 1
        try:
            _ = reader.fieldnames  # reads the header
            line = reader.line_num + 1
            for cells in reader:
                row = Record(f"{path}, line {line}", {name: cells[name] for name in cells if name is not None}, needs)
                if None in cells:
                    raise row.fault("more cells than the header")
                yield row
                line = reader.line_num + 1
        except csv.Error as error:
            raise InputError(f"{path}, line {line}: not CSV ({error}); a row needs {needs}") from error


def text_lines(path: Path, needs: str) -> list[str]:
    r"""Lines of a text file; only ``\n`` ends one, since texts of the web hold other line separators.

    Raises:
        InputError: the file is missing or can't be read.
    """
    with readable(path, needs), path.open(encoding="utf-8", newline="\n") as lines:
        return [line.rstrip("\r\n") for line in lines]


def pick(path: Path, names: Iterable[str], needs: str) -> Path:
    """The file itself, or the first of these names that a folder holds.

    Raises:
        InputError: there is no such file or folder, or the folder holds none of them.
    """
    if path.is_file():
        return path
    for name in names:
        if (path / name).is_file():
            return path / name
    what = "not the files of this set" if path.is_dir() else "no such file or folder"
    raise InputError(f"{path}: {what}; needed: {needs}")


def mark_of(text: str) -> str:
    """A short mark of a text, the same for the same text: the id of a document that a set gives none."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
