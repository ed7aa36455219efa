"""Area under the ROC curve, as a module of ``evaluate``."""

from typing import ClassVar

from eval.figures.bootstrap import Estimate
from eval.metrics.module import NUMBER, YES, Figure


class Auroc(Figure):
    """Probability that a good item scores above a bad one; ties count half.

    ``scores`` is a list of numbers of any unit, the good ones higher, ``references`` a list of bools, true for good,
    *shape:* (items,). ``value`` is a probability, 0 to 1, 0.5 by chance; ``n`` counts items. None where all items are
    good, or none is. Hanley and McNeil (1982).
    """

    columns: ClassVar = {"scores": NUMBER, "references": YES}
    paper = "Hanley and McNeil (1982), The meaning and use of the area under a ROC curve, Radiology 143(1)."
    nothing = "the references are all true, or none is"

    def measured(self, scores: list[float], references: list[bool]) -> Estimate | None:
        """Area under the curve."""
        return self.estimate("auroc", scores, references)
