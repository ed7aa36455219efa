"""Which sentences of an article does a summary sentence rest on: greedy cover of its rare words."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from pipeline.training.news.words import Lexicon


@dataclass(frozen=True, slots=True)
class Alignment:
    """Rows of the article's sentences in the order of the text; ``recall`` is the covered share of word weight."""

    rows: tuple[int, ...]
    recall: float


def align(words: Set[str], sentences: Sequence[Set[str]], lexicon: Lexicon, most: int = 3) -> Alignment:
    """Choose up to ``most`` sentences that together hold as much of ``words`` as can be had, rare ones weighing more.

    Args:
        words: content stems of the summary sentence.
        sentences: content stems of each article sentence.
        lexicon: gives the weights.
        most: sentences to choose, at least 1; one that adds under a tenth is not taken.
    """
    total = sum(map(lexicon.rarity, words))
    left, rows = set(words), list[int]()
    while total and len(rows) < most:
        gains = [sum(map(lexicon.rarity, left & sentence)) for sentence in sentences]
        best = max(range(len(sentences)), key=lambda row: (gains[row], -row), default=-1)
        if best < 0 or gains[best] < 0.1 * total:
            break
        rows.append(best)
        left -= sentences[best]
    covered = 1 - sum(map(lexicon.rarity, left)) / total if total else 0.0
    return Alignment(tuple(sorted(rows)), covered)
