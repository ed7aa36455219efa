"""Does the score see one wrong word in a brief sentence? Wrong sentences are made of those that were written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.judging import Judge, Judgement
from eval.labels.records import Kind
from eval.measures.consistency import CONSISTENT, TOO_LONG
from eval.perturb import Wrong, material_of, perturb
from eval.results import Item, Measure
from eval.told import Told

KINDS = (Kind.NUMBER, Kind.DATE, Kind.NAME, Kind.NEGATION, Kind.ROLE, Kind.ATTRIBUTION, Kind.CERTAINTY)


@dataclass(frozen=True, slots=True)
class _Made:
    story: str
    name: str
    original: str
    before: float | None
    wrong: Wrong
    after: Judgement


def perturbations(stories: Sequence[Told], judge: Judge, seed: int) -> tuple[Measure, ...]:
    """Of brief sentences that score 0.5 or more, the share whose wrong versions score below it, all and by kind."""
    made = [one for told in stories for one in _made(told, judge, seed)]
    return (
        Measure(
            "perturbation_detected",
            "mean",
            tuple(map(_item, made)),
            "brief sentences made wrong in one word that score below 0.5",
            written=True,
        ),
        Measure(
            "perturbation_auroc",
            "auroc",
            tuple(item for one in made for item in _both(one)),
            "a brief sentence scores above its wrong versions",
            written=True,
        ),
        *(
            Measure(
                f"perturbation_{kind}",
                "mean",
                tuple(_item(one) for one in made if one.wrong.kind == kind),
                f"the same, {kind} made wrong",
                reason="no brief sentence has a place for it",
                written=True,
            )
            for kind in KINDS
        ),
    )


def _made(told: Told, judge: Judge, seed: int) -> Iterator[_Made]:
    sentences = [article.text[start:end] for article in told.articles for start, end in article.sentences]
    material = material_of(sentences)
    originals = [sentence.text for sentence in told.brief]
    scores = judge.consistency(told.document, originals) if originals else []
    wrong = [
        (number, text, before.score, one)
        for number, (text, before) in enumerate(zip(originals, scores, strict=True), start=1)
        if before.score is not None and before.score >= CONSISTENT
        for one in perturb(text, material, f"{seed}/{told.labels.id}/{number}")
    ]
    after = judge.consistency(told.document, [one.text for *_, one in wrong]) if wrong else []
    for (number, text, before_score, one), judgement in zip(wrong, after, strict=True):
        name = f"{told.labels.id}/brief/{number}/{one.kind}"
        yield _Made(told.labels.id, name, text, before_score, one, judgement)


def _item(one: _Made) -> Item:
    score = one.after.score
    return Item(
        one.story,
        one.name,
        () if score is None else (float(score < CONSISTENT),),
        text=one.wrong.text,
        source=one.original,
        said="" if score is None else f"{score:.2f}",
        gold=f"inconsistent ({one.wrong.kind})",
        loss=score,
        unscored=TOO_LONG if score is None else None,
    )


def _both(one: _Made) -> Iterator[Item]:
    if one.before is not None and one.after.score is not None:
        yield Item(one.story, f"{one.name}/before", (one.before, True))
        yield Item(one.story, f"{one.name}/after", (one.after.score, False))
