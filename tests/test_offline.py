"""The guard in conftest.py stops what leaves this machine, and what doesn't goes on."""

import shutil
import subprocess
import sys
from pathlib import Path

_TRIALS = """
import os
import socket

import pytest


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "news.invalid"])
def test_a_swallowed_attempt_fails_all_the_same(host):
    with pytest.raises(RuntimeError):
        socket.create_connection((host, 9), timeout=0.1)


def test_a_datagram_fails():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender, pytest.raises(RuntimeError):
        sender.sendto(b"x", ("192.0.2.1", 9))


def test_loopback_works():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1]), timeout=5).close()


def test_a_local_socket_works():
    left, right = socket.socketpair()
    left.close()
    right.close()


def test_hubs_are_off():
    assert os.environ["HF_HUB_OFFLINE"] == os.environ["TRANSFORMERS_OFFLINE"] == "1"
"""


def test_guard(tmp_path: Path) -> None:
    shutil.copy(Path(__file__).with_name("conftest.py"), tmp_path)
    (tmp_path / "test_trials.py").write_text(_TRIALS, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", "--rootdir", tmp_path, tmp_path]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "4 failed, 3 passed" in done.stdout, done.stdout + done.stderr
    assert all(
        f"reached for the network: {attempt}" in done.stdout
        for attempt in (
            "socket.getaddrinfo 192.0.2.1",
            "socket.getaddrinfo 2001:db8::1",
            "socket.getaddrinfo news.invalid",
            "socket.sendto 192.0.2.1",
        )
    )
