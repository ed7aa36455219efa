"""Versions of what a result depends on."""

import hashlib
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pipeline.text import SPLITTER

_TEXTS = ("*.py", "*.txt", "*.json", "*.yaml")
_LIBRARIES = ("torch", "transformers", "tokenizers", "numpy", "scikit-learn", "trafilatura", "datasets", "evaluate")


def versions() -> dict[str, str]:
    """Versions of what a result depends on."""
    return {
        "evenhand": version("evenhand"),
        "python": platform.python_version(),
        "splitter": SPLITTER,
        **{name: version(name) for name in _LIBRARIES},
    }


@cache
def code_digest() -> str:
    """SHA-256 of the program's own text: its modules, word lists and fitted tables, not the weights.

    A version number stands still while the program is worked on; what an evaluation keeps must not.
    """
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for path in sorted(path for kind in _TEXTS for path in here.rglob(kind)):
        digest.update(path.relative_to(here).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
