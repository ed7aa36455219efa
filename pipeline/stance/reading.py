"""Every article of a story read for every claim: units proposed, scored, and looked up exactly."""

from collections.abc import Callable, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from pipeline.arrays import ENTAILMENT, Pair, Probabilities
from pipeline.facts import as_told, check_facts, denies, other_values, read_source
from pipeline.passages import Passages, published
from pipeline.stance.features import CellReading
from pipeline.stance.relevance import Relevance, lines_of
from pipeline.stance.units import HEADLINE, premise, propose
from pipeline.terms import stems
from pipeline.voices import is_reported

Scorer = Callable[[Sequence[Pair]], Probabilities]
Embedder = Callable[[Sequence[str]], NDArray[np.float32]]

_VARIED = 3  # nearest sentences whose figures are tried in the claim, of those read by themselves


def read_cells(
    passages: Passages,
    claims: Sequence[str],
    embedder: Embedder,
    scorer: Scorer,
    relevance: Relevance,
    depth: int | None,
) -> list[list[CellReading]]:
    """Read every article for every claim: a list per claim, in it a reading per article.

    Args:
        passages: the story's sentences.
        claims: texts.
        embedder: texts to unit vectors.
        scorer: NLI of (premise, hypothesis) pairs; equal pairs are expected to be scored once.
        relevance: proposes what to read.
        depth: lines of an article to read by themselves; None reads every one.
    """
    numbers = range(len(passages.articles))
    vectors = embedder(list(claims)) if claims else np.zeros((0, passages.vectors.shape[1]), dtype=np.float32)
    lines = [lines_of(passages, number) for number in numbers]
    likely = [
        [relevance.probabilities(vector, stems(claim), own) for own in lines]
        for claim, vector in zip(claims, vectors, strict=True)
    ]
    units = [[propose(passages, number, row[number], depth) for number in numbers] for row in likely]
    premises = [[[premise(passages, n, unit) for unit in cell] for n, cell in enumerate(row)] for row in units]
    days = [published(article) for article in passages.articles]
    flat = [
        (text, as_told(claim, text, day))
        for claim, row in zip(claims, premises, strict=True)
        for cell, day in zip(row, days, strict=True)
        for text in cell
    ]
    scores = iter(scorer(flat))
    others = _other_values(claims, premises, days, scorer)
    texts = [f"{article.title}\n{article.text}" for article in passages.articles]
    facts = [read_source(text, day) for text, day in zip(texts, days, strict=True)]
    known = [stems(text) for text in texts]
    found: list[list[CellReading]] = []
    for claim, row, spoken, values in zip(claims, units, premises, others, strict=True):
        own, says_no = stems(claim), denies(claim)
        cells = []
        for number, (cell, said) in enumerate(zip(row, spoken, strict=True)):
            shares = np.stack([next(scores) for _ in cell])
            likeliest = said[0]
            best = cell[int(np.argmax(np.nan_to_num(shares[:, ENTAILMENT], nan=-1.0)))]
            cells.append(
                CellReading(
                    cell,
                    shares,
                    check_facts(claim, [facts[number]]),
                    len(own - known[number]) / len(own) if own else 0.0,
                    values[number],
                    check_facts(claim, [read_source(likeliest, days[number])]).numbers_contradicted,
                    says_no != denies(likeliest),
                    is_reported(main_text(passages, number, best.main)),
                )
            )
        found.append(cells)
    return found


def _other_values(
    claims: Sequence[str],
    premises: Sequence[Sequence[Sequence[str]]],
    days: Sequence[datetime | None],
    scorer: Scorer,
) -> list[list[float]]:
    """For each claim and article the highest entailment of the claim with another value that a sentence gives."""
    pairs: dict[tuple[int, int], list[Pair]] = {}
    for row, claim in enumerate(claims):
        for number, said in enumerate(premises[row]):
            variants = [(text, other_values(claim, text, days[number])) for text in said[:-1][:_VARIED]]
            pairs[row, number] = [(text, variant) for text, some in variants for variant in some]
    scores = iter(scorer([pair for some in pairs.values() for pair in some]))
    found = {
        cell: max((float(np.nan_to_num(next(scores)[ENTAILMENT])) for _ in some), default=0.0)
        for cell, some in pairs.items()
    }
    return [[found[row, number] for number in range(len(premises[row]))] for row in range(len(claims))]


def main_text(passages: Passages, number: int, main: int) -> str:
    """The sentence of a unit's ``main``, or the headline."""
    return passages.articles[number].title if main == HEADLINE else passages.sentences[main].text
