"""FactCC's annotated part (Kryscinski et al., 2020): single sentences of generated summaries of CNN/DailyMail.

PATH is ``data-dev.jsonl`` or ``data-test.jsonl`` of ``unpaired_annotated_data``, one part of it at a time, or the same
file after the set's own ``pair_data.py``. Rows have ``claim``, ``label`` (``CORRECT`` or ``INCORRECT``), ``id`` and
``filepath`` of the story; paired ones ``text``, too. Unpaired, the stories lie where ``filepath`` says
(``cnndm/cnn/stories/...``), from the file's folder or one of the three above.

Fields and values were checked against the set's own scripts and an example row, not against a download.
"""

from collections.abc import Iterator
from pathlib import Path

from eval.benchmarks.readers.files import json_lines, mark_of, pick
from eval.benchmarks.readers.rows import Judged
from eval.benchmarks.readers.stories import document_of

_NAMES = ("data-test.jsonl", "data-dev.jsonl")
_NEEDS = "claim, label (CORRECT or INCORRECT), and text or the filepath of its story"
_LABELS = {"CORRECT": True, "INCORRECT": False}
FILES = "data-dev.jsonl or data-test.jsonl, paired, or with the folder cnndm of stories beside or above it"


def read(path: Path) -> Iterator[Judged]:
    """Read the set.

    Raises:
        InputError: the file is missing or can't be read, a row lacks a field, or its story isn't there.
    """
    file = pick(path, _NAMES, FILES)
    for number, row in enumerate(json_lines(file, _NEEDS), start=1):
        document = document_of(row, file)
        group = row.key("id", "filepath") if row.has("id") or row.has("filepath") else mark_of(document)
        consistent = row.choice("label", _LABELS)
        yield Judged(f"{file.stem}-{number}", document, row.text("claim"), consistent, None, group)
