"""What runs in a worker process: it loads the models once, then takes part after part."""

import json
import pickle
import traceback
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.config import Config
from pipeline.engine.parts import Named, Store
from pipeline.output import decoded, plain
from pipeline.records import Article, Story
from pipeline.story import Claims, Piece, piece_of, work_on_all
from pipeline.tools import Tools

PART = "part"  # the column of names that goes to a worker and back
FAULT = "fault"  # what was raised instead, pickled


@dataclass(frozen=True, slots=True)
class Sent:
    """A story on its way to a worker."""

    story: Story
    articles: tuple[Article, ...]


class Worker:
    """Takes names of parts, does the work of their rows, and writes the results under names made of these.

    A part that is done twice, because a worker was lost, is written twice alike.
    """

    def __init__(self, store: Store, config: Config, *, offline: bool) -> None:
        """Load nothing yet: the models are loaded for the first part, and kept."""
        self._store, self._config = store, config
        self._tools = Tools(config, offline=offline)

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Work on the parts that a batch names; their results' names, or what was wrong.

        A fault of the work goes back as a value: Ray would lose what was raised, and start other workers on it where
        they can't load their models.
        """
        names, faults = [], []
        for name in batch[PART]:
            try:
                names.append(self._part(str(name)))
                faults.append(b"")
            except Exception as error:  # noqa: BLE001 - raised again where the results are waited for
                names.append(str(name))
                faults.append(_packed(error))
        return {PART: np.array(names, dtype=object), FAULT: np.array(faults, dtype=object)}

    def _part(self, name: str) -> str:
        rows = list(self._store.read(name))
        bodies = self._results([body for _place, _id, body in rows])
        made: list[Named] = [(row[1], body) for row, body in zip(rows, bodies, strict=True)]
        done = name.replace("/in/", "/out/")
        self._store.write(done, rows[0][0], made)
        return done

    def _results(self, bodies: list[bytes]) -> list[bytes]:
        raise NotImplementedError


class StoryWorker(Worker):
    """Stories as JSON -> their results as JSON."""

    def __init__(self, store: Store, config: Config, claims: Claims, *, offline: bool) -> None:
        """See ``Worker``."""
        super().__init__(store, config, offline=offline)
        self._claims = claims

    def _results(self, bodies: list[bytes]) -> list[bytes]:
        tools = self._tools.ready()
        pieces = [self._piece(decoded(Sent, body)) for body in bodies]
        return [json.dumps(plain(row)).encode() for row in work_on_all(pieces, self._claims, tools, self._config)]

    def _piece(self, sent: Sent) -> Piece:
        return piece_of(sent.story, {article.id: article for article in sent.articles}, self._config)


class VectorWorker(Worker):
    """Texts -> the bytes of their vectors."""

    def _results(self, bodies: list[bytes]) -> list[bytes]:
        return [row.tobytes() for row in self._tools.embed([body.decode("utf-8", "surrogatepass") for body in bodies])]


def raise_fault(fault: bytes) -> None:
    """Raise what a worker met, if anything; its traceback there is a note on it."""
    if fault:
        error, trace = pickle.loads(fault)  # noqa: S301 - from a worker of our own, by the way that Ray sends all
        error.add_note(f"in a worker:\n{trace}")
        raise error


def _packed(error: Exception) -> bytes:
    trace = "".join(traceback.format_exception(error))
    try:
        packed = pickle.dumps((error, trace))
        pickle.loads(packed)  # noqa: S301 - our own; some errors can be packed and not unpacked
    except Exception:  # noqa: BLE001 - whatever it is, it can't be sent
        return pickle.dumps((RuntimeError(f"{type(error).__name__}: {error}"), trace))
    return packed
