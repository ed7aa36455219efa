"""The stance matrix of a story: articles by claims, totals that count a wire copy once, and the evidence."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.records import Span, Stance, StanceLabel, StanceScores
from pipeline.report import ids
from pipeline.report.matching import matched
from pipeline.report.say import LOOKS
from pipeline.report.sources import Source, claim_numbers, copy_note, grouped
from pipeline.report.stanceview import CellView, ClaimView, EntryView, EvidenceView, StanceRow, StanceTable
from pipeline.report.view import Look, Place


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
        return stance if stance and (stance.evidence or stance.headline or stance.label not in silent) else None

    def anchor(self, article_id: str, claim: str) -> str | None:
        """The fragment of the cell's entry among the claims, if it has one."""
        number = self.sources[article_id].number
        return ids.evidence(self.story, self.numbers[claim], number) if self.shown(article_id, claim) else None

    def is_quoted(self, article_id: str, claim: str) -> bool:
        """Whether a cell rests on reported words alone."""
        stance = self.cells.get((article_id, claim))
        return stance is not None and stance.quoted

    def own(self, claim: str) -> Counter[StanceLabel]:
        """``tally`` without what is only reported."""
        said = (name for name in self.article_ids if name in self.counted and not self.is_quoted(name, claim))
        return Counter(self.label(name, claim) for name in said)

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
    tallies = [(grid.tally(claim), grid.own(claim)) for claim in grid.numbers]
    totals = tuple((LOOKS[label], tuple((every[label], own[label]) for every, own in tallies)) for label in StanceLabel)
    return StanceTable(
        claims=tuple(_claim(grid, claim, texts[claim]) for claim in grid.numbers),
        rows=tuple(_row(grid, article_id) for article_id in grouped(article_ids, sources)),
        totals=tuple((look, counts) for look, counts in totals if any(every for every, _ in counts)),
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
        article_id=article_id,
        copy_of=source.row.duplicate_of or "",
        place=source.place(note=copy_note(source, grid.sources)),
        counted=article_id in grid.counted,
        cells=tuple(_cell(grid, article_id, claim) for claim in grid.numbers),
    )


def _cell(grid: _Grid, article_id: str, claim: str) -> CellView:
    stance = grid.cells.get((article_id, claim))
    return CellView(
        look=LOOKS[grid.label(article_id, claim)],
        known=stance is not None,
        quoted=grid.is_quoted(article_id, claim),
        scores=stance.scores if stance else None,
        evidence=_evidence(grid, stance) if stance else (),
        reason=stance.unscored if stance else "The run has no stance for it.",
        anchor=grid.anchor(article_id, claim),
    )


def _claim(grid: _Grid, claim: str, text: str) -> ClaimView:
    number, tally = grid.numbers[claim], grid.tally(claim)
    shown = [stance for article_id in grid.article_ids if (stance := grid.shown(article_id, claim))]
    return ClaimView(
        id=claim,
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
        scores=() if scores is None else _named(scores),
        evidence=_evidence(grid, stance),
        quoted=stance.quoted,
        headline=stance.headline,
        parts=tuple((part.text, _named(part.scores)) for part in stance.parts),
        reason=stance.unscored,
    )


def _evidence(grid: _Grid, stance: Stance) -> tuple[EvidenceView, ...]:
    source = grid.sources[stance.article_id]
    return tuple(
        EvidenceView(
            text=e.text,
            bits=matched(e.text, stance.claim),
            target=source.place(Span(e.start, e.end)).target,
            quoted=e.quoted,
            speaker=e.speaker,
            supports=e.supports,
            refutes=e.refutes,
        )
        for e in stance.evidence
    )


def _named(scores: StanceScores) -> tuple[tuple[str, float], ...]:
    return ("supports", scores.supports), ("refutes", scores.refutes), ("does not say", scores.not_stated)
