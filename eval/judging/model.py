"""The models of the configuration as a judge."""

from collections.abc import Sequence

import numpy as np

from eval.judging.judge import Judgement, Pair
from pipeline.arrays import ENTAILMENT
from pipeline.evidence import Read, Reading, read_summary
from pipeline.scoring import rate
from pipeline.tools import Tools


class ModelJudge:
    """``evenhand score`` as a judge, with the models that it is given."""

    def __init__(self, tools: Tools) -> None:
        """Judge with these models."""
        self._tools = tools

    def consistency(self, document: str, sentences: Sequence[str]) -> list[Judgement]:
        """Score each sentence against the document; one that is split in two has the mean of its parts."""
        lines = [" ".join(sentence.split()) for sentence in sentences]
        read = read_summary(document, "\n".join(lines), self._tools.embed, self._tools.score)
        starts = np.cumsum([0, *(len(line) + 1 for line in lines)])
        owner = np.searchsorted(starts, [reading.start for reading in read.readings], side="right") - 1
        parts: list[list[Reading]] = [[] for _ in lines]
        for row, reading in zip(owner.tolist(), read.readings, strict=True):
            parts[row].append(reading)
        return [
            judgement(document, line, Read(read.sources, tuple(own))) for line, own in zip(lines, parts, strict=True)
        ]

    def entailment(self, pairs: Sequence[Pair]) -> list[float | None]:
        """Entailment by the NLI model."""
        found = self._tools.score(pairs)[:, ENTAILMENT]
        return [None if np.isnan(value) else float(value) for value in found]


def judgement(document: str, sentence: str, read: Read) -> Judgement:
    """What reading a document for a sentence, or for a summary of several, says of it."""
    score = rate("", document, sentence, read)
    alone = [_alone(reading) for reading in read.readings]
    known = [value for value in alone if value is not None]
    evidence = dict.fromkeys(span.text for part in score.sentences for span in part.evidence)
    return Judgement(
        score.score,
        float(np.mean(known)) if known else None,
        float(np.mean([reading.cosine for reading in read.readings])) if read.readings else None,
        " […] ".join(evidence),
    )


def _alone(reading: Reading) -> float | None:
    """The highest entailment by one sentence; None where none could be read."""
    single = [
        float(row[ENTAILMENT])
        for passage, row in zip(reading.passages, reading.probabilities, strict=True)
        if len(passage) == 1 and not np.isnan(row[ENTAILMENT])
    ]
    return max(single, default=None)
