"""Weighted share of facts that are said, as a module of ``evaluate``."""

from typing import ClassVar

from eval.figures.bootstrap import Estimate
from eval.metrics.module import NUMBER, YES, Figure


class Coverage(Figure):
    """Weight of the facts that are said, as a share of the weight of all.

    ``said`` is a list of bools, ``weight`` a list of numbers of at least 0 in any unit, less is a ValueError, *shape:*
    (facts,). ``value`` is a share, 0 to 1, 1 the best; ``n`` counts facts. None where all weights are 0. After the
    pyramid of Nenkova and Passonneau (2004).
    """

    columns: ClassVar = {"said": YES, "weight": NUMBER}
    paper = (
        "Nenkova and Passonneau (2004), Evaluating content selection in summarization: The pyramid method, HLT-NAACL."
    )
    nothing = "all weights are 0"

    def measured(self, said: list[bool], weight: list[float]) -> Estimate | None:
        """Weighted share."""
        if any(each < 0 for each in weight):
            raise ValueError("coverage: a weight is below 0")
        return self.estimate("share", [each * yes for yes, each in zip(said, weight, strict=True)], weight)
