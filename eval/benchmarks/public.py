"""``evenhand eval --benchmark NAME --data PATH``: the pipeline on a public set that lies on this machine."""

import random
from collections.abc import Sequence
from pathlib import Path

from eval.benchmarks.readers import READERS, reader
from eval.benchmarks.readers.rows import Row, task_of
from eval.files import write_results
from eval.report import write_pages
from eval.report.markdown import table
from eval.results import Results
from eval.statistics import compute
from pipeline.config import Config
from pipeline.errors import InputError
from pipeline.places import RANDOM
from pipeline.progress import Stages
from pipeline.versions import versions


def listed() -> list[str]:
    """A line a benchmark: its name, task, paper and what the path has to be."""
    return [f"{one.name}: {one.paper}. --data: {one.files}" for one in READERS.values()]


def run_benchmark(
    name: str,
    data: Path,
    config: Config,
    stages: Stages,
    *,
    most: int | None = None,
    out: Path | None = None,
    offline: bool = False,
) -> list[str]:
    """Measure on a public set.

    Args:
        name: of the set, as ``listed`` has it.
        data: where it lies.
        config: settings.
        stages: of the progress.
        most: rows to draw, by the configuration's seed; all by default.
        out: folder for ``results.json``, ``report.md`` and ``report.html``; none by default.
        offline: never reach for the network.

    Returns:
        Lines of a Markdown table.

    Raises:
        InputError: there is no such set, or its files can't be read.
        ModelError: a model can't be loaded.
    """
    rows = _drawn(tuple(reader(name).read(data)), most, config.seed)
    if not rows:
        raise InputError(f"{data}: no rows of {name}; --data is {reader(name).files}")
    from eval.benchmarks.tasks import TASKS
    from pipeline.tools import load_tools

    with stages.stage("load models"):
        tools = load_tools(config, offline=offline)
    measures = TASKS[task_of(rows[0])](rows, tools, config, stages)
    metrics = {measure.name: compute(measure, config.seed) for measure in measures}
    results = Results(
        metrics=metrics,
        gates=(),
        stories=(),
        items={measure.name: measure.items for measure in measures},
        models={info.role: f"{info.source} {info.digest[:12]}" for info in tools.models},
        labels={name: len(rows)},
        meaningless=any(info.source.startswith(RANDOM) for info in tools.models),
        versions=versions(),
        seed=config.seed,
    )
    if out is not None:
        write_results(out, results)
        write_pages(out, results)
    return table(f"{name}, {len(rows):,} rows", list(metrics), results).splitlines()


def _drawn(rows: Sequence[Row], most: int | None, seed: int) -> Sequence[Row]:
    """Rows in their order, of which ``most`` are drawn."""
    if most is None or len(rows) <= most:
        return rows
    kept = sorted(random.Random(seed).sample(range(len(rows)), most))
    return [rows[number] for number in kept]
