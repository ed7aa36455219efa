"""The report: one self-contained page, or a front page and a page a story, made from the files of a run folder."""

from pipeline.report.page import render, view_of
from pipeline.report.pageview import RunView
from pipeline.report.read import Run, read_run
from pipeline.report.writing import write_report

__all__ = ["Run", "RunView", "read_run", "render", "view_of", "write_report"]
