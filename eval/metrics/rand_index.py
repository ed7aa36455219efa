"""Adjusted Rand index of a clustering, as a module of ``evaluate``."""

from typing import ClassVar

from eval.figures.bootstrap import Estimate
from eval.figures.together import together
from eval.metrics.module import TEXT, Figure


class RandIndex(Figure):
    """Adjusted Rand index: how far two clusterings agree on pairs of items, beyond chance.

    ``predictions`` and ``references`` are lists of strings, the cluster of each item, *shape:* (items,). ``value`` has
    no unit: 1 for equal clusterings, about 0 for chance, down to -0.5 for less; ``n`` counts pairs, items x (items - 1)
    / 2, and the interval is drawn over them. Memory grows with their number: meant for some hundreds of items. None
    where both put all apart, or both put all together. Hubert and Arabie (1985).
    """

    columns: ClassVar = {"predictions": TEXT, "references": TEXT}
    paper = "Hubert and Arabie (1985), Comparing partitions, Journal of Classification 2."
    nothing = "both clusterings put all items apart, or all together"

    def measured(self, predictions: list[str], references: list[str]) -> Estimate | None:
        """Adjusted Rand index."""
        return self.estimate("rand_index", together(predictions), together(references))
