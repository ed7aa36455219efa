"""Time, memory and accuracy by the number of articles: ``python -m eval.benchmarks.scale --articles 1000 10000``.

For each size, writes synthetic articles (``eval.benchmarks.synthetic``) to a temporary folder, runs the whole command
in a process of its own, start and models included, and prints its seconds, its peak of memory and BCubed against the
true stories; at the end how the time grew from size to size. An article that the command could not use counts as a
story of its own. The system reports at least this program's own memory as a child's peak; that is far below it.

With ``--command run`` the whole main job is done, and then once more into another folder: the second time finds what
the models said in the cache, which is one of the benchmark's own and empty at first. Both folders have to hold the same
bytes.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from eval.benchmarks.synthetic import articles
from eval.figures.bcubed import BCubed, bcubed
from pipeline.cache import FOLDER_VARIABLE
from pipeline.output import write_json

_COLUMNS = ("articles", "true stories", "found", "seconds", "again", "articles/s", "peak MB", "P", "R", "F1")
_FILES = ("articles.jsonl", "stories.jsonl", "stances.jsonl", "totals.jsonl", "rejected.jsonl", "report.html")
_KILOBYTE = 1 if sys.platform == "darwin" else 1024  # bytes in the unit of ru_maxrss
_LOG_END = 2000  # characters of a failed command's output that are shown


@dataclass(frozen=True, slots=True)
class Scaled:
    """One size; ``peak`` is in bytes, ``unused`` counts the articles that the command could not use.

    ``again`` are the seconds of a second run on the same articles; None for a command that keeps nothing.
    """

    articles: int
    stories: int
    found: int
    unused: int
    seconds: float
    again: float | None
    peak: int
    bcubed: BCubed

    def line(self) -> str:
        """The size's line of the table."""
        counts = f"| {self.articles:,} | {self.stories:,} | {self.found:,} |"
        again = "-" if self.again is None else f"{self.again:.1f}"
        speed = f" {self.seconds:.1f} | {again} | {self.articles / self.seconds:.0f} | {self.peak / 1e6:.0f} |"
        return f"{counts}{speed} {self.bcubed.precision:.3f} | {self.bcubed.recall:.3f} | {self.bcubed.f1:.3f} |"


class CommandError(RuntimeError):
    """The command that is measured failed."""


def measure(size: int, command: str, config: str, seed: int, folder: Path) -> Scaled:
    """Run a command on so many articles.

    Args:
        size: how many.
        command: ``cluster`` or ``run``.
        config: name or path of the command's configuration.
        seed: of the articles.
        folder: an empty one to work in.

    Raises:
        CommandError: the command failed, or wrote other bytes the second time.
    """
    source, out = folder / "articles.jsonl", folder / "out"
    truth = _write(source, size, seed)
    arguments = [command, str(source), "--config", config, "--out"]
    seconds, peak = _run([*arguments, str(out)], folder)
    again = _again(arguments, out, folder) if command == "run" else None
    found = _found(out / "articles.jsonl" if command == "run" else out)
    predicted = [found.get(name, name) for name in truth]
    score = bcubed(predicted, list(truth.values()))
    if score is None:
        raise ValueError("no articles")
    unused = sum(name not in found for name in truth)
    return Scaled(size, len(set(truth.values())), len(set(predicted)), unused, seconds, again, peak, score)


def table(results: Iterable[Scaled]) -> Iterator[str]:
    """Lines of a Markdown table, each as soon as its size is measured."""
    yield f"| {' | '.join(_COLUMNS)} |"
    yield "|---" * len(_COLUMNS) + "|"
    for result in results:
        yield result.line()


def growth(results: Sequence[Scaled]) -> Iterator[str]:
    """A line per two successive sizes: how many times the articles and the seconds."""
    for one, other in pairwise(results):
        more, longer = other.articles / one.articles, other.seconds / one.seconds
        yield f"{one.articles:,} to {other.articles:,} articles ({more:.1f} times): {longer:.1f} times the seconds"


def _write(path: Path, size: int, seed: int) -> dict[str, str]:
    """Write the articles, and hand back the true story of each."""
    truth: dict[str, str] = {}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for article in articles(size, seed):
            truth[article.id] = article.story
            row = {name: getattr(article, name) for name in ("id", "title", "text", "source", "published")}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return truth


def _again(arguments: Sequence[str], first: Path, folder: Path) -> float:
    """Seconds of the same run into another folder."""
    second = folder / "again"
    seconds, _ = _run([*arguments, str(second)], folder)
    for name in _FILES:
        if (first / name).read_bytes() != (second / name).read_bytes():
            raise CommandError(f"{name} of the second run differs")
    return seconds


def _run(arguments: Sequence[str], folder: Path) -> tuple[float, int]:
    """Seconds and the peak of memory, in bytes, of the command in a process of its own, with a cache in the folder."""
    log, environment = folder / "log", {**os.environ, FOLDER_VARIABLE: str(folder / "cache")}
    command = [sys.executable, "-m", "pipeline", *arguments, "--offline", "--quiet"]
    with log.open("wb") as file:
        start = time.perf_counter()
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, env=environment) as child:  # noqa: S603
            _, status, usage = os.wait4(child.pid, 0)
            seconds = time.perf_counter() - start
            child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        said = log.read_text(encoding="utf-8", errors="replace")[-_LOG_END:]
        raise CommandError(f"evenhand {arguments[0]} ended with {child.returncode}: {said}")
    return seconds, usage.ru_maxrss * _KILOBYTE


def _found(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8") as lines:
        return {row["id"]: row["story_id"] for row in map(json.loads, lines)}


def _sizes(given: argparse.Namespace, kept: list[Scaled]) -> Iterator[Scaled]:
    """Measure each size, and keep what was measured."""
    for size in given.articles:
        with tempfile.TemporaryDirectory(prefix="evenhand-scale-") as folder:
            kept.append(measure(size, given.command, given.config, given.seed, Path(folder)))
        yield kept[-1]


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("from 1")
    return number


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=_positive, nargs="+", default=[1000, 10_000], metavar="COUNT")
    parser.add_argument("--command", choices=("cluster", "run"), default="cluster")
    parser.add_argument("--config", default="default", help="the command's configuration")
    parser.add_argument("--seed", type=int, default=13, help="of the articles")
    parser.add_argument("--out", type=Path, default=None, help="JSON file to write as well")
    given = parser.parse_args(arguments)
    results: list[Scaled] = []
    try:
        for line in table(_sizes(given, results)):
            print(line, flush=True)
    except CommandError as error:
        sys.exit(f"{error}")
    for line in growth(results):
        print(line)
    unused = sum(result.unused for result in results)
    if unused:
        print(f"{unused:,} articles could not be used")
    if given.out is not None:
        write_json(given.out, {"command": given.command, "config": given.config, "seed": given.seed, "sizes": results})


if __name__ == "__main__":
    main()
