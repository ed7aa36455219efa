"""The second judge: words in their order, without a model."""

import pytest

from eval.judging import ALIGNED, aligned

_DOCUMENT = (
    "The Harl council rejected the offer of Orra Water on Monday. Nine people died when the dam failed.\n\n"
    "It wasn't the first failure, the mayor said. Repairs will cost $1,200."
)


def score(sentence: str, document: str = _DOCUMENT) -> float | None:
    return aligned(document, [sentence])[0]


def test_what_stands_there_is_said() -> None:
    assert score("Nine people died when the dam failed.") == pytest.approx(1.0)
    assert score("Nine people died after the dam failed.") > ALIGNED


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Nine people died when the dam failed.", "Ninety people died when the dam failed."),
        ("The Harl council rejected the offer of Orra Water.", "Orra Water rejected the offer of the Harl council."),
        ("The offer was rejected on Monday.", "The offer was rejected on Friday."),
        ("It was not the first failure.", "It was the first failure."),
        ("Repairs will cost $1,200.", "Repairs will cost $2,100."),
    ],
)
def test_a_wrong_word_scores_lower(right: str, wrong: str) -> None:
    assert (score(wrong) or 0.0) < (score(right) or 0.0)


def test_figures_are_read_without_their_commas() -> None:
    assert score("Repairs will cost 1200.") == pytest.approx(score("Repairs will cost 1,200."))


def test_nothing_can_be_said_of_nothing() -> None:
    assert score("") is None
    assert score("...") is None
    assert score("Nine people died.", "") is None
    assert aligned(_DOCUMENT, []) == []


def test_scores_are_shares() -> None:
    found = aligned(_DOCUMENT, ["Something else entirely happened.", "n't", "The the the."])
    assert all(value is not None and 0 <= value <= 1 for value in found)
