"""Summaries that people judged, and which part of such a set a document belongs to."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.terms import letters_of
from pipeline.text import split_sentences
from pipeline.training.rows import numbered_rows

_NOT_LETTERS = re.compile(r"[\W_]+")
_KEY = 100  # letters and digits by which two documents are known to be the same
NEEDS = "document, summary and label, or document, correct and incorrect"


class Part(StrEnum):
    """``train``: for the NLI model; ``fit``: for the regression on top of it; ``test``: what is reported."""

    TRAIN = "train"
    FIT = "fit"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Judged:
    """A summary and whether it is consistent with its document."""

    document: str
    summary: str
    consistent: bool
    source: str


def document_key(text: str) -> str:
    """Lower-case letters and digits of a document's beginning."""
    return _NOT_LETTERS.sub("", text[: 3 * _KEY].lower())[:_KEY]


def part_of(document: str) -> Part:
    """The part of a document, by a hash of its beginning: half train, a fifth fit, the rest test."""
    place = int(hashlib.sha256(document_key(document).encode()).hexdigest(), 16) % 10
    return Part.TRAIN if place < 5 else Part.FIT if place < 7 else Part.TEST


def judged_of(row: Mapping[str, Any], source: str) -> Iterator[Judged]:
    """The summaries of a row: one with its label, or a correct one and an incorrect one.

    Raises:
        KeyError: the row lacks a field.
    """
    if "label" in row:
        yield Judged(row["document"], row["summary"], bool(row["label"]), source)
    else:
        yield Judged(row["document"], row["correct"], True, source)
        yield Judged(row["document"], row["incorrect"], False, source)


def only_copies(row: Judged) -> bool:
    """Whether every sentence of a summary stands in its document, letter by letter.

    What is at fault with such a summary is what it leaves out, which no reading of its sentences can find.
    """
    document = letters_of(row.document)
    spans = split_sentences(row.summary, every_line=True)
    return all(letters_of(row.summary[span.start : span.end]) in document for span in spans)


def read_judged(path: Path) -> list[Judged]:
    """Read judged summaries; ``source`` is the file's name without endings.

    Raises:
        InputError: the file is missing, or a row lacks a field.
    """
    rows: list[Judged] = []
    for number, row in numbered_rows(path, NEEDS):
        try:
            rows += judged_of(row, path.name.split(".")[0])
        except KeyError as error:
            raise InputError(f"{path}, line {number}: no field {error}; a row needs {NEEDS}") from error
    return rows
