"""The plain brief that others are held against: the first sentences of the articles in turn, then the second ones."""

from collections.abc import Sequence
from itertools import zip_longest

from eval.told import Told


def lead(articles: Sequence[Sequence[str]], words: int) -> tuple[str, ...]:
    """Sentences of the articles in turn, none twice, until there are so many words."""
    taken: list[str] = []
    room = words
    for text in (text for row in zip_longest(*articles) for text in row if text is not None):
        if room <= 0:
            break
        if text not in taken:
            taken.append(text)
            room -= len(text.split())
    return tuple(taken)


def lead_of(told: Told) -> tuple[str, ...]:
    """``lead`` of a labelled story, to the length of its brief."""
    articles = [[article.text[start:end] for start, end in article.sentences] for article in told.articles]
    return lead(articles, sum(len(sentence.text.split()) for sentence in told.brief))
