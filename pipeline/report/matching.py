"""Marks the words of a source that a statement resting on it has too."""

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(r"\w+(?:[.,'’]\w+)*")
_SLIGHT = frozenset(  # words that match everywhere; marked only between two others
    "a an and are as at be been but by for from had has have he her his in is it its of on or she that the their they "
    "this to was were which who will with".split()
)


@dataclass(frozen=True, slots=True)
class Bit:
    """A stretch of a text; ``same`` where its words stand in the other text too."""

    text: str
    same: bool


def matched(text: str, other: str) -> tuple[Bit, ...]:
    """``text`` in stretches, in order and without gaps: those whose words ``other`` has, and the rest.

    Words match whatever their case and accents. Slight words such as ``the`` count only within a run of matches.
    """
    known = {_key(found.group()) for found in _WORD.finditer(other)}
    runs: list[tuple[int, int]] = []
    open_run = False
    for found in _WORD.finditer(text):
        key = _key(found.group())
        if key not in known:
            open_run = False
        elif key in _SLIGHT:
            continue
        elif open_run:
            runs[-1] = (runs[-1][0], found.end())
        else:
            runs.append((found.start(), found.end()))
            open_run = True
    return _bits(text, runs)


def _bits(text: str, runs: list[tuple[int, int]]) -> tuple[Bit, ...]:
    bits: list[Bit] = []
    at = 0
    for start, end in runs:
        bits += [Bit(text[at:start], same=False), Bit(text[start:end], same=True)]
        at = end
    bits.append(Bit(text[at:], same=False))
    return tuple(bit for bit in bits if bit.text)


def _key(word: str) -> str:
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.replace("’", "'"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
