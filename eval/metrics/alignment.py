"""The second judge, by words in their order and without a model, as a module of ``evaluate``."""

from typing import ClassVar

from eval.judging.alignment import aligned
from eval.metrics.module import TEXT, Scored
from pipeline.scoring import aggregate
from pipeline.text import split_sentences


class Alignment(Scored):
    """Mean over summaries of how far a passage of the document holds each sentence's words in their order.

    A passage has up to three neighbouring sentences; a summary's score is the mean of its sentences'. ``predictions``
    is a list of summaries, ``references`` one of the documents they are held against, strings, *shape:* (items,).
    ``value`` has no unit and ranges from 0 to 1, 1 for what is copied; it can't see paraphrase. ``n`` counts the rows
    that have a score, ``unscored`` those that have none: a text without words. None where no row has one. After Grusky
    et al. (2018).
    """

    columns: ClassVar = {"predictions": TEXT, "references": TEXT}
    paper = "Grusky, Naaman and Artzi (2018), Newsroom: A dataset of 1.3 million summaries, NAACL."

    def scores(self, predictions: list[str], references: list[str]) -> list[float | None]:
        """Alignment of each summary."""
        return [_alignment(summary, document) for summary, document in zip(predictions, references, strict=True)]


def _alignment(summary: str, document: str) -> float | None:
    sentences = [summary[span.start : span.end] for span in split_sentences(summary, every_line=True)]
    known = [score for score in aligned(document, sentences) if score is not None]
    return aggregate(known) if known else None
