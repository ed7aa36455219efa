"""What holds for every test: model hubs are off, and a test that reaches for the network fails."""

import ipaddress
import os
import shutil
import socket
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

_BENCHMARKS = Path(__file__).parent / "data" / "benchmarks"

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("evenhand", deadline=None)
hypothesis.settings.load_profile("evenhand")

os.environ.update(
    HF_HUB_OFFLINE="1",
    TRANSFORMERS_OFFLINE="1",
    HF_DATASETS_OFFLINE="1",
    HF_HUB_DISABLE_TELEMETRY="1",
    TOKENIZERS_PARALLELISM="false",
    EVENHAND_CACHE="off",  # a test works out what it looks at; those of the cache name a folder
)


class NetworkBlockedError(RuntimeError):
    """Raised in place of a connection; no OSError, so that nobody tries again."""


class NetworkGuard:
    """An audit hook that refuses connections and look-ups outside this machine and remembers them.

    It remembers because libraries may catch the error and go on with something else.
    """

    def __init__(self) -> None:
        self._attempts: list[str] = []

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if event in {"socket.connect", "socket.sendto"}:
            address = args[1]
            host = address[0] if isinstance(address, tuple) and address else None  # a path is a local socket
        elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
            host = args[0]
        else:
            return
        if isinstance(host, (str, bytes)) and not _is_local(os.fsdecode(host)):
            self._attempts.append(f"{event} {os.fsdecode(host)}")
            raise NetworkBlockedError(self._attempts[-1])

    def take(self) -> list[str]:
        """Hand over the attempts since the last call."""
        attempts, self._attempts = self._attempts, []
        return attempts


def _is_local(host: str) -> bool:
    if host in {"", "localhost", socket.gethostname()}:
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


_GUARD = pytest.StashKey[NetworkGuard]()


def pytest_configure(config: pytest.Config) -> None:
    guard = NetworkGuard()
    sys.addaudithook(guard)
    config.stash[_GUARD] = guard


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    try:
        yield
    finally:
        attempts = item.config.stash[_GUARD].take()
        if attempts:
            pytest.fail(f"reached for the network: {', '.join(attempts)}", pytrace=False)


@pytest.fixture
def copied(tmp_path: Path) -> Callable[..., Path]:
    """A copy of a public evaluation set in which one file has something else in place of a text."""

    def copy(folder: str, file: str, old: str, new: str) -> Path:
        target = tmp_path / folder
        shutil.copytree(_BENCHMARKS / folder, target)
        text = (target / file).read_text(encoding="utf-8")
        assert old in text
        (target / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return target

    return copy
