"""PolyTope (Huang et al., 2020): summaries of CNN/DailyMail by ten systems, with every error an annotator logged.

PATH is the repository's folder ``outputs_with_human_annotation``, the folder above it, or one of its workbooks
``Human_Annotation_Summarization_<system>.xlsm``. Sheet ``Scores per segment`` has ``ID, Source, Target``, sheet ``Error
Log`` a row per error with ``ID`` and ``Subtypes``. AggreFact's table, a ``.csv``, is read as well: then its labels
count, and there is no ``kind``.

A summary is consistent if nothing was logged for it, as in SummaC (Laban et al., 2022). This makes an omission a fault,
too; ``kind`` holds what was logged. Files' and columns' names are those that SummaC's code reads; not checked against
a download, since workbooks are no text.
"""

from collections.abc import Iterator
from pathlib import Path

from eval.benchmarks.readers.aggrefact import rows_of
from eval.benchmarks.readers.files import mark_of
from eval.benchmarks.readers.rows import Judged
from eval.benchmarks.readers.votes import kind_of
from eval.benchmarks.readers.workbook import Workbook
from pipeline.errors import InputError

_FOLDER = "outputs_with_human_annotation"
_BEGINNING = "Human_Annotation_Summarization_"
_NEEDS = "ID, Source and Target in the sheet Scores per segment, ID and Subtypes in the sheet Error Log"
FILES = f"the folder {_FOLDER} of .xlsm workbooks, one of them, or AggreFact's .csv"


def read(path: Path) -> Iterator[Judged]:
    """Read the set.

    Raises:
        InputError: a file is missing or can't be read, or a row lacks a field.
    """
    if path.suffix == ".csv":
        yield from rows_of(path, "Polytope")
        return
    folder = path / _FOLDER if (path / _FOLDER).is_dir() else path
    paths = [path] if path.is_file() else sorted(folder.glob(f"{_BEGINNING}*.xlsm"))
    if not paths:
        raise InputError(f"{path}: not the files of this set; needed: {FILES}")
    for one in paths:
        yield from _system(one)


def _system(path: Path) -> Iterator[Judged]:
    """Rows of one system's workbook."""
    name = path.stem.removeprefix(_BEGINNING)
    with Workbook(path, _NEEDS) as book:
        segments = {row.key("ID"): row for row in book.rows("Scores per segment") if row.has("ID")}
        errors: dict[str, list[str]] = {number: [] for number in segments}
        for row in book.rows("Error Log"):
            if not row.has("Subtypes"):
                continue
            if row.key("ID") not in errors:
                raise row.fault(f"ID {row.key('ID')!r} is not in the sheet Scores per segment")
            errors[row.key("ID")].append(row.text("Subtypes").strip())
    for number, row in segments.items():
        document, kind = row.text("Source"), kind_of(errors[number])
        yield Judged(f"{name}-{number}", document, row.text("Target"), kind is None, kind, mark_of(document))
