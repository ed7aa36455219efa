"""Articles beside claims with a known stance, from files of several shapes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.training.judged import Part, part_of
from pipeline.training.rows import numbered_rows

NEEDS = "claim, evidence and label, article, claim and label, or headline, body_id and stance"
DISCUSS, MIXED = "discuss", "mixed"
_LABELS = {
    "supports": "supports",
    "refutes": "refutes",
    "not_stated": "not_stated",
    "not_enough_info": "not_stated",
    "agree": "supports",
    "disagree": "refutes",
    "unrelated": "not_stated",
    DISCUSS: DISCUSS,
    MIXED: MIXED,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """An article's text, a claim, and what the one says to the other; ``title`` where there is one."""

    article: str
    claim: str
    label: str
    source: str
    title: str = ""

    @property
    def part(self) -> Part:
        """Which part of its set it belongs to, by its article (FNC-1: its body), or a lone sentence by its claim."""
        return part_of(self.article if len(self.article) > len(self.claim) * 4 else self.claim)


def read_cells_of(path: Path, bodies: Mapping[str, str]) -> list[Cell]:
    """Read labelled cells; ``source`` is the row's, or else the file's name without endings.

    Args:
        path: JSONL or JSONL.gz.
        bodies: text by ``body_id``, for rows in the shape of FNC-1.

    Raises:
        InputError: the file is missing, a row lacks a field, or its label or body is unknown.
    """
    found = []
    for number, row in numbered_rows(path, NEEDS):
        try:
            found.append(_cell(row, path.name.split(".")[0], bodies))
        except KeyError as error:
            raise InputError(f"{path}, line {number}: no {error}; a row needs {NEEDS}") from error
    return found


def read_bodies(paths: Sequence[Path]) -> dict[str, str]:
    """Texts of articles by ``body_id``."""
    rows = [row for path in paths for _, row in numbered_rows(path, "body_id and text")]
    return {str(row["body_id"]): row["text"] for row in rows if "body_id" in row and "text" in row}


def _cell(row: Mapping[str, Any], source: str, bodies: Mapping[str, str]) -> Cell:
    if "stance" in row:
        return Cell(bodies[str(row["body_id"])], row["headline"], _LABELS[row["stance"]], source)
    article = row["article"] if "article" in row else row["evidence"]
    return Cell(article, row["claim"], _LABELS[row["label"]], row.get("source", source), row.get("title", ""))
