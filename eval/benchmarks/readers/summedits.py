"""SummEdits (Laban et al., 2023): small edits of summaries of ten domains, judged consistent or not.

PATH is one of the files ``summedits_<domain>.json`` of salesforce/factualNLG, or the folder that holds them
(``data/summedits``), for all. Objects have ``id``, ``doc``, ``summary``, ``label`` (1 consistent, 0 not) and
``edit_types``. Checked against the published ``summedits_news.json``.
"""

from collections.abc import Iterator
from pathlib import Path

from eval.benchmarks.readers.files import json_list, mark_of
from eval.benchmarks.readers.rows import Judged
from eval.benchmarks.readers.votes import kind_of
from pipeline.errors import InputError

_LABELS = {"1": True, "0": False}
_NEEDS = "id, doc, summary and label (1 or 0)"
FILES = "a file summedits_DOMAIN.json, or the folder that holds them"


def read(path: Path) -> Iterator[Judged]:
    """Read the set.

    Raises:
        InputError: a file is missing or can't be read, or an object lacks a field.
    """
    files = [path] if path.is_file() else sorted(path.glob("summedits_*.json"))
    if not files:
        raise InputError(f"{path}: not the files of this set; needed: {FILES}")
    for file in files:
        domain = file.stem.removeprefix("summedits_")
        for row in json_list(file, _NEEDS):
            document, consistent = row.text("doc"), row.choice("label", _LABELS)
            kind = None if consistent or not row.has("edit_types") else kind_of(row.texts("edit_types"))
            name = f"{domain}-{row.key('id')}"
            yield Judged(name, document, row.text("summary"), consistent, kind, mark_of(document))
