"""Evenhand: one neutral, cited brief per story, and who says what, from what many outlets wrote."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.records import Stance
    from pipeline.scoring import Score
    from pipeline.summarise import Models


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
    from pipeline.together import some_at_a_time
    from pipeline.tools import load_tools

    def work(number: int, models: "Models") -> "Score":
        return score_summary(str(number), documents[number], summaries[number], models.embed, models.score)

    tools = load_tools(load(config), offline=offline)
    return tuple(some_at_a_time(((1, partial(work, number)) for number in range(len(documents))), tools))


def stances(
    articles: Sequence[str], claims: Sequence[str], *, config: str = "default", offline: bool = False
) -> "tuple[Stance, ...]":
    """Say what each article does with the claim at its place: ``evenhand stance`` for Python.

    Args:
        articles: texts, any length each.
        claims: as many as articles, a sentence each.
        config: name or path of a configuration, which says what models to use.
        offline: use nothing but what is on this machine.

    Returns:
        One ``Stance`` per pair, in order, with ``claim_id`` and ``article_id`` the pair's number from 0: a label,
        scores that sum to 1 or None and the reason, and the sentences that show it, with offsets into the article.

    Raises:
        ValueError: the two differ in length.
        ConfigError: no such configuration, or a bad one.
        ModelError: a model can't be loaded or is not what its role needs.
    """
    if len(articles) != len(claims):
        raise ValueError(f"{len(articles)} articles, {len(claims)} claims: each claim needs its article")
    from pipeline.config import load
    from pipeline.stance import score_text
    from pipeline.together import some_at_a_time
    from pipeline.tools import load_tools

    settings = load(config)

    def work(number: int, models: "Models") -> "Stance":
        article, claim = articles[number], claims[number]
        return score_text(
            str(number), article, claim, models.embed, models.score_claims, settings.stance, language=settings.language
        )

    tools = load_tools(settings, offline=offline)
    return tuple(some_at_a_time(((1, partial(work, number)) for number in range(len(articles))), tools))
