"""Parquet by URL (``file://``, ``s3://``, ``gs://`` and what else pyarrow knows) -> local files, one by one."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.fs as pafs

from pipeline.articles.raw import shown
from pipeline.errors import InputError

_SUFFIX = ".parquet"
_PIECE = 2**20


def check_url(url: str) -> None:
    """Find out that a URL can't be reached, or names no Parquet, before anything is read.

    Raises:
        InputError: so it is.
    """
    if not _listed(url)[1]:
        raise InputError(f"{shown(url)}: no such Parquet file, and no folder with any; check the URL")


def fetched(url: str) -> Iterator[tuple[str, Path]]:
    """The URL's file, or those in its folder and below in order of their paths, each as a file that lies here.

    A file is here only until the next is asked for. Names that begin with ``_`` or ``.`` are left out, as the writers
    of such folders mean it.

    Yields:
        The URL of the file, and where it lies.

    Raises:
        InputError: it can't be reached.
        OSError: it can't be read.
    """
    system, paths = _listed(url)
    root, whole = url.rstrip("/"), _system(url)[1].rstrip("/")
    with tempfile.TemporaryDirectory(prefix="evenhand-") as folder:
        for path in paths:
            here = Path(folder, f"input{_SUFFIX}")
            with system.open_input_stream(path) as far, here.open("wb") as near:
                while piece := far.read(_PIECE):
                    near.write(piece)
            yield root if path == whole else f"{root}/{path[len(whole) :].lstrip('/')}", here


def _listed(url: str) -> tuple[Any, list[str]]:
    """The file system of a URL, and its Parquet files."""
    try:
        system, path = _system(url)
        about = system.get_file_info(path)
        if about.type == pafs.FileType.File:
            return system, [path] if path.lower().endswith(_SUFFIX) else []
        if about.type == pafs.FileType.NotFound:
            return system, []
        infos = system.get_file_info(pafs.FileSelector(path, recursive=True))
    except (OSError, ValueError, pa.ArrowException) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise InputError(f"{shown(url)}: can't be reached ({reason}); check the URL and your rights") from error
    files = [info.path for info in infos if info.type == pafs.FileType.File]
    inside = len(path.rstrip("/")) + 1
    return system, sorted(
        file for file in files if file.lower().endswith(_SUFFIX) and not _hidden(file[inside:].split("/"))
    )


def _system(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it."""
    system, path = pafs.FileSystem.from_uri(url)
    return system, path


def _hidden(parts: list[str]) -> bool:
    return any(part.startswith(("_", ".")) for part in parts)
