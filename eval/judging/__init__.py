"""Who judges what was written: the built-in models, and an independent second judge without any."""

from eval.judging.alignment import ALIGNED, aligned
from eval.judging.judge import Judge, Judgement, Unasked
from eval.judging.kept import KeptJudge

__all__ = ["ALIGNED", "Judge", "Judgement", "KeptJudge", "Unasked", "aligned"]
