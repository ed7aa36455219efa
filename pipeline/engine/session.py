"""A Ray cluster as long as a run lasts: joined or started, quiet, and its errors told as ours."""

import importlib
import logging
import os
import re
import secrets
import socket
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pipeline.config import Config
from pipeline.errors import ConfigError, EngineError

_OWN = "local"  # the address by which Ray starts a cluster
# A cluster of our own is not for other machines: no address of theirs, and a token for the ports that Ray opens to all.
# Ray takes 127.0.0.1 for a mistake.
_LOOPBACK = "127.0.0.2" if sys.platform.startswith("linux") else None
RETRIES = 20  # losses of a worker that one part survives: one that kills each worker must not do so for ever
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_PATIENCE = 20.0  # seconds
_SPEAKS = "print_to_stdstream"
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_BACKEND_LOG_LEVEL": "fatal"}


@dataclass(frozen=True, slots=True)
class Room:
    """How many workers a cluster has room for, and what each may use."""

    workers: int
    threads: int
    gpus: int
    machines: int


@contextmanager
def session(config: Config) -> Iterator[Room]:
    """Join the cluster that is named, or start one; what was started is stopped.

    Raises:
        ConfigError: Ray is not installed.
        EngineError: the cluster can't be reached, or has no room.
    """
    address = config.engine.address or os.environ.get("RAY_ADDRESS") or _OWN
    _set(_QUIET)
    if address == _OWN and "RAY_AUTH_MODE" not in os.environ and "ray" not in sys.modules:  # its import reads it
        _set({"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)})
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise ConfigError("engine.name=ray needs Ray: pip install 'evenhand[ray]'") from error
    ours = not ray.is_initialized()
    with _quiet():
        if ours:
            _begin(address, config)
        try:
            yield _room(config)
        finally:
            if ours:
                ray.shutdown()


@contextmanager
def told() -> Iterator[None]:
    """Errors of the work itself as they were raised in the worker; those of the cluster as one line.

    Raises:
        EngineError: the cluster broke down.
    """
    import ray

    try:
        yield
    except (ray.exceptions.RayError, ray.data.exceptions.SystemException) as error:
        cause = _cause(error)
        if cause is not None:
            raise cause from error
        line = _COLOURS.sub("", (str(error).strip().splitlines() or [type(error).__name__])[0])
        raise EngineError(f"the Ray cluster gave up: {line}; start the same command again to go on") from error


def _cause(error: BaseException) -> BaseException | None:
    """What was raised in a worker by our own work, under the wrappings of Ray."""
    import ray

    found: BaseException | None = error
    while isinstance(found, (ray.exceptions.RayError, ray.data.exceptions.SystemException)):
        found = getattr(found, "cause", None) or found.__cause__
    return found


def _set(names: Mapping[str, str]) -> None:
    """Environment variables, which Ray and the processes that it starts read; what the user has set stays."""
    for name, value in names.items():
        os.environ.setdefault(name, value)


def _begin(address: str, config: Config) -> None:
    import ray

    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    try:
        with _hushed():
            if address != _OWN:
                _reach(address)
                ray.init(address=address, **quiet)
            else:
                cores = max(_cores(), config.engine.workers * max(1, config.compute.threads))
                ray.init(address=_OWN, num_cpus=cores, include_dashboard=False, _node_ip_address=_LOOPBACK, **quiet)
    except (ConnectionError, OSError, RuntimeError, ValueError) as error:
        where = "a Ray cluster on this machine" if address == _OWN else f"engine.address: {address}"
        line = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise EngineError(f"{where}: can't be used ({line}); see that it runs") from error


def _reach(address: str) -> None:
    """Knock at HOST:PORT, where Ray itself would wait for minutes.

    Raises:
        OSError: nobody is there.
    """
    host, colon, port = address.rpartition(":")
    if colon and "/" not in address and port.isdigit():
        socket.create_connection((host.strip("[]"), int(port)), timeout=_PATIENCE).close()


def _room(config: Config) -> Room:
    import ray

    nodes = [node["Resources"] for node in ray.nodes() if node["Alive"]]
    if config.compute.device.startswith("cuda"):
        gpus = int(sum(node.get("GPU", 0) for node in nodes))
        workers = config.engine.workers or gpus
        if not gpus:
            raise EngineError("compute.device is cuda and the Ray cluster has no GPU; say --device cpu")
    else:
        gpus = 0
        each = max(1, config.compute.threads)
        workers = config.engine.workers or sum(int(node.get("CPU", 0)) // each for node in nodes)
    cores = [int(node.get("CPU", 0)) for node in nodes]
    if not workers or not max(cores, default=0):
        raise EngineError("the Ray cluster has no processor to work on; see ray status")
    threads = config.compute.threads or max(1, min(sum(cores) // workers, max(cores)))
    return Room(workers, threads, min(gpus, 1), len(nodes))


@contextmanager
def _hushed() -> Iterator[None]:
    """Nothing on stderr, where Ray's own processes tell of their start whatever is said to them."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


@contextmanager
def _quiet() -> Iterator[None]:
    """No bars, no log and no word of a lost worker on streams that are ours."""
    import ray.data

    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.max_consecutive_actor_init_deaths = RETRIES
    logger, speaker = logging.getLogger("ray.data"), importlib.import_module("ray._private.worker")
    before, speak = logger.level, getattr(speaker, _SPEAKS, None)
    logger.setLevel(logging.CRITICAL)
    setattr(speaker, _SPEAKS, _unsaid)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)
        if speak is not None:
            setattr(speaker, _SPEAKS, speak)


def _unsaid(*_: object, **__: object) -> None:
    """In the place of what prints the cluster's messages to stdout, for which Ray has no setting."""


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
