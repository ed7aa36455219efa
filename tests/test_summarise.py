"""The built-in summariser: what is read, what is chosen, how it is shortened, and that every sentence is looked up."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from fakes import COST, OLD, OTHER, TRAMS, Models, embed, score, story
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import Brief as Settings
from pipeline.passages import Passages, gather
from pipeline.records import Article, Origin, Span
from pipeline.summarise import neutral_title, write_brief
from pipeline.summarise.compress import shortened
from pipeline.summarise.cover import Statements, choose, statements
from pipeline.summarise.generate import fitting
from pipeline.summarise.quality import quality
from pipeline.summarise.salience import Salience, story_windows
from pipeline.summarise.sources import reading_order
from pipeline.summarise.verify import Draft, passes, verify

# --- choosing


def said(*rows: dict[str, float]) -> Statements:
    items = [Salience(tuple(row), np.array(list(row.values())), np.zeros(len(row))) for row in rows]
    count = len(rows)
    lengths = np.array([10] * count, dtype=np.int64)
    return statements(items, np.ones(count), lengths, np.arange(count), np.zeros((count, count), dtype=bool))


def test_what_is_said_already_adds_nothing() -> None:
    offered = said({"fire": 0.9, "harbour": 0.8}, {"fire": 0.9, "harbour": 0.7}, {"budget": 0.5, "council": 0.5})
    assert choose(offered, np.ones(3, dtype=bool), 0, 20) == [0, 2]


def test_a_row_that_is_not_worth_its_length_is_added_only_to_reach_the_least() -> None:
    offered = said({"fire": 0.9}, {"weather": 0.01})
    assert choose(offered, np.ones(2, dtype=bool), 0, 40) == [0]
    assert choose(offered, np.ones(2, dtype=bool), 20, 40) == [0, 1]


def test_two_versions_of_one_sentence_exclude_each_other() -> None:
    offered = said({"fire": 0.9, "harbour": 0.8}, {"fire": 0.9})
    same = Statements(offered.concepts, offered.always, offered.lengths, np.zeros(2, dtype=np.int64), offered.alike)
    assert choose(same, np.ones(2, dtype=bool), 30, 60) == [0]


@given(st.lists(st.integers(1, 40), max_size=12), st.integers(0, 60), st.randoms(use_true_random=False))
def test_the_length_is_kept(words: list[int], most: int, random: object) -> None:
    count = len(words)
    draw = np.random.default_rng(count)
    offered = Statements(
        draw.random((count, 5)),
        -draw.random(count),
        np.array(words, dtype=np.int64),
        np.arange(count),
        np.zeros((count, count), dtype=bool),
    )
    allowed = draw.random(count) < 0.8
    chosen = choose(offered, allowed, 20, most)
    assert sum(words[row] for row in chosen) <= most
    assert len(set(chosen)) == len(chosen)
    assert all(allowed[row] for row in chosen)


def test_reading_order_keeps_the_lead_first() -> None:
    place = np.array([0.9, 0.5, 0.1])
    assert reading_order([0, 1, 2], np.eye(3), np.zeros(3, dtype=np.int64), place) == [0, 2, 1]


def test_quality_prefers_whole_plain_sentences() -> None:
    plain = "The council approved the budget by nine votes to six late on Friday evening."
    assert quality(plain) == 1.0
    assert quality("They approved the budget by nine votes to six late on Friday.") < 0.2
    assert quality("“We won the vote and we will win again,” she said on Friday evening.") < 0.6
    assert quality("The shameful council approved the disgraceful budget late on Friday evening.") < 0.6
    assert quality("Council approves budget after long and bitter fight on Friday") == 0.0


# --- reading


def test_every_sentence_stands_in_one_window_under_its_headline() -> None:
    long = [f"Sentence {number} of the report has several words in it." for number in range(80)]
    passages = story(long, [TRAMS, COST], [OLD], [OTHER])
    windows = story_windows(passages, lambda texts: [20 for _ in texts])
    rows = [row for window in windows for row in window.rows if row >= 0]
    assert sorted(rows) == list(range(len(passages.sentences)))
    assert {window.depth for window in windows} > {0, 1}
    for window in windows:
        assert sum(20 for part in window.parts) <= 512
        titles = [part.text for part, row in zip(window.parts, window.rows, strict=True) if row < 0]
        assert len(titles) <= 3
        assert len(titles) == sum(part.closes for part in window.parts) - len(titles)


# --- looking up


def test_a_draft_is_cited_with_all_that_carry_it() -> None:
    passages = story([TRAMS, COST], [TRAMS, OLD])
    (found,) = verify([Draft(TRAMS, Origin.GENERATED)], passages, embed, score, 0.5)
    assert passes(found)
    assert [citation.article_id for citation in found.citations] == ["a0", "a1"]
    assert all(citation.quote == TRAMS for citation in found.citations)


@pytest.mark.parametrize(
    "wrong",
    [
        TRAMS.replace("twelve", "fourteen"),
        TRAMS.replace("Melbury", "Hartley"),
        TRAMS.replace("approved", "rejected"),
        "Nothing of the kind stands in any of these reports at all.",
    ],
)
def test_a_draft_that_no_source_carries_fails(wrong: str) -> None:
    (found,) = verify([Draft(wrong, Origin.GENERATED)], story([TRAMS, COST], [TRAMS, OLD]), embed, score, 0.5)
    assert not passes(found)
    assert found.citations == ()


def test_nothing_to_look_up_or_to_look_in() -> None:
    assert verify([], story([TRAMS]), embed, score, 0.5) == []
    (found,) = verify([Draft(TRAMS, Origin.GENERATED)], story(), embed, score, 0.5)
    assert not passes(found)


# --- the title


def test_the_title_is_the_plainest_headline_of_what_the_story_is_about() -> None:
    titles = [
        "Shameful! Trams for Melbury approved?",
        "Melbury council approves twelve new trams",
        "Weather for Friday",
    ]
    articles = [
        Article(f"a{number}", TRAMS, title=title, sentences=(Span(0, len(TRAMS)),))
        for number, title in enumerate(titles)
    ]
    passages = gather(articles, embed([TRAMS] * 3), {}, embed(titles))
    assert neutral_title(passages, "fallback") == titles[1]
    assert neutral_title(story([TRAMS]), "fallback") == "Headline 0"
    assert neutral_title(story(), "fallback") == "fallback"


# --- the brief


SHORT = Settings(min_words=15, max_words=60)


def test_an_extracted_brief_says_what_the_sources_say() -> None:
    brief = write_brief(story([TRAMS, COST, OLD], [TRAMS, OTHER]), Models(), SHORT, ())
    assert brief.sentences
    assert all(map(passes, brief.sentences))
    assert brief.text == " ".join(sentence.text for sentence in brief.sentences)
    assert len(brief.text.split()) <= SHORT.max_words
    assert brief.repairs.kept == len(brief.sentences)


def test_of_a_very_large_story_the_foremost_sentences_are_compared() -> None:
    many = [[f"Report {number} of item {row} says little at all to us." for row in range(9)] for number in range(60)]
    brief = write_brief(story([TRAMS, COST], *many), Models(), SHORT, ())
    assert {TRAMS, COST} & {sentence.text for sentence in brief.sentences}


def test_a_brief_takes_one_side_of_a_dispute_at_most() -> None:
    cheaper = COST.replace("forty", "thirty")
    passages = story([COST, OLD], [cheaper, OTHER])
    sides = [(frozenset({0}), frozenset({2}))]
    brief = write_brief(passages, Models(), Settings(min_words=60, max_words=100, redundancy=1.0), sides)
    assert len({COST, cheaper} & {sentence.text for sentence in brief.sentences}) <= 1
    assert len(brief.sentences) == 3


def test_a_shortened_sentence_that_is_not_entailed_gives_way_to_the_whole_one() -> None:
    long = "Ann Brook, the ex ox at it, opened the longest tram line of the region on Friday."

    def nothing_shorter(pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        return np.array([[0.9, 0.05, 0.05] if hypothesis == long else [0.1, 0.8, 0.1] for _, hypothesis in pairs])

    models = Models()
    passages = story([long])
    (version,) = shortened(long)
    assert version.text in {sentence.text for sentence in _forced(passages, models).sentences}
    models.score = nothing_shorter  # type: ignore[method-assign,assignment]
    brief = _forced(passages, models)
    assert [(sentence.text, sentence.origin) for sentence in brief.sentences] == [(long, Origin.EXTRACTED)]
    assert brief.repairs.extracted == 1


def _forced(passages: Passages, models: Models) -> object:
    """A brief of one sentence, whose insertion of short words is worth less than its length."""
    return write_brief(passages, models, Settings(min_words=10, max_words=20), ())


def test_a_generated_brief_keeps_what_is_true() -> None:
    passages = story([TRAMS, COST], [TRAMS, OLD])
    brief = write_brief(passages, Models((f"{TRAMS} {COST}",)), SHORT, ())
    assert [(one.text, one.origin) for one in brief.sentences] == [
        (TRAMS, Origin.GENERATED),
        (COST, Origin.GENERATED),
    ]
    assert (brief.repairs.kept, brief.repairs.left_out) == (2, 3)


def test_a_false_sentence_is_taken_from_the_next_draft_then_from_the_sources_then_dropped() -> None:
    passages = story([TRAMS, COST], [TRAMS, OLD])
    false = TRAMS.replace("twelve", "fourteen")
    brief = write_brief(passages, Models((false, TRAMS)), SHORT, ())
    assert [(one.text, one.origin) for one in brief.sentences] == [(TRAMS, Origin.GENERATED)]
    assert brief.repairs.next_draft == 1
    brief = write_brief(passages, Models((f"{false} {COST}",)), SHORT, ())
    assert [(one.text, one.origin) for one in brief.sentences] == [
        (TRAMS, Origin.EXTRACTED),
        (COST, Origin.GENERATED),
    ]
    assert brief.repairs.extracted == 1
    nonsense = "Purple elephants quietly juggle enormous violins beneath frozen waterfalls."
    brief = write_brief(passages, Models((f"{nonsense} {COST}",)), SHORT, ())
    assert [one.text for one in brief.sentences] == [COST]
    assert brief.repairs.dropped == 1


@pytest.mark.parametrize("drafts", [("qzx vvk qzx vvk.", "wqr."), ("",), ("no end of a sentence",)])
def test_a_generator_that_babbles_leaves_an_extracted_and_true_brief(drafts: tuple[str, ...]) -> None:
    brief = write_brief(story([TRAMS, COST], [TRAMS, OLD]), Models(drafts), SHORT, ())
    assert brief.sentences
    assert {sentence.origin for sentence in brief.sentences} <= {Origin.EXTRACTED, Origin.COMPRESSED}
    assert all(map(passes, brief.sentences))


def test_what_has_no_room_is_counted_as_dropped() -> None:
    passages = story([TRAMS, COST], [OLD, OTHER])
    tight = Settings(min_words=10, max_words=35)
    brief = write_brief(passages, Models((f"{TRAMS} {COST} {OLD}",)), tight, ())
    assert len(brief.text.split()) <= tight.max_words
    assert (brief.repairs.kept, brief.repairs.dropped) == (2, 1)


def test_a_sentence_that_stops_in_the_middle_is_no_sentence() -> None:
    brief = write_brief(story([TRAMS, COST]), Models((f"{TRAMS} The twelve vehicles will cost",)), SHORT, ())
    assert brief.text == TRAMS


# --- what a generator reads


def test_each_article_gets_its_best_sentence_before_any_gets_a_second() -> None:
    worth = np.array([0.9, 0.8, 0.7, 0.1])
    sizes, owner = np.array([10, 10, 10, 10]), np.array([0, 0, 0, 1])
    assert fitting(range(4), worth, sizes, owner, 24, 2) == [0, 3]
    assert fitting(range(4), worth, sizes, owner, 34, 2) == [0, 1, 3]
    assert fitting([], worth, sizes, owner, 34, 2) == []


_NINE = "Nine people were hurt when the tram left its rails near the harbour of Melbury on Friday."
_FIVE = "Five people were hurt when the tram left its rails near the harbour of Melbury on Friday."


def test_a_generated_brief_takes_one_side_of_a_dispute() -> None:
    passages = story([_NINE, COST], [_FIVE, TRAMS])
    sides = (frozenset({0}), frozenset({2}))
    written = Models((f"{_NINE} {_FIVE} {COST}",))
    settings = Settings(min_words=10, max_words=100, redundancy=1.0)
    free, bound = (write_brief(passages, written, settings, disputes) for disputes in ((), (sides,)))
    assert {_NINE, _FIVE} <= {one.text for one in free.sentences}
    assert [one.text for one in bound.sentences] == [_NINE, COST]
    assert bound.repairs.dropped == 1


def test_a_brief_holds_one_of_two_doubtful_sentences() -> None:
    passages = story([_NINE, COST], [_FIVE, TRAMS])
    doubts = [(frozenset({0}), frozenset({2}))]
    settings = Settings(min_words=10, max_words=100, redundancy=1.0)
    written = write_brief(passages, Models((f"{_NINE} {_FIVE} {COST}",)), settings, (), doubts)
    assert [one.text for one in written.sentences] == [_NINE, COST]
    cheaper = COST.replace("forty", "thirty")
    passages = story([COST, OLD], [cheaper, OTHER])
    chosen = write_brief(passages, Models(), Settings(min_words=60, max_words=100, redundancy=1.0), (), doubts)
    assert len({COST, cheaper} & {one.text for one in chosen.sentences}) <= 1
    assert len(chosen.sentences) == 3


def test_of_two_doubtful_sentences_the_later_one_is_rather_taken() -> None:
    passages = story([COST, OLD], [COST.replace("forty", "thirty"), OTHER])
    doubts = [(frozenset({0}), frozenset({2}))]
    settings = Settings(min_words=30, max_words=40, redundancy=1.0)
    for first, second in (("2026-01-01", "2026-01-03"), ("2026-01-03", "2026-01-01")):
        dated = replace(
            passages,
            articles=tuple(
                replace(article, published=day) for article, day in zip(passages.articles, (first, second), strict=True)
            ),
        )
        chosen = {one.text for one in write_brief(dated, Models(), settings, (), doubts).sentences}
        older, later = (
            (COST, COST.replace("forty", "thirty")) if first < second else (COST.replace("forty", "thirty"), COST)
        )
        assert later in chosen and older not in chosen
