"""Whether a sentence denies something."""

import re
from typing import Final

_NEGATION: Final = re.compile(
    r"\b(?:not|no|never|nor|neither|none|nobody|without|cannot|den(?:y|ies|ied)|fail(?:s|ed)?|refus(?:e|es|ed))\b|n[’']t\b",
    re.IGNORECASE,
)


def denies(sentence: str) -> bool:
    """Whether ``sentence`` has a word of negation, wherever it stands and whatever it belongs to."""
    return bool(_NEGATION.search(sentence))
