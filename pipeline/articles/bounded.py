"""Bounds on what is read at once, so that a small file can't fill the memory: lines, and what a packed file unfolds to.

A file that is not packed may be as long as it likes: it is streamed.
"""

import gzip
import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from pipeline.articles.raw import UnfoldsError

_MIB = 2**20
LONGEST_LINE = 16 * _MIB  # bytes of a line of JSON, of a row of CSV, of a .txt file
LONGEST_LIST = 256 * _MIB  # bytes of JSON that is no JSON lines, and so is read whole
_FREE = 16 * _MIB  # bytes that any packed file may unfold to
_MOST_TIMES = 100  # and how many times its own size; news text packs to a third or a tenth


class Overlong(bytes):
    """The beginning of a line that is longer than is read; the rest of it is passed over."""

    __slots__ = ()


class Lines:
    """The lines of a stream; of one longer than ``longest``, which may be changed on the way, only the beginning."""

    def __init__(self, stream: BinaryIO, longest: int) -> None:
        """Read from ``stream``, which stays open."""
        self.longest = longest
        self._stream = stream
        self._open = False  # the line given last goes on

    def __iter__(self) -> Iterator[bytes]:
        """The lines that are left."""
        return self

    def __next__(self) -> bytes:
        """The next line, with its end."""
        while self._open:
            piece = self._stream.readline(_MIB)
            self._open = bool(piece) and not piece.endswith(b"\n")
        line = self._stream.readline(self.longest + 1)
        if not line:
            raise StopIteration
        if len(line) <= self.longest:
            return line
        self._open = not line.endswith(b"\n")
        return Overlong(line[:_MIB])


class Unfolding:
    """Counts what a packed file unfolds to beside what was read of it."""

    def __init__(self) -> None:
        """Begin with nothing read and nothing unfolded."""
        self._packed = 0
        self._unfolded = 0

    def packed(self, size: int) -> None:
        """Count bytes read from the file."""
        self._packed += size

    def add(self, size: int) -> None:
        """Count what they unfolded to.

        Raises:
            UnfoldsError: that is too much.
        """
        self._unfolded += size
        if self._unfolded > max(_FREE, _MOST_TIMES * self._packed):
            raise UnfoldsError(
                f"it unfolds to more than {mebibytes(_FREE)} and {_MOST_TIMES} times its size, which text does not"
            )


class _Packed(io.RawIOBase):
    """The bytes of a packed stream, counted; what was read before an error is handed on before it is raised."""

    def __init__(self, inner: io.BufferedReader, unfolding: Unfolding) -> None:
        super().__init__()
        self._inner = inner
        self._unfolding = unfolding

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._inner.read1(len(buffer))
        self._unfolding.packed(len(data))
        buffer[: len(data)] = data
        return len(data)


class _Inflated(io.RawIOBase):
    """The bytes of a gzip stream, as long as they don't unfold to too much."""

    def __init__(self, packed: io.BufferedReader) -> None:
        super().__init__()
        self._unfolding = Unfolding()
        # Unbuffered below, so that no more is counted as read than was unpacked.
        self._inner = gzip.GzipFile(fileobj=_Packed(packed, self._unfolding), mode="rb")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._inner.read1(len(buffer))
        self._unfolding.add(len(data))
        buffer[: len(data)] = data
        return len(data)


def inflated(packed: io.BufferedReader) -> io.BufferedReader:
    """A gzip stream unpacked; reading from it raises ``UnfoldsError`` where it unfolds to too much."""
    return io.BufferedReader(_Inflated(packed), _MIB)


def mebibytes(size: int) -> str:
    """A number of bytes for a message."""
    return f"{size // _MIB} MiB"
