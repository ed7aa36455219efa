"""How fast this installation is, beside the plain way of running the same models."""

from pipeline.bench.measure import BenchResult, bench

__all__ = ["BenchResult", "bench"]
