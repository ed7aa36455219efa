"""Commands in forked children of one process that has everything imported and the tiny models loaded.

Each child is the command line from its first argument to its exit status, and can be stopped at any call by which it
changes a disk. A start costs a tenth of a second in place of several.
"""

import atexit
import contextlib
import dataclasses
import functools
import gc
import io
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LONGEST = 120  # seconds after which a child that hangs is ended
_CALLS = ("replace", "fsync", "unlink")  # of os; a database's changes of rows and its commits are steps too


@dataclass(frozen=True)
class Fault:
    """What befalls a child.

    A step is a call that changes what lies on a disk; they count from 1 and are met before they are done. ``steps`` is
    a file to which a child that ends by itself writes the names of those it made.
    """

    signals: Mapping[int, int] = dataclasses.field(default_factory=dict)  # step -> signal that the child gets there
    pause: tuple[int, str, str] | None = None  # at a step, one named pipe tells of it, the other is waited for
    steps: str = ""
    file_size: int = 0  # bytes to which files can grow
    since: int = 0  # the step from which that holds
    torn: bool = False  # growing beyond that kills, in the midst of the writing
    clock: float = 0.0  # seconds by which all clocks jump at each look, to and fro


@dataclass(frozen=True)
class Ended:
    """How a child ended: its exit status, or the signal that killed it with a minus."""

    code: int
    out: str
    err: str


class Forks:
    """The process that forks, seen from a test."""

    def __init__(self) -> None:
        variables = {"OMP_NUM_THREADS": "1", "EVENHAND_CACHE": "off", "PYTHONPATH": os.pathsep.join(sys.path)}
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **variables}
        )

    def start(self, *arguments: str, fault: Fault | None = None, **variables: str) -> int:
        """Start ``evenhand`` with arguments and variables of the environment; hands back the process id."""
        return int(self._ask([arguments, dataclasses.asdict(fault or Fault()), variables]))

    def wait(self, pid: int) -> Ended:
        return Ended(*self._ask(pid))

    def run(self, *arguments: str, fault: Fault | None = None, **variables: str) -> Ended:
        return self.wait(self.start(*arguments, fault=fault, **variables))

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()

    def _ask(self, question: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question).encode() + b"\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@functools.cache
def shared() -> Forks:
    """The one process of all tests that run in this one."""
    found = Forks()
    atexit.register(found.close)
    return found


def serve() -> None:
    """Fork a child for each line of arguments, wait for one for each process id."""
    with tempfile.TemporaryDirectory() as folder, os.fdopen(os.dup(1), "w") as answers:
        os.dup2(2, 1)  # what the commands print must not get among the answers
        outputs = Path(folder)
        _warm(outputs)
        for line in sys.stdin.buffer:
            asked = json.loads(line)
            answer = _ended(asked, outputs) if isinstance(asked, int) else _fork(*asked, outputs)
            answers.write(json.dumps(answer) + "\n")
            answers.flush()


def _warm(folder: Path) -> None:
    """Run once, so that nothing is left to import; with one thread there are no others that a fork would lose."""
    import days
    import torch

    import pipeline.tools
    from pipeline.cli import main

    torch.set_num_threads(1)
    for name in ("_encoder", "_nli", "_tagger"):
        setattr(pipeline.tools, name, _once(getattr(pipeline.tools, name)))
    source = days.write_day(folder / "in.jsonl", days.MONDAY)
    with tempfile.TemporaryDirectory() as out, tempfile.TemporaryDirectory() as state:
        command = ["run", str(source), "--claims", "auto", "--out", out, "--state", state]
        with contextlib.redirect_stdout(io.StringIO()):
            main([*command, "--config", "tiny", "--quiet"], standalone_mode=False)
    source.unlink()
    gc.collect()
    gc.freeze()  # memory that a child's collector does not touch is never copied


def _once(load: Callable[..., Any]) -> Callable[..., Any]:
    """Models that the warming loaded are there in every child; another configuration loads its own."""
    loaded: dict[str, Any] = {}

    @functools.wraps(load)
    def found(*arguments: Any, offline: bool = False) -> Any:
        name = json.dumps([str(argument) for argument in arguments])
        if name not in loaded:
            loaded[name] = load(*arguments) if load.__name__ == "_tagger" else load(*arguments, offline=offline)
        return loaded[name]

    return found


def _fork(arguments: list[str], fault: dict[str, Any], variables: dict[str, str], outputs: Path) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        for stream, number in (("out", 1), ("err", 2)):
            os.dup2(os.open(outputs / f"{os.getpid()}.{stream}", os.O_WRONLY | os.O_CREAT), number)
        os.environ.update(variables)
        signal.alarm(_LONGEST)
        code = _child(arguments, Fault(**{**fault, "signals": {int(key): to for key, to in fault["signals"].items()}}))
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        raise
    finally:
        os._exit(code)


def _child(arguments: list[str], fault: Fault) -> int:
    from pipeline.cli import main

    names = _watch(fault)
    if fault.file_size and not fault.since:
        _limit(fault)
    if fault.clock:
        _shake(fault.clock)
    code: Any = 0
    try:
        main(arguments, prog_name="evenhand")
    except SystemExit as end:
        code = end.code or 0
    sys.stdout.flush()
    if fault.steps:
        Path(fault.steps).write_text(json.dumps(names), encoding="utf-8")
    return int(code)


def _watch(fault: Fault) -> list[str]:
    """Have the fault befall its steps; hands back the list of their names, which grows."""
    names: list[str] = []

    def step(name: str) -> None:
        names.append(name)
        if len(names) in fault.signals:
            os.kill(os.getpid(), fault.signals[len(names)])
        if fault.file_size and fault.since == len(names):
            _limit(fault)
        if fault.pause and fault.pause[0] == len(names):
            Path(fault.pause[1]).write_text("here", encoding="utf-8")
            Path(fault.pause[2]).read_text(encoding="utf-8")

    def before(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def stepping(*arguments: Any, **options: Any) -> Any:
            step(name)
            return call(*arguments, **options)

        return stepping

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:
            if sql == "COMMIT":
                step(sql)
            return super().execute(sql, *rest)

        def executemany(self, sql: str, *rest: Any) -> sqlite3.Cursor:
            step(sql.split(maxsplit=1)[0])
            return super().executemany(sql, *rest)

    for name in _CALLS:
        setattr(os, name, before(name, getattr(os, name)))
    sqlite3.connect = functools.partial(sqlite3.connect, factory=Connection)
    return names


def _limit(fault: Fault) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL if fault.torn else signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (fault.file_size, fault.file_size))


def _shake(seconds: float) -> None:
    """Let all clocks jump far back and forth, at each look another way."""
    looks = 0

    def jumping(clock: Callable[[], float]) -> Callable[[], float]:
        def look() -> float:
            nonlocal looks
            looks += 1
            return clock() + (seconds if looks % 2 else -seconds)

        return look

    for name in ("time", "monotonic", "perf_counter"):
        setattr(time, name, jumping(getattr(time, name)))


def _ended(pid: int, outputs: Path) -> tuple[int, str, str]:
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    files = [outputs / f"{pid}.{stream}" for stream in ("out", "err")]
    texts = [path.read_text(encoding="utf-8") if path.exists() else "" for path in files]
    for path in files:
        path.unlink(missing_ok=True)
    return code, texts[0], texts[1]


if __name__ == "__main__":
    serve()
