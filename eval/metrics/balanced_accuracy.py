"""Mean recall of two classes, as a module of ``evaluate``."""

from typing import ClassVar

from eval.figures.bootstrap import Estimate
from eval.metrics.module import YES, Figure


class BalancedAccuracy(Figure):
    """Mean of the recall of what is true and the recall of what is not.

    ``predictions`` and ``references`` are lists of bools, *shape:* (items,). ``value`` is a share, 0 to 1; whoever
    always says the same has 0.5. ``n`` counts items. None where all references are true, or none is. Brodersen et al.
    (2010).
    """

    columns: ClassVar = {"predictions": YES, "references": YES}
    paper = "Brodersen, Ong, Stephan and Buhmann (2010), The balanced accuracy and its posterior distribution, ICPR."
    nothing = "the references are all true, or none is"

    def measured(self, predictions: list[bool], references: list[bool]) -> Estimate | None:
        """Mean of the two classes' recall."""
        return self.estimate("balanced_accuracy", predictions, references)
