"""``evenhand export`` and ``evenhand open``: what becomes of a finished run's files."""

from pathlib import Path
from typing import Any

import click

from pipeline.cli.commands import main
from pipeline.cli.common import common
from pipeline.errors import InputError


@main.command("export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--format", "kind", required=True, type=click.Choice(["csv", "xlsx", "parquet", "md"]), help="What to write."
)
@click.option("--out", default=None, type=click.Path(path_type=Path), help="Folder to write, or file for xlsx.")
@click.option("--story", "stories", multiple=True, metavar="ID", help="Export this story only; repeatable.")
@common
def export_command(folder: Path, kind: str, out: Path | None, stories: tuple[str, ...], settings: Any) -> None:
    """Write a run folder's tables (csv, xlsx, parquet) or a page a story (md); prints the files' paths."""
    from pipeline.export import export

    del settings
    for path in export(folder, kind, out, stories):
        click.echo(path)


@main.command("open")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@common
def open_command(folder: Path, settings: Any) -> None:
    """Show the report of a run folder in the browser."""
    import webbrowser

    del settings
    page = (folder / "report.html").resolve()
    if not page.is_file():
        raise InputError(f"{folder / 'report.html'}: no such file; `evenhand report DIR` makes it of a finished run")
    try:
        shown = webbrowser.open(page.as_uri())
    except webbrowser.Error:
        shown = False
    if not shown:
        click.echo("no browser can be started here; open this file in one:", err=True)
        click.echo(page)
