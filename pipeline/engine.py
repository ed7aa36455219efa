"""Where the work on stories is done: in this process."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pipeline.config import Config
from pipeline.output import plain
from pipeline.story import Claims, Piece, work_on
from pipeline.tools import Tools


class Engine(Protocol):
    """Does the model work of stories somewhere."""

    def work(self, pieces: Iterable[Piece]) -> Iterator[Mapping[str, Any]]:
        """The row of each story's ``StoryResult`` as JSON values, in the order of the pieces."""


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """Works in this process, one story after the other."""

    tools: Tools
    claims: Claims
    config: Config

    def work(self, pieces: Iterable[Piece]) -> Iterator[Mapping[str, Any]]:
        """See ``Engine``."""
        for piece in pieces:
            yield plain(work_on(piece, self.claims, self.tools, self.config))
