"""How often the better of two is scored higher, as a module of ``evaluate``."""

from typing import ClassVar

from eval.figures.bootstrap import Estimate
from eval.figures.ranking import ranking_accuracy
from eval.metrics.module import NUMBER, TEXT, YES, Figure


class Ranking(Figure):
    """Share of pairs, a good item and a bad one of the same group, in which the good one scores higher; ties half.

    ``groups`` is a list of strings, ``scores`` a list of numbers of any unit, ``references`` a list of bools, true for
    good, *shape:* (items,). ``value`` is a share, 0 to 1, 0.5 by chance; ``n`` counts pairs, and the interval is drawn
    over groups. None where no group has both a good item and a bad one. Falke et al. (2019).
    """

    columns: ClassVar = {"groups": TEXT, "scores": NUMBER, "references": YES}
    paper = "Falke, Ribeiro, Utama, Dagan and Gurevych (2019), Ranking generated summaries by correctness, ACL."
    nothing = "no group has both a good item and a bad one"

    def measured(self, groups: list[str], scores: list[float], references: list[bool]) -> Estimate | None:
        """Share of pairs ranked right."""
        return ranking_accuracy(groups, scores, references, self.seed)
