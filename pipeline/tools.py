"""The loaded models of a run, as the two functions that the stages use."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.config import Config
from pipeline.embed import Vectors, embed
from pipeline.modelinfo import ModelInfo
from pipeline.models import Loaded, load_encoder, load_nli, set_threads
from pipeline.nli import Pair, Probabilities, check_labels, score_pairs


@dataclass(frozen=True, slots=True)
class Tools:
    """Encoder and NLI model; each method takes a list and gives a row per item."""

    encoder: Loaded
    nli: Loaded
    tokens: int

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors. *Shape:* (texts, width)."""
        return embed(self.encoder, texts, tokens=self.tokens)

    def score(self, pairs: Sequence[Pair]) -> Probabilities:
        """Entailment, neutral, contradiction; NaN where a pair can't be scored. *Shape:* (pairs, 3)."""
        return score_pairs(self.nli, pairs, tokens=self.tokens)

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """What is loaded."""
        return (self.encoder.info, self.nli.info)


def load_encoder_only(config: Config, *, offline: bool = False) -> Loaded:
    """Load the encoder with the configuration's threads."""
    set_threads(config.compute.threads)
    return load_encoder(config.models.encoder, config.compute, offline=offline)


def load_tools(config: Config, *, offline: bool = False) -> Tools:
    """Load the models of a configuration and prove the NLI model's label order.

    Raises:
        ModelError: a model can't be loaded or is not what its role needs.
    """
    encoder = load_encoder_only(config, offline=offline)
    nli = load_nli(config.models.nli, config.compute, offline=offline)
    check_labels(nli)
    return Tools(encoder, nli, config.compute.tokens)
