"""Stages of a run: how long each took, and telling whoever watches."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
Watcher = Callable[[str, int, int], None]  # stage, done, of how many


def silent(stage: str, done: int, total: int) -> None:
    """A watcher that says nothing."""
    del stage, done, total


class Stages:
    """Times stages by name and tells the watcher of each step."""

    def __init__(self, watcher: Watcher = silent) -> None:
        """Start with no stage timed."""
        self._watcher = watcher
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage that has no steps worth telling."""
        self._watcher(name, 0, 1)
        started = time.monotonic()
        try:
            yield
        finally:
            self._took(name, started)
        self._watcher(name, 1, 1)

    def each(self, name: str, items: Iterable[T], total: int) -> Iterator[T]:
        """Hand on the items one by one, timing and telling."""
        started = time.monotonic()
        self._watcher(name, 0, total)
        for done, item in enumerate(items, start=1):
            yield item
            self._watcher(name, done, total)
        self._took(name, started)

    def _took(self, name: str, started: float) -> None:
        # Some virtual machines' clocks have gone backwards; a stage takes no less than no time.
        self.seconds[name] = self.seconds.get(name, 0.0) + max(0.0, time.monotonic() - started)
