"""Tiny models with random weights: they show that everything fits together, and mean nothing."""

from typing import Any

import torch
from transformers import (
    AutoTokenizer,
    BertConfig,
    BertForSequenceClassification,
    BertForTokenClassification,
    BertModel,
)

from pipeline.config import Compute, ModelSource
from pipeline.errors import ModelError
from pipeline.labels import resolve_labels
from pipeline.models.checkpoints import Loaded, quiet_libraries, ready
from pipeline.places import ENCODER_FOLDER

_CLASSES = {"encoder": (), "nli": ("entailment", "neutral", "contradiction"), "salience": ("said", "said_with_next")}
_KINDS: dict[str, Any] = {
    "encoder": BertModel,
    "nli": BertForSequenceClassification,
    "salience": BertForTokenClassification,
}
_WIDTH = 16
_SEED = 13


def load_untrained(role: str, source: ModelSource, compute: Compute) -> Loaded:
    """Make the random model of a role: one layer, 16 wide, the encoder's tokenizer, always the same weights.

    Raises:
        ModelError: the source is not ``random:tiny``.
    """
    if source.source != "random:tiny":
        raise ModelError(f"models.{role} {source.source}: the one random model is random:tiny")
    quiet_libraries()
    names = _CLASSES[role]
    settings = BertConfig(
        vocab_size=len(AutoTokenizer.from_pretrained(ENCODER_FOLDER, local_files_only=True)),
        hidden_size=_WIDTH,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=2 * _WIDTH,
    )
    if names:
        settings.id2label = dict(enumerate(names))
        settings.label2id = {name: row for row, name in enumerate(names)}
    with torch.random.fork_rng():
        torch.manual_seed(_SEED)
        model = _KINDS[role](settings)
    labels = resolve_labels(settings.label2id, None, source.source) if role == "nli" else None
    role = "summariser" if role == "salience" else role
    return ready(role, source, model, None, compute, offline=True, labels=labels)
