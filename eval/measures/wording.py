"""In which words briefs are written, and whom they cite."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from eval.figures.words import unquoted, word_spans
from eval.measures.consistency import NO_STORY
from eval.results import Item, Measure, Plain
from eval.told import Told
from pipeline.loaded import loaded_spans


def neutrality(stories: Sequence[Told]) -> tuple[Measure, ...]:
    """Words of the briefs that take no side, outside quotations; loaded phrases found; evenness of the outlets cited.

    A word takes a side if it is in the list of loaded words or in a phrase that was labelled so.
    """
    words = tuple(_words_item(told) for told in stories)
    plain = tuple(_neutral_words(told.document, _phrases(told)) for told in stories if told.brief)
    phrases = tuple(item for told in stories for item in _loaded_items(told))
    balance = tuple(_balance_item(told) for told in stories if told.brief)
    return (
        Measure(
            "neutrality", "share", words, "words of the briefs that take no side", plain=Plain("the articles", plain)
        ),
        Measure("loaded_recall", "mean", phrases, "labelled loaded phrases that the list of loaded words meets"),
        Measure("balance", "mean", balance, "evenness of citations over the outlets of a story (Pielou 1966)"),
    )


def _phrases(told: Told) -> tuple[str, ...]:
    return tuple(item.phrase for item in told.labels.loaded)


def _words_item(told: Told) -> Item:
    name = f"{told.labels.id}/words"
    if not told.brief:
        return Item(told.labels.id, name, unscored=NO_STORY)
    text = " ".join(sentence.text for sentence in told.brief)
    neutral, words = _neutral_words(text, _phrases(told))
    return Item(told.labels.id, name, (neutral, words), text=text, loss=1 - neutral / words if words else None)


def _neutral_words(text: str, phrases: Sequence[str]) -> tuple[float, float]:
    """Words that take no side, and all words, outside quotations."""
    bare = unquoted(text)
    marked = [(span.start, span.end) for span in loaded_spans(bare)]
    marked += [match.span() for phrase in phrases for match in re.finditer(re.escape(phrase), bare)]
    places = word_spans(bare)
    taken = sum(any(start < stop and begin < end for begin, stop in marked) for start, end in places)
    return float(len(places) - taken), float(len(places))


def _loaded_items(told: Told) -> Iterator[Item]:
    texts = {article.id: f"{article.title}\n{article.text}" for article in told.articles}
    for number, item in enumerate(told.labels.loaded, start=1):
        name = f"{told.labels.id}/loaded/{number}"
        if item.article_id not in texts:
            yield Item(told.labels.id, name, text=item.phrase, unscored="the run lacks its article")
            continue
        met = bool(loaded_spans(item.phrase))
        yield Item(told.labels.id, name, (float(met),), text=item.phrase, source=item.article_id, loss=float(not met))


def _balance_item(told: Told) -> Item:
    outlets = {article.id: article.source or article.id for article in told.articles}
    counts = Counter(
        outlets[citation.article_id]
        for sentence in told.brief
        for citation in sentence.citations
        if citation.article_id in outlets
    )
    name, all_outlets = f"{told.labels.id}/balance", len(set(outlets.values()))
    if all_outlets < 2 or not counts:
        return Item(told.labels.id, name, unscored="fewer than two outlets, or nothing cited")
    shares = np.array(list(counts.values()), dtype=np.float64) / counts.total()
    return Item(told.labels.id, name, (float(-(shares * np.log(shares)).sum() / np.log(all_outlets)),))
