"""The command line."""

from pipeline.cli import train
from pipeline.cli.commands import main

__all__ = ["main", "train"]
