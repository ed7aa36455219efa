"""Writes the report of a run folder: one file, or a front page and a page a story where that would be a large one."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pipeline.files import remove_partials, whole_file
from pipeline.report.front import front_view
from pipeline.report.page import FOLDER, Neighbour, render_front, render_section, render_story, story_views
from pipeline.report.pageview import FrontView
from pipeline.report.read import Run, read_run

MOST_STORIES = 60  # in one file; a report of more is split
MOST_BYTES = 4_000_000  # of the stories in one file; a report of more is split
_OURS = b'<meta name="generator" content="Evenhand">'  # near the beginning of every page that this module writes
_LOOKED_AT = 2048  # bytes in which that must stand


def write_report(run_dir: Path) -> Path:
    """Write ``report.html`` into a run folder from its other files and return its path.

    With more than ``MOST_STORIES`` stories, or more than ``MOST_BYTES`` of them, it is a front page that leads to
    ``report/STORY.html``. Every file appears whole or not at all, the front page last; pages of stories that an
    earlier report had and this one has not are removed.

    Raises:
        InputError: the folder is not that of a finished run (see ``read_run``).
        OSError: a page can't be written.
    """
    run = read_run(run_dir)
    front = front_view(run)
    sections = _sections(run)
    written = frozenset[str]() if sections is not None else frozenset(_write_stories(run, front, run_dir / FOLDER))
    path = run_dir / "report.html"
    _write(path, render_front(front, sections))
    _remove_others(run_dir / FOLDER, written)
    return path


def _sections(run: Run) -> list[str] | None:
    """The stories' sections for one file, None where they are too many or too large for it."""
    if len(run.stories) > MOST_STORIES:
        return None
    sections, size = [], 0
    for story in story_views(run):
        sections.append(render_section(story, len(run.stories)))
        size += len(sections[-1].encode())
        if size > MOST_BYTES:
            return None
    return sections


def _write_stories(run: Run, front: FrontView, folder: Path) -> Iterator[str]:
    """Write a page a story; their files' names. One story is held at a time."""
    neighbours = [Neighbour(f"{card.stem}.html", card.title) for card in sorted(front.cards, key=lambda c: c.number)]
    folder.mkdir(exist_ok=True)
    for index, story in enumerate(story_views(run)):
        before = neighbours[index - 1] if index else None
        after = neighbours[index + 1] if index + 1 < len(neighbours) else None
        name = f"{story.stem}.html"
        _write(folder / name, render_story(story, len(neighbours), before, after))
        yield name


def _write(path: Path, html: str) -> None:
    with whole_file(path) as file:
        file.write(html)


def _remove_others(folder: Path, written: frozenset[str]) -> None:
    """Remove what earlier reports left; files that are not a report's stay."""
    if not folder.is_dir() or folder.is_symlink():
        return
    remove_partials(folder)
    for path in sorted(folder.glob("*.html")):
        if path.name not in written and path.is_file() and _is_ours(path):
            path.unlink()
    with suppress(OSError):
        folder.rmdir()  # succeeds only where nothing is left


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return _OURS in file.read(_LOOKED_AT)
