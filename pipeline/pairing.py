"""Tokenised (premise, hypothesis) pairs, each distinct text tokenised once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_STEP = 8  # tokens


@dataclass(frozen=True, slots=True)
class EncodedPairs:
    """Token ids of each pair and the segment (0 or 1) of each token, with the tokenizer's special tokens in place."""

    ids: tuple[list[int], ...]
    segments: tuple[list[int], ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a tokenizer puts before, between and after two texts: ids with their segments, and the texts' segments."""

    before: tuple[tuple[int, int], ...]
    between: tuple[tuple[int, int], ...]
    after: tuple[tuple[int, int], ...]
    first: int
    second: int


def encode_pairs(tokenizer: Any, pairs: Sequence[tuple[str, str]]) -> EncodedPairs:
    """Tokenise pairs as ``tokenizer(premise, hypothesis)`` does, nothing cut.

    Args:
        tokenizer: a fast tokenizer of transformers.
        pairs: (premise, hypothesis) texts.
    """
    rows = {text: row for row, text in enumerate(dict.fromkeys(text for pair in pairs for text in pair))}
    tokens = tokenizer(list(rows), add_special_tokens=False, verbose=False)["input_ids"] if rows else []
    frame = _frame(tokenizer)
    ids, segments = [], []
    for premise, hypothesis in pairs:
        left, right = tokens[rows[premise]], tokens[rows[hypothesis]]
        ids.append([*_column(frame.before, 0), *left, *_column(frame.between, 0), *right, *_column(frame.after, 0)])
        segments.append(
            [
                *_column(frame.before, 1),
                *([frame.first] * len(left)),
                *_column(frame.between, 1),
                *([frame.second] * len(right)),
                *_column(frame.after, 1),
            ]
        )
    return EncodedPairs(tuple(ids), tuple(segments))


def padded_width(length: int) -> int:
    """Tokens to pad a sequence to: the next multiple of 8.

    It depends on the sequence alone, and only sequences of one width are batched: in half precision a score changes in
    the third digit with the padding, but not with what else is in the batch.
    """
    return -(-length // _STEP) * _STEP


def _frame(tokenizer: Any) -> _Frame:
    sample = tokenizer("a", "b", return_token_type_ids=True)
    owners = sample.sequence_ids(0)
    marks = list(zip(sample["input_ids"], sample["token_type_ids"], strict=True))
    first, second = owners.index(0), owners.index(1)
    first_end = len(owners) - owners[::-1].index(0)
    second_end = len(owners) - owners[::-1].index(1)
    return _Frame(
        tuple(marks[:first]),
        tuple(marks[first_end:second]),
        tuple(marks[second_end:]),
        marks[first][1],
        marks[second][1],
    )


def _column(marks: Sequence[tuple[int, int]], place: int) -> list[int]:
    return [mark[place] for mark in marks]
