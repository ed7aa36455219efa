"""``evenhand cache``: what is kept of earlier runs."""

from typing import Any

import click

from pipeline.cli.commands import main
from pipeline.cli.common import common


@main.group("cache")
def cache_group() -> None:
    """See and clear what models said in earlier runs, kept so that nothing is computed twice."""


@cache_group.command("show")
@common
def show(settings: Any) -> None:
    """Print where the cache lies, its size and limit, and what it holds."""
    from pipeline.cache import Cache, folder

    place = folder()
    if place is None:
        click.echo("off (EVENHAND_CACHE=off)")
        return
    with Cache(place, settings.config().cache.megabytes) as cache:
        usage = cache.usage()
    click.echo(f"{usage.path}\t{_megabytes(usage.bytes)} of {_megabytes(usage.limit)}")
    for kind in usage.kinds:
        click.echo(f"{kind.kind}\t{kind.entries:,}\t{_megabytes(kind.bytes)}")


@cache_group.command("clear")
@common
def clear(settings: Any) -> None:
    """Forget everything; the next run works it out anew."""
    from pipeline.cache import folder, remove

    del settings
    place = folder()
    if place is None:
        click.echo("off (EVENHAND_CACHE=off)")
        return
    click.echo(f"{place}: {_megabytes(remove(place))} freed")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
