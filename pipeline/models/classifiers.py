"""The encoder and the classifier of pairs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModel, AutoModelForSequenceClassification, AutoTokenizer

from pipeline.config import Compute, ModelSource
from pipeline.errors import ModelError
from pipeline.labels import resolve_labels
from pipeline.models.checkpoints import Loaded, pretrained, quiet_libraries, ready
from pipeline.models.firsttoken import read_first_token
from pipeline.models.weights import SHARED_WEIGHT, check_encoder, lacks_embeddings, starting_weights, with_embeddings
from pipeline.places import ENCODER_FOLDER, folder_of


def load_encoder(source: ModelSource, compute: Compute, *, offline: bool = False) -> Loaded:
    """Load the sentence encoder.

    Raises:
        ModelError: it is not there, its weights are not those expected, or they can't be read.
    """
    folder = folder_of(source)
    if source.source == "builtin:minilm":
        check_encoder()
    quiet_libraries()
    model = pretrained(AutoModel, folder, source, offline=offline, role="encoder")
    return ready("encoder", source, model, folder, compute, offline=offline)


def load_nli(source: ModelSource, compute: Compute, role: str = "nli", *, offline: bool = False) -> Loaded:
    """Load a classifier of (premise, hypothesis) pairs for ``role``; its label order is settled by name.

    A folder may hold a whole checkpoint, or what ``evenhand train nli`` wrote.

    Raises:
        ModelError: as for ``load_encoder``, or the labels stay unclear.
    """
    quiet_libraries()
    folder = folder_of(source)
    ours = folder is not None and lacks_embeddings(folder)
    if folder is not None and ours:
        model = _builtin_classifier(folder)
        label2id: Mapping[str, int] = model.config.label2id
    else:
        settings = pretrained(AutoConfig, folder, source, offline=offline, role=role)
        if not any(name.endswith("ForSequenceClassification") for name in settings.architectures or ()):
            kind = ", ".join(settings.architectures or ()) or f"a bare {settings.model_type}"
            raise ModelError(
                f"models.{role} {source.source}: {kind} is no classifier of pairs; name a checkpoint fine-tuned for "
                "natural language inference (ForSequenceClassification)"
            )
        label2id = settings.label2id
        resolve_labels(label2id, source.labels, source.source, role)  # before anything large is fetched
        model = pretrained(AutoModelForSequenceClassification, folder, source, offline=offline, role=role)
    labels = resolve_labels(label2id, source.labels, source.source, role)
    home = ENCODER_FOLDER if ours else None
    loaded = ready(role, source, model, folder, compute, offline=offline, labels=labels, home=home)
    if loaded.bf16:
        # Whole in half precision: a fifth faster than casting before each product, and the labels stay.
        loaded.model.to(torch.bfloat16)
    if loaded.device.type == "cpu":
        # For short sequences plain matrix products are a fifth faster there than torch's fused attention.
        loaded.model.set_attn_implementation("eager")
    read_first_token(loaded.model)
    return loaded


def new_classifier(label_names: tuple[str, ...], start: Path | None = None, *, dropout: float = 0.0) -> tuple[Any, Any]:
    """Make a classifier of pairs from the built-in encoder, word embeddings frozen, and its tokenizer.

    Args:
        label_names: in the order of the classes.
        start: a folder written by ``save_builtin`` whose weights to begin with; the bare encoder by default.
        dropout: probability, 0 to 1.

    Raises:
        ModelError: ``start`` holds no such weights.
    """
    check_encoder()
    quiet_libraries()
    model = AutoModelForSequenceClassification.from_pretrained(
        ENCODER_FOLDER,
        id2label=dict(enumerate(label_names)),
        label2id={name: index for index, name in enumerate(label_names)},
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout,
        local_files_only=True,
        # On a CPU the backward pass of fused attention takes five times as long as plain matrix products.
        attn_implementation="eager",
    )
    if start is not None:
        model.load_state_dict(starting_weights(start))
    model.get_input_embeddings().weight.requires_grad_(False)
    return model, AutoTokenizer.from_pretrained(ENCODER_FOLDER, local_files_only=True)


def save_builtin(model: Any, folder: Path) -> None:
    """Write a classifier made by ``new_classifier``: half precision, without the encoder's word embeddings."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {
        name: weight.detach().to(torch.float16).contiguous()
        for name, weight in model.state_dict().items()
        if name != SHARED_WEIGHT
    }
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    model.config.save_pretrained(folder)


def _builtin_classifier(folder: Path) -> Any:
    check_encoder()
    model = AutoModelForSequenceClassification.from_config(AutoConfig.from_pretrained(folder, local_files_only=True))
    model.load_state_dict({name: weight.float() for name, weight in with_embeddings(folder).items()})
    return model
