"""Runs that are killed at any moment: the next start ends with the bytes of one that nobody disturbed."""

import json
import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from days import MONDAY, TUESDAY, WEDNESDAY, contents, holdings, write_day
from forks import Ended, Fault, Forks, shared

_DAYS = {"mon": MONDAY, "tue": TUESDAY, "wed": WEDNESDAY}
_MOMENTS = 20
_KILL = int(signal.SIGKILL)


@pytest.fixture(scope="module")
def forks() -> Forks:
    return shared()


@dataclass(frozen=True)
class Desk:
    """Where one attempt lies: a folder with the days, a run of each, and where it has them a state and a cache."""

    forks: Forks
    folder: Path
    state: Path | None
    cache: str = "off"

    def start(self, day: str, fault: Fault | None = None) -> int:
        source = write_day(self.folder / f"{day}.jsonl", _DAYS[day])
        command = ["run", str(source), "--claims", "auto", "--out", str(self.folder / day), "--config", "tiny"]
        command += ["--state", str(self.state)] if self.state else []
        return self.forks.start(*command, "--offline", "--quiet", fault=fault, EVENHAND_CACHE=self.cache)

    def run(self, day: str, fault: Fault | None = None) -> Ended:
        return self.forks.wait(self.start(day, fault))

    def done(self, day: str) -> dict[str, bytes]:
        ended = self.run(day)
        assert ended.code == 0, ended.err
        return contents(self.folder / day)

    def killed_within(self, day: str, seconds: float) -> None:
        """Start a day and kill it after so long, if it is not done by then."""
        pid = self.start(day)
        time.sleep(seconds)
        os.kill(pid, _KILL)
        assert self.forks.wait(pid).code in {-_KILL, 0}


@dataclass(frozen=True)
class Calm:
    """What undisturbed runs of all days give: the files and the state of each, and how long the second takes."""

    folder: Path
    files: Mapping[str, dict[str, bytes]]
    states: Mapping[str, dict[str, Any]]
    seconds: float

    def second_day(self, forks: Forks, folder: Path, *, cache: bool = False) -> Desk:
        """Where an attempt begins on the second day."""
        folder.mkdir()
        shutil.copytree(self.folder / "monday", folder / "state")
        return Desk(forks, folder, folder / "state", str(folder / "cache") if cache else "off")

    def assert_before_or_after(self, state: Path) -> None:
        assert holdings(state) in [self.states["mon"], self.states["tue"]]

    def assert_same_end(self, desk: Desk, *, later: bool) -> None:
        """Start the second day again, and a third on top of it where that is asked."""
        assert desk.done("tue") == self.files["tue"]
        assert desk.state is not None
        assert _without_runs(holdings(desk.state)) == _without_runs(self.states["tue"])
        if later:
            assert desk.done("wed") == self.files["wed"]


def _without_runs(state: Mapping[str, Any]) -> dict[str, Any]:
    """A start that finds all its articles known notes that it was there, and changes nothing else."""
    return {name: rows for name, rows in state.items() if name != "runs"}


@pytest.fixture(scope="module")
def calm(forks: Forks, tmp_path_factory: pytest.TempPathFactory) -> Calm:
    folder = tmp_path_factory.mktemp("calm")
    files, states, took = {}, {}, {}
    state = folder / "state"
    for day in _DAYS:
        started = time.monotonic()
        files[day] = Desk(forks, folder, state).done(day)
        took[day] = time.monotonic() - started
        states[day] = holdings(state)
        if day == "mon":
            shutil.copytree(state, folder / "monday")
    return Calm(folder, files, states, took["tue"])


def test_days_differ_and_are_worth_comparing(calm: Calm) -> None:
    assert len({json.dumps(sorted(map(repr, state.items()))) for state in calm.states.values()}) == len(_DAYS)
    assert all(
        len(files["stances.jsonl"]) > 1000 and len(files["report.html"]) > 10_000 for files in calm.files.values()
    )
    assert set(calm.files["tue"]) >= {
        "articles.jsonl",
        "changes.jsonl",
        "rejected.jsonl",
        "stories.jsonl",
        "totals.jsonl",
    }


def test_twenty_random_moments(forks: Forks, calm: Calm, tmp_path: Path) -> None:
    moments = random.Random(13)
    expected = Desk(forks, tmp_path, None).done("tue")
    for attempt in range(_MOMENTS):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        desk = Desk(forks, folder, None)
        desk.killed_within("tue", moments.uniform(0, calm.seconds))
        assert desk.done("tue") == expected, attempt


def test_twenty_random_moments_with_a_state(forks: Forks, calm: Calm, tmp_path: Path) -> None:
    moments = random.Random(14)
    for attempt in range(_MOMENTS):
        desk = calm.second_day(forks, tmp_path / str(attempt), cache=attempt % 2 == 1)
        desk.killed_within("tue", moments.uniform(0, calm.seconds))
        calm.assert_before_or_after(desk.folder / "state")
        calm.assert_same_end(desk, later=attempt % 4 == 0)


def test_every_step_that_changes_the_disk(forks: Forks, calm: Calm, tmp_path: Path) -> None:
    """The first day of all, so that the making of the state is among them."""
    (tmp_path / "calm").mkdir()
    names = _steps(Desk(forks, tmp_path / "calm", tmp_path / "calm" / "state"), "mon")
    files = len(calm.files["mon"]) + 1  # the manifest
    count = Counter(names)
    assert (count["replace"], count["INSERT"], count["COMMIT"]) == (files, 3, 2)
    assert count["fsync"] == files + len(calm.files["mon"]["stories.jsonl"].splitlines())
    assert names[-3:] == ["unlink"] * 3  # the journal, the locks of state and folder
    seen = set()
    for step in range(1, len(names) + 1):
        folder = tmp_path / str(step)
        folder.mkdir()
        desk = Desk(forks, folder, folder / "state")
        assert desk.run("mon", Fault(signals={step: _KILL})).code == -_KILL
        held = holdings(folder / "state")
        seen.add(bool(held.get("stories")))
        assert held in [{}, _EMPTY, calm.states["mon"]], names[:step]
        assert desk.done("mon") == calm.files["mon"], names[:step]
        assert _without_runs(holdings(folder / "state")) == _without_runs(calm.states["mon"])
    assert seen == {True, False}


_EMPTY: dict[str, list[Any]] = {"articles": [], "runs": [], "stories": []}


def _steps(desk: Desk, day: str) -> list[str]:
    """Names of the steps of an undisturbed run."""
    path = desk.folder / "steps.json"
    assert desk.run(day, Fault(steps=str(path))).code == 0
    names: list[str] = json.loads(path.read_text(encoding="utf-8"))
    return names


def test_deaths_in_the_midst_of_writing(forks: Forks, calm: Calm, tmp_path: Path) -> None:
    """A file that reaches a size is cut off there and its writer dies."""
    names = _steps(calm.second_day(forks, tmp_path / "calm"), "tue")
    sizes = {"fsync": (2000, 4000, 50_000), "COMMIT": (10, 2000, 4100, 9000, 20_000)}
    cut = set()
    for name, size in [(name, size) for name, some in sizes.items() for size in some]:
        desk = calm.second_day(forks, tmp_path / f"{name} {size}")
        fault = Fault(file_size=size, since=names.index(name) + 1, torn=True)
        assert desk.run("tue", fault).code == -int(signal.SIGXFSZ), (name, size)
        cut |= {path.name.split(".")[-1] for path in desk.folder.rglob("*") if path.stat().st_size == size}
        calm.assert_before_or_after(desk.folder / "state")
        calm.assert_same_end(desk, later=size == 2000)
    assert cut == {"sqlite-wal", "jsonl", "partial"}  # the state's log, the journal, and a file that was to be whole
