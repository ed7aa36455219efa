"""Text as read: normalised characters, and sentences of prose with exact offsets."""

from pipeline.text.normalise import normalise
from pipeline.text.sentences import SPLITTER, split_sentences

__all__ = ["SPLITTER", "normalise", "split_sentences"]
