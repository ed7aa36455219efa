"""Share of disputes that are found, as a module of ``evaluate``."""

from typing import ClassVar

from eval.figures.bootstrap import Estimate
from eval.metrics.module import YES, Figure


class DisputeRecall(Figure):
    """Share of the labelled disputes that were found.

    ``right`` is a list of bools, one a labelled dispute, true if it was found, *shape:* (disputes,). ``value`` is a
    share, 0 to 1, 1 the best; ``n`` counts labelled disputes. None only for no disputes. van Rijsbergen (1979).
    """

    columns: ClassVar = {"right": YES}
    paper = "van Rijsbergen (1979), Information Retrieval, 2nd edition, Butterworths."

    def measured(self, right: list[bool]) -> Estimate | None:
        """Share that is right."""
        return self.estimate("mean", right)
