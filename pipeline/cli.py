"""The command line: thin. Models and torch are imported only by the commands that need them."""

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pipeline.errors import EvenhandError

_INTERRUPTED = 130


class _Group(click.Group):
    """Answers a mistyped command or option with the nearest valid one (click does so for options)."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            close = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1, cutoff=0.5)
            hint = f"did you mean {close[0]}?" if close else f"commands: {', '.join(self.list_commands(ctx))}"
            raise click.UsageError(f"{error.message} {hint}", ctx) from error


def _common(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that every command takes, handed on as one ``Settings``."""

    @click.option("--config", "config_name", default="default", show_default=True, help="Name or path of a YAML file.")
    @click.option("--set", "overrides", multiple=True, metavar="SECTION.KEY=VALUE", help="Change one setting.")
    @click.option("--device", default=None, help="cpu, cuda, cuda:1, mps; overrides compute.device.")
    @click.option("--offline", is_flag=True, help="Never reach for the network, not even for hub models.")
    @click.option("--quiet", is_flag=True, help="No progress on stderr.")
    @click.option("--json-logs", is_flag=True, help="Progress as JSON lines on stderr.")
    @click.option("--debug", is_flag=True, help="Show a traceback with an error.")
    @functools.wraps(command)
    def wrapped(
        *args: Any,
        config_name: str,
        overrides: tuple[str, ...],
        device: str | None,
        offline: bool,
        quiet: bool,
        json_logs: bool,
        debug: bool,
        **kwargs: Any,
    ) -> Any:
        from pipeline.terminal import Settings

        settings = Settings(config_name, overrides, device, offline, quiet, json_logs)
        try:
            return command(*args, settings=settings, **kwargs)
        except EvenhandError as error:
            if debug:
                raise
            click.echo(f"evenhand: {error}", err=True)
            sys.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("evenhand: interrupted; start the same command again to go on", err=True)
            sys.exit(_INTERRUPTED)

    return wrapped


_OUT_FILE = click.option("--out", required=True, type=click.Path(path_type=Path), help="File to write.")


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="evenhand")
def main() -> None:
    """Find the stories in what many outlets wrote, brief each neutrally, and show who says what."""


@main.command("run")
@click.argument("articles", nargs=-1, required=True)
@click.option("--claims", default="none", show_default=True, metavar="FILE|auto|none", help="Reference claims.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write.")
@click.option("--strict", is_flag=True, help="Stop at the first row that can't be used.")
@_common
def run_command(articles: tuple[str, ...], claims: str, out: Path, strict: bool, settings: Any) -> None:
    """Do the main job: ARTICLES (files, folders or -) to a run folder with a report."""
    from pipeline.run import Job, run

    job = Job(articles, out, claims, strict, settings.offline)
    with settings.stages() as stages:
        summary = run(job, settings.config(), stages, stdin=sys.stdin.buffer)
    settings.show(summary)


@main.command()
@click.option("--out", default=Path("demo"), show_default=True, type=click.Path(path_type=Path))
@_common
def demo(out: Path, settings: Any) -> None:
    """Run the main job on the sample stories that come with the installation."""
    from pipeline.run import Job, run

    samples = Path(__file__).parent / "samples"
    job = Job((str(samples / "articles.jsonl"),), out, str(samples / "claims.yaml"), offline=settings.offline)
    with settings.stages() as stages:
        summary = run(job, settings.config(), stages)
    settings.show(summary)


@main.command()
@click.argument("articles", nargs=-1, required=True)
@_OUT_FILE
@_common
def cluster(articles: tuple[str, ...], out: Path, settings: Any) -> None:
    """Group ARTICLES into stories: a row of id and story_id per article."""
    from pipeline.rows import cluster_articles

    config, stdin = settings.config(), sys.stdin.buffer
    with settings.stages() as stages:
        rejects = cluster_articles(articles, out, config, stages, offline=settings.offline, stdin=stdin)
    settings.show_rejects(rejects)


def _row_command(name: str, argument: str, text: str) -> None:
    """Register a command that writes one output row per input row, in order."""

    @main.command(name, help=text)
    @click.argument("rows", metavar=argument, type=click.Path(path_type=Path))
    @_OUT_FILE
    @_common
    def command(rows: Path, out: Path, settings: Any) -> None:
        from pipeline import rows as row_commands

        work = getattr(row_commands, f"{name}_rows")
        with settings.stages() as stages:
            rejects = work(rows, out, settings.config(), stages, offline=settings.offline)
        settings.show_rejects(rejects)


_row_command("brief", "STORIES", "Brief stories that are already grouped: JSONL of id and articles.")
_row_command("stance", "PAIRS", "Score single articles against claims: JSONL of id, article and claim.")
_row_command("score", "PAIRS", "Score summaries against documents: JSONL of id, document and summary.")


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@_common
def report(folder: Path, settings: Any) -> None:
    """Make the report page of a run folder again, without models."""
    from pipeline.report import write_report

    del settings
    click.echo(write_report(folder))


@main.command()
@click.option("--out", default=None, type=click.Path(path_type=Path), help="JSON file to write as well.")
@click.option("--pairs", default=2000, show_default=True, type=click.IntRange(1), help="Pairs to score.")
@click.option("--plain-pairs", default=400, show_default=True, type=click.IntRange(1), help="Of these, the plain way.")
@click.option("--stances/--no-stances", default=True, show_default=True, help="Measure stance detection too.")
@_common
def bench(out: Path | None, pairs: int, plain_pairs: int, stances: bool, settings: Any) -> None:
    """Measure the speed on the sample stories against running the same models the plain way; prints JSON."""
    import json

    from pipeline import bench as measuring
    from pipeline import output

    with settings.stages() as stages:
        sizes = {"pairs": pairs, "plain_pairs": plain_pairs}
        result = output.plain(
            measuring.bench(settings.config(), stages, **sizes, stances=stances, offline=settings.offline)
        )
    if out is not None:
        output.write_json(out, result)
    click.echo(json.dumps(result, indent=2))


@main.group()
def models() -> None:
    """See and check the models of a configuration."""


@models.command("list")
@_common
def models_list(settings: Any) -> None:
    """Print the model of each role, its source, licence and digest."""
    from pipeline.models import describe

    roles = settings.config().models
    for role in ("encoder", "nli"):
        info = describe(role, getattr(roles, role))
        click.echo(f"{role}\t{info.source}\t{info.licence}\t{info.digest or 'not loaded'}")
    click.echo(f"summariser\t{roles.summariser}\tApache-2.0\tuses the encoder and the nli model")


@models.command("check")
@_common
def models_check(settings: Any) -> None:
    """Load every model and prove the NLI model's label order on known pairs."""
    from pipeline.tools import load_tools

    for info in load_tools(settings.config(), offline=settings.offline).models:
        click.echo(f"{info.role}\t{info.source}\tok\t{info.parameters:,} parameters\t{info.digest}")


@main.group()
def train() -> None:
    """Train the built-in models; nobody who only runs Evenhand needs this."""


@train.command("nli")
@click.option("--data", required=True, multiple=True, type=click.Path(path_type=Path), help="JSONL of labelled pairs.")
@click.option("--dev", multiple=True, type=click.Path(path_type=Path), help="Labelled pairs to measure on.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for weights and figures.")
@click.option("--passes", default=2, show_default=True, type=click.IntRange(1, 100))
@click.option("--learning-rate", default=1e-4, show_default=True, type=click.FloatRange(1e-7, 1e-2))
@click.option("--most", default=None, type=click.IntRange(1), help="Most pairs to train on, for a trial.")
@click.option("--start", default=None, type=click.Path(path_type=Path), help="Folder of weights to begin with.")
@click.option("--decay/--no-decay", default=True, show_default=True, help="Let the learning rate fall to zero.")
@click.option("--lora", default=None, type=click.IntRange(1, 256), help="Train adapters of this rank, not all weights.")
@_common
def train_nli_command(settings: Any, **given: Any) -> None:
    """Fine-tune the built-in encoder as a cross-encoder for NLI; goes on from its checkpoint in OUT."""
    from pipeline.training.nli import Plan, train_nli

    settings.log_progress()
    for line in train_nli(Plan(**given), settings.config()):
        click.echo(line)


@train.command("pairs")
@click.option(
    "--data", required=True, multiple=True, type=click.Path(path_type=Path), help="Articles or judged summaries."
)
@click.option("--hold-out", multiple=True, type=click.Path(path_type=Path), help="Sets whose documents to leave out.")
@click.option("--most", default=10_000, show_default=True, type=click.IntRange(1), help="Most articles of a file.")
@click.option(
    "--shape",
    default="pairs",
    show_default=True,
    type=click.Choice(["pairs", "documents", "cells"]),
    help="Pairs for 'train nli', articles with right and wrong sentences for 'train consistency', or 'train stance'.",
)
@_OUT_FILE
@_common
def train_pairs_command(settings: Any, **given: Any) -> None:
    """Make training pairs for NLI out of news: faithful sentences, the same with one fault, judged summaries."""
    from pipeline.training.news.collect import Sources, make_pairs

    for line in make_pairs(Sources(**given, seed=settings.config().seed)):
        click.echo(line)


@train.command("consistency")
@click.option("--data", multiple=True, type=click.Path(path_type=Path), help="JSONL of document, summary, label.")
@click.option("--whole", multiple=True, type=click.Path(path_type=Path), help="The same, of which all is fitted on.")
@click.option("--hold-out", multiple=True, type=click.Path(path_type=Path), help="Sets whose documents to leave out.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="JSON file to write.")
@click.option("--most", default=1000, show_default=True, type=click.IntRange(2), help="Most rows of a file.")
@_common
def train_consistency_command(settings: Any, **given: Any) -> None:
    """Fit what joins entailment, similarity and exact checks in evenhand score."""
    from pipeline.training.consistency import JointPlan, train_consistency

    for line in train_consistency(JointPlan(**given), settings.config()):
        click.echo(line)


@train.command("stance")
@click.option(
    "--data", multiple=True, type=click.Path(path_type=Path), help="JSONL of claim, evidence, label, or FNC-1."
)
@click.option("--whole", multiple=True, type=click.Path(path_type=Path), help="The same, of which all is fitted on.")
@click.option("--bodies", multiple=True, type=click.Path(path_type=Path), help="Articles of FNC-1 rows.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="JSON file to write.")
@click.option("--most", default=300, show_default=True, type=click.IntRange(2), help="Most cells of a file and label.")
@_common
def train_stance_command(settings: Any, **given: Any) -> None:
    """Fit what turns the evidence of an article into supports, refutes or not stated."""
    from pipeline.training.stance import StancePlan, train_stance

    for line in train_stance(StancePlan(**given), settings.config()):
        click.echo(line)
