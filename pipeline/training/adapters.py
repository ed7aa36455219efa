"""Low-rank adapters (LoRA, Hu et al. 2021) in place of full fine-tuning, by peft."""

from typing import Any

from pipeline.errors import InputError

_MATRICES = ["query", "key", "value", "dense"]


def with_adapters(model: Any, rank: int) -> Any:
    """Wrap a classifier so that only adapters of ``rank`` in its linear layers and its head are trained.

    Raises:
        InputError: peft is not installed.
    """
    try:
        from peft import LoraConfig, get_peft_model
    except ImportError as error:
        raise InputError("--lora needs peft: pip install 'evenhand[train]'") from error
    settings = LoraConfig(r=rank, lora_alpha=2 * rank, target_modules=_MATRICES, modules_to_save=["classifier"])
    return get_peft_model(model, settings)


def merged(model: Any) -> Any:
    """The classifier with its adapters added into its weights."""
    return model.merge_and_unload()
