"""Expected calibration error, as a module of ``evaluate``."""

from typing import ClassVar

from eval.figures.bootstrap import Estimate
from eval.metrics.module import NUMBER, YES, Figure


class Calibration(Figure):
    """Mean over ten bins of equal width of |share that came true - mean probability|, each bin by its number of items.

    ``probabilities`` is a list of numbers from 0 to 1, others are a ValueError; ``references`` a list of bools, true
    for what came true, *shape:* (items,). ``value`` is a difference of probabilities, 0 (as said) to 1; lower is
    better. ``n`` counts items. Few items give a high error by themselves, and resamples a higher one, so that ``low``
    may lie above ``value``. None only for no items. Naeini et al. (2015).
    """

    columns: ClassVar = {"probabilities": NUMBER, "references": YES}
    paper = (
        "Naeini, Cooper and Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian binning, AAAI."
    )

    def measured(self, probabilities: list[float], references: list[bool]) -> Estimate | None:
        """Expected calibration error."""
        if not all(0 <= probability <= 1 for probability in probabilities):
            raise ValueError("calibration: probabilities range from 0 to 1")
        return self.estimate("calibration_error", probabilities, references)
