"""JSON Schemas of the run folder's files, made from the records, so that the two can't drift apart.

The files beside this one are these schemas, for programs in other languages; ``python -m pipeline.schemas`` writes
them again.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter, with_config

from pipeline.files import whole_file
from pipeline.manifest import Manifest
from pipeline.records import ArticleRow, Change, ClaimTotals, Reject, Stance, StoryReport

FOLDER = Path(__file__).parent
_ROWS: dict[str, type] = {
    "articles": ArticleRow,
    "stories": StoryReport,
    "stances": Stance,
    "totals": ClaimTotals,
    "rejected": Reject,
    "changes": Change,
    "manifest": Manifest,
}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(name: str) -> dict[str, Any]:
    """The schema of a row of ``NAME.jsonl``, or of ``manifest.json``.

    Raises:
        KeyError: there is no such file.
    """
    row = with_config(ConfigDict(extra="forbid"))(_ROWS[name])
    return {"$schema": _DIALECT, **TypeAdapter(row).json_schema(mode="serialization")}


def names() -> tuple[str, ...]:
    """The files that have a schema."""
    return tuple(_ROWS)


def write() -> None:
    """Write the schemas beside this module."""
    for name in _ROWS:
        with whole_file(FOLDER / f"{name}.schema.json") as file:
            json.dump(schema(name), file, indent=2)
            file.write("\n")
