"""The weighted score of the Fake News Challenge, as a module of ``evaluate``."""

from typing import ClassVar

from eval.figures.bootstrap import Estimate
from eval.metrics.module import TEXT, Figure


class Fnc(Figure):
    """Points of the Fake News Challenge as a share of the most there are.

    A quarter point for telling what speaks to the claim from what doesn't, three quarters more for its right label.
    ``predictions`` and ``references`` are lists of strings, *shape:* (items,); ``not_stated`` is the label of what
    doesn't speak to the claim. ``value`` is a share, 0 to 1, 1 the best; ``n`` counts items. None only for no items.
    Pomerleau and Rao (2017).
    """

    columns: ClassVar = {"predictions": TEXT, "references": TEXT}
    paper = "Pomerleau and Rao (2017), The Fake News Challenge: stance detection, fakenewschallenge.org."

    def measured(self, predictions: list[str], references: list[str]) -> Estimate | None:
        """Share of the points."""
        return self.estimate("fnc", predictions, references)
