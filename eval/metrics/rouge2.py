"""ROUGE-2, as a module of ``evaluate``."""

from typing import ClassVar

from eval.figures.bootstrap import Estimate
from eval.figures.rouge import rouge
from eval.metrics.module import TEXT, Figure


class Rouge2(Figure):
    """Mean ROUGE-2: F1 of pairs of neighbouring words, between each summary and its reference.

    Words are letters and digits, lower-cased, without stemming. ``summaries`` and ``references`` are lists of strings,
    *shape:* (items,). ``value`` has no unit and ranges from 0 to 1, 1 for the same words; a text without words gives 0.
    ``n`` counts items. None only for no items. Lin (2004).
    """

    columns: ClassVar = {"summaries": TEXT, "references": TEXT}
    paper = "Lin (2004), ROUGE: A package for automatic evaluation of summaries, Text Summarization Branches Out."

    def measured(self, summaries: list[str], references: list[str]) -> Estimate | None:
        """Mean of ROUGE-2."""
        pairs = zip(summaries, references, strict=True)
        return self.estimate("mean", [rouge(summary, reference).two for summary, reference in pairs])
