"""Wrong sentences out of true ones: one fault of the kind that is said, and nothing else."""

import pytest

from eval.labels import Kind
from eval.perturb import material_of, perturb

_STORY = [
    "Mayor Ada Brink said on Monday that 120 people had left Harl.",
    "The Harl council rejected an offer by Orra Water worth $45 million.",
    "Orra Water denied that the dam was unsafe, and Mayor Ada Brink agreed.",
    "The Harl council met Orra Water on 3 May; 340 people came.",
    "Firefighter Jon Lund said that the dam may have failed at noon.",
    "Jon Lund said that it was not locked.",
]
_MATERIAL = material_of(_STORY)


def made(sentence: str, kind: Kind) -> str | None:
    return next((one.text for one in perturb(sentence, _MATERIAL, "seed") if one.kind == kind), None)


def test_material_is_what_the_story_has() -> None:
    assert "Orra Water" in _MATERIAL.names
    assert "120" in _MATERIAL.figures
    assert any("Lund" in speaker for speaker in _MATERIAL.speakers)


@pytest.mark.parametrize(
    ("sentence", "kind", "gone"),
    [
        (_STORY[0], Kind.NUMBER, "120"),
        (_STORY[0], Kind.DATE, "Monday"),
        (_STORY[3], Kind.DATE, "May"),
        (_STORY[1], Kind.NAME, "Orra Water"),
        (_STORY[4], Kind.CERTAINTY, "may have"),
    ],
)
def test_one_thing_is_changed(sentence: str, kind: Kind, gone: str) -> None:
    wrong = made(sentence, kind)
    assert wrong is not None
    assert gone not in wrong or kind == Kind.NAME
    assert wrong != sentence
    kept = set(sentence.split()) & set(wrong.split())
    assert len(kept) >= len(set(sentence.split())) - 4


def test_negation_is_put_in_and_taken_out() -> None:
    assert made("The dam was unsafe.", Kind.NEGATION) == "The dam was not unsafe."
    assert made("Jon Lund said that it was not locked.", Kind.NEGATION) == "Jon Lund said that it was locked."


def test_roles_are_exchanged() -> None:
    assert made("Orra Water sued the Harl council.", Kind.ROLE) in {None, "Harl sued the Orra Water council."}


def test_words_are_put_into_another_mouth() -> None:
    wrong = made(_STORY[0], Kind.ATTRIBUTION)
    assert wrong is None or "Brink" not in wrong


def test_the_same_seed_gives_the_same_sentences_and_nothing_is_made_of_nothing() -> None:
    assert perturb(_STORY[0], _MATERIAL, "x") == perturb(_STORY[0], _MATERIAL, "x")
    assert perturb("", _MATERIAL, "x") == ()
    assert perturb("Birds sing.", material_of([]), "x") == ()
