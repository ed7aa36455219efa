"""Who says what: the run's stances beside the readers' labels."""

from collections import Counter
from collections.abc import Iterator, Sequence

from eval.labels.records import settled
from eval.results import Item, Measure, Plain
from eval.told import Told
from pipeline.records import Stance, StanceLabel

_MISSING = "missing"  # the run has no such cell: it did not find the claim to be about the story, which is an error
LABELS = ("supports", "refutes", "mixed", "not_stated")


def stances(stories: Sequence[Told]) -> tuple[Measure, ...]:
    """Macro-F1, accuracy, F1 of each label, the Fake News Challenge's weighted score, and calibration."""
    items = tuple(item for told in stories for item in _items(told))
    scored = [item for item in items if item.unscored is None]
    commonest = Counter(item.values[1] for item in scored).most_common(1)
    plain = Plain("always the commonest label", tuple((commonest[0][0], item.values[1]) for item in scored))
    sure = tuple(item for told in stories for item in _sureness(told))
    return (
        Measure("stance_macro_f1", "macro_f1", items, "mean of the labels' F1, claims x articles", plain=plain),
        Measure("stance_accuracy", "accuracy", items, "cells with the readers' label", plain=plain),
        Measure("stance_fnc", "fnc", items, "weighted score of the Fake News Challenge, 0 to 1", plain=plain),
        *(
            Measure(f"stance_f1_{label}", "f1", _of_label(items, label), f"F1 of {label.replace('_', ' ')}")
            for label in LABELS
        ),
        Measure(
            "stance_calibration",
            "calibration_error",
            sure,
            "expected calibration error of a cell's highest score (Naeini et al. 2015)",
            better="lower",
        ),
    )


def _items(told: Told) -> Iterator[Item]:
    for claim in told.labels.claims:
        for article_id, labels in claim.stances.items():
            name, gold = f"{claim.id}/{article_id}", settled(labels)
            if article_id in told.missing:
                yield Item(told.labels.id, name, text=claim.text, gold=gold, unscored="the run lacks its article")
                continue
            cell = told.stances.get((claim.id, article_id))
            if cell is not None and cell.label == StanceLabel.UNSCORED:
                yield Item(told.labels.id, name, text=claim.text, gold=gold, unscored=cell.unscored or "unscored")
                continue
            said = _MISSING if cell is None else cell.label.value
            yield Item(
                told.labels.id,
                name,
                (said, gold),
                text=claim.text,
                source=_evidence(cell),
                said=said.replace("_", " "),
                gold=gold.replace("_", " "),
                loss=0.0 if said == gold else _confidence(cell),
            )


def _evidence(cell: Stance | None) -> str:
    return " […] ".join(part.text for part in cell.evidence[:2]) if cell else ""


def _confidence(cell: Stance | None) -> float:
    """How sure a wrong label was."""
    if cell is None or cell.scores is None:
        return 1.0
    return max(cell.scores.supports, cell.scores.refutes, cell.scores.not_stated)


def _of_label(items: Sequence[Item], label: str) -> tuple[Item, ...]:
    return tuple(
        Item(
            item.story,
            item.id,
            () if item.unscored else (item.values[0] == label, item.values[1] == label),
            unscored=item.unscored,
        )
        for item in items
    )


def _sureness(told: Told) -> Iterator[Item]:
    """The highest of a cell's three scores, and whether it is the readers' label's."""
    for claim in told.labels.claims:
        for article_id, labels in claim.stances.items():
            cell = told.stances.get((claim.id, article_id))
            if cell is None or cell.scores is None:
                continue
            scores = {
                "supports": cell.scores.supports,
                "refutes": cell.scores.refutes,
                "not_stated": cell.scores.not_stated,
            }
            best = max(scores, key=lambda name: scores[name])
            yield Item(told.labels.id, f"{claim.id}/{article_id}", (scores[best], best == settled(labels)))
