"""Loaded wording of a brief beside that of its sources."""

from pipeline.loaded import loaded_share, loaded_spans
from pipeline.passages import Passages
from pipeline.records import Brief, LoadedWord, Neutrality


def neutrality(passages: Passages, brief: Brief) -> Neutrality:
    """Compare the share of loaded words in the brief with that of all source sentences, and list the sources'."""
    found = tuple(
        LoadedWord(
            sentence.article_id,
            sentence.start + span.start,
            sentence.start + span.end,
            sentence.text[span.start : span.end],
        )
        for sentence in passages.sentences
        for span in loaded_spans(sentence.text)
    )
    everything = " ".join(sentence.text for sentence in passages.sentences)
    return Neutrality(loaded_share(brief.text), loaded_share(everything), found)
