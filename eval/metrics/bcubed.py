"""BCubed F1 of a clustering, as a module of ``evaluate``."""

from typing import ClassVar

from eval.figures.bcubed import per_item
from eval.figures.bootstrap import Estimate
from eval.metrics.module import TEXT, Figure


class Bcubed(Figure):
    """Harmonic mean of BCubed precision and recall.

    An item's precision is the share of its cluster that belongs with it, its recall the share of what belongs with it
    that is in its cluster; each is averaged over items. ``predictions`` and ``references`` are lists of strings, the
    cluster of each item, *shape:* (items,). ``value`` has no unit and ranges from 0 to 1, 1 the best; ``n`` counts
    items, and the interval draws items with their scores of the whole clustering. None only for no items. Bagga and
    Baldwin (1998).
    """

    columns: ClassVar = {"predictions": TEXT, "references": TEXT}
    paper = (
        "Bagga and Baldwin (1998), Entity-based cross-document coreferencing using the vector space model, COLING-ACL."
    )

    def measured(self, predictions: list[str], references: list[str]) -> Estimate | None:
        """BCubed F1."""
        precision, recall = per_item(predictions, references)
        return self.estimate("bcubed_f1", precision.tolist(), recall.tolist())
