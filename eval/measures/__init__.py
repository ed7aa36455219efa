"""What is measured of a run: each file turns labels and what was told into items and a statistic over them."""

from eval.measures.everything import measure_all

__all__ = ["measure_all"]
