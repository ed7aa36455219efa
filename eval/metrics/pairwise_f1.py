"""F1 over pairs of clustered items, as a module of ``evaluate``."""

from typing import ClassVar

from eval.figures.bootstrap import Estimate
from eval.figures.together import together
from eval.metrics.module import TEXT, Figure


class PairwiseF1(Figure):
    """F1 of the pairs of items that a clustering puts together.

    ``predictions`` and ``references`` are lists of strings, the cluster of each item, *shape:* (items,). ``value`` has
    no unit and ranges from 0 to 1, 1 the best; ``n`` counts pairs, items x (items - 1) / 2, and the interval is drawn
    over them. Memory grows with their number: meant for some hundreds of items. None where neither clustering puts any
    two together. Manning et al. (2008).
    """

    columns: ClassVar = {"predictions": TEXT, "references": TEXT}
    paper = "Manning, Raghavan and Schütze (2008), Introduction to Information Retrieval, 16.3, Cambridge."
    nothing = "no two items are together in either clustering"

    def measured(self, predictions: list[str], references: list[str]) -> Estimate | None:
        """F1 over pairs."""
        return self.estimate("f1", together(predictions), together(references))
