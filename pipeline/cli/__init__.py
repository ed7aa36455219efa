"""The command line."""

from pipeline.cli import files, stores, train
from pipeline.cli.commands import main

__all__ = ["files", "main", "stores", "train"]
