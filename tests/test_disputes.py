"""Values that can't both hold, found by what stands around them."""

from dataclasses import replace

import numpy as np
import pytest

from pipeline.config import Disputes as Settings
from pipeline.disputes import disputed_rows, doubtful_rows, find_disputes
from pipeline.facts import contrast
from pipeline.passages import Passages, gather
from pipeline.records import Article, Dispute, Note, Span
from pipeline.values import values

WORDS = ("dead", "storm", "islands", "missing", "boats", "harbour", "cost", "repairs", "coast", "guard")


def embed(texts: list[str]) -> np.ndarray:
    """Unit vectors that count the words of ``WORDS``: alike words, alike vectors."""
    rows = np.array([[word in text for word in WORDS] for text in texts], dtype=np.float32).reshape(-1, len(WORDS))
    rows += 0.01
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def neutral(pairs: list[tuple[str, str]]) -> np.ndarray:
    return np.tile(np.array([[0.0, 1.0, 0.0]], dtype=np.float32), (len(pairs), 1))


def story(*texts: tuple[str, ...]) -> Passages:
    articles = []
    for number, sentences in enumerate(texts):
        text = " ".join(sentences)
        spans = tuple(Span(text.index(part), text.index(part) + len(part)) for part in sentences)
        articles.append(Article(f"a{number}", text, published="2017-11-06T08:00:00", sentences=spans))
    return gather(articles, embed([part for sentences in texts for part in sentences]), {})


def found(*texts: tuple[str, ...]) -> tuple[Dispute, ...]:
    return find_disputes(story(*texts), embed, neutral, Settings())


def test_two_tolls() -> None:
    disputes = found(
        ("The storm left 14 people dead on the islands.",), ("The storm left 17 people dead on the islands.",)
    )
    assert [sorted(value.value for value in dispute.values) for dispute in disputes] == [["14 people", "17 people"]]
    assert disputes[0].kind == "number"
    for value in disputes[0].values:
        for citation in value.citations:
            assert citation.quote == value.statement


def test_wordings_of_one_figure_are_no_dispute() -> None:
    assert found(("The repairs cost nearly three years.",), ("The repairs cost three years.",)) == ()
    assert found(("The storm cost 1.2 million dollars.",), ("The storm cost $1,200,000.",)) == ()


def test_figures_of_other_things_are_no_dispute() -> None:
    one = ("The storm left 14 people dead on the islands.", "There are 30 boats missing off the coast.")
    other = ("The storm left 14 people dead on the islands.", "There are 30 boats missing off the coast.")
    assert found(one, other) == ()


def test_a_list_is_not_set_against_itself_crosswise() -> None:
    sentence = "The coast guard counted 1,500 boats in one harbour and 2,500 boats in the other harbour."
    assert found((sentence,), (sentence.replace("counted", "saw"),)) == ()


def test_one_article_does_not_dispute_with_itself() -> None:
    assert found(("The storm left 14 people dead.", "The storm left 17 people dead.")) == ()


def test_outcomes_need_contradiction_both_ways() -> None:
    one, other = ("The coast guard found the missing boats.",), ("The coast guard never found the missing boats.",)

    def forth_only(pairs: list[tuple[str, str]]) -> np.ndarray:
        return np.array([[0.0, 0.0, 1.0] if "never" in pair[1] else [1.0, 0.0, 0.0] for pair in pairs]).reshape(-1, 3)

    def both(pairs: list[tuple[str, str]]) -> np.ndarray:
        return np.array([[0.0, 0.0, 1.0] for _ in pairs]).reshape(-1, 3)

    assert find_disputes(story(one, other), embed, forth_only, Settings()) == ()
    (dispute,) = find_disputes(story(one, other), embed, both, Settings())
    assert dispute.kind == "outcome"
    assert disputed_rows(story(one, other), [dispute]) == (({0}, {1}),)


def test_values_leave_out_what_is_no_figure() -> None:
    text = "Flight 370 was the third of hundreds to leave at 8 a.m. on Nov. 3 with 239 people."
    assert [value.text for value in values(text, "2017-11-06T08:00:00")] == ["Nov. 3", "239 people"]


def test_a_bound_and_a_value_within_it_are_noted() -> None:
    (dispute,) = found(
        ("The storm left at least 12 people dead on the islands.",), ("The storm left 17 people dead on the islands.",)
    )
    assert dispute.note is Note.BOUND
    (dispute,) = found(
        ("The storm left more than 12 people dead on the islands.",),
        ("The storm left more than 17 people dead on the islands.",),
    )
    assert dispute.note is None


def test_a_figure_of_a_later_article_is_noted_as_an_update() -> None:
    sentences = ["The storm left 14 people dead on the islands.", "The storm left 17 people dead on the islands."]
    times = ["2017-11-06T08:00:00+00:00", "2017-11-07T08:00:00"]

    def noted(second: str | None) -> Note | None:
        articles = [
            Article(f"a{number}", text, published=moment, sentences=(Span(0, len(text)),))
            for number, (text, moment) in enumerate(zip(sentences, [times[0], second], strict=True))
        ]
        (dispute,) = find_disputes(gather(articles, embed(sentences), {}), embed, neutral, Settings())
        return dispute.note

    assert noted(times[1]) is Note.UPDATE
    assert noted("2017-11-06T09:00:00") is None
    assert noted(None) is None


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        ("killed 14 people", "injured 14 people", True),
        ("killed 14 people", "left 17 dead", False),
        ("killed and injured people", "left 17 dead", False),
        ("revenue rose to", "profit came to", True),
        ("sold to men", "sold in spring", False),
    ],
)
def test_figures_of_two_sides_of_a_thing_are_not_compared(first: str, second: str, apart: bool) -> None:
    assert contrast(first, second) is contrast(second, first) is apart


def test_the_killed_and_the_injured_are_no_dispute() -> None:
    assert (
        found(("The storm left 14 people dead on the islands.",), ("The storm left 17 people hurt on the islands.",))
        == ()
    )


def test_another_name_or_place_in_the_same_role() -> None:
    (dispute,) = found(
        ("The storm sank the boats off the coast of Ardent, the missing guard Frey aboard.",),
        ("The storm sank the boats off the coast of Lorvia, the missing guard Frey aboard.",),
    )
    assert (dispute.kind, [value.value for value in dispute.values]) == ("name", ["Ardent", "Lorvia"])
    (dispute,) = found(
        ("The storm left the boats missing in Ardent on Friday.",),
        ("The storm left the boats missing in Lorvia on Friday.",),
    )
    assert dispute.kind == "place"


def test_names_that_the_other_article_has_too_and_people_asked_are_no_dispute() -> None:
    one = "The storm left the boats missing in Ardent on Friday."
    other = one.replace("Ardent", "Lorvia")
    assert found((one, "The harbour of Lorvia was spared."), (other,)) == ()
    assert found((f"{one[:-1]}, Mary Brook said.",), (f"{one[:-1]}, Harold Finch said.",)) == ()
    assert found((one,), ("The storm left the boats missing on Friday.",)) == ()


def test_figures_too_unlike_to_report_are_doubtful() -> None:
    made = story(
        ("The storm left 11 people dead on the islands.",), ("At least 20 people are dead, the coast guard said.",)
    )
    assert find_disputes(made, embed, neutral, Settings(similarity=0.99)) == ()
    assert doubtful_rows(made, embed, 0.0) == ((frozenset({0}), frozenset({1})),)
    assert doubtful_rows(made, embed, 1.0) == ()


def test_a_reprint_of_another_day_is_no_dispute() -> None:
    text = "The storm left 11 people dead on the islands on Friday."
    made = story((text,), (text,))
    dated = tuple(
        replace(one, published=day) for one, day in zip(made.articles, ("2026-01-03", "2026-01-17"), strict=True)
    )
    shared = replace(made, articles=dated, wire=np.zeros(2, dtype=np.int64))
    assert find_disputes(replace(made, articles=dated), embed, neutral, Settings()) != ()
    assert find_disputes(shared, embed, neutral, Settings()) == ()


def test_the_same_words_spelled_otherwise_are_no_dispute() -> None:
    def opposed(pairs: list[tuple[str, str]]) -> np.ndarray:
        return np.tile(np.array([[0.0, 0.0, 1.0]], dtype=np.float32), (len(pairs), 1))

    same = story(
        ("The organised coast guard captured the boats on the islands.",),
        ("The organized coast guard captured the boats on the islands on Friday.",),
    )
    assert find_disputes(same, embed, opposed, Settings()) == ()
    other = story(
        ("The coast guard captured the boats on the islands.",), ("The coast guard lost the boats on the islands.",)
    )
    assert [dispute.kind for dispute in find_disputes(other, embed, opposed, Settings())] == ["outcome"]
