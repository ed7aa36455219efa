"""The title of a brief: the headline that says most plainly what all of them are about."""

import re

import numpy as np

from pipeline.loaded import loaded_spans
from pipeline.passages import Passages
from pipeline.summarise.select import recency

_COMFORTABLE = range(5, 17)  # words
_ASIDE = re.compile(
    r"[?!“”\"‘|…]|\.\.\.|^\W*(?:live|opinion|analysis|exclusive|watch|video|why|how|what)\b", re.IGNORECASE
)
_PLAIN = 0.7  # what a headline counts for with each thing that is not plain


def neutral_title(passages: Passages, fallback: str) -> str:
    """Choose among the headlines of a story.

    Each counts by its cosine with the story's sentences that open an article; less for every loaded word, for
    questions, exclamations, quotations, labels such as "Opinion", for being very short or long, and the older it is,
    for figures change.

    Args:
        passages: the story's sentences and headlines.
        fallback: for a story without headlines.
    """
    titles = [article.title.strip() for article in passages.articles]
    if not any(titles) or not passages.sentences:
        return fallback
    opening = passages.vectors[passages.place == 0].mean(axis=0) + passages.titles.mean(axis=0)
    scores = [
        float(vector @ opening) * _PLAIN ** _not_plain(title) * newness if title else -np.inf
        for title, vector, newness in zip(titles, passages.titles, recency(passages), strict=True)
    ]
    return titles[int(np.argmax(scores))]


def _not_plain(title: str) -> int:
    unusual = len(title.split()) not in _COMFORTABLE
    return len(loaded_spans(title)) + unusual + bool(_ASIDE.search(title))
