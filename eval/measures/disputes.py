"""Disputes that were found beside those that exist."""

from collections.abc import Iterator, Sequence

from eval.labels.records import Disputed, Look
from eval.measures.consistency import NO_STORY
from eval.results import Item, Measure
from eval.told import Told
from pipeline.records import Dispute


def disputes(stories: Sequence[Told]) -> tuple[Measure, ...]:
    """Precision and recall of disputes, and look-alikes that are left alone.

    A found dispute is right if two of its values cite quotes of two sides of one labelled dispute.
    """
    return (
        Measure(
            "dispute_precision",
            "mean",
            tuple(item for told in stories for item in _found(told)),
            "disputes in the run that the readers found too",
            reason="the run has no dispute in these stories",
            written=True,
        ),
        Measure(
            "dispute_recall",
            "mean",
            tuple(item for told in stories for item in _labelled(told)),
            "labelled disputes that the run has",
        ),
        Measure(
            "dispute_restraint",
            "mean",
            tuple(item for told in stories for item in _alone(told)),
            "labelled look-alikes that the run does not take for a dispute",
        ),
    )


def same(found: Dispute, sides: Sequence[Sequence[str]]) -> bool:
    """Whether values of a found dispute cite the words of two of these sides."""
    met = {
        number
        for value in found.values
        for number, quotes in enumerate(sides)
        if any(quote in citation.quote for quote in quotes for citation in value.citations)
    }
    return len(met) > 1


def _sides(dispute: Disputed) -> list[tuple[str, ...]]:
    return [side.quotes for side in dispute.values]


def _looks(look: Look) -> list[tuple[str, ...]]:
    return [(mention.quote,) for mention in look.statements]


def _in_words(found: Dispute) -> str:
    return f"{found.topic}: " + " / ".join(value.value for value in found.values)


def _found(told: Told) -> Iterator[Item]:
    for number, found in enumerate(told.story.disputes if told.story else (), start=1):
        right = any(same(found, _sides(dispute)) for dispute in told.labels.disputes)
        yield Item(
            told.labels.id,
            f"{told.labels.id}/found/{number}",
            (float(right),),
            text=_in_words(found),
            source=" / ".join(value.statement for value in found.values),
            said=f"{found.kind} dispute",
            gold="a dispute" if right else "not one that the readers found",
            loss=float(not right),
        )


def _labelled(told: Told) -> Iterator[Item]:
    for number, dispute in enumerate(told.labels.disputes, start=1):
        name = f"{told.labels.id}/dispute/{number}"
        text = f"{dispute.topic}: " + " / ".join(side.value for side in dispute.values)
        if told.story is None:
            yield Item(told.labels.id, name, text=text, unscored=NO_STORY)
            continue
        met = any(same(found, _sides(dispute)) for found in told.story.disputes)
        yield Item(
            told.labels.id,
            name,
            (float(met),),
            text=text,
            source=" / ".join(side.quotes[0] for side in dispute.values),
            said="found" if met else "not found",
            gold=f"{dispute.kind} dispute",
            loss=0.0 if met else 0.5,
        )


def _alone(told: Told) -> Iterator[Item]:
    for number, look in enumerate(told.labels.non_disputes, start=1):
        name = f"{told.labels.id}/look/{number}"
        if told.story is None:
            yield Item(told.labels.id, name, text=look.topic, unscored=NO_STORY)
            continue
        taken = any(same(found, _looks(look)) for found in told.story.disputes)
        yield Item(
            told.labels.id,
            name,
            (float(not taken),),
            text=look.topic,
            source=" / ".join(mention.quote for mention in look.statements),
            said="a dispute" if taken else "none",
            gold="none",
            loss=float(taken),
        )
