"""The browser of the tests is the system's, and a machine without one is told so in a line."""

import os
import subprocess
import sys
from pathlib import Path

import chromium

_COMMAND = [sys.executable, Path(__file__).with_name("chromium.py")]


def test_the_command_prints_the_path_of_the_browser_in_use() -> None:
    done = subprocess.run(_COMMAND, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == chromium.find()


def test_a_browser_that_is_not_there_is_one_clear_line() -> None:
    missing = os.environ | {"CHROMIUM": "/nowhere/chromium"}
    done = subprocess.run(_COMMAND, capture_output=True, text=True, check=False, env=missing)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "/nowhere/chromium" in done.stderr
    assert done.stdout == ""
