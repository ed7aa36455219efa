"""Stand-ins for the loaded models, and stories of a few sentences."""

import re
from collections.abc import Sequence

import numpy as np

from pipeline.arrays import CONTRADICTION, ENTAILMENT, NEUTRAL
from pipeline.passages import Passages, gather
from pipeline.records import Article, Span
from pipeline.summarise.generate import Texts
from pipeline.windows import Part, Window, Word, words_of

WIDTH = 64


def embed(texts: Sequence[str]) -> np.ndarray:
    """Unit vectors of hashed words: alike words, alike vectors."""
    rows = np.full((len(texts), WIDTH), 1e-3, dtype=np.float32)
    for row, text in enumerate(texts):
        for word in text.lower().replace(".", "").split():
            rows[row, sum(map(ord, word)) % WIDTH] += 1
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def score(pairs: Sequence[tuple[str, str]]) -> np.ndarray:
    """Entailed is what has no word that the premise lacks."""
    table = np.zeros((len(pairs), 3), dtype=np.float32)
    for row, (premise, hypothesis) in enumerate(pairs):
        said, known = (set(re.findall(r"[^\W_]+", text.lower())) for text in (hypothesis, premise))
        table[row, NEUTRAL if said - known else ENTAILMENT] = 0.9
    table[:, CONTRADICTION] = 0.1
    return table


class Models:
    """Stands in for the loaded models; every word but "the" is as salient as its length."""

    def __init__(self, drafts: tuple[str, ...] | None = None) -> None:
        self.drafts = drafts

    embed = staticmethod(embed)
    score = staticmethod(score)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def tag(self, windows: Sequence[Sequence[Part]]) -> list[tuple[Window, np.ndarray]]:
        found = []
        for parts in windows:
            words = tuple(Word(number, *span) for number, part in enumerate(parts) for span in words_of(part.text))
            shares = np.array([[min(0.9, (word.end - word.start) / 8), 0.0] for word in words], dtype=np.float32)
            found.append((Window((), (), words, ()), shares.reshape(-1, 2)))
        return found

    def kept(self, sentences: Sequence[str]) -> list[np.ndarray] | None:
        del sentences
        return None

    def write(self, passages: Passages, worth: np.ndarray) -> Texts | None:
        del passages, worth
        return None if self.drafts is None else Texts(self.drafts, 3)


def story(*articles: Sequence[str]) -> Passages:
    made = []
    for number, sentences in enumerate(articles):
        text = " ".join(sentences)
        spans = tuple(Span(text.index(part), text.index(part) + len(part)) for part in sentences)
        made.append(Article(f"a{number}", text, title=f"Headline {number}", sentences=spans))
    return gather(made, embed([part for sentences in articles for part in sentences]), {})


TRAMS = "The city council of Melbury approved twelve new trams on Friday after a debate of seven hours."
COST = "The twelve vehicles will cost Melbury forty million crowns, which the region shares over nine years."
OLD = "Opposition members called the present fleet unsafe because several brakes failed during last winter."
OTHER = "Voters in Melbury will choose another council in October, and every party promised better transport."
