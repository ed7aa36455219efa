"""What goes wrong around a run: each is told in one line, and the next start goes on to the same bytes."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from days import MONDAY, TUESDAY, contents, holdings, write_day
from forks import Ended, Fault, Forks, shared
from test_models import checkpoint

from pipeline.places import BUILTIN

_ROOT = Path(__file__).parent.parent
_FULL = ": No space left on device; --debug shows where"
_INTERRUPTED = "evenhand: interrupted; start the same command again to go on"


@pytest.fixture(scope="module")
def forks() -> Forks:
    return shared()


class Desk:
    """Runs of two days, wherever their folder, their state and their cache are."""

    def __init__(self, forks: Forks, folder: Path) -> None:
        self.forks, self.out, self.state, self.cache = forks, folder / "out", folder / "state", "off"
        self._sources = {"mon": MONDAY, "tue": TUESDAY}
        self._folder = folder

    def command(self, day: str, *settings: str, state: bool = False) -> list[str]:
        source = write_day(self._folder / f"{day}.jsonl", self._sources[day])
        command = ["run", str(source), "--claims", "auto", "--out", str(self.out), "--config", "tiny", "--offline"]
        return [*command, "--quiet", *settings, *(["--state", str(self.state)] if state else [])]

    def run(self, *settings: str, day: str = "mon", state: bool = False, fault: Fault | None = None) -> Ended:
        command = self.command(day, *settings, state=state)
        return self.forks.run(*command, fault=fault, EVENHAND_CACHE=self.cache)

    def done(self, *, day: str = "mon", state: bool = False) -> dict[str, bytes]:
        ended = self.run(day=day, state=state)
        assert ended.code == 0, ended.err
        return contents(self.out)


@pytest.fixture
def desk(forks: Forks, tmp_path: Path) -> Desk:
    return Desk(forks, tmp_path)


@pytest.fixture(scope="module")
def calm(forks: Forks, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The first day, undisturbed."""
    return Desk(forks, tmp_path_factory.mktemp("calm")).done()


def _line(ended: Ended, code: int = 2) -> str:
    """The one line that a run says when it ends early."""
    assert (ended.code, len(ended.err.splitlines())) == (code, 1), ended
    return ended.err.strip()


@contextmanager
def _mounted(folder: Path, options: str) -> Iterator[Path]:
    """A disk of its own, in memory."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", options, "evenhand-test", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        pytest.skip(f"there is no mount command here: {error}")
    if done.returncode:
        pytest.skip(f"no disk can be mounted here, it takes root's rights: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with _mounted(tmp_path / "disk", "size=4m") as folder:
        yield folder


def _fill(disk: Path, *, leave: int) -> Path:
    """Take all room of a disk but so many blocks."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        free = os.statvfs(disk)
        os.posix_fallocate(file.fileno(), 0, (free.f_bavail - leave) * free.f_frsize)
    return filler


def test_a_full_disk(desk: Desk, small_disk: Path, calm: dict[str, bytes]) -> None:
    """One block after the other is there, so that each file in turn finds none."""
    full = []
    for blocks in range(1, 8):
        desk.out = small_disk / str(blocks)
        filler = _fill(small_disk, leave=blocks)
        line = _line(desk.run())
        full.append(line.removeprefix(f"evenhand: {desk.out}/").removesuffix(_FULL))
        assert line == f"evenhand: {desk.out / full[-1]}{_FULL}"
        assert not list(desk.out.glob("*.partial"))
        filler.unlink()
        assert desk.done() == calm
        shutil.rmtree(desk.out)
    assert set(full) <= {".journal.jsonl", "manifest.json", *calm}
    assert len(set(full)) > 3


@pytest.mark.parametrize(("size", "file"), [(600, ".journal.jsonl"), (12_000, "report.html")])
def test_files_that_may_not_grow(desk: Desk, calm: dict[str, bytes], size: int, file: str) -> None:
    line = _line(desk.run(fault=Fault(file_size=size)))
    assert line == f"evenhand: {desk.out / file}: File too large; --debug shows where"
    assert desk.done() == calm


def test_a_full_disk_under_the_state_leaves_the_one_before(desk: Desk, small_disk: Path, forks: Forks) -> None:
    desk.state = small_disk / "state"
    desk.done(state=True)
    before = holdings(desk.state)
    filler = _fill(small_disk, leave=10)
    line = _line(desk.run(day="tue", state=True))
    said = "the state can't be written (database or disk is full); it is as it was before"
    assert line == f"evenhand: {desk.state / 'state.sqlite'}: {said}"
    filler.unlink()
    assert holdings(desk.state) == before
    found = desk.done(day="tue", state=True)
    other = Desk(forks, small_disk.parent / "other")
    other.out.parent.mkdir()
    other.done(state=True)
    assert found == other.done(day="tue", state=True)
    assert holdings(desk.state) == holdings(other.state)


@pytest.mark.parametrize("blocks", [0, 2, 8, 14, 20, 40])
def test_a_full_disk_under_the_cache_stops_nothing(
    desk: Desk, small_disk: Path, calm: dict[str, bytes], blocks: int
) -> None:
    desk.cache = str(small_disk / "cache")
    _fill(small_disk, leave=blocks)
    ended = desk.run()
    assert (ended.code, contents(desk.out)) == (0, calm), ended
    assert "is kept for later runs" in " ".join(ended.err.split())
    assert "cache.sqlite" in ended.err


def _read_only(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)


@pytest.mark.parametrize("there", [False, True])
def test_a_read_only_disk(desk: Desk, small_disk: Path, there: bool) -> None:
    desk.out = small_disk / "out"
    if there:
        desk.done()
    _read_only(small_disk)
    line = _line(desk.run())
    named = desk.out / ".lock" if there else desk.out
    assert line == f"evenhand: {named}: Read-only file system; --debug shows where"


def test_a_read_only_state_or_cache(desk: Desk, small_disk: Path, calm: dict[str, bytes]) -> None:
    desk.state, desk.cache = small_disk / "state", str(small_disk / "cache")
    desk.done(state=True)
    _read_only(small_disk)
    assert (
        _line(desk.run(state=True)) == f"evenhand: {desk.state / '.lock'}: Read-only file system; --debug shows where"
    )
    ended = desk.run()
    assert (ended.code, ended.err.count("nothing is kept for later runs")) == (0, 1)
    files = contents(desk.out)
    assert files.pop("changes.jsonl", b"")  # of the run with a state before
    assert files == calm


@pytest.mark.parametrize("what", ["out", "state"])
def test_a_file_in_the_place_of_a_folder(desk: Desk, what: str) -> None:
    place = getattr(desk, what)
    place.write_text("mine", encoding="utf-8")
    line = _line(desk.run(state=True))
    assert line == f"evenhand: {place}: File exists; --debug shows where"
    assert place.read_text(encoding="utf-8") == "mine"


def test_standard_output_on_a_full_disk(desk: Desk) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    command = [sys.executable, "-m", "pipeline", "models", "list", "--config", "tiny"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=_ROOT)
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == "evenhand: [Errno 28] No space left on device; --debug shows where"


def test_a_second_run_in_a_folder_is_refused_and_the_first_unharmed(
    desk: Desk, tmp_path: Path, calm: dict[str, bytes]
) -> None:
    here, go_on = tmp_path / "here", tmp_path / "go_on"
    os.mkfifo(here)
    os.mkfifo(go_on)
    first = desk.forks.start(*desk.command("mon"), fault=Fault(pause=(5, str(here), str(go_on))))
    assert here.read_text(encoding="utf-8") == "here"  # it is writing its files now
    line = _line(desk.run())
    assert line == f"evenhand: {desk.out}: another run is at work in this folder; wait for it, or name another"
    go_on.write_text("go on", encoding="utf-8")
    assert desk.forks.wait(first).code == 0
    assert contents(desk.out) == calm


def test_a_folder_is_free_when_its_run_was_killed(desk: Desk, calm: dict[str, bytes]) -> None:
    assert desk.run(fault=Fault(signals={3: signal.SIGKILL})).code == -signal.SIGKILL
    assert (desk.out / ".lock").exists()
    assert desk.done() == calm
    assert not (desk.out / ".lock").exists()


@pytest.mark.parametrize("share", [0.0, 0.5, 0.999])
@pytest.mark.parametrize("role", ["nli", "salience"])
def test_a_model_file_cut_short(desk: Desk, tmp_path: Path, role: str, share: float) -> None:
    folder = tmp_path / "model"
    if role == "salience":
        shutil.copytree(BUILTIN / role, folder)
    else:
        checkpoint(folder, ("entailment", "neutral", "contradiction"))
    weights = folder / "model.safetensors"
    os.truncate(weights, int(weights.stat().st_size * share))
    line = _line(desk.run("--set", f"models.{role}={folder}"))
    assert str(folder) in line
    assert "cut short: copy" in line
    assert not (desk.out / "stories.jsonl").exists()


def _program(desk: Desk) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipeline", *desk.command("mon")]
    command.remove("--quiet")
    return subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_ctrl_c(desk: Desk, calm: dict[str, bytes]) -> None:
    process = _program(desk)
    assert process.stderr is not None
    told = next(line for line in process.stderr if line.startswith("load models"))
    process.send_signal(signal.SIGINT)
    said = [told, *process.stderr.read().splitlines()]
    assert process.wait() == 130
    assert [line for line in said if not line.partition(": ")[2].startswith(("...", "done"))] == [_INTERRUPTED]
    assert not (desk.out / ".lock").exists()
    assert desk.done() == calm


@pytest.mark.parametrize(
    ("kind", "first", "again"),
    [
        *((signal.SIGINT, first, again) for first in (6, 7, 8) for again in (0, 2)),
        *((signal.SIGTERM, 6, again) for again in (0, 1, 2)),
    ],
)
def test_a_stop_while_files_are_written_and_others_while_that_is_cleaned_up(
    desk: Desk, calm: dict[str, bytes], kind: signal.Signals, first: int, again: int
) -> None:
    """The steps from the sixth on are those of stories.jsonl; once stopped, to take away what was begun and the lock."""
    stops = {step: int(kind) for step in range(first, first + 1 + again)}
    assert _line(desk.run(fault=Fault(signals=stops)), 130) == _INTERRUPTED
    assert (desk.out / "stories.jsonl").exists() == (first == 8)
    assert not (desk.out / "stances.jsonl").exists()
    assert desk.done() == calm


@pytest.mark.parametrize("jump", [3600.0, 20 * 365.25 * 86_400])
def test_clocks_that_jump(desk: Desk, calm: dict[str, bytes], jump: float) -> None:
    ended = desk.run(fault=Fault(clock=jump))
    assert ended.code == 0, ended.err
    assert contents(desk.out) == calm
    seconds = json.loads((desk.out / "manifest.json").read_text(encoding="utf-8"))["seconds"]
    assert min(seconds.values()) >= 0
    desk.cache = str(desk.out.parent / "cache")
    assert desk.run(state=True, fault=Fault(clock=-jump)).code == 0
    assert {name: data for name, data in contents(desk.out).items() if name != "changes.jsonl"} == calm
