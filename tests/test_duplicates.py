"""Wire copies and shared sentences."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.duplicates import Duplicates, find_duplicates, group_sources, shared_sentences, wire_copies
from pipeline.records import Article, Span

FERRY = (
    "The ferry Astrid ran aground on a sandbank outside the harbour of Velm shortly after dawn on Tuesday.",
    "All 214 passengers were taken off in lifeboats, and nobody was hurt, the coast guard said in a statement.",
    "Fog had lain over the strait since midnight, and two freighters had already turned back before the accident.",
    "The shipping company promised to pay for hotels and to rebook every traveller by the end of the week.",
    "Divers will look at the hull once the wind has dropped, which forecasters expect for Thursday morning.",
    "The captain, who has sailed the route for eleven years, is being questioned by the maritime inspectors.",
)
REPHRASED = (
    "A passenger ship got stuck in shallow water near Velm early on Tuesday.",
    "Rescuers brought everybody ashore unharmed, officials reported.",
    "Visibility was poor all night, and other vessels had chosen to wait.",
    "Customers will get rooms and new tickets from the operator.",
    "An underwater inspection has to wait for calmer weather later this week.",
    "Investigators are speaking with the experienced skipper.",
)
BUDGET = (
    "The town council of Orrick voted nine to four for a budget that closes two of its five libraries.",
    "Parents had gathered on the steps of the town hall since the early afternoon to speak against the plan.",
    "The mayor called the cuts painful but said that the money for the new school roof had to come from somewhere.",
    "An appeal to the county court is being prepared by a group of retired teachers and booksellers.",
)


def article(name: str, sentences: Sequence[str], published: str | None = None) -> Article:
    """An article whose sentences are joined by spaces."""
    spans, start = [], 0
    for sentence in sentences:
        spans.append(Span(start, start + len(sentence)))
        start += len(sentence) + 1
    return Article(name, " ".join(sentences), published=published, sentences=tuple(spans))


def places(duplicates: Duplicates, name: str) -> list[tuple[str, int]]:
    return sorted(place for place in duplicates.groups if place[0] == name)


def test_nothing_in_nothing_out() -> None:
    assert find_duplicates([]) == Duplicates({}, (), {})


def test_one_article_and_one_without_sentences() -> None:
    assert wire_copies([article("a", FERRY), Article("b", "no sentence marked"), Article("c", "none here")]) == {}


def test_verbatim_copy_points_to_the_earliest() -> None:
    found = wire_copies([article("a", FERRY, "2024-05-03T09:00:00+00:00"), article("b", FERRY, "2024-05-02")])
    assert found == {"a": "b"}


def test_dates_compare_as_moments_and_no_date_is_last() -> None:
    early, late = "2024-05-02T01:00:00+03:00", "2024-05-01T23:00:00+00:00"
    found = wire_copies([article("b", FERRY, early), article("a", FERRY, late), article("0", FERRY)])
    assert found == {"a": "b", "0": "b"}


def test_without_dates_the_longer_is_the_original_then_the_first_id() -> None:
    assert wire_copies([article("a", FERRY[:-1]), article("b", FERRY)]) == {"a": "b"}
    assert wire_copies([article("b", FERRY), article("a", FERRY)]) == {"b": "a"}


@pytest.mark.parametrize("cut", range(len(FERRY)))
def test_copy_with_one_sentence_cut(cut: int) -> None:
    shorter = [sentence for row, sentence in enumerate(FERRY) if row != cut]
    assert wire_copies([article("whole", FERRY, "2024-05-01"), article("cut", shorter, "2024-05-02")]) == {
        "cut": "whole"
    }


def test_copy_in_another_dress() -> None:
    dressed = [sentence.upper().replace(".", " !").replace(",", " \u2014") for sentence in FERRY]
    assert wire_copies([article("a", FERRY), article("b", dressed)]) == {"b": "a"}


def test_paraphrase_is_no_copy() -> None:
    found = find_duplicates([article("a", FERRY), article("b", REPHRASED)])
    assert found == Duplicates({}, (), {})


def test_text_contained_in_a_longer_one_is_its_copy_whenever_it_came_out() -> None:
    short, long = article("short", FERRY[:3], "2024-05-01"), article("long", FERRY[:3] + BUDGET, "2024-05-02")
    assert wire_copies([short, long]) == {"short": "long"}


def test_sharing_one_part_makes_no_copies_of_two_longer_articles() -> None:
    agency, one, two = (
        article("agency", FERRY[:2]),
        article("one", FERRY[:2] + BUDGET),
        article("two", FERRY[:2] + REPHRASED),
    )
    found = wire_copies([agency, one, two])
    assert set(found) == {"agency"}


def test_share_is_the_threshold() -> None:
    whole, part = article("whole", FERRY), article("part", FERRY[:3] + BUDGET[:2])
    assert wire_copies([whole, part], share=0.8) == {}
    assert wire_copies([whole, part], share=0.5) == {"part": "whole"}


def test_a_phrase_of_many_articles_hides_no_copy() -> None:
    closing = "This newspaper is free of charge for schools and can be ordered at the front desk of the publisher."
    long = [" ".join(f"gauge{number}at{hour}" for hour in range(80)) for number in range(70)]
    holders = [article(f"h{number:02}", [body, closing]) for number, body in enumerate(long)]
    pair = [article("x", FERRY), article("y", [*FERRY[:2], closing])]
    found = wire_copies([*holders, *pair], share=0.75)
    assert found == {"y": "x"}
    assert wire_copies([*holders[:5], *pair], share=0.75) == {}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_originals_are_no_copies_and_order_makes_no_difference(data: st.DataObject) -> None:
    pool = FERRY + BUDGET
    bodies = data.draw(st.lists(st.lists(st.sampled_from(pool), max_size=6), max_size=7))
    days = st.sampled_from([None, "2024-05-01", "2024-05-02T10:00:00Z"])
    articles = [article(f"a{number}", body, data.draw(days)) for number, body in enumerate(bodies)]
    found = find_duplicates(articles)
    ids = {one.id for one in articles}
    assert set(found.duplicate_of) <= ids
    assert set(found.duplicate_of.values()) <= ids - set(found.duplicate_of)
    assert all(len({place.article_id for place in group.places}) > 1 for group in found.shared)
    assert find_duplicates(data.draw(st.permutations(articles))) == found


def test_rewritten_sentence_is_shared() -> None:
    rewritten = FERRY[1].replace("passengers", "travellers").replace("the coast guard", "the coastguard")
    found = find_duplicates([article("a", [FERRY[1], *BUDGET]), article("b", [rewritten, *REPHRASED])])
    assert len(found.shared) == 1
    assert [place.article_id for place in found.shared[0].places] == ["a", "b"]
    assert found.groups == {("a", 0): 0, ("b", 0): 0}


def test_place_is_exactly_the_sentence() -> None:
    one, two = article("a", [*BUDGET, FERRY[2]]), article("b", [*REPHRASED, FERRY[2]])
    (shared,) = shared_sentences([one, two])
    texts = {"a": one.text, "b": two.text}
    assert {texts[place.article_id][place.start : place.end] for place in shared.places} == {FERRY[2]}


@pytest.mark.parametrize(
    ("old", "new"),
    [("214", "241"), ("nobody was hurt", "nobody was not hurt"), ("All 214 passengers", "All two hundred passengers")],
)
def test_other_numbers_and_negations_are_other_sentences(old: str, new: str) -> None:
    assert old in FERRY[1]
    assert shared_sentences([article("a", [FERRY[1]]), article("b", [FERRY[1].replace(old, new)])]) == ()


def test_cut_clause_is_shared_but_a_small_part_is_not() -> None:
    long = FERRY[3]
    assert (
        len(shared_sentences([article("a", [long]), article("b", [long.replace(" by the end of the week", "")])])) == 1
    )
    assert shared_sentences([article("a", [long + " " + long]), article("b", [" ".join(long.split()[:9])])]) == ()


def test_short_sentences_are_left_out() -> None:
    assert (
        shared_sentences(
            [article("a", ["He said so on Friday evening."]), article("b", ["He said so on Friday evening."])]
        )
        == ()
    )


def test_repetition_within_one_article_is_not_shared() -> None:
    assert shared_sentences([article("a", [FERRY[0], FERRY[0]]), article("b", REPHRASED)]) == ()


def test_statements_are_grouped_by_their_source() -> None:
    articles = [
        article("agency", FERRY, "2024-05-01"),
        article("copy", FERRY, "2024-05-02"),
        article("borrower", [*BUDGET, FERRY[0]], "2024-05-02"),
        article("other", REPHRASED, "2024-05-02"),
    ]
    found = find_duplicates(articles)
    assert found.duplicate_of == {"copy": "agency"}
    first = {one.id: (one.id, one.sentences[0].start) for one in articles}
    borrowed = ("borrower", articles[2].sentences[-1].start)
    assert len(group_sources([], found)) == 0
    assert len(group_sources([first["agency"]], found)) == 1
    assert len(group_sources([first["agency"], first["copy"]], found)) == 1
    assert len(group_sources([("agency", articles[0].sentences[1].start), ("copy", 0)], found)) == 1
    assert len(group_sources([first["agency"], borrowed], found)) == 1
    assert len(group_sources([first["agency"], first["other"]], found)) == 2
    assert len(group_sources([borrowed, first["copy"], first["other"], first["other"]], found)) == 2
    assert len(group_sources([first["borrower"], first["other"], first["agency"]], found)) == 3
    assert places(found, "other") == []
    assert group_sources([first["agency"], first["other"], first["copy"]], found) == (("agency", "copy"), ("other",))
