"""``results.json``: written, and read again for a comparison."""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from eval.results import FORMAT, Results
from pipeline.errors import InputError
from pipeline.output import write_json

NAME = "results.json"
_RESULTS = TypeAdapter(Results)


def write_results(folder: Path, results: Results) -> Path:
    """Write a result; it appears whole or not at all."""
    path = folder / NAME
    write_json(path, results)
    return path


def read_results(path: Path) -> Results:
    """Read a result: the file, or the folder that holds it.

    Raises:
        InputError: it is not there, or not what ``evenhand eval`` wrote.
    """
    file = path / NAME if path.is_dir() else path
    try:
        found = _RESULTS.validate_json(file.read_bytes())
    except OSError as error:
        raise InputError(f"{file}: {error.strerror}; name what 'evenhand eval --out' wrote") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{file}: {where}: {first['msg']}; make it again with 'evenhand eval'") from error
    if found.format != FORMAT:
        raise InputError(f"{file}: format {found.format}, this version reads {FORMAT}; make it again")
    return found
