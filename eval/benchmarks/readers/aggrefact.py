"""CLIFF (Cao and Wang, 2021), as published with AggreFact (Tang et al., 2023), and AggreFact's own table.

PATH is one of the files of Liyan06/AggreFact:

- ``CLIFF_error_types.csv`` (``data/error_type_mapping``): ``dataset, origin, id, doc, summ, model_name, cut,
  error_type, annotated_span``, where ``error_type`` is ``correct`` or a list such as ``['extrinsic-NP']``; or
- ``aggre_fact_final.csv`` or ``aggre_fact_sota.csv``: ``dataset, origin, id, doc, summary, model_name, label, cut``,
  and columns of other programs' scores, which aren't read. Rows of other sets are left out, and there is no ``kind``.

A ``.json`` list of objects with the same fields is read, too. All cuts are read.

The first was checked against the published file, the others against the description in its README; that CLIFF was ever
published as JSON could not be checked.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from eval.benchmarks.readers.files import Record, csv_rows, json_list, pick
from eval.benchmarks.readers.rows import Judged
from eval.benchmarks.readers.votes import kind_of
from pipeline.errors import InputError

_NEEDS = "dataset, id, doc, summary (or summ), model_name, and label (1 or 0) or error_type (correct, or a list)"
_NAMES = ("CLIFF_error_types.csv", "aggre_fact_final.csv", "aggre_fact_sota.csv")
_LABELS = {"1": True, "0": False, "1.0": True, "0.0": False}
_QUOTED = re.compile(r"'([^']+)'")
_CORRECT = "correct"
FILES = f"AggreFact's {', '.join(_NAMES[:-1])} or {_NAMES[-1]}, or the folder that holds it"


def read_cliff(path: Path) -> Iterator[Judged]:
    """Read CLIFF's rows.

    Raises:
        InputError: the file is missing or can't be read, a row lacks a field, or none is of CLIFF.
    """
    return rows_of(pick(path, _NAMES, FILES), "CLIFF")


def rows_of(path: Path, dataset: str) -> Iterator[Judged]:
    """Rows of one set of the table.

    Raises:
        InputError: the file is missing or can't be read, a row lacks a field, or none is of this set.
    """
    none = True
    for row in json_list(path, _NEEDS) if path.suffix == ".json" else csv_rows(path, _NEEDS):
        if row.key("dataset").lower() == dataset.lower():
            none = False
            yield _judged(row)
    if none:
        raise InputError(f"{path}: no row whose dataset is {dataset}; a row needs {_NEEDS}")


def _judged(row: Record) -> Judged:
    group = row.key("id")
    if row.has("error_type"):
        types = _types(row)
        consistent = types == {_CORRECT}
        kind = None if consistent else kind_of(types - {_CORRECT})
    else:
        consistent, kind = row.choice("label", _LABELS), None
    name = f"{group}-{row.key('model_name')}"
    return Judged(name, row.text("doc"), row.text("summary", "summ"), consistent, kind, group)


def _types(row: Record) -> set[str]:
    """The types of a list, of a text that shows a list, or of one name alone."""
    value = row.fields["error_type"]
    if isinstance(value, list):
        types = set(row.texts("error_type"))
    else:
        text = row.text("error_type").strip()
        types = set(_QUOTED.findall(text)) if text.startswith("[") else {text}
    if not types:
        raise row.fault("error_type names nothing")
    return types
