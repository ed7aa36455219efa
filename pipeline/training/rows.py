"""Rows of a training file, each with its line number."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import InputError


def numbered_rows(path: Path, needs: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read JSONL or JSONL.gz line by line; ``needs`` says in an error what a row has to hold.

    Raises:
        InputError: the file is missing, or a line is no JSON object.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such file; name a JSONL file of {needs}")
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise InputError(f"{path}, line {number}: not JSON ({error}); a row needs {needs}") from error
            if not isinstance(row, dict):
                raise InputError(f"{path}, line {number}: not a JSON object; a row needs {needs}")
            yield number, row


def story_lines(path: Path) -> list[str]:
    """The lines of a text file of stories.

    Raises:
        InputError: it can't be read.
    """
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: can't be read ({error}); name a text file of stories") from error
