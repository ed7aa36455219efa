"""SummEval (Fabbri et al., 2021): summaries of 100 CNN/DailyMail articles by 16 systems, rated by three experts.

PATH is ``model_annotations.aligned.paired.jsonl``, which the set's ``pair_data.py`` makes of
``model_annotations.aligned.jsonl`` and the stories, or the latter with the stories where ``filepath`` says, from the
file's folder or one of the three above. Rows have ``id`` (of the article), ``model_id``, ``decoded``,
``expert_annotations`` (``consistency`` from 1 to 5, each) and ``text``.

A summary is consistent if every expert gave it 5 for consistency, as the paper of SummaC (Laban et al., 2022) says; its
code asks for most of them. Fields were checked against the set's own scripts and an example row, not against a
download.
"""

from collections.abc import Iterator
from pathlib import Path

from eval.benchmarks.readers.files import json_lines, pick
from eval.benchmarks.readers.rows import Judged
from eval.benchmarks.readers.stories import document_of

_NAMES = ("model_annotations.aligned.paired.jsonl", "model_annotations.aligned.jsonl")
_NEEDS = "id, decoded, expert_annotations with consistency from 1 to 5, and text or the filepath of its story"
_GRADES = {str(grade): grade == 5 for grade in range(1, 6)}
FILES = f"{_NAMES[0]}, or {_NAMES[1]} with the folder cnndm of stories beside or above it"


def read(path: Path) -> Iterator[Judged]:
    """Read the set.

    Raises:
        InputError: the file is missing or can't be read, a row lacks a field, or its story isn't there.
    """
    file = pick(path, _NAMES, FILES)
    for number, row in enumerate(json_lines(file, _NEEDS), start=1):
        perfect = [expert.choice("consistency", _GRADES) for expert in row.records("expert_annotations")]
        group = row.key("id")
        name = f"{group}-{row.key('model_id') if row.has('model_id') else number}"
        yield Judged(name, document_of(row, file), row.text("decoded"), all(perfect), None, group)
