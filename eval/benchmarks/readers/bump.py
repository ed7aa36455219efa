"""BUMP (Ma et al., 2023): summaries of CNN/DailyMail into each of which people wrote one error.

PATH is ``task1_dataset.json`` or ``task2_dataset.json`` of dataminr-ai/BUMP, or the folder that holds them (``data``),
for both. Objects have ``id``, ``article_id``, ``article``, ``reference_summary``, ``edited_summary``, ``error_type``
and, in task 1, ``corrected_error_type``, which comes first; scores of other metrics aren't read.

The edited summary is inconsistent. The reference is consistent, and comes once for all edits of it. Checked against the
published files.
"""

from collections.abc import Iterator
from pathlib import Path

from eval.benchmarks.readers.files import json_list, pick
from eval.benchmarks.readers.rows import Judged

_NAMES = ("task1_dataset.json", "task2_dataset.json")
_NEEDS = "id, article_id, article, reference_summary, edited_summary and error_type"
FILES = f"{_NAMES[0]}, {_NAMES[1]}, or the folder that holds them"


def read(path: Path) -> Iterator[Judged]:
    """Read the set.

    Raises:
        InputError: a file is missing or can't be read, or an object lacks a field.
    """
    first = pick(path, _NAMES, FILES)
    files = [first] if first == path else [path / name for name in _NAMES if (path / name).is_file()]
    seen: set[tuple[str, str]] = set()
    for file in files:
        part = file.stem.removesuffix("_dataset")
        for row in json_list(file, _NEEDS):
            group, document, reference = row.key("article_id"), row.text("article"), row.text("reference_summary")
            if (group, reference) not in seen:
                seen.add((group, reference))
                yield Judged(f"{part}-{row.key('id')}-reference", document, reference, True, None, group)
            kind = row.text("corrected_error_type", "error_type").strip()
            yield Judged(f"{part}-{row.key('id')}-edited", document, row.text("edited_summary"), False, kind, group)
