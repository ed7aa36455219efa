"""Loaded wording: words that take a side, found by a list and with offsets."""

import functools
import re
from importlib.resources import files

from pipeline.records import Span

_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def loaded_spans(text: str) -> tuple[Span, ...]:
    """Where ``text`` has loaded words, in order."""
    pattern = _pattern()
    words = ((match.start(), match.group().removesuffix("'s").removesuffix("’s")) for match in _WORD.finditer(text))
    return tuple(Span(start, start + len(word)) for start, word in words if pattern.fullmatch(word))


def loaded_share(text: str) -> float:
    """Share of the words that are loaded, 0 to 1; 0 for a text without words."""
    words = sum(1 for _ in _WORD.finditer(text))
    return len(loaded_spans(text)) / words if words else 0.0


@functools.cache
def _pattern() -> re.Pattern[str]:
    lines = (files("pipeline") / "loaded_words.txt").read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if line and not line.startswith("#")]
    return re.compile("|".join(re.escape(word).replace(r"\*", r"[\w-]*") for word in words), re.IGNORECASE)
