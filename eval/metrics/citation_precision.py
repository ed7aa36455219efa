"""Share of citations that are needed, as a module of ``evaluate``."""

from typing import ClassVar

from eval.figures.bootstrap import Estimate
from eval.figures.citations import needed
from eval.metrics.module import YES, Figure


class CitationPrecision(Figure):
    """Share of citations that carry their sentence, or without which the others don't (ALCE).

    Three lists of bools, one value a citation, *shape:* (citations,): ``together``, whether all citations of its
    sentence entail it, ``alone``, whether this one does, ``without``, whether the others do. A citation is right if
    ``together and (alone or not without)``. ``value`` is a share, 0 to 1, 1 the best; ``n`` counts citations. None only
    for no citations. Gao et al. (2023).
    """

    columns: ClassVar = {"together": YES, "alone": YES, "without": YES}
    paper = "Gao, Yen, Yu and Chen (2023), Enabling large language models to generate text with citations, EMNLP."

    def measured(self, together: list[bool], alone: list[bool], without: list[bool]) -> Estimate | None:
        """Share that is right."""
        return self.estimate("mean", [needed(*row) for row in zip(together, alone, without, strict=True)])
