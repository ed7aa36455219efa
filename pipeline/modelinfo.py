"""What is known of a model without loading it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What is known of a model without running it; ``digest`` is the SHA-256 of its weights."""

    role: str
    source: str
    revision: str | None
    licence: str
    digest: str
    parameters: int
