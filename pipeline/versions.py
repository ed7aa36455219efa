"""Versions of what a result depends on."""

import hashlib
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pipeline.text import SPLITTER

_TEXTS = ("*.py", "*.txt", "*.json", "*.yaml")
_PROCESSORS = Path("/proc/cpuinfo")  # on Linux; elsewhere the kind alone is known
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
def processor() -> str:
    """The processor's kind and the instructions on which the last digits of a product depend."""
    flags: set[str] = set()
    if _PROCESSORS.is_file():
        lines = _PROCESSORS.read_text(encoding="utf-8", errors="replace").splitlines()
        named = next((line for line in lines if line.startswith(("flags", "Features"))), "")
        flags = {flag for flag in named.split() if flag.startswith(("avx", "amx", "bf16", "sve", "asimd"))}
    return " ".join((platform.machine(), *sorted(flags)))


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
