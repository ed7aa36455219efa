"""Mean F1 of the classes, as a module of ``evaluate``."""

from typing import ClassVar

from eval.figures.bootstrap import Estimate
from eval.metrics.module import TEXT, Figure


class MacroF1(Figure):
    """Mean over the classes of the references of each one's F1; a class that is never met has 0.

    ``predictions`` and ``references`` are lists of strings, *shape:* (items,). ``value`` has no unit and ranges from 0
    to 1, 1 the best; ``n`` counts items. A resample counts the classes that it has. None only for no items. van
    Rijsbergen (1979).
    """

    columns: ClassVar = {"predictions": TEXT, "references": TEXT}
    paper = "van Rijsbergen (1979), Information Retrieval, 2nd edition, Butterworths."

    def measured(self, predictions: list[str], references: list[str]) -> Estimate | None:
        """Mean of the classes' F1."""
        return self.estimate("macro_f1", predictions, references)
