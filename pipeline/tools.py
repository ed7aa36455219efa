"""The loaded models of a run, as the functions that the stages use."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.config import EXTRACT, Config, Generate
from pipeline.embed import Vectors, embed
from pipeline.modelinfo import ModelInfo
from pipeline.models import Loaded, load_encoder, load_nli, load_tagger, load_untrained, load_writer, set_threads
from pipeline.nli import Pair, Probabilities, check_labels, score_pairs
from pipeline.passages import Passages
from pipeline.places import RANDOM
from pipeline.summarise.generate import Texts, generate
from pipeline.tagging import Part, Shares, Window, tag, tag_texts, token_counts, window_of


@dataclass(frozen=True, slots=True)
class Tools:
    """The models of a run; ``compression`` is None where rules shorten, ``writer`` where none writes."""

    encoder: Loaded
    nli: Loaded
    salience: Loaded
    compression: Loaded | None
    writer: Loaded | None
    tokens: int
    generation: Generate

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors. *Shape:* (texts, width)."""
        return embed(self.encoder, texts, tokens=self.tokens)

    def score(self, pairs: Sequence[Pair]) -> Probabilities:
        """Entailment, neutral, contradiction; NaN where a pair can't be scored. *Shape:* (pairs, 3)."""
        return score_pairs(self.nli, pairs, tokens=self.tokens)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text for ``tag``."""
        return token_counts(self.salience.tokenizer, texts)

    def tag(self, windows: Sequence[Sequence[Part]]) -> list[tuple[Window, Shares]]:
        """How likely a summary says each word of each window."""
        made = [window_of(self.salience.tokenizer, parts, self.salience.window) for parts in windows]
        return list(zip(made, tag(self.salience, made, tokens=self.tokens), strict=True))

    def kept(self, sentences: Sequence[str]) -> list[Shares] | None:
        """Probability that a compressor keeps each word of each sentence; None where there is no model for it."""
        if self.compression is None:
            return None
        tables = tag_texts(self.compression, sentences, unread=1.0, tokens=self.tokens)
        return [table[:, 0] for table in tables]

    def write(self, passages: Passages, worth: NDArray[np.float64]) -> Texts | None:
        """Drafts of a brief by the generating summariser; None where there is none."""
        return None if self.writer is None else generate(self.writer, passages, worth, self.generation)

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """What is loaded."""
        others = [model.info for model in (self.compression, self.writer) if model is not None]
        return (self.encoder.info, self.nli.info, self.salience.info, *others)


def load_encoder_only(config: Config, *, offline: bool = False) -> Loaded:
    """Load the encoder with the configuration's threads."""
    set_threads(config.compute.threads)
    source = config.models.encoder
    if source.source.startswith(RANDOM):
        return load_untrained("encoder", source, config.compute)
    return load_encoder(source, config.compute, offline=offline)


def load_tools(config: Config, *, offline: bool = False) -> Tools:
    """Load the models of a configuration and prove the NLI model's label order.

    Raises:
        ModelError: a model can't be loaded or is not what its role needs.
    """
    encoder = load_encoder_only(config, offline=offline)
    nli = _nli(config, offline=offline)
    summariser = config.models.summariser
    writer = None if summariser.source == EXTRACT else load_writer(summariser, config.compute, offline=offline)
    salience = _salience(config)
    return Tools(encoder, nli, salience, _compression(config), writer, config.compute.tokens, config.generate)


def _nli(config: Config, *, offline: bool) -> Loaded:
    source = config.models.nli
    if source.source.startswith(RANDOM):
        return load_untrained("nli", source, config.compute)  # nothing it says could prove its labels
    nli = load_nli(source, config.compute, offline=offline)
    check_labels(nli)
    return nli


def _salience(config: Config) -> Loaded:
    source = config.models.salience
    if source.source.startswith(RANDOM):
        return load_untrained("salience", source, config.compute)
    return load_tagger(source, config.compute)


def _compression(config: Config) -> Loaded | None:
    source = config.models.compression
    return None if source is None or not config.brief.compress else load_tagger(source, config.compute, "compression")
