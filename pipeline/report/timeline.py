"""Who reported a sentence of the brief first, and who after."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta

from pipeline.records import StoryReport
from pipeline.report import ids, say
from pipeline.report.moments import Moment, earliest, moment_of
from pipeline.report.sources import Source, copy_note
from pipeline.report.view import Dot, Drawing, Place, Tick, TimelineRow, TimelineView

_TOP, _LINE = 14, 26  # pixels above the first line, and from one to the next
_AXIS = 30  # pixels under the last line, for the words of the axis
_LEFT, _RIGHT = 8.0, 97.0  # per cent of the width between which the dots lie
_MOST_DAYS = 7  # midnights that are named on the axis

_Dated = tuple[Moment, Source]


def timeline(number: int, story: StoryReport, own: Sequence[Source], sources: Mapping[str, Source]) -> TimelineView:
    """The timeline of story ``number`` (from 1), whose articles are ``own``."""
    carried = {entry.article_id: frozenset(entry.sentences) for entry in story.coverage}
    dated = [(moment_of(source.row.published), source) for source in own]
    known = sorted(((m, source) for m, source in dated if m), key=lambda pair: (pair[0].start, pair[1].number))
    undated = [source for m, source in dated if not m]
    rows, reports = [], []
    for index, sentence in enumerate(story.brief.sentences):
        found = [(m, source) for m, source in known if index in carried.get(source.row.id, ())]
        first = earliest([(m, source) for m, source in found])
        reports.append([(m, source, source in first) for m, source in found])
        rows.append(
            TimelineRow(
                label=f"S{index + 1}",
                target=ids.brief(number, index + 1),
                text=sentence.text,
                first=_places(first, sources),
                later=_places([source for _, source in found if source not in first], sources),
                undated=_places([s for s in undated if index in carried.get(s.row.id, ())], sources),
            )
        )
    return TimelineView(tuple(rows), _drawing([row.label for row in rows], reports))


def _places(found: Sequence[Source], sources: Mapping[str, Source]) -> tuple[Place, ...]:
    return tuple(source.place(note=copy_note(source, sources)) for source in found)


def _drawing(labels: Sequence[str], reports: Sequence[Sequence[tuple[Moment, Source, bool]]]) -> Drawing | None:
    moments = [moment.start for row in reports for moment, _, _ in row]
    if not moments or min(moments) == max(moments):
        return None
    start, end = min(moments), max(moments)
    heights = [_TOP + line * _LINE for line in range(len(labels))]
    dots = [
        Dot(
            x=_x(moment.start, start, end),
            y=heights[line],
            first=first,
            title=f"{labels[line]} in {source.outlet}, {say.moment(source.row.published or '')}",
        )
        for line, row in enumerate(reports)
        for moment, source, first in sorted(row, key=lambda found: found[2])  # what came first is drawn on top
    ]
    return Drawing(
        height=heights[-1] + _AXIS,
        lines=tuple(zip(labels, heights, strict=True)),
        dots=tuple(dots),
        ticks=_ticks(start, end),
    )


def _x(moment: datetime, start: datetime, end: datetime) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * ((moment - start) / (end - start)), 2)


def _ticks(start: datetime, end: datetime) -> tuple[Tick, ...]:
    """The midnights between two moments, named where they are few; the days at both ends where there is no midnight."""
    midnight = datetime.combine(start.date() + timedelta(days=1), time(), UTC)
    count = max(0, (end - midnight).days + 1) if end >= midnight else 0
    if not 1 <= count <= _MOST_DAYS:
        return (
            Tick(_LEFT, say.moment(start.isoformat()), "start"),
            Tick(_RIGHT, say.moment(end.isoformat()), "end"),
        )
    days = [midnight + timedelta(days=day) for day in range(count)]
    return tuple(Tick(_x(day, start, end), say.short_day(day), "middle") for day in days)
