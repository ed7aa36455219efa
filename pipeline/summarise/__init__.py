"""One brief per story: chosen, cited and checked sentence by sentence."""

from pipeline.summarise.brief import Models, coverage, write_brief
from pipeline.summarise.neutrality import neutrality
from pipeline.summarise.title import neutral_title

__all__ = ["Models", "coverage", "neutral_title", "neutrality", "write_brief"]
