"""``evenhand eval`` and ``evenhand eval compare``: plugged into the command line, which does not know this package."""

import sys
from pathlib import Path
from typing import Any

import click

from pipeline.cli.common import common

_FAILED = 1  # exit code where a gate is not met
_COMPARE = "compare"


class Evaluations(click.Group):
    """``compare`` is a command; whatever else comes first belongs to the evaluation itself."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the name of the evaluation's own command before its arguments."""
        return super().parse_args(ctx, args if args[:1] == [_COMPARE] else ["", *args])


@click.group("eval", cls=Evaluations, add_help_option=False)
def evaluate() -> None:
    """Measure a run against hand labels; 'eval compare OLD NEW' for two results."""


@evaluate.command("", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("expectations", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--run", "run", default=None, type=click.Path(path_type=Path), help="Run folder; made in OUT/run if none."
)
@click.option("--gate", "gates", multiple=True, metavar="'NAME>=X'", help="Demand on a figure; exit 1 if not met.")
@click.option("--benchmark", default=None, metavar="NAME", help="A public set in place of hand labels; 'list' for all.")
@click.option("--data", default=None, type=click.Path(path_type=Path), help="Where the public set lies.")
@click.option("--most", default=None, type=click.IntRange(1), help="Most rows of a public set.")
@click.option("--out", default=None, type=click.Path(path_type=Path), help="Folder to write.")
@common
def measure(
    expectations: tuple[Path, ...],
    run: Path | None,
    gates: tuple[str, ...],
    benchmark: str | None,
    data: Path | None,
    most: int | None,
    out: Path | None,
    settings: Any,
) -> None:
    """Measure the pipeline against hand labels: EXPECTATIONS (files or folders), or those that come with Evenhand.

    Writes results.json, report.md and report.html. 'evenhand eval compare OLD NEW' shows what changed between two.
    """
    if benchmark is not None:
        _benchmark(benchmark, data, most, out, settings)
        return
    if out is None:
        raise click.UsageError("name the folder to write: --out DIR")
    from eval.harness import Evaluation
    from eval.harness import evaluate as run_evaluation
    from eval.report import summary

    job = Evaluation(out, expectations, run, gates, settings.offline)
    with settings.stages() as stages:
        results = run_evaluation(job, settings.config(), stages)
    click.echo(summary(results, out))
    if not all(gate.passed for gate in results.gates):
        sys.exit(_FAILED)


def _benchmark(name: str, data: Path | None, most: int | None, out: Path | None, settings: Any) -> None:
    from eval.benchmarks.public import listed, run_benchmark

    if name == "list":
        click.echo("\n".join(listed()))
        return
    if data is None:
        raise click.UsageError(f"--benchmark {name} needs --data PATH; 'evenhand eval --benchmark list' says which")
    with settings.stages() as stages:
        lines = run_benchmark(name, data, settings.config(), stages, most=most, out=out, offline=settings.offline)
    click.echo("\n".join(lines))


@evaluate.command(_COMPARE)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--cases", default=10, show_default=True, type=click.IntRange(0), help="Flipped cases to show.")
@common
def compare(old: Path, new: Path, cases: int, settings: Any) -> None:
    """Show what got better or worse between two results beyond chance, and the cases that flipped."""
    del settings
    from eval.compare import compare as compare_results
    from eval.files import read_results
    from eval.report import comparison

    click.echo(comparison(compare_results(read_results(old), read_results(new)), cases))
