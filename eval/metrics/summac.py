"""The highest entailment by one sentence (SummaC's zero-shot score), as a module of ``evaluate``."""

from typing import ClassVar

from eval.judging.model import ModelJudge
from eval.metrics.module import TEXT, Scored, builtin_tools


class Summac(Scored):
    """Mean over summaries of the mean, over a summary's sentences, of the highest entailment by one document sentence.

    ``predictions`` is a list of summaries, ``references`` one of the documents they are held against, strings, *shape:*
    (items,). The built-in NLI model reads a sentence of the summary beside those of the document that are nearest to
    it, not beside all as in the paper. ``value`` is a probability, 0 to 1, 1 for what the document says; ``n`` counts
    the rows that have a score, ``unscored`` those that have none: a text is empty, or longer than the model can read.
    None where no row has one. Laban et al. (2022).
    """

    columns: ClassVar = {"predictions": TEXT, "references": TEXT}
    paper = "Laban, Schnabel, Bennett and Hearst (2022), SummaC: Re-visiting NLI-based models, TACL 10."

    def scores(self, predictions: list[str], references: list[str]) -> list[float | None]:
        """Highest entailment of each summary."""
        return [
            ModelJudge(builtin_tools()).consistency(document, [summary])[0].maximum
            for summary, document in zip(predictions, references, strict=True)
        ]
