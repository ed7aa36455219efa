"""Share of found disputes that exist, as a module of ``evaluate``."""

from typing import ClassVar

from eval.figures.bootstrap import Estimate
from eval.metrics.module import YES, Figure


class DisputePrecision(Figure):
    """Share of the disputes found that the readers found too.

    ``right`` is a list of bools, one a dispute that was found, true if it is one that readers labelled, *shape:*
    (disputes,). ``value`` is a share, 0 to 1, 1 the best; ``n`` counts disputes found. None only for no disputes. van
    Rijsbergen (1979).
    """

    columns: ClassVar = {"right": YES}
    paper = "van Rijsbergen (1979), Information Retrieval, 2nd edition, Butterworths."

    def measured(self, right: list[bool]) -> Estimate | None:
        """Share that is right."""
        return self.estimate("mean", right)
