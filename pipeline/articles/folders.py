"""A folder of text and HTML files: what it holds, and what in it can't be read."""

import os
import stat
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from pipeline.articles.raw import RawRow, shown


@dataclass(frozen=True, slots=True)
class Listed:
    """The files of a folder and its folders, in order of their paths; hidden ones are not looked at."""

    documents: tuple[Path, ...]
    others: tuple[str, ...]  # not of a kind that is read
    unreadable: tuple[RawRow, ...]


def listed(folder: Path, kinds: Collection[str]) -> Listed:
    """Look through a folder and all below it for files whose suffix is one of ``kinds``."""
    faults: list[OSError] = []
    files: list[Path] = []
    problems: list[RawRow] = []
    for here, inner, names in os.walk(folder, onerror=faults.append):
        inner[:] = [name for name in inner if not name.startswith(".")]
        for name in (*names, *inner):
            path = Path(here, name)
            reason = "" if name.startswith(".") else _no_file(path)
            if reason:
                problems.append(RawRow(str(path), 0, problem=reason))
        files += [Path(here, name) for name in names if not name.startswith(".")]
    told = {Path(row.file) for row in problems}
    files = sorted(file for file in files if file not in told)
    problems += [RawRow(str(fault.filename or folder), 0, problem=unreadable(folder, fault)) for fault in faults]
    documents = tuple(file for file in files if file.suffix.lower() in kinds)
    others = tuple(shown(str(file.relative_to(folder))) for file in files if file.suffix.lower() not in kinds)
    return Listed(documents, others, tuple(sorted(problems, key=lambda row: row.file)))


def is_saved_dataset(path: Path) -> bool:
    """Whether a folder was written by ``save_to_disk`` of a ``Dataset`` or ``DatasetDict``."""
    return any(os.path.isfile(path / name) for name in ("state.json", "dataset_dict.json"))  # noqa: PTH113 (see above)


def unreadable(path: Path, error: OSError) -> str:
    """The reason to reject a file or folder that gave an error."""
    if path.is_symlink() and isinstance(error, FileNotFoundError):
        return "a link that leads nowhere; mend it or take it out"
    return f"can't be read ({error.strerror or error}); check the file and its rights"


def _no_file(path: Path) -> str:
    """Why an entry of a folder is neither a file nor a folder to go into; empty where it is one."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return unreadable(path, error)
    if stat.S_ISDIR(mode):
        return "a link to a folder, which is not followed; name that folder itself" if path.is_symlink() else ""
    return "" if stat.S_ISREG(mode) else "no file but a pipe, a socket or a device; take it out"
