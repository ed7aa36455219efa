"""The result of every story: looked up where it was worked out before, else worked out and kept."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.cache import Cache, key
from pipeline.engine import Engine
from pipeline.output import Journal, digest, encoded
from pipeline.progress import Stages
from pipeline.story import Claims, Piece

Row = Mapping[str, Any]

_KIND = "stories"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where results lie by key: an unfinished start of this job, a state, and what other jobs had in common with it."""

    journal: Journal
    state: Mapping[str, Any]
    cache: Cache | None

    def get(self, name: str) -> Row | None:
        """The row kept under a key, or None."""
        row = self.journal.get(name) or self.state.get(name)
        if row is None and self.cache is not None:
            kept = self.cache.get([key(_KIND, name)]).get(key(_KIND, name))
            row = json.loads(zlib.decompress(kept)) if kept else None
        return row

    def put(self, name: str, row: Row) -> None:
        """Keep a row; it outlives this process when this returns."""
        self.journal.put(name, row)
        if self.cache is not None:
            text = json.dumps(row, ensure_ascii=False).encode()
            self.cache.put(_KIND, {key(_KIND, name): zlib.compress(text)})


def keys_of(pieces: Sequence[Piece], basis: str) -> list[str]:
    """What names each story's result: its articles and all that it depends on beside them."""
    return [digest(basis, encoded(piece).decode()) for piece in pieces]


def results(
    pieces: Sequence[Piece], names: Sequence[str], shelf: Shelf, engine: Engine, claims: Claims, stages: Stages
) -> list[Row]:
    """Rows of all stories, in order; what the shelf lacks is worked out."""
    rows = [shelf.get(name) for name in names]
    lacking = [place for place, row in enumerate(rows) if row is None]
    made = engine.work([pieces[place] for place in lacking], claims)
    for place, row in zip(stages.each("briefs and stances", lacking, len(lacking)), made, strict=True):
        rows[place] = row
        shelf.put(names[place], row)
    return [row for row in rows if row is not None]
