"""Hand labels: what a careful reader found in a story."""

from eval.labels.reading import bundled, read_expectations
from eval.labels.records import (
    Candidate,
    Disputed,
    Expectation,
    Fact,
    Kind,
    LabelledClaim,
    Loaded,
    Look,
    Mention,
    Never,
    Side,
)

__all__ = [
    "Candidate",
    "Disputed",
    "Expectation",
    "Fact",
    "Kind",
    "LabelledClaim",
    "Loaded",
    "Look",
    "Mention",
    "Never",
    "Side",
    "bundled",
    "read_expectations",
]
