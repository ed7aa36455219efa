"""The work on a Ray cluster: the model stages as Ray Data, the grouping block by block as Ray tasks.

What goes to the workers and comes back lies in a storage that all of them see, as Parquet files of some rows; Ray Data
is handed the names of these. So a worker that is lost costs one file's work, and what comes back is read here bit by
bit, in order, while the rest is worked on. ``ray.data.read_parquet`` and ``write_parquet`` are not used for this: they
put small files together, name what they write anew each time, and wait for a processor that a full pool never frees.
"""

import json
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from pipeline.arrays import Vectors
from pipeline.cache import Cache
from pipeline.config import Config
from pipeline.engine.parts import Named, Store
from pipeline.engine.session import RETRIES, Room, session, told
from pipeline.engine.workers import FAULT, PART, Sent, StoryWorker, VectorWorker, raise_fault
from pipeline.errors import ConfigError
from pipeline.output import encoded
from pipeline.story import Claims, Piece
from pipeline.tools import Tools

T = TypeVar("T")
R = TypeVar("R")

_FEW_TEXTS = 256  # encoded here sooner than a worker has loaded the encoder
_MOST_TEXTS, _MOST_STORIES = 2000, 16  # of a part
_PARTS = 8  # a worker, where there is enough, so that none waits long for the last
_KEPT = {
    "articles": "id",
    "stories": "story_id",
    "stances": "story_id",
}  # files of a run and what their rows are called


@contextmanager
def ray_engine(config: Config, *, offline: bool, cache: Cache | None) -> Iterator["RayEngine"]:
    """The engine on the cluster that the configuration names, as long as the block lasts.

    Raises:
        ConfigError: Ray is not installed, or a cluster of several machines has no storage.
        EngineError: the cluster can't be reached or the storage not written.
    """
    with session(config) as room, tempfile.TemporaryDirectory(prefix="evenhand-") as folder:
        if config.engine.storage is None and room.machines > 1:
            raise ConfigError(
                f"engine.storage: a cluster of {room.machines} machines needs a path or URL that all of them see"
            )
        store = Store.at(config.engine.storage or folder).beside()
        crew = _Crew(store, _theirs(config, room), room, offline=offline)
        try:
            yield RayEngine(_FarTools(crew, config, offline=offline, cache=cache), config, crew)
        finally:
            store.remove()


def _theirs(config: Config, room: Room) -> Config:
    """The settings for workers, which have their share of the cores and may stand in another folder."""
    models = {
        role: source.model_copy(update={"source": str(Path(source.source).absolute())})
        for role in type(config.models).model_fields
        if (source := getattr(config.models, role)) is not None and Path(source.source).is_dir()
    }
    compute = config.compute.model_copy(update={"threads": room.threads})
    return config.model_copy(update={"compute": compute, "models": config.models.model_copy(update=models)})


@dataclass(frozen=True)
class _Crew:
    """The workers: what they read, how they are set up, and how many there are."""

    store: Store
    config: Config
    room: Room
    offline: bool

    def most(self, size: int, limit: int) -> int:
        """Rows of a part where there are so many in all."""
        return min(limit, max(1, size // (_PARTS * self.room.workers)))

    def bodies(self, stage: str, kind: type, rows: Iterable[Named], most: int, **given: Any) -> Iterator[bytes]:
        """Results of rows, in order, as they come in."""
        import ray.data

        names = self.store.parts(stage, rows, most)
        if not names:
            return
        done: set[str] = set()
        wanted = iter(names)
        name = next(wanted, "")
        with told():
            parts = ray.data.from_items([{PART: name} for name in names], override_num_blocks=len(names))
            made = parts.map_batches(
                kind,
                fn_constructor_kwargs={"store": self.store, "config": self.config, "offline": self.offline, **given},
                batch_size=1,
                compute=ray.data.ActorPoolStrategy(size=min(self.room.workers, len(names))),
                num_cpus=self.room.threads,
                num_gpus=self.room.gpus or None,
                max_restarts=-1,
                max_task_retries=RETRIES,
            )
            for batch in made.iter_batches(batch_size=None, prefetch_batches=0):
                for fault in batch[FAULT]:
                    raise_fault(fault)
                done.update(batch[PART].tolist())
                while (result := name.replace("/in/", "/out/")) in done:
                    yield from (body for _place, _id, body in self.store.read(result))
                    name = next(wanted, "")


class _FarTools(Tools):
    """Models whose vectors come from the workers where there are many to make; what is known comes from the cache."""

    def __init__(self, crew: _Crew, config: Config, *, offline: bool, cache: Cache | None) -> None:
        super().__init__(config, offline=offline, cache=cache)
        self._crew = crew

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Tools``."""
        unique = {text: row for row, text in enumerate(dict.fromkeys(texts))}
        if len(unique) < _FEW_TEXTS:
            return super().encode(texts)
        rows = ((str(row), text.encode("utf-8", "surrogatepass")) for text, row in unique.items())
        most = self._crew.most(len(unique), _MOST_TEXTS)
        joined = np.frombuffer(b"".join(self._crew.bodies("vectors", VectorWorker, rows, most)), dtype=np.float32)
        return np.asarray(joined.reshape(len(unique), -1)[[unique[text] for text in texts]], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class RayEngine:
    """Works on a Ray cluster."""

    tools: Tools
    config: Config
    crew: _Crew

    def each(self, work: Callable[[T], R], items: Iterable[T], /) -> Iterator[R]:
        """``map`` by tasks; the results in order, and no more items underway than there are hands for."""
        import ray

        far = ray.remote(num_cpus=1, max_retries=RETRIES)(_applied)
        underway: deque[Any] = deque()
        with told():
            for item in items:
                underway.append(far.remote(work, item))
                if len(underway) > 2 * self.crew.room.workers * self.crew.room.threads:
                    yield ray.get(underway.popleft())
            while underway:
                yield ray.get(underway.popleft())

    def work(self, pieces: Iterable[Piece], claims: Claims) -> Iterator[Mapping[str, Any]]:
        """See ``Engine``."""
        listed = list(pieces)
        rows = ((piece.story.id, encoded(Sent(piece.story, piece.articles))) for piece in listed)
        most = self.crew.most(len(listed), _MOST_STORIES)
        yield from map(json.loads, self.crew.bodies("stories", StoryWorker, rows, most, claims=claims))

    def keep(self, out: Path) -> None:
        """See ``Engine``."""
        if self.config.engine.storage is None:
            return
        for name, field in _KEPT.items():
            with (out / f"{name}.jsonl").open("rb") as file:
                rows = ((str(json.loads(line)[field]), line.rstrip(b"\n")) for line in file)
                Store.at(self.config.engine.storage).table(f"{name}.parquet", rows)


def _applied(work: Callable[[T], R], item: T) -> R:
    return work(item)
