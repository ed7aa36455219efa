"""Evenhand: one neutral, cited brief per story, and who says what, from what many outlets wrote."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.scoring import Score


def score(
    documents: Sequence[str], summaries: Sequence[str], *, config: str = "default", offline: bool = False
) -> "tuple[Score, ...]":
    """Score each summary against the document at its place: ``evenhand score`` for Python.

    Args:
        documents: any length each.
        summaries: as many as documents.
        config: name or path of a configuration, which says what models to use.
        offline: use nothing but what is on this machine.

    Returns:
        One ``Score`` per pair, in order, with ``id`` the pair's number from 0: the probability, 0 to 1, that the
        summary is consistent with its document, or None and the reason; the same per sentence, with offsets and
        evidence.

    Raises:
        ValueError: the two differ in length.
        ConfigError: no such configuration, or a bad one.
        ModelError: a model can't be loaded or is not what its role needs.
    """
    if len(documents) != len(summaries):
        raise ValueError(f"{len(documents)} documents, {len(summaries)} summaries: each summary needs its document")
    # Here, so that importing a single room stays cheap.
    from pipeline.config import load
    from pipeline.scoring import score_summary
    from pipeline.tools import load_tools

    tools = load_tools(load(config), offline=offline)
    return tuple(
        score_summary(str(number), document, summary, tools.embed, tools.score)
        for number, (document, summary) in enumerate(zip(documents, summaries, strict=True))
    )
