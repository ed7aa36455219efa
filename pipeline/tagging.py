"""Words in context -> a probability per word and class, by a token classifier on the encoder."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from pipeline.models import Loaded
from pipeline.packing import pack_alike
from pipeline.pairing import padded_width

Shares = NDArray[np.float32]

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


def tag(tagger: Loaded, windows: Sequence[Window], *, tokens: int = 8192) -> list[Shares]:
    """Probability of each class for each word; classes do not exclude each other.

    Args:
        tagger: from ``models.load_tagger``.
        windows: any number, also none.
        tokens: padded size of a batch.

    Returns:
        One array per window. *Shape:* (words, classes).
    """
    found: dict[int, Shares] = {}
    budget = tagger.batch_tokens(tokens)
    with torch.inference_mode(), torch.autocast(tagger.device.type, torch.bfloat16, enabled=tagger.bf16):
        # Batched with its like only, a window has the same shares in any company.
        for batch in pack_alike([padded_width(len(window.ids)) for window in windows], budget):
            some = [windows[row] for row in batch]
            inputs = {name: value.to(tagger.device) for name, value in tensors(some).items()}
            shares = torch.sigmoid(tagger.model(**inputs).logits.float()).cpu().numpy()
            found.update((row, shares[place, list(windows[row].places)]) for place, row in enumerate(batch))
    return [found[row] for row in range(len(windows))]


def tag_texts(tagger: Loaded, texts: Sequence[str], *, unread: float, tokens: int = 8192) -> list[Shares]:
    """``tag`` each text in a window of its own.

    Args:
        tagger: from ``models.load_tagger``.
        texts: any number, also none.
        unread: what the words get that a window has no room for.
        tokens: padded size of a batch.

    Returns:
        One array per text, a row for each of ``words_of``. *Shape:* (words, classes).
    """
    windows = [window_of(tagger.tokenizer, [Part(text, 0, closes=True)], tagger.window) for text in texts]
    found = []
    for text, window, shares in zip(texts, windows, tag(tagger, windows, tokens=tokens), strict=True):
        place = {start: number for number, (start, _) in enumerate(words_of(text))}
        table = np.full((len(place), shares.shape[1]), unread, dtype=np.float32)
        table[np.array([place[word.start] for word in window.words], dtype=np.int64)] = shares
        found.append(table)
    return found


def tensors(windows: Sequence[Window]) -> dict[str, torch.Tensor]:
    """A model's input for windows, padded alike. *Shapes:* (windows, tokens)."""
    width = padded_width(max(len(window.ids) for window in windows))
    ids, segments, mask = (torch.zeros((len(windows), width), dtype=torch.long) for _ in range(3))
    for row, window in enumerate(windows):
        size = len(window.ids)
        ids[row, :size] = torch.tensor(window.ids)
        segments[row, :size] = torch.tensor(window.segments)
        mask[row, :size] = 1
    return {"input_ids": ids, "token_type_ids": segments, "attention_mask": mask}


def _encode(tokenizer: Any, texts: Sequence[str]) -> Any:
    return tokenizer(list(texts), add_special_tokens=False, return_offsets_mapping=True, verbose=False)
