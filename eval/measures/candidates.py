"""Does the score tell consistent sentences from inconsistent ones, as people labelled them?"""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.judging import ALIGNED, Judge, Judgement, aligned
from eval.labels.records import Candidate, Kind, settled
from eval.measures.consistency import CONSISTENT, TOO_LONG
from eval.results import Item, Measure, Plain
from eval.told import Told


@dataclass(frozen=True, slots=True)
class _Read:
    """A candidate, what both judges say of it, and whether it is consistent."""

    story: str
    number: int
    candidate: Candidate
    first: Judgement
    second: float | None

    @property
    def good(self) -> bool:
        return settled(self.candidate.label) == "consistent"

    def item(self, *values: float | bool | None) -> Item:
        """An item with these values; one of None leaves it unscored."""
        known = tuple(value for value in values if value is not None)
        score = self.first.score
        kind = f" ({self.candidate.error})" if self.candidate.error else ""
        return Item(
            self.story,
            f"{self.story}/candidate/{self.number}",
            known if len(known) == len(values) else (),
            text=self.candidate.text,
            source=self.first.evidence,
            said="" if score is None else f"{score:.2f}",
            gold=f"{settled(self.candidate.label)}{kind}",
            loss=None if score is None else (1 - score if self.good else score),
            unscored=None if len(known) == len(values) else TOO_LONG,
        )


def candidates(stories: Sequence[Told], judge: Judge) -> tuple[Measure, ...]:
    """AUROC, balanced accuracy, ranking and calibration on labelled sentences; what is detected of each kind."""
    read = [one for told in stories for one in _read(told, judge)]
    scored = [one for one in read if one.first.score is not None]
    cosine = Plain("highest cosine with a sentence", tuple((one.first.cosine or 0.0, one.good) for one in scored))
    return (
        Measure(
            "candidate_auroc",
            "auroc",
            tuple(one.item(one.first.score, one.good) for one in read),
            "labelled sentences: a consistent one scores above an inconsistent one",
            plain=cosine,
        ),
        Measure(
            "candidate_balanced_accuracy",
            "balanced_accuracy",
            tuple(one.item(_above(one.first.score, CONSISTENT), one.good) for one in read),
            "verdicts at 0.5, both kinds weighing the same",
        ),
        Measure("candidate_ranking", "share", _ranked(read), "pairs of a story that the score ranks right"),
        Measure(
            "candidate_calibration",
            "calibration_error",
            tuple(one.item(one.first.score, one.good) for one in read),
            "expected calibration error of the score",
            better="lower",
        ),
        Measure(
            "candidate_auroc_maximum",
            "auroc",
            tuple(one.item(one.first.maximum, one.good) for one in read),
            "the same by the highest entailment of one sentence (SummaC)",
        ),
        Measure(
            "candidate_auroc_second",
            "auroc",
            tuple(one.item(one.second, one.good) for one in read),
            "the same by the second judge",
        ),
        Measure(
            "candidate_balanced_accuracy_second",
            "balanced_accuracy",
            tuple(one.item(_above(one.second, ALIGNED), one.good) for one in read),
            "verdicts of the second judge",
        ),
        *(_detected(read, kind) for kind in Kind),
    )


def _read(told: Told, judge: Judge) -> list[_Read]:
    texts = [candidate.text for candidate in told.labels.candidates]
    if not texts or not told.articles:
        return []
    rows = zip(
        told.labels.candidates, judge.consistency(told.document, texts), aligned(told.document, texts), strict=True
    )
    return [_Read(told.labels.id, number, *row) for number, row in enumerate(rows, start=1)]


def _above(score: float | None, threshold: float) -> bool | None:
    return None if score is None else score >= threshold


def _ranked(read: Sequence[_Read]) -> tuple[Item, ...]:
    """Of each story, how many (consistent, inconsistent) pairs are ranked right, ties half, and how many there are."""
    items = []
    for story in dict.fromkeys(one.story for one in read):
        own = [(one.first.score, one.good) for one in read if one.story == story and one.first.score is not None]
        above = [score for score, good in own if good]
        below = [score for score, good in own if not good]
        wins = sum((one > other) + 0.5 * (one == other) for one in above for other in below)
        if above and below:
            items.append(Item(story, f"{story}/pairs", (wins, float(len(above) * len(below)))))
    return tuple(items)


def _detected(read: Sequence[_Read], kind: Kind) -> Measure:
    items = tuple(
        one.item(None if one.first.score is None else float(one.first.score < CONSISTENT))
        for one in read
        if one.candidate.error == kind
    )
    return Measure(f"detected_{kind}", "mean", items, f"labelled sentences with the error {kind} that score below 0.5")
