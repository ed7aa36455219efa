"""Where the work is done: in this process, or on a Ray cluster. The result is the same."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from pipeline.cache import Cache
from pipeline.cluster import Each
from pipeline.config import Config
from pipeline.engine.local import LocalEngine
from pipeline.story import Claims, Piece
from pipeline.tools import Tools

__all__ = ["Engine", "LocalEngine", "engine_of"]


class Engine(Protocol):
    """Does the model work somewhere."""

    @property
    def tools(self) -> Tools:
        """The models, wherever they run."""

    @property
    def each(self) -> Each:
        """A ``map`` for work without models that can be spread."""

    def work(self, pieces: Iterable[Piece], claims: Claims) -> Iterator[Mapping[str, Any]]:
        """The row of each story's ``StoryResult`` as JSON values, in the order of the pieces."""

    def keep(self, out: Path) -> None:
        """Put the finished run folder's data where the engine is told to keep it, if anywhere."""


@contextmanager
def engine_of(config: Config, *, offline: bool = False, cache: Cache | None = None) -> Iterator[Engine]:
    """The engine that a configuration names, as long as the block lasts.

    Args:
        config: settings.
        offline: never reach for the network, not even for hub models.
        cache: what models said before; it is read and written here, not by workers.

    Raises:
        ConfigError: Ray is not installed, or its settings don't fit the cluster.
        EngineError: the cluster can't be reached.
    """
    if config.engine.name == "local":
        yield LocalEngine(Tools(config, offline=offline, cache=cache), config)
        return
    from pipeline.engine.ray import ray_engine

    with ray_engine(config, offline=offline, cache=cache) as engine:
        yield engine
