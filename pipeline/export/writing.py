"""What is exported in which format, and where to."""

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from pipeline.errors import ConfigError
from pipeline.export.columnar import write_parquet
from pipeline.export.delimited import write_csv
from pipeline.export.markdown import write_markdown
from pipeline.export.tables import tables
from pipeline.export.workbook import write_workbook
from pipeline.report import Run, read_run
from pipeline.report.read import mentions

_FOLDER, _WORKBOOK = "export", "export.xlsx"  # in the run folder, where the user names no place


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its place in the run folder, and what writes a run with the chosen stories to a place."""

    place: str
    write: Callable[[Run, Path, frozenset[str]], tuple[Path, ...]]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "csv": Format(_FOLDER, lambda run, out, chosen: write_csv(tables(only(run, chosen)), out)),
        "xlsx": Format(_WORKBOOK, lambda run, out, chosen: (write_workbook(tables(only(run, chosen)), out),)),
        "parquet": Format(_FOLDER, lambda run, out, chosen: write_parquet(tables(only(run, chosen)), out)),
        "md": Format(_FOLDER, write_markdown),
    }
)


def export(run_dir: Path, kind: str, out: Path | None = None, stories: Sequence[str] = ()) -> tuple[Path, ...]:
    """Write a run folder's tables or pages; each file appears whole or not at all. The same run gives the same bytes.

    Args:
        run_dir: folder of a finished run.
        kind: one of ``FORMATS``.
        out: the folder to write, or for ``xlsx`` the file; by default in the run folder.
        stories: ids of the stories to export; all if there are none.

    Returns:
        The paths of the files written.

    Raises:
        InputError: the folder is not that of a finished run.
        ConfigError: there is no such format or story, a library is missing, or the place can't be written.
    """
    if kind not in FORMATS:
        raise ConfigError(f"--format {kind}: no such format; there are {', '.join(FORMATS)}")
    run = read_run(run_dir)
    place = out or run_dir / FORMATS[kind].place
    chosen = _chosen(run, stories)
    try:
        return FORMATS[kind].write(run, place, chosen)
    except OSError as error:
        raise ConfigError(f"{place}: can't be written ({error.strerror or error})") from error


def only(run: Run, chosen: frozenset[str]) -> Run:
    """The run as if it had the chosen stories and the articles that these name, no others."""
    stories = tuple(story for story in run.stories if story.story_id in chosen)
    if len(stories) == len(run.stories):
        return run
    part = replace(run, stories=stories, stances=tuple(one for one in run.stances if one.story_id in chosen))
    named = {name for story in stories for name in story.article_ids}
    named |= {mention.article_id for mention in mentions(part)} | {stance.article_id for stance in part.stances}
    named |= {
        name for story in stories for dispute in story.disputes for side in dispute.values for name in side.article_ids
    }
    return replace(part, articles={key: row for key, row in run.articles.items() if key in named})


def _chosen(run: Run, stories: Sequence[str]) -> frozenset[str]:
    known = [story.story_id for story in run.stories]
    for name in stories:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known[:20]) or 'none'}"
            raise ConfigError(f"--story {name}: no such story; {hint}")
    return frozenset(stories or known)
