"""Probabilities as log odds, for the regressions that join them."""

import math

_SURE = 0.99  # probabilities are taken between this and its complement


def logit(share: float) -> float:
    """Log odds of a probability, 0 to 1, at most 4.6 either way: a model's last digits tell nothing."""
    sure = min(max(float(share), 1 - _SURE), _SURE)
    return math.log(sure / (1 - sure))
