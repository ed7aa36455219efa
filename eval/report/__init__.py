"""What an evaluation shows: lines for the terminal, Markdown for a pull request, a page."""

from pathlib import Path

from eval.report.comparison import comparison
from eval.report.markdown import markdown, summary
from eval.report.page import page
from eval.results import Results
from pipeline.files import whole_file

__all__ = ["comparison", "markdown", "summary", "write_pages"]


def write_pages(folder: Path, results: Results) -> None:
    """Write ``report.md`` and ``report.html``; each appears whole or not at all."""
    for name, text in (("report.md", markdown(results)), ("report.html", page(results))):
        with whole_file(folder / name) as file:
            file.write(text)
