"""Files, folders and standard input -> raw rows, streamed. What can't be read becomes a row with a problem."""

import gzip
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from pipeline.articles.documents import HTML_SUFFIXES, TEXT_SUFFIXES, document_row
from pipeline.articles.lines import csv_rows, json_rows
from pipeline.articles.raw import Digest, RawRow, opened, stream
from pipeline.articles.tables import dataset_rows, is_saved_dataset, parquet_rows
from pipeline.errors import InputError

STDIN = "-"
_DOCUMENTS = TEXT_SUFFIXES | HTML_SUFFIXES
_KINDS = ".jsonl, .json, .csv, .tsv (each also .gz), .parquet, .txt, .html, a folder of .txt and .html, a saved dataset"
_LINES: dict[str, Callable[[str, Iterable[bytes]], Iterator[RawRow]]] = {
    ".jsonl": json_rows,
    ".ndjson": json_rows,
    ".json": json_rows,
    ".csv": csv_rows,
    ".tsv": csv_rows,
}


def check_sources(sources: Sequence[str], stdin: BinaryIO | None) -> None:
    """Find a source that does not exist before anything is read.

    Raises:
        InputError: no source, one that is not there, or ``-`` without standard input.
    """
    if not sources:
        raise InputError("no articles are named; name files, folders or - for JSONL on standard input")
    for source in sources:
        if source == STDIN and stdin is None:
            raise InputError("-: there is no standard input to read from; name a file")
        if source != STDIN and not Path(source).exists():
            raise InputError(f"{source}: no such file or folder; check the path")


def raw_rows(source: str, stdin: BinaryIO | None, digest: Digest) -> Iterator[RawRow]:
    """Rows of one file, folder or ``-`` (JSONL on ``stdin``); every byte read is handed to ``digest``.

    For a folder the digest is over the names and bytes of its files in order, for a saved dataset over its rows.

    Raises:
        InputError: see ``check_sources``.
    """
    check_sources((source,), stdin)
    path = Path(source)
    if source == STDIN and stdin is not None:
        yield from json_rows("-", stream(stdin, digest))
    elif path.is_dir():
        yield from dataset_rows(path, digest) if is_saved_dataset(path) else _folder(path, digest)
    else:
        yield from _file(path, digest)


def json_file_rows(path: Path) -> Iterator[RawRow]:
    """Rows of a JSON file whatever its name; unpacked where that ends in ``.gz``."""
    with path.open("rb") as file:
        yield from json_rows(str(path), gzip.GzipFile(fileobj=file) if path.suffix.lower() == ".gz" else file)


def csv_file_rows(path: Path) -> Iterator[RawRow]:
    """Rows of a CSV file."""
    with path.open("rb") as file:
        yield from csv_rows(str(path), file)


def _folder(path: Path, digest: Digest) -> Iterator[RawRow]:
    shown = [file for file in sorted(path.rglob("*")) if file.is_file() and not _hidden(file.relative_to(path))]
    documents = [file for file in shown if file.suffix.lower() in _DOCUMENTS]
    others = [str(file.relative_to(path)) for file in shown if file.suffix.lower() not in _DOCUMENTS]
    for file in documents:
        digest(f"{file.relative_to(path).as_posix()}\0".encode(errors="surrogateescape"))
        yield from _file(file, digest)
    if others:
        few = ", ".join(others[:3]) + (" …" if len(others) > 3 else "")
        count = f"{len(others)} file{'s' * (len(others) != 1)}"
        reason = f"of a folder only .txt and .html files are read; {count} left out ({few}); name such files themselves"
        yield RawRow(str(path), 0, problem=reason)
    elif not documents:
        yield RawRow(str(path), 0, problem="the folder is empty; name a folder with .txt or .html files, or a file")


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _file(path: Path, digest: Digest) -> Iterator[RawRow]:
    try:
        yield from _rows_by_kind(path, digest)
    except OSError as error:
        yield RawRow(str(path), 0, problem=f"can't be read ({error.strerror or error}); check the file and its rights")


def _rows_by_kind(path: Path, digest: Digest) -> Iterator[RawRow]:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    packed = suffixes[-1:] == [".gz"]
    kind = (suffixes[-2:-1] or [".jsonl"] if packed else suffixes[-1:] or ["none"])[0]
    if not packed and kind in _DOCUMENTS:
        yield document_row(path, digest)
    elif not packed and kind == ".parquet":
        yield from parquet_rows(path, digest)
    elif kind in _LINES:
        with opened(path, digest) as file:
            yield from _LINES[kind](str(path), gzip.GzipFile(fileobj=file) if packed else file)
    else:
        yield RawRow(str(path), 0, problem=f"files of kind {kind}{'.gz' * packed} are not read; use {_KINDS}")
