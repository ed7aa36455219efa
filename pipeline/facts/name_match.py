"""When a name of a sentence is one of a source's names.

Spelling rule: two names are spellings of one when, written together without doubled letters, they have the same
consonants in the same order (c and q as k, z as s; h, w and y left out) and are at most 1 edit apart (Levenshtein)
where the shorter has 3 to 6 letters, at most 2 where it has more; the name looked for has at least 4. So Deir Ezzor is
Deir al-Zor and Haider is Haidar, but Iran is not Iraq and Niger is not Nigeria. Arabic articles are gone from the keys;
"Albu" and "Abu" count as "Bu". Known limit: Gaddafi is not found for Qaddafi, or Gates would be Kates.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rapidfuzz.distance import Levenshtein

from pipeline.facts.names import Name

_SMALL: Final = frozenset("of the and for de la le du in on to a an".split())
_LINK: Final = re.compile(r"\s+(?:of|for|and)\s+")
_WINDOW: Final = 5
_CONSONANTS: Final = str.maketrans("cqz", "kks", "aeiouyhw ")
_DOUBLED: Final = re.compile(r"(\w)\1+")


@dataclass(frozen=True, slots=True)
class NameIndex:
    """A source's names, ready to be looked up.

    ``windows`` are the runs of up to five words in any name's key, ``ends`` its first and last word, ``spellings``
    the written-together runs under their consonants, ``initials`` and ``acronyms`` what abbreviations are made from.
    """

    windows: frozenset[str]
    ends: frozenset[tuple[str, str]]
    spellings: Mapping[str, tuple[str, ...]]
    initials: frozenset[str]
    acronyms: frozenset[str]


def name_index(names: Iterable[Name]) -> NameIndex:
    """Prepare names for ``in_index``."""
    windows: set[str] = set()
    ends: set[tuple[str, str]] = set()
    initials: set[str] = set()
    acronyms: set[str] = set()
    for name in names:
        words = name.key.split()
        ends.add((words[0], words[-1]))
        for side in (name.text, *_LINK.split(name.text)):
            initials.update(_initials(side))
        if _is_acronym(name.text):
            acronyms.add(_letters(name.text))
        for i in range(len(words)):
            windows.update(" ".join(words[i:j]) for j in range(i + 1, min(len(words), i + _WINDOW) + 1))
    spellings: dict[str, list[str]] = {}
    for window in sorted(windows):
        joined = _together(window)
        spellings.setdefault(joined.translate(_CONSONANTS), []).append(joined)
    fixed = {skeleton: tuple(forms) for skeleton, forms in spellings.items()}
    return NameIndex(
        frozenset(windows), frozenset(ends), MappingProxyType(fixed), frozenset(initials), frozenset(acronyms)
    )


def name_found(name: Name, source_names: Sequence[Name]) -> bool:
    """Whether ``name`` is among ``source_names``.

    True for an equal key, part of a source's name ("Dillon" of "Ryan Dillon"), an acronym and the words it is made of,
    a spelling by the rule of this module, the same first and last word of a longer name, and a name joined by "of" or
    "for" each side of which is found.
    """
    return in_index(name, name_index(source_names))


def in_index(name: Name, index: NameIndex) -> bool:
    """``name_found`` against an index made once."""
    if _key_in(name.key, index):
        return True
    if _is_acronym(name.text) and _letters(name.text) in index.initials:
        return True
    if index.acronyms & set(_initials(name.text)):
        return True
    words = name.key.split()
    if len(words) > 2 and (words[0], words[-1]) in index.ends:
        return True
    sides = _LINK.split(name.key)
    return len(sides) > 1 and all(_key_in(side, index) for side in sides if side)


def _key_in(key: str, index: NameIndex) -> bool:
    if key in index.windows:
        return True
    joined = _together(key)
    if len(joined) < 4:
        return False
    return any(_spelled_alike(joined, other) for other in index.spellings.get(joined.translate(_CONSONANTS), ()))


def _spelled_alike(a: str, b: str) -> bool:
    shorter = min(len(a), len(b))
    limit = 2 if shorter > 6 else 1
    return shorter >= 3 and Levenshtein.distance(a, b, score_cutoff=limit) <= limit


def _together(key: str) -> str:
    words = ["bu" if w in ("albu", "abu") else w for w in key.split()]
    return _DOUBLED.sub(r"\1", "".join(words))


def _is_acronym(text: str) -> bool:
    letters = _letters(text)
    return len(letters) >= 2 and letters.isalpha() and letters.isupper()


def _letters(text: str) -> str:
    return text.replace(".", "")


def _initials(text: str) -> tuple[str, ...]:
    """The acronyms that the words of a name may make, with and without its small words."""
    words = [w for w in re.split(r"[\s-]+", text) if w and w[0].isalpha()]
    large = "".join(w[0].upper() for w in words if w.lower() not in _SMALL)
    every = "".join(w[0].upper() for w in words)
    return tuple({initials for initials in (large, every) if len(initials) >= 2})
