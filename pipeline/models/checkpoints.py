"""A checkpoint out of a folder or a hub, checked, and ready to run."""

from dataclasses import dataclass
from json import JSONDecodeError
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from torch import nn
from transformers import AutoConfig, AutoTokenizer
from transformers.utils.hub import resolve_revision
from transformers.utils.logging import disable_progress_bar, set_verbosity_error

from pipeline.config import Compute, ModelSource
from pipeline.errors import ModelError
from pipeline.labels import LabelMap
from pipeline.modelfiles import folder_digest, state_digest
from pipeline.modelinfo import ModelInfo
from pipeline.places import ENCODER_FOLDER, RANDOM, licence

_CPU_TOKENS = 2048


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model ready to run in evaluation mode; ``window`` is the most tokens it was made to read."""

    info: ModelInfo
    tokenizer: Any
    model: Any
    window: int
    device: torch.device
    bf16: bool
    labels: LabelMap | None = None

    def batch_tokens(self, most: int) -> int:
        """Padded tokens of a batch: a CPU works best on what its caches hold."""
        return min(most, _CPU_TOKENS) if self.device.type == "cpu" else most


def set_threads(threads: int) -> None:
    """Use so many processor threads; 0 leaves it to torch: all cores."""
    if threads:
        torch.set_num_threads(threads)


def quiet_libraries() -> None:
    """Keep transformers' own bars and reports off stderr; errors still come through."""
    disable_progress_bar()
    set_verbosity_error()


def pretrained(kind: Any, folder: Path | None, source: ModelSource, *, offline: bool, role: str) -> Any:
    """``kind.from_pretrained`` without pickle and without code of the checkpoint's own.

    Raises:
        ModelError: it is not there, can't be read, or lacks weights.
    """
    place = str(folder or source.source)
    options: dict[str, Any] = {"local_files_only": offline or folder is not None, "trust_remote_code": False}
    name = f"models.{role} {source.source} (revision {source.revision or 'default'})"
    if folder is None:
        options["revision"] = source.revision or "main"
    try:
        if kind in (AutoConfig, AutoTokenizer):
            return kind.from_pretrained(place, **options)
        # Half-precision checkpoints are widened: a CPU is slow and coarse in float16.
        model, report = kind.from_pretrained(
            place, **options, use_safetensors=True, dtype=torch.float32, output_loading_info=True
        )
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        reason = " ".join(str(error).split())[:300]
        needed = " (only model.safetensors is read, no pickle)" if "pytorch_model.bin" in reason else ""
        cut = isinstance(error, (SafetensorError, JSONDecodeError)) or "valid JSON" in reason
        again = "; a file may be cut short: copy or download the checkpoint again" if cut else ""
        raise ModelError(f"{name}: can't be loaded{needed}: {reason}{again}") from error
    missing = [key for key in report["missing_keys"] if "pooler" not in key and "position_ids" not in key]
    if missing:
        raise ModelError(f"{name}: its file lacks weights, among them {min(missing)}; name a whole checkpoint")
    return model


def commit_of(source: ModelSource, *, offline: bool) -> str | None:
    """The commit that a hub id and its revision stand for now; None where that can't be told.

    It is asked of the hub, or of its cache with ``offline`` and where the hub can't be reached.
    """
    found = resolve_revision(source.source, source.revision or "main", local_files_only=offline)
    return getattr(found, "resolved", None)


def _commit(source: ModelSource, folder: Path | None, *, offline: bool) -> str | None:
    """The commit that a hub id stands for now; the revision as written where that can't be told."""
    if folder is not None or source.source.startswith(RANDOM):
        return source.revision
    return commit_of(source, offline=offline) or source.revision


def ready(
    role: str,
    source: ModelSource,
    model: nn.Module,
    folder: Path | None,
    compute: Compute,
    *,
    offline: bool,
    labels: LabelMap | None = None,
    home: Path | None = None,
) -> Loaded:
    """Move a model to its device and put together what is known of it; ``home`` has its tokenizer if not its folder.

    Raises:
        ModelError: the device is not there, or the tokenizer can't be loaded.
    """
    # The built-in heads share the encoder's tokenizer, and so do models without training.
    home = home or (ENCODER_FOLDER if source.source.startswith(("builtin:", RANDOM)) else folder)
    tokenizer = pretrained(AutoTokenizer, home, source, offline=offline, role=role)
    try:
        device = torch.device(compute.device)
        model.to(device).eval()
    except (RuntimeError, AssertionError) as error:
        raise ModelError(
            f"--device {compute.device}: {' '.join(str(error).split())[:200]}; try --device cpu"
        ) from error
    info = ModelInfo(
        role,
        source.source,
        _commit(source, folder, offline=offline),
        licence(source, folder),
        folder_digest(folder) if folder else state_digest(model),
        sum(weight.numel() for weight in model.parameters()),
    )
    return Loaded(info, tokenizer, model, _window(model, tokenizer), device, _use_bf16(compute, device), labels)


def _use_bf16(compute: Compute, device: torch.device) -> bool:
    if compute.dtype != "auto":
        return compute.dtype == "bfloat16"
    if device.type != "cpu":
        return True
    has = torch.cpu.get_capabilities()
    return bool(has.get("avx512_bf16") or has.get("amx_bf16"))


def _window(model: Any, tokenizer: Any) -> int:
    """Most tokens per input: positions the model has, capped by what its tokenizer declares."""
    positions = getattr(model.config, "max_position_embeddings", None) or 512
    if model.config.model_type in {"roberta", "xlm-roberta", "camembert", "mpnet"}:
        positions -= 2  # their first two positions are never used for tokens
    return int(min(positions, tokenizer.model_max_length))
