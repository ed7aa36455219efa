"""Files, folders and standard input -> raw rows, streamed. What can't be read becomes a row with a problem."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from pipeline.articles.bounded import inflated
from pipeline.articles.delimited import csv_rows
from pipeline.articles.documents import HTML_SUFFIXES, TEXT_SUFFIXES, document_row
from pipeline.articles.folders import is_saved_dataset, listed, unreadable
from pipeline.articles.lines import json_rows
from pipeline.articles.raw import Digest, RawRow, opened, shown, stream
from pipeline.errors import InputError

STDIN = "-"
_DOCUMENTS = TEXT_SUFFIXES | HTML_SUFFIXES
_KINDS = ".jsonl, .json, .csv, .tsv (each also .gz), .parquet, .txt, .html, a folder of .txt and .html, a saved dataset"
_LINES: dict[str, Callable[[str, BinaryIO], Iterator[RawRow]]] = {
    ".jsonl": json_rows,
    ".ndjson": json_rows,
    ".json": json_rows,
    ".csv": csv_rows,
    ".tsv": csv_rows,
}


def check_sources(sources: Sequence[str], stdin: BinaryIO | None, *, offline: bool = False) -> None:
    """Find a source that does not exist before anything is read.

    Raises:
        InputError: no source, one that is not there, ``-`` without standard input, or a network's while ``offline``.
    """
    if not sources:
        raise InputError("no articles are named; name files, folders or - for JSONL on standard input")
    for source in sources:
        if source == STDIN and stdin is None:
            raise InputError("-: there is no standard input to read from; name a file")
        if is_url(source):
            if offline and not source.startswith("file://"):
                raise InputError(f"{shown(source)}: not read because of --offline; copy it to this machine")
            from pipeline.articles.remote import check_url

            check_url(source)
            continue
        # A link that leads nowhere is there: it is told with the other files that can't be read.
        if source != STDIN and not os.path.lexists(source):
            raise InputError(f"{shown(source)}: no such file or folder; check the path")


def raw_rows(source: str, stdin: BinaryIO | None, digest: Digest) -> Iterator[RawRow]:
    """Rows of one file, folder or ``-`` (JSONL on ``stdin``); every byte read is handed to ``digest``.

    For a folder the digest is over the names and bytes of its files in order, for a saved dataset over its rows. A
    source that has vanished since ``check_sources`` is a row with a problem, like any that can't be read.
    """
    path = Path(source)
    if source == STDIN and stdin is not None:
        yield from json_rows("-", stream(stdin, digest))
    elif is_url(source):
        yield from _remote(source, digest)
    elif os.path.isdir(path):  # noqa: PTH112 (pathlib's raises where a folder above may not be entered)
        yield from _dataset(path, digest) if is_saved_dataset(path) else _folder(path, digest)
    else:
        yield from _file(path, digest)


def json_file_rows(path: Path) -> Iterator[RawRow]:
    """Rows of a JSON file whatever its name; unpacked where that ends in ``.gz``.

    Raises:
        OSError: the file can't be opened.
    """
    with path.open("rb") as file:
        yield from json_rows(str(path), inflated(file) if path.suffix.lower() == ".gz" else file)


def csv_file_rows(path: Path) -> Iterator[RawRow]:
    """Rows of a CSV file.

    Raises:
        OSError: the file can't be opened.
    """
    with path.open("rb") as file:
        yield from csv_rows(str(path), file)


def is_url(source: str) -> bool:
    """Whether a source is named by a URL, such as ``s3://BUCKET/FILE.parquet``."""
    scheme, separator, _rest = source.partition("://")
    return bool(separator) and scheme.isalnum()


def _remote(url: str, digest: Digest) -> Iterator[RawRow]:
    from pipeline.articles.remote import fetched
    from pipeline.articles.tables import parquet_rows

    try:
        for name, path in fetched(url):
            yield from parquet_rows(path, digest, name=name)
    except OSError as error:
        yield RawRow(url, 0, problem=unreadable(Path(url), error))


def _dataset(path: Path, digest: Digest) -> Iterator[RawRow]:
    from pipeline.articles.tables import dataset_rows

    yield from dataset_rows(path, digest)


def _folder(path: Path, digest: Digest) -> Iterator[RawRow]:
    found = listed(path, _DOCUMENTS)
    for file in found.documents:
        digest(f"{file.relative_to(path).as_posix()}\0".encode(errors="surrogateescape"))
        yield from _file(file, digest)
    yield from found.unreadable
    if found.others:
        few = ", ".join(found.others[:3]) + (" …" if len(found.others) > 3 else "")
        count = f"{len(found.others)} file{'s' * (len(found.others) != 1)}"
        reason = f"of a folder only .txt and .html files are read; {count} left out ({few}); name such files themselves"
        yield RawRow(str(path), 0, problem=reason)
    elif not found.documents and not found.unreadable:
        yield RawRow(str(path), 0, problem="the folder is empty; name a folder with .txt or .html files, or a file")


def _file(path: Path, digest: Digest) -> Iterator[RawRow]:
    try:
        yield from _rows_by_kind(path, digest)
    except OSError as error:
        yield RawRow(str(path), 0, problem=unreadable(path, error))


def _rows_by_kind(path: Path, digest: Digest) -> Iterator[RawRow]:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    packed = suffixes[-1:] == [".gz"]
    kind = (suffixes[-2:-1] or [".jsonl"] if packed else suffixes[-1:] or ["none"])[0]
    if not packed and kind in _DOCUMENTS:
        yield document_row(path, digest)
    elif not packed and kind == ".parquet":
        from pipeline.articles.tables import parquet_rows  # Arrow takes its time to import

        yield from parquet_rows(path, digest)
    elif kind in _LINES:
        with opened(path, digest) as file:
            yield from _LINES[kind](str(path), inflated(file) if packed else file)
    else:
        yield RawRow(str(path), 0, problem=f"files of kind {kind}{'.gz' * packed} are not read; use {_KINDS}")
