"""Whole cells to learn NLI from: all that is read of an article for a claim, with one label for it together.

Which of the units decides is not told, as in multiple-instance learning (Dietterich et al. 1997): an article supports a
claim if any of them does, by a noisy or (Pearl 1988), and so for refuting. Of these two come the chances of all four
labels, and their cross-entropy.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from pipeline.arrays import CONTRADICTION, ENTAILMENT, Pair
from pipeline.facts import as_told
from pipeline.packing import pack
from pipeline.passages import Passages, gather
from pipeline.records import Article, Span
from pipeline.stance.judge import CLASSES
from pipeline.stance.reading import Embedder
from pipeline.stance.relevance import Relevance, counts_of, lines_of
from pipeline.stance.units import HEADLINE, premise, propose
from pipeline.terms import stems
from pipeline.training.loop import Encoded
from pipeline.training.sources import WholeArticle
from pipeline.training.whole import STANCES, Judgement, WholeStory

_DIRECT = 0.3  # what a unit with all that decides weighs by itself beside its cell
_NEVER = 1e-5  # no chance is taken to be smaller
NOBODY = -100  # in place of a unit's own label


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A claim beside an article.

    Attributes:
        pairs: premise and hypothesis of each unit, no two alike.
        counts: what each unit counts for, 0 to 1.
        whole: whether a unit has every sentence that decides.
        label: one of ``CLASSES``.
    """

    pairs: tuple[Pair, ...]
    counts: tuple[float, ...]
    whole: tuple[bool, ...]
    label: str


@dataclass(frozen=True, slots=True)
class EncodedCells:
    """Cells to train on: units of all of them as pairs, and where those of each begin and end.

    ``units`` has the label of a unit that holds all that decides, and ``NOBODY`` where there is none.
    """

    units: Encoded
    ends: tuple[tuple[int, int], ...]
    counts: tuple[float, ...]
    labels: tuple[int, ...]
    tokens: int

    @property
    def lengths(self) -> Sequence[int]:
        """Tokens of all units of each cell."""
        return [sum(len(ids) for ids in self.units.ids[first:last]) for first, last in self.ends]

    def loss(self, model: nn.Module, batch: Sequence[int]) -> torch.Tensor:
        """``cell_loss`` of some cells, and beside it that of units which decide by themselves."""
        rows = [row for cell in batch for row in range(*self.ends[cell])]
        owner = torch.tensor([place for place, cell in enumerate(batch) for _ in range(*self.ends[cell])])
        packed = pack([len(self.units.ids[row]) for row in rows], self.tokens)
        parts = [model(**self.units.inputs([rows[place] for place in part])).logits.float() for part in packed]
        order = torch.tensor([place for part in packed for place in part])
        logits = torch.cat(parts)[torch.argsort(order)]
        counts = torch.tensor([self.counts[row] for row in rows])
        own = torch.tensor([self.units.labels[row] for row in rows])
        direct = nn.functional.cross_entropy(logits, own, ignore_index=NOBODY, reduction="sum") / len(batch)
        return cell_loss(logits, owner, counts, torch.tensor([self.labels[cell] for cell in batch])) + _DIRECT * direct


def cell_loss(logits: torch.Tensor, owner: torch.Tensor, counts: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy of cells where any unit may support and any may refute.

    Args:
        logits: of entailment, neutral, contradiction. *Shape:* (units, 3).
        owner: the cell of each unit. *Shape:* (units,).
        counts: what each unit counts for, 0 to 1. *Shape:* (units,).
        labels: places in ``CLASSES``. *Shape:* (cells,).
    """
    shares = torch.softmax(logits, dim=1) * counts[:, None]
    each = torch.log1p(-shares.clamp(max=1 - _NEVER))
    none = each.new_zeros((len(labels), 3)).index_add(0, owner, each)
    some = torch.log1p(-none.exp().clamp(max=1 - _NEVER))
    supported, refuted = ((some[:, side], none[:, side]) for side in (ENTAILMENT, CONTRADICTION))
    chances = {
        "supports": supported[0] + refuted[1],
        "refutes": refuted[0] + supported[1],
        "mixed": supported[0] + refuted[0],
        "not_stated": supported[1] + refuted[1],
    }
    return nn.functional.nll_loss(torch.stack([chances[name] for name in CLASSES], dim=1), labels)


def cells_to_learn(
    stories: Iterable[WholeStory], embedder: Embedder, relevance: Relevance, depth: int | None
) -> Iterator[ReadCell]:
    """Every article of each story with every claim, as stances read them; where nothing that decides is read, none.

    Args:
        stories: with judgements.
        embedder: texts to unit vectors.
        relevance: proposes what to read.
        depth: lines of an article to read by themselves; None reads every one.
    """
    for story in stories:
        claims = embedder([claim for claim, _ in story.claims])
        for number, article in enumerate(story.articles):
            if not article.sentences:
                continue
            passages = _passages(article, embedder)
            lines = lines_of(passages, 0)
            for (claim, judgements), vector in zip(story.claims, claims, strict=True):
                likely = relevance.probabilities(vector, stems(claim), lines)
                cell = _cell(passages, claim, judgements[number], likely, depth)
                if cell is not None:
                    yield cell


def encode_cells(tokenizer: Any, cells: Sequence[ReadCell], longest: int, tokens: int) -> EncodedCells:
    """Tokenise; a cell with a unit over ``longest`` tokens is left out. ``tokens`` go through the model at once."""
    pairs = [pair for cell in cells for pair in cell.pairs]
    rows = tokenizer([premise for premise, _ in pairs], [claim for _, claim in pairs], verbose=False)
    ends = list(accumulate((len(cell.pairs) for cell in cells), initial=0))
    fits = [max(map(len, rows["input_ids"][ends[place] : ends[place + 1]])) <= longest for place in range(len(cells))]
    kept = [cell for cell, fit in zip(cells, fits, strict=True) if fit]
    units = [row for place, fit in enumerate(fits) if fit for row in range(ends[place], ends[place + 1])]
    labels = [_own(cell.label, whole) for cell in kept for whole in cell.whole]
    starts = list(accumulate((len(cell.pairs) for cell in kept), initial=0))
    return EncodedCells(
        Encoded([rows["input_ids"][row] for row in units], [rows["token_type_ids"][row] for row in units], labels),
        tuple(pairwise(starts)),
        tuple(count for cell in kept for count in cell.counts),
        tuple(CLASSES.index(cell.label) for cell in kept),
        tokens,
    )


def _own(label: str, whole: bool) -> int:
    return {"supports": ENTAILMENT, "refutes": CONTRADICTION}.get(label, NOBODY) if whole else NOBODY


def _cell(
    passages: Passages, claim: str, judgement: Judgement, likely: NDArray[np.float64], depth: int | None
) -> ReadCell | None:
    units = propose(passages, 0, likely, depth)
    counts = [float(count) for count in counts_of(np.array([unit.relevance for unit in units]))]
    counts[-1] = 1.0
    deciding = {place - 1 for place in judgement.sentences}  # the headline, 0, is -1: ``HEADLINE``
    read = [{*unit.rows, *([] if unit.rows else [HEADLINE])} for unit in units]
    if deciding and not any(deciding & some for some in read):
        return None
    texts = [premise(passages, 0, unit) for unit in units]
    last = {text: place for place, text in enumerate(texts)}  # of equal ones the last, which counts in full
    places = sorted(last.values())
    return ReadCell(
        tuple((texts[place], as_told(claim, texts[place], None)) for place in places),
        tuple(counts[place] for place in places),
        tuple(bool(deciding) and deciding <= {*units[place].rows, HEADLINE} for place in places),
        STANCES[judgement.letter],
    )


def _passages(article: WholeArticle, embedder: Embedder) -> Passages:
    ends = list(accumulate((len(sentence) + 1 for sentence in article.sentences), initial=0))
    spans = tuple(Span(start, start + len(text)) for start, text in zip(ends, article.sentences, strict=False))
    vectors = embedder([article.title or ".", *article.sentences])
    told = Article("a", " ".join(article.sentences), title=article.title, sentences=spans)
    return gather([told], vectors[1:], {}, vectors[:1])
