"""The work on stories in this process."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.cluster import Each
from pipeline.config import Config
from pipeline.output import plain
from pipeline.story import Claims, Piece, work_on_all
from pipeline.tools import Tools


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """Works in this process, some stories at a time."""

    tools: Tools
    config: Config

    @property
    def each(self) -> Each:
        """The builtin ``map``."""
        return map

    def work(self, pieces: Iterable[Piece], claims: Claims) -> Iterator[Mapping[str, Any]]:
        """See ``Engine``."""
        return map(plain, work_on_all(pieces, claims, self.tools, self.config))

    def keep(self, out: Path) -> None:
        """Nothing beside the run folder."""
