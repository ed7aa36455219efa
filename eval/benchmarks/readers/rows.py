"""Rows that the readers yield, one kind for each task."""

from dataclasses import dataclass
from typing import Literal

Task = Literal["consistency", "stance", "summaries", "clusters"]
StanceLabel = Literal["supports", "refutes", "mixed", "not_stated", "discusses"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A summary and whether it is consistent with its document.

    ``kind`` holds the types of its errors, separated by commas, where the set has any. ``group`` is the document's id:
    summaries of one group can be ranked against each other.
    """

    id: str
    document: str
    summary: str
    consistent: bool
    kind: str | None
    group: str


@dataclass(frozen=True, slots=True)
class StanceRow:
    """An article, a claim, and what the one says of the other; ``discusses`` is FNC-1's alone."""

    id: str
    article: str
    claim: str
    label: StanceLabel


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """Articles of one story, as title and text, and the summary an expert wrote of them."""

    id: str
    articles: tuple[tuple[str, str], ...]
    reference: str


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """An article, the cluster it belongs to, and the topic that this cluster is part of."""

    id: str
    text: str
    cluster: str
    topic: str


Row = Judged | StanceRow | SummaryRow | ClusterRow


def task_of(row: Row) -> Task:
    """The task that a row is for."""
    match row:
        case Judged():
            return "consistency"
        case StanceRow():
            return "stance"
        case SummaryRow():
            return "summaries"
        case ClusterRow():
            return "clusters"
