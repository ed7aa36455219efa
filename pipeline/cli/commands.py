"""The commands: thin. Models and torch are imported only by the commands that need them."""

import sys
from pathlib import Path
from typing import Any

import click

from pipeline.cli.common import OUT_FILE, Group, common


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="evenhand")
def main() -> None:
    """Find the stories in what many outlets wrote, brief each neutrally, and show who says what."""


@main.command("run")
@click.argument("articles", nargs=-1, required=True)
@click.option("--claims", default="none", show_default=True, metavar="FILE|auto|none", help="Reference claims.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write.")
@click.option("--strict", is_flag=True, help="Stop at the first row that can't be used.")
@click.option(
    "--state", default=None, type=click.Path(path_type=Path), help="Folder of the stories so far: add ARTICLES to them."
)
@common
def run_command(
    articles: tuple[str, ...], claims: str, out: Path, strict: bool, state: Path | None, settings: Any
) -> None:
    """Do the main job: ARTICLES (files, folders or -) to a run folder with a report."""
    from pipeline.run import Job, run

    job = Job(articles, out, claims, strict, settings.offline, state)
    with settings.stages() as stages:
        summary = run(job, settings.config(), stages, stdin=sys.stdin.buffer)
    settings.show(summary)


@main.command()
@click.option("--out", default=Path("demo"), show_default=True, type=click.Path(path_type=Path))
@common
def demo(out: Path, settings: Any) -> None:
    """Run the main job on the sample stories that come with the installation."""
    from pipeline.run import Job, run

    samples = Path(__file__).parent.parent / "samples"
    job = Job((str(samples / "articles.jsonl"),), out, str(samples / "claims.yaml"), offline=settings.offline)
    with settings.stages() as stages:
        summary = run(job, settings.config(), stages)
    settings.show(summary)


@main.command()
@click.argument("articles", nargs=-1, required=True)
@OUT_FILE
@common
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
    @OUT_FILE
    @common
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
@common
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
@click.option(
    "--plain-stories", default=1, show_default=True, type=click.IntRange(0, 4), help="Sample stories, the plain way."
)
@common
def bench(out: Path | None, pairs: int, plain_pairs: int, stances: bool, plain_stories: int, settings: Any) -> None:
    """Measure the speed on the sample stories against running the same models the plain way; prints JSON."""
    import json

    from pipeline import bench as measuring
    from pipeline import output

    with settings.stages() as stages:
        sizes = {"pairs": pairs, "plain_pairs": plain_pairs, "plain_stories": plain_stories}
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
@common
def models_list(settings: Any) -> None:
    """Print the model of each role, its source, licence and digest."""
    from pipeline.config import EXTRACT
    from pipeline.places import describe

    roles = settings.config().models
    for role in ("encoder", "nli", "stance"):
        source = getattr(roles, role)
        if source is None:
            continue
        info = describe(role, source)
        click.echo(f"{role}\t{info.source}\t{info.licence}\t{info.digest or 'not loaded'}")
    name = roles.summariser.source
    info = describe("summariser", roles.salience if name == EXTRACT else roles.summariser)
    click.echo(f"summariser\t{name}\t{info.licence}\t{info.digest or 'not loaded'}")
    if roles.compression is not None:
        info = describe("compression", roles.compression)
        click.echo(f"compression\t{info.source}\t{info.licence}\t{info.digest or 'not loaded'}")


@models.command("check")
@common
def models_check(settings: Any) -> None:
    """Load every model and prove the NLI model's label order on known pairs."""
    from pipeline.tools import load_tools

    for info in load_tools(settings.config(), offline=settings.offline).models:
        click.echo(f"{info.role}\t{info.source}\tok\t{info.parameters:,} parameters\t{info.digest}")


@models.command("lock")
@click.option("--out", default=None, type=click.Path(path_type=Path), help="YAML file to write in place of stdout.")
@common
def models_lock(out: Path | None, settings: Any) -> None:
    """Write the configuration with every hub model at its commit, for --config."""
    from pipeline.files import whole_file
    from pipeline.models import lock

    locked = lock(settings.config(), offline=settings.offline)
    if not locked.commits:
        click.echo("no model of this configuration comes from a hub; there was no revision to resolve", err=True)
    if out is None:
        click.echo(locked.text, nl=False)
        return
    with whole_file(out) as file:
        file.write(locked.text)
