"""How near briefs come to those that readers wrote."""

from collections.abc import Sequence

from eval.figures.rouge import Rouge, rouge
from eval.measures.consistency import NO_STORY
from eval.measures.leads import lead_of
from eval.results import Item, Measure, Plain
from eval.told import Told

_FIGURES = (("rouge1", "ROUGE-1"), ("rouge2", "ROUGE-2"), ("rougeL", "ROUGE-L"))


def references(stories: Sequence[Told]) -> tuple[Measure, ...]:
    """ROUGE-1, -2 and -L F1 against the briefs that readers wrote, beside first sentences of the same length."""
    wanted = [told for told in stories if told.labels.reference]
    briefed = [told for told in wanted if told.brief]
    missing = tuple(
        Item(told.labels.id, f"{told.labels.id}/reference", unscored=NO_STORY) for told in wanted if not told.brief
    )
    found = [rouge(" ".join(sentence.text for sentence in told.brief), told.labels.reference) for told in briefed]
    plain = [rouge(" ".join(lead_of(told)), told.labels.reference) for told in briefed]
    return tuple(
        Measure(
            name,
            "mean",
            (
                *(
                    Item(told.labels.id, f"{told.labels.id}/reference", (_figure(one, name),))
                    for told, one in zip(briefed, found, strict=True)
                ),
                *missing,
            ),
            f"{label} F1 against a reader's brief (Lin 2004)",
            plain=Plain("first sentences, same length", tuple((_figure(one, name),) for one in plain)),
        )
        for name, label in _FIGURES
    )


def _figure(found: Rouge, name: str) -> float:
    return {"rouge1": found.one, "rouge2": found.two, "rougeL": found.longest}[name]
