"""What tells one set of weights from another: digests of files and of loaded weights, and the licence beside them."""

import hashlib
import re
from pathlib import Path
from typing import Any


def licence_of(folder: Path | None) -> str:
    """The licence that a model card names; "not stated" where there is none."""
    card = folder / "README.md" if folder else None
    found = (
        re.search(r"^license:\s*(\S+)", card.read_text(encoding="utf-8"), re.MULTILINE)
        if card and card.is_file()
        else None
    )
    return found.group(1) if found else "not stated"


def folder_digest(folder: Path) -> str:
    """SHA-256 of a folder's safetensors file, or of the digests of several; empty where there is none."""
    files = sorted(folder.glob("*.safetensors"))
    if len(files) == 1:
        return file_digest(files[0])
    return hashlib.sha256("".join(file_digest(path) for path in files).encode()).hexdigest() if files else ""


def state_digest(model: Any) -> str:
    """SHA-256 of a loaded model's weights, name by name."""
    digest = hashlib.sha256()
    for name, weight in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(weight.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
