"""All measures of an evaluation, in the order of its report."""

from collections.abc import Sequence

from eval.judging import Judge
from eval.measures.candidates import candidates
from eval.measures.citations import citations
from eval.measures.consistency import consistency
from eval.measures.coverage import coverage
from eval.measures.disputes import disputes
from eval.measures.labellers import agreement
from eval.measures.perturbations import perturbations
from eval.measures.references import references
from eval.measures.stances import stances
from eval.measures.stories import stories
from eval.measures.wording import neutrality
from eval.results import Measure
from eval.told import Told


def measure_all(stories_told: Sequence[Told], judge: Judge, seed: int) -> tuple[Measure, ...]:
    """Measure what a run told of the labelled stories.

    Args:
        stories_told: the stories.
        judge: answers what needs a model.
        seed: of the draws that make wrong sentences.
    """
    return (
        *consistency(stories_told, judge),
        *citations(stories_told, judge),
        *coverage(stories_told, judge),
        *stances(stories_told),
        *disputes(stories_told),
        *neutrality(stories_told),
        *stories(stories_told),
        *candidates(stories_told, judge),
        *perturbations(stories_told, judge, seed),
        *references(stories_told),
        *agreement(stories_told),
    )
