"""The stance matrix of a story: articles by claims, totals that count a wire copy once, and the evidence."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.records import Span, Stance, StanceLabel
from pipeline.report import ids
from pipeline.report.say import LOOKS
from pipeline.report.sources import Source, claim_numbers, copy_note
from pipeline.report.view import CellView, ClaimView, EntryView, EvidenceView, Look, Place, StanceRow, StanceTable


@dataclass(frozen=True, slots=True)
class _Grid:
    """What every cell of one story's matrix needs. ``cells`` is by (article, claim), ``numbers`` by claim."""

    story: int
    article_ids: Sequence[str]
    cells: Mapping[tuple[str, str], Stance]
    numbers: Mapping[str, int]
    counted: frozenset[str]
    sources: Mapping[str, Source]

    def label(self, article_id: str, claim: str) -> StanceLabel:
        """A cell's label; a cell that the run doesn't have was not scored."""
        stance = self.cells.get((article_id, claim))
        return stance.label if stance else StanceLabel.UNSCORED

    def shown(self, article_id: str, claim: str) -> Stance | None:
        """The cell's stance if there is more to say about it than its label."""
        stance = self.cells.get((article_id, claim))
        silent = {StanceLabel.NOT_STATED, StanceLabel.UNSCORED}
        return stance if stance and (stance.evidence or stance.label not in silent) else None

    def tally(self, claim: str) -> Counter[StanceLabel]:
        """How many independent texts take which stance."""
        return Counter(self.label(article_id, claim) for article_id in self.article_ids if article_id in self.counted)


def stance_table(
    story: int, article_ids: Sequence[str], stances: Sequence[Stance], sources: Mapping[str, Source]
) -> StanceTable:
    """The matrix of story number ``story`` (from 1)."""
    grid = _Grid(
        story=story,
        article_ids=article_ids,
        cells={(stance.article_id, stance.claim_id): stance for stance in stances},
        numbers=claim_numbers(stances),
        counted=_voices(article_ids, sources),
        sources=sources,
    )
    texts = {stance.claim_id: stance.claim for stance in stances}
    tallies = [grid.tally(claim) for claim in grid.numbers]
    totals = tuple((LOOKS[label], tuple(tally[label] for tally in tallies)) for label in StanceLabel)
    return StanceTable(
        claims=tuple(_claim(grid, claim, texts[claim]) for claim in grid.numbers),
        rows=tuple(_row(grid, article_id) for article_id in article_ids),
        totals=tuple((look, counts) for look, counts in totals if any(counts)),
    )


def _voices(article_ids: Sequence[str], sources: Mapping[str, Source]) -> frozenset[str]:
    """One article for each independent text: the first copy where it is in the story, else the first of its copies."""
    chosen: dict[str, str] = {}
    for article_id in article_ids:
        root = sources[article_id].root
        if root not in chosen or article_id == root:
            chosen[root] = article_id
    return frozenset(chosen.values())


def _row(grid: _Grid, article_id: str) -> StanceRow:
    source = grid.sources[article_id]
    return StanceRow(
        place=source.place(note=copy_note(source, grid.sources)),
        counted=article_id in grid.counted,
        cells=tuple(
            CellView(
                look=LOOKS[grid.label(article_id, claim)],
                target=ids.evidence(grid.story, number, source.number) if grid.shown(article_id, claim) else None,
            )
            for claim, number in grid.numbers.items()
        ),
    )


def _claim(grid: _Grid, claim: str, text: str) -> ClaimView:
    number, tally = grid.numbers[claim], grid.tally(claim)
    shown = [stance for article_id in grid.article_ids if (stance := grid.shown(article_id, claim))]
    return ClaimView(
        anchor=ids.claim(grid.story, number),
        label=f"C{number}",
        text=text,
        tally=tuple((LOOKS[label], tally[label]) for label in StanceLabel if tally[label]),
        entries=tuple(_entry(grid, number, stance) for stance in shown),
        without=_without(grid, claim),
    )


def _without(grid: _Grid, claim: str) -> tuple[tuple[Look, tuple[Place, ...]], ...]:
    groups: dict[StanceLabel, list[Place]] = {}
    for article_id in grid.article_ids:
        if not grid.shown(article_id, claim):
            groups.setdefault(grid.label(article_id, claim), []).append(grid.sources[article_id].place())
    return tuple((LOOKS[label], tuple(groups[label])) for label in StanceLabel if label in groups)


def _entry(grid: _Grid, number: int, stance: Stance) -> EntryView:
    source, scores = grid.sources[stance.article_id], stance.scores
    return EntryView(
        anchor=ids.evidence(grid.story, number, source.number),
        place=source.place(note=copy_note(source, grid.sources)),
        look=LOOKS[stance.label],
        scores=()
        if scores is None
        else (("supports", scores.supports), ("refutes", scores.refutes), ("does not say", scores.not_stated)),
        evidence=tuple(
            EvidenceView(e.text, source.place(Span(e.start, e.end)).target, e.quoted, e.supports, e.refutes)
            for e in stance.evidence
        ),
    )
