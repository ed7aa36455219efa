"""Share of sentences that their citations carry, as a module of ``evaluate``."""

from typing import ClassVar

from eval.figures.bootstrap import Estimate
from eval.metrics.module import YES, Figure


class CitationRecall(Figure):
    """Share of sentences that all their citations together entail (ALCE).

    ``entailed_together`` is a list of bools, one a sentence, *shape:* (sentences,); false for a sentence that cites
    nothing. ``value`` is a share, 0 to 1, 1 the best; ``n`` counts sentences. None only for no sentences. Gao et al.
    (2023).
    """

    columns: ClassVar = {"entailed_together": YES}
    paper = "Gao, Yen, Yu and Chen (2023), Enabling large language models to generate text with citations, EMNLP."

    def measured(self, entailed_together: list[bool]) -> Estimate | None:
        """Share that is entailed."""
        return self.estimate("mean", entailed_together)
