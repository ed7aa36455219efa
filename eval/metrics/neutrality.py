"""Share of words that take no side, as a module of ``evaluate``."""

from typing import ClassVar

from eval.figures.bootstrap import Estimate
from eval.figures.words import unquoted, word_count
from eval.metrics.module import TEXT, Figure
from pipeline.loaded import loaded_share


class Neutrality(Figure):
    """Share of the words outside quotations that are not in the list of loaded words.

    ``texts`` is a list of strings, *shape:* (texts,); what stands in double quotation marks doesn't count. ``value`` is
    a share of the words of all texts together, 0 to 1, 1 the best; ``n`` counts texts. None where no text has words of
    its own. After Recasens et al. (2013), with a list in place of their classifier.
    """

    columns: ClassVar = {"texts": TEXT}
    paper = "Recasens, Danescu-Niculescu-Mizil and Jurafsky (2013), Linguistic models for biased language, ACL."
    nothing = "no text has words outside quotations"

    def measured(self, texts: list[str]) -> Estimate | None:
        """Share of words that take no side."""
        own = [unquoted(text) for text in texts]
        words = [word_count(text) for text in own]
        neutral = [count * (1 - loaded_share(text)) for text, count in zip(own, words, strict=True)]
        return self.estimate("share", neutral, words)
