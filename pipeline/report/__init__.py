"""The report page: one self-contained HTML file made from a run folder."""

from pipeline.report.page import render, view_of, write_report
from pipeline.report.read import Run, read_run
from pipeline.report.view import RunView

__all__ = ["Run", "RunView", "read_run", "render", "view_of", "write_report"]
