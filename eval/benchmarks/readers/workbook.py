"""Sheets of an Excel workbook (``.xlsx``, ``.xlsm``), as rows by the names in their first line; macros aren't read."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

from eval.benchmarks.readers.files import Record, readable
from eval.benchmarks.readers.trees import tree_of
from pipeline.errors import InputError

_MOST_BYTES = 256 * 1024**2  # of a part, unpacked
_COLUMN = re.compile(r"[A-Z]+")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Workbook:
    """A workbook that is open for reading, as a context manager.

    Raises:
        InputError: it can't be opened or isn't a workbook.
    """

    def __init__(self, path: Path, needs: str) -> None:
        self._path, self._needs = path, needs
        try:
            with readable(path, needs):
                self._archive = ZipFile(path)
        except BadZipFile as error:
            raise InputError(f"{path}: not an Excel workbook ({error}); needed: {needs}") from error
        self._strings = self._shared()

    def __enter__(self) -> "Workbook":
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def rows(self, sheet: str) -> Iterator[Record]:
        """Rows of a sheet; an empty cell isn't among the fields, and of two columns of one name the first counts.

        Raises:
            InputError: there is no such sheet, or its part is missing or no XML.
        """
        names: dict[int, str] = {}
        for number, row in enumerate(self._part(self._place(sheet)).iterfind("{*}sheetData/{*}row"), start=1):
            cells = self._cells(row)
            if not names:
                for column, text in cells.items():
                    if text not in names.values():
                        names[column] = text
                continue
            fields = {name: cells[column] for column, name in names.items() if cells.get(column, "").strip()}
            yield Record(f"{self._path}, sheet {sheet}, row {row.get('r', number)}", fields, self._needs)

    def _cells(self, row: Element) -> dict[int, str]:
        """Texts of a row's cells, by column from 0."""
        cells: dict[int, str] = {}
        column = -1
        for cell in row.iterfind("{*}c"):
            letters = _COLUMN.match(cell.get("r", ""))
            column = _index(letters.group()) if letters else column + 1
            cells[column] = self._text(cell)
        return cells

    def _text(self, cell: Element) -> str:
        inline = cell.find("{*}is")
        if inline is not None:
            return _string(inline)
        value = cell.findtext("{*}v", "")
        if cell.get("t") != "s":
            return value
        if not value.isdigit() or int(value) >= len(self._strings):
            raise InputError(f"{self._path}, cell {cell.get('r')}: no text number {value!r}; needed: {self._needs}")
        return self._strings[int(value)]

    def _shared(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self._archive.namelist():
            return []
        return [_string(item) for item in self._part("xl/sharedStrings.xml").iterfind("{*}si")]

    def _place(self, sheet: str) -> str:
        """The name of the part that holds a sheet."""
        parts = {part.get("Id"): part.get("Target", "") for part in self._part("xl/_rels/workbook.xml.rels")}
        listed = self._part("xl/workbook.xml").iterfind("{*}sheets/{*}sheet")
        sheets = {item.get("name"): item.get(_RELATION) for item in listed}
        target = parts.get(sheets.get(sheet))
        if not target:
            known = ", ".join(str(name) for name in sheets)
            raise InputError(f"{self._path}: no sheet {sheet!r}, only {known}; needed: {self._needs}")
        return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"

    def _part(self, name: str) -> Element:
        place = f"{self._path}, part {name}"
        try:
            if self._archive.getinfo(name).file_size > _MOST_BYTES:
                raise InputError(f"{place}: more than {_MOST_BYTES // 1024**2} MB; needed: {self._needs}")
            with readable(self._path, self._needs):
                return tree_of(self._archive.read(name), place)
        except (KeyError, BadZipFile, RuntimeError) as error:  # the last: it is encrypted
            raise InputError(f"{place}: missing or damaged ({error}); needed: {self._needs}") from error


def _string(item: Element) -> str:
    """A text, or its runs joined; how it is pronounced is left out."""
    return "".join(part.text or "" for place in ("{*}t", "{*}r/{*}t") for part in item.iterfind(place))


def _index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
