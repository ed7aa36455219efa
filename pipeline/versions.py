"""Versions of what a result depends on."""

import platform
from importlib.metadata import version

from pipeline.text import SPLITTER

_LIBRARIES = ("torch", "transformers", "tokenizers", "numpy", "scikit-learn", "trafilatura", "datasets", "evaluate")


def versions() -> dict[str, str]:
    """Versions of what a result depends on."""
    return {
        "evenhand": version("evenhand"),
        "python": platform.python_version(),
        "splitter": SPLITTER,
        **{name: version(name) for name in _LIBRARIES},
    }
