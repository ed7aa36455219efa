"""Files that appear whole or not at all, and errors of writing that name their file."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

_PARTIAL = ".partial"  # end of the name that a file has until it is whole


@contextmanager
def whole_path(path: Path) -> Iterator[Path]:
    """A name in the folder of ``path`` to write to; the file takes its own name only when the block ends well.

    A pipe or a device (``/dev/stdout``, ``/dev/null``) is written to as it is: another file must not take its place.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        with named(path):
            yield path
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with named(path):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_PARTIAL)
    partial = Path(name)
    try:
        os.close(handle)
        with named(path):
            yield partial
            _flush(partial)
        partial.chmod(0o644)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Open a text file that takes its name only when the block ends well; otherwise nothing is left behind."""
    with whole_path(path) as partial, partial.open("w", encoding="utf-8", newline="\n") as file:
        yield file


def remove_partials(folder: Path) -> None:
    """Remove what a killed process left of files that it was writing; nobody may be writing in the folder now."""
    for path in folder.glob(f".*{_PARTIAL}"):
        path.unlink(missing_ok=True)


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Errors of writing name the file: that a disk is full is told without one, or with that of the partial file."""
    try:
        yield
    except OSError as error:
        foreign = error.filename is not None and not str(error.filename).endswith(_PARTIAL)
        if foreign or error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
