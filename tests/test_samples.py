"""The bundled sample is well formed and its hand labels point at what stands in the articles."""

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

_ROOT = Path(__file__).parent.parent
_SAMPLES = _ROOT / "pipeline" / "samples"
_LABELS: list[dict[str, Any]] = yaml.safe_load(
    (_ROOT / "tests" / "data" / "sample_labels.yaml").read_text(encoding="utf-8")
)["stories"]
_ROWS: list[dict[str, str]] = [
    json.loads(line) for line in (_SAMPLES / "articles.jsonl").read_text(encoding="utf-8").splitlines()
]
_TEXTS = {row["id"]: row["text"] for row in _ROWS}
_CLAIMS: list[dict[str, str]] = yaml.safe_load((_SAMPLES / "claims.yaml").read_text(encoding="utf-8"))
_STANCES = {"supports", "refutes", "mixed", "not_stated"}

each_story = pytest.mark.parametrize("story", _LABELS, ids=lambda story: str(story["id"]))


def _blocks(text: str) -> list[str]:
    """Sentences, split crudely at a stop before a capital: the same text gives the same pieces in both articles."""
    return [part for line in text.split("\n\n") for part in re.split(r"(?<=[.!?\"])\s+(?=[A-Z\"])", line)]


def test_articles_have_the_fields_of_an_input_row_and_no_story() -> None:
    expected = {"id", "title", "source", "published", "url", "language", "text"}
    assert all(set(row) == expected and all(row.values()) for row in _ROWS)
    assert len({row["id"] for row in _ROWS}) == len({row["url"] for row in _ROWS}) == len(_ROWS)
    assert len({row["title"] for row in _ROWS}) == len(_ROWS)
    assert all(datetime.fromisoformat(row["published"]).tzinfo is not None for row in _ROWS)
    assert all(row["url"].startswith("https://example.org/") for row in _ROWS)


def test_articles_are_as_long_as_news() -> None:
    words = [len(text.split()) for text in _TEXTS.values()]
    assert min(words) >= 180
    assert max(words) >= 600


def test_claims_are_unique_and_name_no_story() -> None:
    assert all(set(claim) == {"id", "text"} for claim in _CLAIMS)
    assert len({claim["id"] for claim in _CLAIMS}) == len({claim["text"] for claim in _CLAIMS}) == len(_CLAIMS)


def test_every_article_and_claim_belongs_to_one_story() -> None:
    articles = Counter(article for story in _LABELS for article in story["article_ids"])
    claims = Counter(claim for story in _LABELS for claim in story["stances"])
    assert articles == Counter(list(_TEXTS))
    assert claims == Counter(claim["id"] for claim in _CLAIMS)


@each_story
def test_a_story_has_the_size_promised(story: dict[str, Any]) -> None:
    assert 4 <= len(story["article_ids"]) <= 6
    assert 8 <= len(story["stances"]) <= 12
    assert 3 <= len(story["must_say"]) <= 6


@each_story
def test_every_claim_has_a_label_for_every_article(story: dict[str, Any]) -> None:
    for claim, cells in story["stances"].items():
        assert set(cells) == set(story["article_ids"]), claim
        assert set(cells.values()) <= _STANCES, claim
    labels = [set(cells.values()) for cells in story["stances"].values()]
    assert {"supports"} in labels
    assert {"not_stated"} in labels
    assert set().union(*labels) == _STANCES


@each_story
def test_cells_that_rest_on_quotations_take_a_side(story: dict[str, Any]) -> None:
    for claim, articles in story["quoted_only"].items():
        assert {story["stances"][claim][article] for article in articles} <= {"supports", "refutes"}, claim


@each_story
def test_disputes_stand_in_the_articles(story: dict[str, Any]) -> None:
    assert {dispute["kind"] for dispute in story["disputes"]} <= {"number", "date", "place", "outcome"}
    for dispute in story["disputes"]:
        assert len({side["value"] for side in dispute["values"]}) == len(dispute["values"]) >= 2, dispute["topic"]
        for side in dispute["values"]:
            texts = [_TEXTS[article] for article in side["article_ids"]]
            assert set(side["article_ids"]) <= set(story["article_ids"])
            assert all(any(quote in text for quote in side["quotes"]) for text in texts), side
            assert all(any(quote in text for text in texts) for quote in side["quotes"]), side


@each_story
def test_agreeing_wordings_and_loaded_phrases_stand_in_the_articles(story: dict[str, Any]) -> None:
    assert story["loaded"]
    assert all(item["phrase"] in _TEXTS[item["article_id"]] for item in story["loaded"])
    for pair in story["non_disputes"]:
        assert len(pair["statements"]) >= 2
        assert all(item["quote"] in _TEXTS[item["article_id"]] for item in pair["statements"]), pair["topic"]


@each_story
def test_the_reprint_keeps_the_agency_text_but_for_one_sentence(story: dict[str, Any]) -> None:
    ((agency, reprint),) = story["wire_copies"]
    (cut,) = story["cut_sentences"]
    assert cut in _TEXTS[agency]
    assert cut not in _TEXTS[reprint]
    pieces = [piece.rpartition("(Continental Wire) - ")[2] for piece in _blocks(_TEXTS[agency])]
    missing = [piece for piece in pieces if piece not in _TEXTS[reprint]]
    assert " ".join(missing) == cut


@each_story
def test_the_reprint_differs_in_stance_only_where_the_cut_sentence_spoke(story: dict[str, Any]) -> None:
    ((agency, reprint),) = story["wire_copies"]
    changed = [cells for cells in story["stances"].values() if cells[agency] != cells[reprint]]
    assert [cells[reprint] for cells in changed] == ["not_stated"]
