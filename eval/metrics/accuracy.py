"""Share of labels that are right, as a module of ``evaluate``."""

from typing import ClassVar

from eval.figures.bootstrap import Estimate
from eval.metrics.module import TEXT, Figure


class Accuracy(Figure):
    """Share of predicted labels that equal the right ones.

    ``predictions`` and ``references`` are lists of strings, *shape:* (items,). ``value`` is a share, 0 to 1, 1 the
    best; ``n`` counts items. None only for no items. Sokolova and Lapalme (2009).
    """

    columns: ClassVar = {"predictions": TEXT, "references": TEXT}
    paper = "Sokolova and Lapalme (2009), A systematic analysis of performance measures, IP&M 45(4)."

    def measured(self, predictions: list[str], references: list[str]) -> Estimate | None:
        """Share of equal labels."""
        return self.estimate("accuracy", predictions, references)
