"""Cohen's kappa, as a module of ``evaluate``."""

from typing import ClassVar

from eval.figures.bootstrap import Estimate
from eval.metrics.module import YES, Figure


class Kappa(Figure):
    """How far two yes-or-no judges agree beyond chance (Cohen's kappa); which of them is which doesn't matter.

    ``predictions`` and ``references`` are lists of bools, *shape:* (items,). ``value`` has no unit: 1 for full
    agreement, 0 for chance, down to -1; ``n`` counts items. None where both always say the same one thing. Cohen
    (1960).
    """

    columns: ClassVar = {"predictions": YES, "references": YES}
    paper = (
        "Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20(1)."
    )
    nothing = "both judges always say the same one thing"

    def measured(self, predictions: list[bool], references: list[bool]) -> Estimate | None:
        """Kappa of two judges."""
        return self.estimate("kappa", predictions, references)
