"""A run folder as files for other programs: tables for spreadsheets and data frames, Markdown pages for people."""

from pipeline.export.writing import FORMATS, export

__all__ = ["FORMATS", "export"]
