"""Texts put into one sequence for a model that tags words, and where the words stand in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.arrays import Shares

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters and digits: characters ``start`` to ``end`` of text ``part`` of its window."""

    part: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Window:
    """Texts read together. ``words`` stand at the token positions ``places``, that of each word's first token."""

    ids: tuple[int, ...]
    segments: tuple[int, ...]
    words: tuple[Word, ...]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A text of a window. ``segment`` is 1 for a headline and 0 else; after ``closes`` a separator is set."""

    text: str
    segment: int
    closes: bool


def words_of(text: str) -> tuple[tuple[int, int], ...]:
    """Where the words of a text stand: runs of letters and digits."""
    return tuple(match.span() for match in _WORD.finditer(text))


def token_counts(tokenizer: Any, texts: Sequence[str]) -> list[int]:
    """Tokens of each text, special ones left out."""
    return [len(ids) for ids in _encode(tokenizer, texts)["input_ids"]] if texts else []


def window_of(tokenizer: Any, parts: Sequence[Part], most: int) -> Window:
    """Put texts one after the other into one sequence of at most ``most`` tokens; what is over is left out."""
    encoded = _encode(tokenizer, [part.text for part in parts])
    ids, segments = [tokenizer.cls_token_id], [0]
    words: list[Word] = []
    places: list[int] = []
    for number, part in enumerate(parts):
        starts = dict(words_of(part.text))
        for token, (start, _) in zip(encoded["input_ids"][number], encoded["offset_mapping"][number], strict=True):
            if len(ids) >= most - 1:
                break
            if start in starts:
                words.append(Word(number, start, starts[start]))
                places.append(len(ids))
            ids.append(token)
            segments.append(part.segment)
        if part.closes and len(ids) < most:
            ids.append(tokenizer.sep_token_id)
            segments.append(part.segment)
    return Window(tuple(ids), tuple(segments), tuple(words), tuple(places))


def by_word(text: str, window: Window, shares: Shares, unread: float) -> Shares:
    """A row for each of ``words_of`` a text that was read in a window of its own; ``unread`` where it had no room.

    *Shape of shares:* (words of the window, classes).
    """
    place = {start: number for number, (start, _) in enumerate(words_of(text))}
    table = np.full((len(place), shares.shape[1]), unread, dtype=np.float32)
    table[np.array([place[word.start] for word in window.words], dtype=np.int64)] = shares
    return table


def _encode(tokenizer: Any, texts: Sequence[str]) -> Any:
    return tokenizer(list(texts), add_special_tokens=False, return_offsets_mapping=True, verbose=False)
