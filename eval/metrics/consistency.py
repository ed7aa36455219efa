"""Does the document say what the summary says? ``evenhand score`` as a module of ``evaluate``."""

from typing import ClassVar

from eval.metrics.module import TEXT, Scored, builtin_tools
from pipeline.scoring import score_summary


class Consistency(Scored):
    """Mean consistency of summaries with their documents, by ``evenhand score`` with the default configuration.

    ``predictions`` is a list of summaries, ``references`` one of the documents they are held against, strings, *shape:*
    (items,). The built-in models read them and are loaded once a process. ``value`` is a probability, 0 to 1, 1 for
    what the document says; ``n`` counts the rows that have a score, ``unscored`` those that have none: a text is empty,
    or each sentence is longer than the model can read. None where no row has one. Joins entailment, similarity and
    exact checks of figures, dates and names, after Laban et al. (2022).
    """

    columns: ClassVar = {"predictions": TEXT, "references": TEXT}
    paper = "Laban, Schnabel, Bennett and Hearst (2022), SummaC: Re-visiting NLI-based models, TACL 10."

    def scores(self, predictions: list[str], references: list[str]) -> list[float | None]:
        """Score of each summary."""
        return [
            score_summary("", document, summary, builtin_tools().embed, builtin_tools().score).score
            for summary, document in zip(predictions, references, strict=True)
        ]
