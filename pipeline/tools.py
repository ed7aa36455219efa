"""The models of a run, as the functions that the stages use: each loaded when it is first needed."""

import dataclasses
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline.arrays import Pair, Probabilities, Shares, Vectors
from pipeline.cache import Cache, key
from pipeline.config import EXTRACT, Config, ModelSource
from pipeline.labels import LabelMap
from pipeline.modelinfo import ModelInfo
from pipeline.passages import Passages
from pipeline.places import RANDOM, describe
from pipeline.recall import recall
from pipeline.summarise.generate import Texts, generate
from pipeline.versions import code_digest, processor, versions
from pipeline.windows import Part, Window, token_counts, window_of

if TYPE_CHECKING:
    from pipeline.models import Loaded


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What a manifest says of a loaded model, and the width of its states."""

    info: ModelInfo
    labels: LabelMap | None
    bf16: bool
    width: int


class Tools:
    """The models of a configuration, none loaded before it is needed.

    With a cache, vectors and scores that it knows are taken from there, and so are the facts on a model: where
    everything is known, no model is loaded at all.
    """

    def __init__(self, config: Config, *, offline: bool = False, cache: Cache | None = None) -> None:
        """Load nothing yet.

        Args:
            config: which models, and how they run.
            offline: never reach for the network.
            cache: what models said before.
        """
        self._config, self._offline, self._cache = config, offline, cache
        self._facts: dict[str, ModelFacts] = {}

    @cached_property
    def encoder(self) -> "Loaded":
        """The sentence encoder."""
        return _encoder(self._config, offline=self._offline)

    @cached_property
    def nli(self) -> "Loaded":
        """The classifier of pairs, its label order proved."""
        return _nli("nli", self._config.models.nli, self._config, offline=self._offline)

    @cached_property
    def stance(self) -> "Loaded":
        """The classifier of pairs that reads articles for claims; ``nli`` where there is none of its own."""
        source = self._config.models.stance
        return _nli("stance", source, self._config, offline=self._offline) if source else self.nli

    @cached_property
    def salience(self) -> "Loaded":
        """What weighs words."""
        return _tagger("salience", self._config.models.salience, self._config)

    @cached_property
    def compression(self) -> "Loaded | None":
        """What says which words may go; None where rules shorten."""
        source = self._config.models.compression
        return _tagger("compression", source, self._config) if source and self._config.brief.compress else None

    @cached_property
    def writer(self) -> "Loaded | None":
        """What writes briefs; None where they are extracted."""
        from pipeline.models import load_writer

        source = self._config.models.summariser
        if source.source == EXTRACT:
            return None
        return load_writer(source, self._config.compute, offline=self._offline)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors. *Shape:* (texts, width)."""
        if not texts:
            return np.zeros((0, self.facts("encoder").width), dtype=np.float32)
        if self._cache is None:
            return self.encode(texts)
        items = [(text,) for text in texts]
        return recall(
            self._cache,
            "vectors",
            self._basis("encoder"),
            items,
            lambda rows: self.encode([texts[row] for row in rows]),
        )

    def score(self, pairs: Sequence[Pair]) -> Probabilities:
        """Entailment, neutral, contradiction; NaN where a pair can't be scored. *Shape:* (pairs, 3)."""
        return self._scored("nli", pairs)

    def score_claims(self, pairs: Sequence[Pair]) -> Probabilities:
        """As ``score``, by the model that reads articles for claims. *Shape:* (pairs, 3)."""
        return self._scored(self._config.models.reader, pairs)

    def once(self, kind: str, depends: str, work: Callable[[], bytes]) -> bytes:
        """What follows from vectors and from what ``depends`` names; worked out where the cache does not know it."""
        if self._cache is None:
            return work()
        name = key(kind, self._basis("encoder"), depends)
        found = self._cache.get([name]).get(name)
        if found is None:
            found = work()
            self._cache.put(kind, {name: found})
        return found

    def encode(self, texts: Sequence[str]) -> Vectors:
        """``embed`` by the model itself, whatever the cache knows."""
        from pipeline.embed import embed

        return embed(self.encoder, texts, tokens=self._config.compute.tokens)

    def classify(self, pairs: Sequence[Pair], role: str = "nli") -> Probabilities:
        """``score``, or ``score_claims`` for the role ``stance``, by the model itself, whatever the cache knows."""
        from pipeline.nli import score_pairs

        return score_pairs(getattr(self, role), pairs, tokens=self._config.compute.tokens)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text for ``tag``."""
        return token_counts(self.salience.tokenizer, texts)

    def tag(self, windows: Sequence[Sequence[Part]]) -> list[tuple[Window, Shares]]:
        """How likely a summary says each word of each window."""
        from pipeline.tagging import tag

        made = [window_of(self.salience.tokenizer, parts, self.salience.window) for parts in windows]
        return list(zip(made, tag(self.salience, made, tokens=self._config.compute.tokens), strict=True))

    def kept(self, sentences: Sequence[str]) -> list[Shares] | None:
        """Probability that a compressor keeps each word of each sentence; None where there is no model for it."""
        from pipeline.tagging import tag_texts

        if self.compression is None:
            return None
        tables = tag_texts(self.compression, sentences, unread=1.0, tokens=self._config.compute.tokens)
        return [table[:, 0] for table in tables]

    def write(self, passages: Passages, worth: NDArray[np.float64]) -> Texts | None:
        """Drafts of a brief by the generating summariser; None where there is none."""
        return None if self.writer is None else generate(self.writer, passages, worth, self._config.generate)

    def facts(self, role: str) -> ModelFacts:
        """What is known of the model of a role, loaded only where the cache does not know it either."""
        if role not in self._facts:
            self._facts[role] = self._known(role) if role not in vars(self) else _facts(getattr(self, role))
        return self._facts[role]

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """The models of all roles that this configuration fills."""
        return tuple(self.facts(role).info for role in self._sources)

    def ready(self) -> "Tools":
        """Load every model, so that what is wrong with one is told before any work."""
        for role in self._sources:
            getattr(self, role)
        return self

    @property
    def _sources(self) -> dict[str, ModelSource]:
        models = self._config.models
        compression = models.compression if self._config.brief.compress else None
        others = (("stance", models.stance), ("compression", compression))
        writer = None if models.summariser.source == EXTRACT else models.summariser
        roles = {"encoder": models.encoder, "nli": models.nli, "salience": models.salience}
        return roles | {role: found for role, found in (*others, ("writer", writer)) if found}

    def _scored(self, role: str, pairs: Sequence[Pair]) -> Probabilities:
        if not pairs:
            return np.zeros((0, 3), dtype=np.float32)
        if self._cache is None:
            return self.classify(pairs, role)
        return recall(
            self._cache,
            "scores",
            self._basis(role),
            pairs,
            lambda rows: self.classify([pairs[row] for row in rows], role),
        )

    def _known(self, role: str) -> ModelFacts:
        source = self._sources[role]
        described = describe(role, source)
        if self._cache is None or not described.digest:  # a hub's model is known by its commit only when it is there
            return _facts(getattr(self, role))
        name = key("facts", role, source.model_dump_json(), described.digest, self._arithmetic)
        kept = self._cache.get([name]).get(name)
        if kept is not None:
            return _from_json(kept)
        facts = _facts(getattr(self, role))
        self._cache.put("facts", {name: json.dumps(dataclasses.asdict(facts)).encode()})
        return facts

    def _basis(self, role: str) -> str:
        return f"{self.facts(role).info.digest} {self.facts(role).labels} {self._arithmetic}"

    @cached_property
    def _arithmetic(self) -> str:
        compute = self._config.compute
        return json.dumps([compute.device, compute.dtype, processor(), versions(), code_digest()])


def load_tools(config: Config, *, offline: bool = False) -> Tools:
    """Load all models of a configuration and prove the NLI model's label order; nothing is cached.

    Raises:
        ModelError: a model can't be loaded or is not what its role needs.
    """
    return Tools(config, offline=offline).ready()


def _facts(loaded: "Loaded") -> ModelFacts:
    return ModelFacts(loaded.info, loaded.labels, loaded.bf16, int(loaded.model.config.hidden_size))


def _from_json(kept: bytes) -> ModelFacts:
    row = json.loads(kept)
    labels = None if row["labels"] is None else LabelMap(**row["labels"])
    return ModelFacts(ModelInfo(**row["info"]), labels, row["bf16"], row["width"])


def _encoder(config: Config, *, offline: bool) -> "Loaded":
    from pipeline.models import load_encoder, load_untrained, set_threads

    set_threads(config.compute.threads)
    source = config.models.encoder
    if source.source.startswith(RANDOM):
        return load_untrained("encoder", source, config.compute)
    return load_encoder(source, config.compute, offline=offline)


def _nli(role: str, source: ModelSource, config: Config, *, offline: bool) -> "Loaded":
    from pipeline.models import load_nli, load_untrained, set_threads
    from pipeline.nli import check_labels

    set_threads(config.compute.threads)
    if source.source.startswith(RANDOM):
        return load_untrained("nli", source, config.compute)  # nothing it says could prove its labels
    nli = load_nli(source, config.compute, role, offline=offline)
    check_labels(nli)
    return nli


def _tagger(role: str, source: ModelSource, config: Config) -> "Loaded":
    from pipeline.models import load_tagger, load_untrained, set_threads

    set_threads(config.compute.threads)
    if role == "salience" and source.source.startswith(RANDOM):
        return load_untrained(role, source, config.compute)
    return load_tagger(source, config.compute, role)
