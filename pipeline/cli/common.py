"""What every command shares: its options, and how an error is told."""

import difflib
import errno
import functools
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, NoReturn

import click

from pipeline.errors import EvenhandError

_INTERRUPTED = 130
_UNWRITABLE = 2  # a path of the command line that can't be read or written
_LONGEST = 300  # characters of an error that names no file


PLUGINS = "evenhand.commands"  # entry points of packages that add a command, as ``eval`` does


class Group(click.Group):
    """Has the commands of other packages too, and answers a mistyped one with the nearest valid one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Own commands and plugged-in ones."""
        return sorted({*super().list_commands(ctx), *(point.name for point in entry_points(group=PLUGINS))})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """An own command, or one that is plugged in; it is imported only now."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        found = next(iter(entry_points(group=PLUGINS, name=cmd_name)), None)
        command: click.Command | None = found.load() if found else None
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """As click does; Ctrl-C is told as in the commands, also while one is looked up and imported."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            _interrupted()

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest command named where there is no such one."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            close = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1, cutoff=0.5)
            hint = f"did you mean {close[0]}?" if close else f"commands: {', '.join(self.list_commands(ctx))}"
            raise click.UsageError(f"{error.message} {hint}", ctx) from error


def common(command: Callable[..., Any]) -> Callable[..., Any]:
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
        try:
            with _terminable():
                from pipeline.terminal import Settings

                settings = Settings(config_name, overrides, device, offline, quiet, json_logs)
                return command(*args, settings=settings, **kwargs)
        except EvenhandError as error:
            if debug:
                raise
            click.echo(f"evenhand: {error}", err=True)
            sys.exit(error.exit_code)
        except OSError as error:
            if debug or error.errno == errno.EPIPE:  # whoever reads our output has gone: click ends quietly
                raise
            click.echo(f"evenhand: {_said(error)}; --debug shows where", err=True)
            sys.exit(_UNWRITABLE)
        except KeyboardInterrupt:
            _interrupted()

    return wrapped


def _said(error: OSError) -> str:
    if error.filename is None:
        return " ".join(str(error).split())[:_LONGEST] or type(error).__name__
    return f"{error.filename}: {error.strerror or type(error).__name__}"


@contextmanager
def _terminable() -> Iterator[None]:
    """Being asked to end (SIGTERM) is as Ctrl-C: what is open is closed and the next start goes on."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupted() -> NoReturn:
    """Say that the command was stopped and how it goes on; a second Ctrl-C has nothing left to stop."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    click.echo("evenhand: interrupted; start the same command again to go on", err=True)
    sys.exit(_INTERRUPTED)


OUT_FILE = click.option("--out", required=True, type=click.Path(path_type=Path), help="File to write.")
