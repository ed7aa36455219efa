"""Names that one outlet alone uses and that take a side."""

import numpy as np
import pytest
from fakes import embed

from pipeline.passages import Passages, gather
from pipeline.records import Article, Span
from pipeline.summarise.partisan import partisan_names, penalty


def told(*sentences: tuple[str, str], titles: tuple[str, ...] = ()) -> Passages:
    """A story of one sentence per article, each with its outlet."""
    articles = [
        Article(
            f"a{number}", text, source=outlet, title=titles[number] if titles else "", sentences=(Span(0, len(text)),)
        )
        for number, (outlet, text) in enumerate(sentences)
    ]
    return gather(articles, embed([text for _, text in sentences]), {})


MILITANTS = "The army said it drove militants out of the town of Karsk on Monday."
GANGS = "The army said it drove terrorist gangs out of the town of Karsk on Monday."


def test_a_name_of_one_outlet_counts_for_less() -> None:
    passages = told(("Post", MILITANTS), ("State Agency", GANGS), ("Wire", MILITANTS))
    assert penalty(passages).tolist() == [1.0, 0.5, 1.0]
    (name,) = partisan_names(passages)
    assert GANGS[name.span.start : name.span.end] == "terrorist gangs"
    assert (name.row, name.instead) == (1, "militants")


def test_a_name_that_another_outlet_uses_is_kept() -> None:
    assert not partisan_names(told(("Post", MILITANTS), ("State Agency", GANGS), ("Wire", GANGS)))
    passages = told(("Post", MILITANTS), ("State Agency", GANGS), titles=("Army Drives Out Terrorist Gangs", ""))
    assert penalty(passages).tolist() == [1.0, 1.0]


def test_two_articles_of_one_outlet_are_one() -> None:
    passages = told(("Post", MILITANTS), ("State Agency", GANGS), ("State Agency", GANGS))
    assert penalty(passages).tolist() == [1.0, 0.5, 0.5]


def test_without_another_name_for_the_same_nothing_is_found() -> None:
    assert not partisan_names(told(("State Agency", GANGS)))
    assert not partisan_names(
        told(("State Agency", GANGS), ("Post", "Bread rose to nine crowns while militants slept."))
    )
    assert not partisan_names(
        told(("State Agency", GANGS), ("Post", "The army said that it was in the town on Monday."))
    )


@pytest.mark.parametrize("marks", [("“", "”"), ('"', '"'), ("“", ""), ("", "”")])
def test_quotations_are_somebody_elses(marks: tuple[str, str]) -> None:
    quoted = f"{marks[0]}The army drove terrorist gangs out of the town of Karsk on Monday.{marks[1]}"
    assert penalty(told(("Post", MILITANTS), ("State Agency", quoted))).tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    ("sided", "plain", "name", "instead"),
    [
        ("The so-called coalition struck Karsk by night.", "The coalition struck Karsk by night.",
         "so-called coalition", "coalition"),
        ("The so-called international coalition struck Karsk.", "An alliance of six states struck Karsk.",
         "so-called international coalition", "alliance"),
        ("The regime forces entered Karsk on Monday.", "The government forces entered Karsk on Monday.",
         "regime", "government"),
        ("A mob gathered at the gates of the parliament.", "Protesters gathered at the gates of the parliament.",
         "mob", "protesters"),
        ("Fishing was banned by the so-called Harbour Party.", "Fishing was banned by the Harbour Party.",
         "so-called Harbour Party", "Harbour Party"),
    ],
)  # fmt: skip
def test_kinds_of_names(sided: str, plain: str, name: str, instead: str) -> None:
    (found,) = partisan_names(told(("Post", plain), ("Herald", sided)))
    assert sided[found.span.start : found.span.end] == name
    assert found.instead == instead


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The new sanctions regime begins in May.", "The government said sanctions begin in May."),
        ("The minister called for regime change.", "The minister called for a new government."),
        ("An anti-fascist group met in Karsk.", "A party met in Karsk with its armed group."),
        ("The puppet Ostrian government met.", "The Kestrian government met."),
        ("A terrorist attack hit the town of Karsk.", "An attack by militants hit the town of Karsk."),
    ],
)
def test_what_is_no_partisan_name(one: str, other: str) -> None:
    assert not partisan_names(told(("Post", one), ("Herald", other)))


def test_an_empty_story() -> None:
    passages = gather([], np.zeros((0, 4), dtype=np.float32), {})
    assert penalty(passages).shape == (0,)


def test_factors_are_shares() -> None:
    factors = penalty(told(("Post", MILITANTS), ("State Agency", GANGS)))
    assert factors.shape == (2,)
    assert ((factors > 0) & (factors <= 1)).all()
