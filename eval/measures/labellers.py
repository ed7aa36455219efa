"""How far the labellers agree."""

from collections.abc import Sequence

from eval.results import Item, Measure
from eval.told import Told

_ONE = "one labeller only"


def agreement(stories: Sequence[Told]) -> tuple[Measure, ...]:
    """Krippendorff's alpha of stances and of verdicts on candidate sentences."""
    cells = tuple(
        Item(told.labels.id, f"{claim.id}/{article_id}", (labels,))
        for told in stories
        for claim in told.labels.claims
        for article_id, labels in claim.stances.items()
        if len(labels) > 1
    )
    verdicts = tuple(
        Item(told.labels.id, f"{told.labels.id}/candidate/{number}", (candidate.label,))
        for told in stories
        for number, candidate in enumerate(told.labels.candidates, start=1)
        if len(candidate.label) > 1
    )
    return (
        Measure("alpha_stances", "alpha", cells, "agreement of the labellers on stances (Krippendorff)", reason=_ONE),
        Measure("alpha_candidates", "alpha", verdicts, "agreement of the labellers on candidates", reason=_ONE),
    )
