"""What briefs say of what they must, and what they must not."""

from collections.abc import Iterator, Mapping, Sequence

from eval.judging import Judge
from eval.labels.records import Fact, Never
from eval.measures.consistency import NO_STORY
from eval.measures.leads import lead_of
from eval.results import Item, Measure, Plain
from eval.told import Told
from pipeline.voices import is_reported

_ENTAILED = 0.5
Entailed = Mapping[tuple[str, str], float | None]


def coverage(stories: Sequence[Told], judge: Judge) -> tuple[Measure, ...]:
    """Facts that briefs must say, by weight; sentences that say one of them; statements that they must not make.

    A fact is said if one of its wordings stands in the brief, or if a sentence or the whole brief entails it. The
    plain way beside it is the articles' first sentences, to the length of the brief.
    """
    leads = {told.labels.id: lead_of(told) for told in stories}
    asked = [pair for told in stories for pair in _asked(told, leads[told.labels.id])]
    scores: Entailed = dict(zip(asked, judge.entailment(asked), strict=True)) if asked else {}
    facts = tuple(
        _fact_item(told, number, fact, scores)
        for told in stories
        for number, fact in enumerate(told.labels.must_say, start=1)
    )
    plain = tuple(
        (fact.weight * _said(fact, leads[told.labels.id], scores), fact.weight)
        for told in stories
        if told.brief
        for fact in told.labels.must_say
    )
    return (
        Measure(
            "coverage",
            "share",
            facts,
            "facts that briefs must say and do, by weight",
            plain=Plain("first sentences, same length", plain),
        ),
        Measure(
            "key_fact_precision",
            "mean",
            tuple(item for told in stories for item in _key_items(told, scores)),
            "brief sentences that say one of these facts",
            written=True,
        ),
        Measure(
            "restraint",
            "mean",
            tuple(item for told in stories for item in _never_items(told, scores)),
            "false, one-sided or refuted statements that briefs don't make as their own",
        ),
    )


def _asked(told: Told, plain: Sequence[str]) -> Iterator[tuple[str, str]]:
    brief = [sentence.text for sentence in told.brief]
    for sentences in (brief, plain):
        if sentences:
            premises = [*sentences, " ".join(sentences)]
            yield from ((premise, fact.fact) for premise in premises for fact in told.labels.must_say)
    yield from ((text, never.statement) for text in brief for never in told.labels.must_not_say)


def _worded(wordings: Sequence[str], text: str) -> bool:
    flat = " ".join(text.split()).casefold()
    return any(" ".join(wording.split()).casefold() in flat for wording in wordings)


def _said(fact: Fact, sentences: Sequence[str], scores: Entailed) -> bool:
    premises = [*sentences, " ".join(sentences)]
    return any(_worded(fact.wordings, text) or (scores.get((text, fact.fact)) or 0.0) >= _ENTAILED for text in premises)


def _fact_item(told: Told, number: int, fact: Fact, scores: Entailed) -> Item:
    name = f"{told.labels.id}/fact/{number}"
    if not told.brief:
        return Item(told.labels.id, name, text=fact.fact, unscored=NO_STORY)
    sentences = [sentence.text for sentence in told.brief]
    said = _said(fact, sentences, scores)
    return Item(
        told.labels.id,
        name,
        (fact.weight * said, fact.weight),
        text=fact.fact,
        source=" ".join(sentences),
        said="said" if said else "left out",
        gold="must be said",
        loss=0.0 if said else min(1.0, fact.weight / 2),
    )


def _key_items(told: Told, scores: Entailed) -> list[Item]:
    return [
        Item(
            told.labels.id,
            f"{told.labels.id}/brief/{number}",
            (float(any(_said(fact, [sentence.text], scores) for fact in told.labels.must_say)),),
            text=sentence.text,
        )
        for number, sentence in enumerate(told.brief, start=1)
        if told.labels.must_say
    ]


def _never_items(told: Told, scores: Entailed) -> list[Item]:
    return [_never_item(told, number, never, scores) for number, never in enumerate(told.labels.must_not_say, start=1)]


def _never_item(told: Told, number: int, never: Never, scores: Entailed) -> Item:
    name = f"{told.labels.id}/never/{number}"
    if not told.brief:
        return Item(told.labels.id, name, text=never.statement, unscored=NO_STORY)
    # Somebody's words, given as his, are not the brief's own statement.
    own = [sentence.text for sentence in told.brief if not is_reported(sentence.text)]
    made = [
        text
        for text in own
        if _worded(never.wordings, text) or (scores.get((text, never.statement)) or 0.0) >= _ENTAILED
    ]
    return Item(
        told.labels.id,
        name,
        (float(not made),),
        text=never.statement,
        source=" ".join(made),
        said="stated" if made else "not stated",
        gold=f"must not be stated: {never.kind.replace('_', '-')}",
        loss=float(bool(made)),
    )
