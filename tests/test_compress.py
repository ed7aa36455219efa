"""Insertions are taken out of sentences; what must not be lost stays."""

import pytest

from pipeline.summarise.compress import shortened


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        (
            "Ann Brook, the city's first elected mayor, opened the new tram line to Melbury on Friday.",
            "Ann Brook opened the new tram line to Melbury on Friday.",
        ),
        (
            "The line (built in nine years) carries forty thousand passengers every single day.",
            "The line carries forty thousand passengers every single day.",
        ),
        (
            "On Friday, the council of Melbury approved the budget by nine votes to six.",
            "The council of Melbury approved the budget by nine votes to six.",
        ),
        (
            "The council of Melbury approved the budget by nine votes, making it the largest so far.",
            "The council of Melbury approved the budget by nine votes.",
        ),
    ],
)
def test_an_insertion_is_taken_out(sentence: str, short: str) -> None:
    (version,) = shortened(sentence)
    assert version.text == short
    kept = " ".join("".join(sentence[start:end] for start, end in version.kept).split())
    assert kept.lower() == short.lower()


@pytest.mark.parametrize(
    "sentence",
    [
        "The line, which will not open before May, carries forty thousand passengers every day.",  # a negation
        "The line, which might close in May, carries forty thousand passengers every single day.",  # a modality
        "The line is unsafe and far too expensive for the city, according to the drivers' union.",  # a speaker
        "The line, the mayor said, carries forty thousand passengers every day of the week.",
        "He was convicted of perjury, obstruction of justice, and making false statements to officers.",  # a list
        "“The line, the largest in the region, is safe,” said the mayor of Melbury on Friday.",  # somebody's words
        "The man acted, with impunity, against the orders of his own captain for several years.",  # how, not what
    ],
)
def test_what_must_not_be_lost_stays(sentence: str) -> None:
    assert shortened(sentence) == ()


def test_the_main_clause_stays() -> None:
    sentence = "As of Tuesday, his party had won 156 seats, ensuring that he will remain the leader of the country."
    assert shortened(sentence)
    assert all("his party had won 156 seats" in version.text.lower() for version in shortened(sentence))
