"""What is read of labelled cells, an article once for all its claims, several articles side by side."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from pipeline.config import Stance as Settings
from pipeline.passages import gather
from pipeline.records import Article
from pipeline.stance.features import features_of
from pipeline.stance.reading import read_cells
from pipeline.stance.relevance import builtin_relevance
from pipeline.summarise import Models
from pipeline.text import split_sentences
from pipeline.together import some_at_a_time
from pipeline.training.cells import Cell

_Features = NDArray[np.float64]


def features_of_cells(cells: Sequence[Cell], models: Models, settings: Settings) -> list[_Features | None]:
    """The features of each cell, in order; None where it can't be read. *Shape of each:* (features,).

    Args:
        cells: labelled ones; the label is not looked at.
        models: for vectors and scores.
        settings: how many sentences of an article are read alone, and what proposes them.
    """
    places: dict[tuple[str, str], list[int]] = {}
    for place, cell in enumerate(cells):
        places.setdefault((cell.title, cell.article), []).append(place)
    works = (
        (1, partial(_read, title, text, [cells[place].claim for place in own], settings))
        for (title, text), own in places.items()
    )
    found: list[_Features | None] = [None] * len(cells)
    for own, features in zip(places.values(), some_at_a_time(works, models), strict=True):
        for place, row in zip(own, features, strict=True):
            found[place] = row
    return found


def _read(title: str, text: str, claims: Sequence[str], settings: Settings, models: Models) -> list[_Features | None]:
    spans = split_sentences(text, every_line=True)
    if not spans:
        return [None] * len(claims)
    article = Article("a", text, title=title, sentences=spans)
    vectors = models.embed([title, *(text[span.start : span.end] for span in spans)])
    passages = gather([article], vectors[1:], {}, vectors[:1])
    relevance = builtin_relevance(settings.proposal)
    readings = read_cells(passages, claims, models.embed, models.score_claims, relevance, settings.sentences)
    return [features_of(reading) if claim.strip() else None for claim, (reading,) in zip(claims, readings, strict=True)]
