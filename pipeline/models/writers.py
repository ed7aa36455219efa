"""Generating summarisers: sequence-to-sequence models and instruct models with a chat template."""

from typing import Any

from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM

from pipeline.config import Compute, ModelSource
from pipeline.errors import ModelError
from pipeline.models.checkpoints import Loaded, pretrained, quiet_libraries, ready
from pipeline.places import folder_of


def load_writer(source: ModelSource, compute: Compute, *, offline: bool = False) -> Loaded:
    """Load a checkpoint that writes: BART, PEGASUS, LED, T5 and their like, or an instruct model.

    Raises:
        ModelError: it is not there, can't be read, is no generating model, or is a causal one without a chat template.
    """
    quiet_libraries()
    folder = folder_of(source)
    settings = pretrained(AutoConfig, folder, source, offline=offline, role="summariser")
    names = list(settings.architectures or ())
    if not any(name.endswith(("ForConditionalGeneration", "ForCausalLM", "LMHeadModel")) for name in names):
        kind = ", ".join(names) or f"a bare {settings.model_type}"
        raise ModelError(
            f"models.summariser {source.source}: {kind} does not write; name a summariser (ForConditionalGeneration), "
            "an instruct model (ForCausalLM), or builtin:extract"
        )
    kind = AutoModelForSeq2SeqLM if settings.is_encoder_decoder else AutoModelForCausalLM
    model = pretrained(kind, folder, source, offline=offline, role="summariser")
    loaded = ready("summariser", source, model, folder, compute, offline=offline)
    if not settings.is_encoder_decoder and not getattr(loaded.tokenizer, "chat_template", None):
        raise ModelError(
            f"models.summariser {source.source}: a causal model without a chat template can't be asked for a summary; "
            "name its instruct version"
        )
    return Loaded(
        loaded.info,
        loaded.tokenizer,
        loaded.model,
        reading_window(model, loaded.tokenizer),
        loaded.device,
        loaded.bf16,
    )


def reading_window(model: Any, tokenizer: Any) -> int:
    """Most tokens that a writing model reads: the positions it was trained on, capped by its tokenizer's limit."""
    keys = ("max_encoder_position_embeddings", "max_position_embeddings", "n_positions")
    positions = next((int(found) for key in keys if (found := getattr(model.config, key, None))), 512)
    return int(min(positions, tokenizer.model_max_length))
