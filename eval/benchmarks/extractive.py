"""Plain ways to summarise a story by whole sentences, each as an order of preference."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer

from eval.figures.rouge import rouge
from pipeline.passages import Passages
from pipeline.terms import words

_DIVERSE = 0.5  # what likeness to a chosen sentence costs in MMR
_MOST_ORACLE = 4


def first_sentences(passages: Passages) -> list[int]:
    """The first sentence of each article, then the second of each, and so on."""
    starts = [int(np.flatnonzero(passages.owner == number)[0]) for number in np.unique(passages.owner)]
    return sorted(range(len(passages.sentences)), key=lambda row: (row - starts[passages.owner[row]], row))


def centroid(passages: Passages) -> list[int]:
    """Maximal marginal relevance (Carbonell and Goldstein 1998) to the mean sentence vector."""
    relevance = passages.vectors @ passages.vectors.mean(axis=0)
    likeness = passages.similarity()
    order: list[int] = []
    left = list(range(len(passages.sentences)))
    while left:
        gains = [
            relevance[row] - _DIVERSE * max((likeness[row, other] for other in order), default=0.0) for row in left
        ]
        order.append(left.pop(int(np.argmax(gains))))
    return order


def lexrank(passages: Passages) -> list[int]:
    """LexRank (Erkan and Radev 2004) as sumy has it."""
    return _sumy(LexRankSummarizer(), passages)


def textrank(passages: Passages) -> list[int]:
    """TextRank (Mihalcea and Tarau 2004) as sumy has it."""
    return _sumy(TextRankSummarizer(), passages)


def oracle(passages: Passages, reference: str) -> list[int]:
    """Sentences chosen greedily by the ROUGE-1 F1 they bring: a ceiling, for it sees the reference."""
    texts = [sentence.text for sentence in passages.sentences]
    chosen: list[int] = []
    best = 0.0
    while len(chosen) < min(_MOST_ORACLE, len(texts)):
        left = [row for row in range(len(texts)) if row not in chosen]
        values = [rouge(" ".join(texts[one] for one in (*chosen, row)), reference).one for row in left]
        if max(values) <= best:
            break
        best = max(values)
        chosen.append(left[int(np.argmax(values))])
    return chosen


def cut(passages: Passages, order: Sequence[int], length: int) -> str:
    """The text of the first sentences of an order that come nearest to a length in words, at least one sentence."""
    sizes = np.cumsum([len(passages.sentences[row].text.split()) for row in order])
    last: NDArray[np.int64] = np.abs(sizes - length)
    return " ".join(passages.sentences[row].text for row in sorted(order[: int(np.argmin(last)) + 1]))


class _Words:
    """sumy's tokenizer without its download."""

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(words(text))


def _sumy(method: LexRankSummarizer | TextRankSummarizer, passages: Passages) -> list[int]:
    order: list[int] = []

    def all_of(ranked: Sequence[Any]) -> Sequence[Any]:
        order.extend(item.order for item in ranked)
        return ranked

    document = ObjectDocumentModel([Paragraph([Sentence(item.text, _Words()) for item in passages.sentences])])
    method(document, all_of)
    return order
