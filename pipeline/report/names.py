"""Names of the story pages' files, made from the stories' ids."""

import hashlib
import re
from collections.abc import Sequence

_UNSAFE = re.compile(r"[^\w-]+")
_UNSAFE_ASCII = re.compile(_UNSAFE.pattern, re.ASCII)
_LONGEST = 48  # characters, so that a name fits wherever files are kept
_DIGITS = 8  # of the digest; more where another id looks like that
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # names that Windows keeps for devices


def stems(story_ids: Sequence[str], *, ascii_only: bool = True) -> list[str]:
    """A file's name without its ending for each story: letters, digits, ``_`` and ``-``, no two alike.

    It is the story's id where that is such a name and no earlier one's in whatever case, else it ends in digits of the
    id's SHA-256, eight where they do.
    """
    names: list[str] = []
    taken: set[str] = set()
    for story_id in story_ids:
        stem = (_UNSAFE_ASCII if ascii_only else _UNSAFE).sub("_", story_id)[:_LONGEST]
        digest = hashlib.sha256(story_id.encode("utf-8", "surrogatepass")).hexdigest()
        own = stem == story_id and stem and not _RESERVED.fullmatch(stem)
        tries = (f"{stem}-{digest[:digits]}" for digits in range(_DIGITS, len(digest) + 1))
        name = next(name for name in ((stem,) if own else ()) + tuple(tries) if name.casefold() not in taken)
        taken.add(name.casefold())
        names.append(name)
    return names
