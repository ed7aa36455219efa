"""The bundled articles are well formed, and the hand labels point at what stands in them."""

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from labelled import ALL, ARTICLES, SAMPLE

from eval.labels import Expectation, Kind
from eval.labels.records import settled

_SAMPLES = Path(__file__).parent.parent / "pipeline" / "samples"
_ROWS: list[dict[str, str]] = [
    json.loads(line) for line in (_SAMPLES / "articles.jsonl").read_text(encoding="utf-8").splitlines()
]
_CLAIMS: list[dict[str, str]] = yaml.safe_load((_SAMPLES / "claims.yaml").read_text(encoding="utf-8"))
_STANCES = {"supports", "refutes", "mixed", "not_stated"}

each_story = pytest.mark.parametrize("story", ALL, ids=lambda story: story.id)


def _blocks(text: str) -> list[str]:
    """Sentences, split crudely at a stop before a capital: the same text gives the same pieces in both articles."""
    return [part for line in text.split("\n\n") for part in re.split(r"(?<=[.!?\"”])\s+(?=[A-Z\"“])", line)]


def test_articles_have_the_fields_of_an_input_row_and_no_story() -> None:
    expected = {"id", "title", "source", "published", "url", "language", "text"}
    assert all(set(row) == expected and all(row.values()) for row in _ROWS)


def test_articles_of_all_stories_are_distinct_and_dated() -> None:
    articles = list(ARTICLES.values())
    assert len({article.title for article in articles}) == len({article.url for article in articles}) == len(articles)
    assert all(datetime.fromisoformat(article.published or "").tzinfo is not None for article in articles)
    assert all((article.url or "").startswith("https://example.org/") for article in articles)
    assert min(len(article.text.split()) for article in articles) >= 180


def test_an_article_of_the_sample_is_as_long_as_a_long_read() -> None:
    assert max(len(row["text"].split()) for row in _ROWS) >= 600


def test_the_sample_has_the_claims_that_are_labelled() -> None:
    assert all(set(claim) == {"id", "text"} for claim in _CLAIMS)
    assert {claim["id"]: claim["text"] for claim in _CLAIMS} == {
        claim.id: claim.text for story in SAMPLE for claim in story.claims
    }
    assert Counter(article for story in SAMPLE for article in story.articles.ids) == Counter(row["id"] for row in _ROWS)


def test_there_is_as_much_as_promised() -> None:
    assert len(ALL) >= 8
    assert sum(len(claim.stances) for story in ALL for claim in story.claims) >= 400
    assert sum(len(story.candidates) for story in ALL) >= 200
    assert sum(len(story.disputes) + len(story.non_disputes) for story in ALL) >= 60
    assert len({candidate.text for story in ALL for candidate in story.candidates}) >= 200


@each_story
def test_a_story_has_the_size_promised(story: Expectation) -> None:
    assert 4 <= len(story.articles.ids) <= 6
    assert 8 <= len(story.claims) <= 12
    assert 3 <= len(story.must_say) <= 6
    assert 60 <= len(story.reference.split()) <= 100


@each_story
def test_every_claim_has_a_label_for_every_article(story: Expectation) -> None:
    for claim in story.claims:
        assert set(claim.stances) == set(story.articles.ids), claim.id
    labels = [{settled(cell) for cell in claim.stances.values()} for claim in story.claims]
    assert {"supports"} in labels
    assert {"not_stated"} in labels
    assert set().union(*labels) == _STANCES


@each_story
def test_cells_that_rest_on_quotations_take_a_side(story: Expectation) -> None:
    for claim in story.claims:
        assert {settled(claim.stances[name]) for name in claim.quoted_only} <= {"supports", "refutes"}, claim.id


@each_story
def test_candidates_are_half_right_and_have_every_kind_of_error(story: Expectation) -> None:
    good = [settled(candidate.label) == "consistent" for candidate in story.candidates]
    assert sum(good) * 2 == len(good)
    assert {candidate.error for candidate in story.candidates if candidate.error} == set(Kind)
    texts = " ".join(ARTICLES[name].text for name in story.articles.ids)
    assert not [candidate.text for candidate in story.candidates if candidate.text in texts]


@each_story
def test_every_quote_of_a_dispute_stands_in_an_article_of_its_side(story: Expectation) -> None:
    for dispute in story.disputes:
        assert len({side.value for side in dispute.values}) == len(dispute.values), dispute.topic
        for side in dispute.values:
            texts = [ARTICLES[name].text for name in side.article_ids]
            assert all(any(quote in text for text in texts) for quote in side.quotes), side


@each_story
def test_the_reprint_keeps_the_agency_text_but_for_one_sentence(story: Expectation) -> None:
    ((agency, reprint),) = story.wire_copies
    (cut,) = story.cut_sentences
    assert cut in ARTICLES[agency].text
    assert cut not in ARTICLES[reprint].text
    pieces = [piece.rpartition("(Continental Wire) - ")[2] for piece in _blocks(ARTICLES[agency].text)]
    missing = [piece for piece in pieces if piece not in ARTICLES[reprint].text]
    assert " ".join(missing) == cut


@pytest.mark.parametrize("story", SAMPLE, ids=lambda story: story.id)
def test_the_reprint_differs_in_stance_only_where_the_cut_sentence_spoke(story: Expectation) -> None:
    ((agency, reprint),) = story.wire_copies
    changed = [claim.stances for claim in story.claims if claim.stances[agency] != claim.stances[reprint]]
    assert [settled(cells[reprint]) for cells in changed] == ["not_stated"]
