"""Do the articles say what the briefs say? By two judges that share nothing."""

from collections.abc import Callable, Mapping, Sequence

from eval.judging import ALIGNED, Judge, Judgement, aligned
from eval.results import Item, Measure, Value
from eval.told import Told

CONSISTENT = 0.5  # the built-in score's own threshold
TOO_LONG = "longer than the model can read"
NO_STORY = "no story of the run has its articles"


def consistency(stories: Sequence[Told], judge: Judge) -> tuple[Measure, ...]:
    """Share of brief sentences that each judge finds in the articles, and how far the judges agree.

    The second judge is there because the first one shares its NLI model with the program that verified the briefs.
    """
    read = [(told, _judged(told, judge)) for told in stories]
    second = {told.labels.id: _aligned(told) for told in stories}
    first_items = _items(read, lambda found: None if found.score is None else float(found.score >= CONSISTENT))
    return (
        Measure(
            "consistency", "mean", first_items, "brief sentences that the articles say, by evenhand score", written=True
        ),
        Measure(
            "consistency_score", "mean", _items(read, lambda found: found.score), "mean of that score", written=True
        ),
        Measure(
            "consistency_maximum",
            "mean",
            _items(read, lambda found: found.maximum),
            "mean highest entailment by one sentence (SummaC, Laban et al. 2022)",
            written=True,
        ),
        Measure(
            "consistency_second",
            "mean",
            tuple(item for told, _ in read for item in _second(told, second[told.labels.id])),
            "brief sentences that the articles say, by the second judge (words in their order, no model)",
            written=True,
        ),
        *_judges_agree(read, second, judge),
    )


def _judged(told: Told, judge: Judge) -> list[Judgement]:
    texts = [sentence.text for sentence in told.brief]
    return judge.consistency(told.document, texts) if texts else []


def _aligned(told: Told) -> list[float | None]:
    return aligned(told.document, [sentence.text for sentence in told.brief])


def _items(
    read: Sequence[tuple[Told, Sequence[Judgement]]], value: Callable[[Judgement], float | None]
) -> tuple[Item, ...]:
    items = []
    for told, found in read:
        if not told.brief:
            items.append(Item(told.labels.id, f"{told.labels.id}/brief", unscored=_why_none(told)))
        for number, (sentence, judgement) in enumerate(zip(told.brief, found, strict=True), start=1):
            number_of = value(judgement)
            items.append(
                Item(
                    told.labels.id,
                    f"{told.labels.id}/brief/{number}",
                    () if number_of is None else (number_of,),
                    text=sentence.text,
                    source=judgement.evidence,
                    said="" if judgement.score is None else f"{judgement.score:.2f}",
                    loss=None if judgement.score is None else 1 - judgement.score,
                    unscored=TOO_LONG if number_of is None else None,
                )
            )
    return tuple(items)


def _why_none(told: Told) -> str:
    return NO_STORY if told.story is None else "its brief is empty"


def _second(told: Told, found: Sequence[float | None]) -> list[Item]:
    if not told.brief:
        return [Item(told.labels.id, f"{told.labels.id}/brief", unscored=_why_none(told))]
    return [
        Item(
            told.labels.id,
            f"{told.labels.id}/brief/{number}",
            () if score is None else (float(score >= ALIGNED),),
            text=sentence.text,
            said="" if score is None else f"{score:.2f}",
            loss=None if score is None else 1 - score,
            unscored="without words" if score is None else None,
        )
        for number, (sentence, score) in enumerate(zip(told.brief, found, strict=True), start=1)
    ]


def _judges_agree(
    read: Sequence[tuple[Told, Sequence[Judgement]]], second: Mapping[str, Sequence[float | None]], judge: Judge
) -> tuple[Measure, ...]:
    """Verdicts of both on all brief sentences and all labelled candidates."""
    items = []
    for told, found in read:
        candidates = [candidate.text for candidate in told.labels.candidates if told.articles]
        texts = [*(sentence.text for sentence in told.brief), *candidates]
        first = [*found, *(judge.consistency(told.document, candidates) if candidates else ())]
        other = [*second[told.labels.id], *aligned(told.document, candidates)]
        items += [_both(told, row, *verdicts) for row, verdicts in enumerate(zip(texts, first, other, strict=True))]
    pairs = tuple(items)
    return (
        Measure(
            "judges_agree", "accuracy", pairs, "sentences, written and labelled, on which both judges say the same"
        ),
        Measure("judges_kappa", "kappa", pairs, "the same beyond chance (Cohen's kappa)"),
    )


def _both(told: Told, number: int, text: str, first: Judgement, second: float | None) -> Item:
    values: tuple[Value, ...] = ()
    if first.score is not None and second is not None:
        values = (first.score >= CONSISTENT, second >= ALIGNED)
    return Item(
        told.labels.id,
        f"{told.labels.id}/both/{number}",
        values,
        text=text,
        unscored=None if values else TOO_LONG,
    )
