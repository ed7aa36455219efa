"""Which outlet carries which sentence of the brief."""

from collections.abc import Mapping

from pipeline.records import StoryReport
from pipeline.report.sources import Source, copy_note, grouped
from pipeline.report.view import CoverageRow


def coverage(story: StoryReport, sources: Mapping[str, Source]) -> tuple[CoverageRow, ...]:
    """A row an outlet, which carries what any of its articles carries; those that only print a copy follow its text."""
    carried = {entry.article_id: set(entry.sentences) for entry in story.coverage}
    by_outlet: dict[str, list[Source]] = {}
    for article_id in grouped(story.article_ids, sources):
        by_outlet.setdefault(sources[article_id].outlet, []).append(sources[article_id])
    rows = []
    for outlet, articles in by_outlet.items():
        seen = set().union(*(carried.get(source.row.id, set()) for source in articles))
        notes = [copy_note(source, sources) for source in articles]
        cells = tuple(index in seen for index in range(len(story.brief.sentences)))
        rows.append(CoverageRow(outlet, notes[0] if all(notes) else "", cells))
    return tuple(rows)
