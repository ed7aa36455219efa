"""What the command line shows while it works and when it is done. Results go to stdout, everything else to stderr."""

import json
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from pipeline import config
from pipeline.progress import Stages, Watcher, silent
from pipeline.records import Reject

if TYPE_CHECKING:
    from pipeline.run import Summary


@dataclass(frozen=True, slots=True)
class Settings:
    """The options that every command takes."""

    config_name: str
    overrides: tuple[str, ...]
    device: str | None
    offline: bool
    quiet: bool
    json_logs: bool

    def config(self) -> config.Config:
        """Read the configuration with the overrides of the command line.

        Raises:
            ConfigError: see ``config.load``.
        """
        device = (f"compute.device={self.device}",) if self.device else ()
        return config.load(self.config_name, (*self.overrides, *device))

    @contextmanager
    def stages(self) -> Iterator[Stages]:
        """Stages that show their progress: bars on a terminal, plain lines elsewhere, JSON if asked for."""
        if self.quiet:
            yield Stages(silent)
        elif self.json_logs:
            yield Stages(_json_line)
        elif sys.stderr.isatty():
            with _bars() as progress:
                yield Stages(_bar_watcher(progress))
        else:
            yield Stages(_plain_line)

    def log_progress(self) -> None:
        """Send the log of a training run to stderr."""
        if not self.quiet:
            logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)

    def show_rejects(self, rejects: Sequence[Reject]) -> None:
        """Print what could not be used, a line each, on stderr: these commands have no file for it."""
        for reject in rejects:
            sys.stderr.write(f"{reject.file}, line {reject.line}: {reject.reason}\n")

    def show(self, summary: "Summary") -> None:
        """Print where the report lies and a short table."""
        console = Console(highlight=False, markup=False, soft_wrap=True)
        counts = summary.counts
        table = Table("stories", "articles", "claims", "stances", "rejected", "seconds")
        cells = (counts.stories, counts.articles, counts.claims, counts.stances, counts.rejected)
        table.add_row(*(f"{cell:,}" for cell in cells), f"{summary.seconds:.1f}")
        console.print(table)
        console.print(f"report: {(summary.out / 'report.html').resolve()}")
        error = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
        if counts.rejected:
            error.print(f"{counts.rejected} rows could not be used; see {summary.out / 'rejected.jsonl'}")
        if counts.unmatched_claims:
            error.print(f"about no story of the input: claims {', '.join(counts.unmatched_claims)}")
        for note in summary.notes:
            error.print(note)
        if summary.resumed:
            error.print(f"went on from an unfinished run: {summary.resumed} stories were done")


def _bars() -> Progress:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _bar_watcher(progress: Progress) -> Watcher:
    tasks = {}

    def watch(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = progress.add_task(stage, total=total)
        progress.update(tasks[stage], completed=done, total=total)

    return watch


def _plain_line(stage: str, done: int, total: int) -> None:
    tenth = max(1, total // 10)
    if done == total or done % tenth == 0:
        sys.stderr.write(f"{stage}: {done} of {total}\n" if total != 1 else f"{stage}: {'done' if done else '...'}\n")


def _json_line(stage: str, done: int, total: int) -> None:
    sys.stderr.write(json.dumps({"stage": stage, "done": done, "total": total}) + "\n")
