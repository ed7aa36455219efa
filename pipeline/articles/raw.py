"""Bytes of a file as they come: digested, told from binary data, decoded; and a row as it stands in a file."""

import io
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.records import Reject


class UnfoldsError(Exception):
    """A packed file unfolds to more than text ever does."""


FIELDS = ("id", "title", "text", "source", "url", "published", "language", "story_id")
# What a damaged file or gzip stream, or one that unfolds to too much, raises while it is read.
BREAKS = (EOFError, OSError, zlib.error, UnfoldsError)

Digest = Callable[[bytes], None]

_HEAD = 4096  # bytes looked at to tell text from binary data
_PIECE = 2**20
_CONTROL_SHARE = 0.05  # text has next to none, random bytes have 0.1
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_KINDS = {
    b"%PDF": "a PDF; save its text as .txt",
    b"PK\x03\x04": "a zip archive or an Office document; unpack it or save its text as .txt",
    b"\x1f\x8b": "gzip data; let its name end in .gz",
    b"PAR1": "Parquet; let its name end in .parquet",
    b"\xff\xfe": "UTF-16 text; save it as UTF-8",
    b"\xfe\xff": "UTF-16 text; save it as UTF-8",
}
_ESCAPED = re.compile("[\udc80-\udcff]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_LONGEST_REASON = 500  # characters
# Characters that end a line, move a terminal's cursor or turn the direction of what follows.
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it stands in a file.

    Either ``fields``, perhaps with a ``note`` on what was mended, or the ``problem`` that kept it from being read.
    ``line`` is the 1-based line it starts at (in tables without lines the row), 0 where the whole file is meant.
    """

    file: str
    line: int
    fields: Mapping[str, Any] | None = None
    problem: str = ""
    note: str = ""


class Digested(io.RawIOBase):
    """A binary stream that hands every piece read from it to a digest."""

    def __init__(self, inner: BinaryIO, digest: Digest) -> None:
        """Read from ``inner``, which stays open when this is closed."""
        super().__init__()
        self._inner = inner
        self._digest = digest

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` and return how many bytes were put there, 0 at the end."""
        data = self._inner.read(len(buffer))
        self._digest(data)
        buffer[: len(data)] = data
        return len(data)


def stream(inner: BinaryIO, digest: Digest) -> io.BufferedReader:
    """A buffered stream of ``inner`` that is digested as it is read."""
    return io.BufferedReader(Digested(inner, digest), _PIECE)


@contextmanager
def opened(path: Path, digest: Digest) -> Iterator[io.BufferedReader]:
    """A file's bytes, all of them digested at the end, whether the block read them or not."""
    with path.open("rb", buffering=0) as file:
        reader = stream(file, digest)
        yield reader
        with suppress(OSError):  # the block has met the same fault and told it
            while reader.read(_PIECE):
                pass


def started(lines: Iterable[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first lines (about 4 KB) to look at, and all lines from the first on.

    Where reading breaks within these lines, the iterator gives them before it raises.
    """
    rest = iter(lines)
    head: list[bytes] = []
    broken: Exception | None = None
    try:
        while sum(map(len, head)) < _HEAD and (line := next(rest, b"")):
            head.append(line)
    except BREAKS as error:
        broken = error

    def again() -> Iterator[bytes]:
        yield from head
        if broken is not None:
            raise broken
        yield from rest

    return b"".join(head), again()


def broken(error: Exception) -> str:
    """The reason to reject what comes after the place where reading broke."""
    if isinstance(error, UnfoldsError):
        return f"{error}; what stands before is kept; unpack it and name the file"
    return f"the file breaks off here ({error}); what stands before is kept; get the whole file"


def not_text(head: bytes) -> str:
    """Why a file that starts like this can't be read as UTF-8 text; empty where it can be."""
    for magic, kind in _KINDS.items():
        if head.startswith(magic):
            return f"this is {kind}"
    start = head[:_HEAD]
    if len(_BINARY.findall(start)) > _CONTROL_SHARE * len(start):
        return "a binary file, not text; name files that hold text"
    return ""


def mended(text: str) -> tuple[str, str]:
    """Text decoded with ``surrogateescape`` -> its undecoded bytes as Windows-1252, and a note if there were any."""
    found = sum(map(len, _ESCAPED.findall(text)))
    if not found:
        return text, ""
    note = f"{found} byte{'s' * (found != 1)} not UTF-8, read as Windows-1252 and kept; save the file as UTF-8"
    return _ESCAPED.sub(lambda match: _windows(match.group()), text), note


def decoded(data: bytes) -> tuple[str, str]:
    """UTF-8 text without a byte order mark, and a note if some of it had to be mended."""
    return mended(data.decode("utf-8", errors="surrogateescape").removeprefix("\ufeff"))


def whole(text: str) -> str:
    """Text that can be written as UTF-8: halves of surrogate pairs, which JSON can carry, become U+FFFD."""
    return _SURROGATES.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Text as one line that can be written and shown: control characters within words become U+FFFD."""
    return _UNSHOWN.sub("\ufffd", " ".join(whole(text).split()))


def shown(path: str) -> str:
    """A path as one line that can be written and shown: line ends and other control characters with a backslash."""
    return _UNSHOWN.sub(lambda match: match.group().encode("unicode_escape").decode(), whole(path))


def rejected(file: str, line: int, reason: str) -> Reject:
    """A reject whose reason is one line that can be written, whatever the input put into it."""
    said = one_line(reason)
    said = said if len(said) <= _LONGEST_REASON else f"{said[: _LONGEST_REASON - 2]} …"
    return Reject(shown(file), line, said)


def _windows(escaped: str) -> str:
    return escaped.encode("utf-8", errors="surrogateescape").decode("cp1252", errors="replace")
