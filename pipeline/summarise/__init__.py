"""One brief per story: chosen, cited and checked sentence by sentence."""

from pipeline.summarise.brief import Scorer, coverage, write_brief
from pipeline.summarise.neutrality import neutrality

__all__ = ["Scorer", "coverage", "neutrality", "write_brief"]
