"""JSON Schemas of the labels and of ``results.json``, made from the records: ``python -m eval.schemas`` writes them."""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from eval.labels.records import Expectation
from eval.results import Results

_HERE = Path(__file__).parent
_SCHEMAS: dict[str, tuple[Path, Any]] = {
    "expectation": (_HERE / "expectations" / "expectation.schema.json", Expectation),
    "results": (_HERE / "results.schema.json", Results),
}


def schema_text(name: str) -> str:
    """The schema of ``expectation`` or ``results`` as its file holds it."""
    made = TypeAdapter(_SCHEMAS[name][1]).json_schema()
    if name == "expectation":
        _one_or_more(made)
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **made}, indent=2) + "\n"


def _one_or_more(node: Any) -> None:
    """Labels may be written as one word or as a list, and a bare false stands for the word."""
    if isinstance(node, dict):
        items = node.get("items")
        if (
            node.get("type") == "array"
            and isinstance(items, dict)
            and items.get("enum", [""])[0]
            in {
                "supports",
                "consistent",
            }
        ):
            listed = dict(node)
            node.clear()
            node["anyOf"] = [items, listed]
            return
        if "false" in node.get("enum", []):
            node["enum"] = [*node["enum"], False]
            node.pop("type", None)
        for value in node.values():
            _one_or_more(value)
    elif isinstance(node, list):
        for value in node:
            _one_or_more(value)


def main() -> None:
    """Write both files."""
    for name, (path, _) in _SCHEMAS.items():
        path.write_text(schema_text(name), encoding="utf-8")


if __name__ == "__main__":
    main()
