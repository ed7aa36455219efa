"""The command line."""

from pipeline.cli import files, train
from pipeline.cli.commands import main

__all__ = ["files", "main", "train"]
