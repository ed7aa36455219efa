"""Token classifiers on the built-in encoder: probabilities per word, for the built-in summariser."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForTokenClassification, AutoTokenizer

from pipeline.config import Compute, ModelSource
from pipeline.errors import ModelError
from pipeline.models.checkpoints import Loaded, quiet_libraries, ready
from pipeline.models.lowrank import restored, squeezed
from pipeline.models.weights import check_encoder, encoder_weights, stored_weights
from pipeline.places import ENCODER_FOLDER, folder_of

_COMMANDS = {"salience": "salience", "compression": "compress"}
_RANK = 64  # of the differences from the encoder that are kept: 5 MB in place of 22


def load_tagger(source: ModelSource, compute: Compute, role: str = "salience") -> Loaded:
    """Load a token classifier on the built-in encoder: ``builtin:salience`` or a folder that training wrote.

    Args:
        source: where it lies.
        compute: where and how it runs.
        role: of ``config.Models``.

    Raises:
        ModelError: it is not there, or can't be read.
    """
    check_encoder()
    quiet_libraries()
    folder = folder_of(source)
    if folder is None:
        raise ModelError(
            f"models.{role} {source.source}: no such folder; name one that 'evenhand train {_COMMANDS[role]}' wrote"
        )
    model = AutoModelForTokenClassification.from_config(AutoConfig.from_pretrained(folder, local_files_only=True))
    model.load_state_dict(_weights(folder))
    loaded = ready("summariser" if role == "salience" else role, source, model, folder, compute, offline=True)
    # Training writes no tokenizer, and transformers makes an empty one for a folder without: all words unknown.
    loaded = replace(loaded, tokenizer=AutoTokenizer.from_pretrained(ENCODER_FOLDER, local_files_only=True))
    if loaded.bf16:
        loaded.model.to(torch.bfloat16)
    if loaded.device.type == "cpu":
        loaded.model.set_attn_implementation("eager")
    return loaded


def new_tagger(classes: tuple[str, ...], start: Path | None = None, *, dropout: float = 0.1) -> tuple[Any, Any]:
    """Make a token classifier from the built-in encoder, word embeddings frozen, and its tokenizer.

    Args:
        classes: in the order of the outputs; each gets a probability of its own.
        start: a folder written by ``save_tagger`` whose weights to begin with; the bare encoder by default.
        dropout: of hidden states, 0 to 1.

    Raises:
        ModelError: ``start`` holds no such weights.
    """
    check_encoder()
    quiet_libraries()
    model = AutoModelForTokenClassification.from_pretrained(
        ENCODER_FOLDER,
        id2label=dict(enumerate(classes)),
        label2id={name: index for index, name in enumerate(classes)},
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=0.0,
        local_files_only=True,
        attn_implementation="eager",
    )
    if start is not None:
        model.load_state_dict(_weights(start))
    model.get_input_embeddings().weight.requires_grad_(False)
    return model, AutoTokenizer.from_pretrained(ENCODER_FOLDER, local_files_only=True)


def save_tagger(model: Any, folder: Path) -> None:
    """Write a model made by ``new_tagger``: what differs from the encoder, at low rank and in half precision."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: weight.detach().float().cpu() for name, weight in model.state_dict().items()}
    kept = squeezed(weights, encoder_weights(), _RANK)
    halves = {name: weight.to(torch.float16).contiguous() for name, weight in kept.items()}
    save_file(halves, folder / "model.safetensors", metadata={"format": "pt"})
    model.config.save_pretrained(folder)


def _weights(folder: Path) -> dict[str, torch.Tensor]:
    if not (folder / "model.safetensors").is_file():
        raise ModelError(f"{folder}: no model.safetensors; name a folder that 'evenhand train' wrote")
    return restored(stored_weights(folder), encoder_weights())
