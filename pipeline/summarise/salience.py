"""How likely an expert's summary says each word of a story: a token classifier that reads the articles side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipeline.arrays import Shares
from pipeline.passages import Passages
from pipeline.windows import Part, Window

Floats = NDArray[np.float64]
Tagger = Callable[[Sequence[Sequence[Part]]], Sequence[tuple[Window, Shares]]]
Counter = Callable[[Sequence[str]], Sequence[int]]

WINDOW = 512  # tokens read together
_TOGETHER = 3  # articles of a window
_DEEPER = 0.6  # what a word counts for with each window further into its article


@dataclass(frozen=True, slots=True, eq=False)
class Salience:
    """The words of a sentence, lower-cased, with their probabilities to stand in a summary.

    ``alone`` is that of the word, ``followed`` that of the word and the next one together. *Shapes:* (words,).
    """

    words: tuple[str, ...]
    alone: Floats
    followed: Floats


@dataclass(frozen=True, slots=True)
class StoryWindow:
    """What is read together: texts, the row of each in the story (-1 for a headline), and how deep they stand."""

    parts: tuple[Part, ...]
    rows: tuple[int, ...]
    depth: int


@dataclass(slots=True)
class _Column:
    """One article's share of a window."""

    title: str
    chunks: list[list[int]] = field(default_factory=list)


def story_windows(passages: Passages, count: Counter) -> list[StoryWindow]:
    """Split a story into windows: up to three articles side by side under their headlines, from their start on.

    Args:
        passages: the story's sentences.
        count: tokens of each text.
    """
    sizes = list(count([sentence.text for sentence in passages.sentences]))
    titles = list(count([article.title for article in passages.articles]))
    windows: list[StoryWindow] = []
    groups = -(-len(passages.articles) // _TOGETHER)
    for group in np.array_split(np.arange(len(passages.articles)), groups) if groups else []:
        room = (WINDOW - 1) // len(group) - 2
        columns = [
            _column(passages, int(number), sizes, max(room - titles[number], room // 2)) for number in group.tolist()
        ]
        depths = max(len(column.chunks) for column in columns)
        windows += [_window(passages, columns, depth) for depth in range(depths)]
    return windows


def salience(passages: Passages, count: Counter, tagger: Tagger) -> tuple[Salience, ...]:
    """Read a story; words that no window had room for have probability 0.

    Args:
        passages: the story's sentences.
        count: tokens of each text.
        tagger: two probabilities for each word of each window.
    """
    windows = story_windows(passages, count)
    found = [_NOTHING for _ in passages.sentences]
    for window, (read, shares) in zip(windows, tagger([window.parts for window in windows]), strict=True):
        owner = np.array([word.part for word in read.words], dtype=np.int64)
        for number, row in enumerate(window.rows):
            if row >= 0:
                own = np.flatnonzero(owner == number)
                text = window.parts[number].text
                spans = [(read.words[place].start, read.words[place].end) for place in own]
                weight = _DEEPER**window.depth
                found[row] = Salience(
                    tuple(text[start:end].lower() for start, end in spans),
                    shares[own, 0].astype(np.float64) * weight,
                    shares[own, 1].astype(np.float64) * weight,
                )
    return tuple(found)


_NOTHING = Salience((), np.zeros(0), np.zeros(0))


def _column(passages: Passages, number: int, sizes: Sequence[int], room: int) -> _Column:
    column, used = _Column(passages.articles[number].title), room + 1
    for row in np.flatnonzero(passages.owner == number).tolist():
        if used + sizes[row] > room:
            column.chunks.append([])
            used = 0
        column.chunks[-1].append(row)
        used += sizes[row]
    return column


def _window(passages: Passages, columns: Sequence[_Column], depth: int) -> StoryWindow:
    parts: list[Part] = []
    rows: list[int] = []
    for column in columns:
        if depth < len(column.chunks):
            own = column.chunks[depth]
            parts.append(Part(column.title, 1, closes=True))
            parts += [Part(passages.sentences[row].text, 0, closes=row == own[-1]) for row in own]
            rows += [-1, *own]
    return StoryWindow(tuple(parts), tuple(rows), depth)
