"""Krippendorff's alpha, as a module of ``evaluate``."""

from typing import ClassVar

from eval.figures.bootstrap import Estimate
from eval.metrics.module import TEXTS, Figure


class Alpha(Figure):
    """How far any number of labellers agree beyond chance, for labels without an order (Krippendorff's alpha).

    ``labels`` is a list of lists of strings, the labels that each unit was given, *shape:* (units, any). Units with
    fewer than two labels don't count for the value. ``value`` has no unit: 1 for full agreement, 0 for chance, below 0
    for less; ``n`` counts units, those with one label too. None where no unit has two labels, or all labels are equal.
    Krippendorff (2004).
    """

    columns: ClassVar = {"labels": TEXTS}
    paper = "Krippendorff (2004), Content Analysis: An Introduction to Its Methodology, 2nd edition, 11.3, Sage."
    nothing = "no unit has two labels, or all labels are equal"

    def measured(self, labels: list[list[str]]) -> Estimate | None:
        """Alpha of nominal labels."""
        return self.estimate("alpha", labels)
