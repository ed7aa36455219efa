"""The score of a brief's sentence falls when one number, name, day or "not" of it is wrong: hand-made edits."""

import functools
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from labelled import SAMPLE

from pipeline.arrays import Vectors
from pipeline.articles import read_articles
from pipeline.config import load
from pipeline.scoring import score_summary
from pipeline.tools import load_tools

_ROOT = Path(__file__).parent.parent
_DATA = _ROOT / "tests" / "data"
_ITEMS: list[dict[str, Any]] = yaml.safe_load((_DATA / "edits.yaml").read_text(encoding="utf-8"))
_STORIES: dict[str, list[str]] = {story.id: list(story.articles.ids) for story in SAMPLE}
_KINDS = ("number", "name", "negation", "date")
_THRESHOLD = 0.5
# Asked: the share of all edits wrong at most, of the true ones kept at least.
_MOST_WRONG, _LEAST_KEPT = 0.1, 0.9

Rate = Callable[[str, str], float]  # story, sentence


def _edits() -> list[tuple[str, str, str, str]]:
    """Story, true sentence, kind and edited sentence of every edit."""
    return [(item["story"], item["true"], edit["kind"], edit["text"]) for item in _ITEMS for edit in item["edits"]]


def test_the_data_are_well_formed() -> None:
    assert all(set(item) == {"story", "true", "edits"} and item["edits"] for item in _ITEMS)
    assert all(set(edit) == {"kind", "text"} for item in _ITEMS for edit in item["edits"])
    sentences = [item["true"] for item in _ITEMS]
    edited = [text for _, _, _, text in _edits()]
    assert all(isinstance(text, str) and text.endswith(".") and text == text.strip() for text in sentences + edited)
    assert max(Counter(sentences + edited).values()) == 1
    assert all(true != text for _, true, _, text in _edits())


def test_the_data_cover_every_story_and_kind() -> None:
    stories = Counter(item["story"] for item in _ITEMS)
    assert set(stories) == set(_STORIES)
    assert min(stories.values()) >= 6
    kinds = Counter(kind for _, _, kind, _ in _edits())
    assert set(kinds) == set(_KINDS)
    assert min(kinds.values()) >= 18
    assert kinds.total() >= 72
    assert sum(" not " in item["true"] for item in _ITEMS) >= 6


@pytest.fixture(scope="module")
def rate() -> Rate:
    tools = load_tools(load(), offline=True)
    articles = {
        article.id: article
        for article in read_articles([str(_ROOT / "pipeline" / "samples" / "articles.jsonl")]).articles
    }
    documents = {
        story: "\n\n".join(f"{articles[name].title}\n\n{articles[name].text}" for name in names)
        for story, names in _STORIES.items()
    }
    vectors = functools.cache(tools.embed)  # a story's sentences are embedded once

    def embed(texts: Sequence[str]) -> Vectors:
        return vectors(tuple(texts))

    @functools.cache
    def score(story: str, sentence: str) -> float:
        found = score_summary(story, documents[story], sentence, embed, tools.score).score
        assert found is not None, sentence
        return found

    return score


@pytest.mark.models
def test_an_edit_falls_below_the_threshold_and_its_true_sentence_does_not(rate: Rate) -> None:
    low = [(rate(item["story"], item["true"]), item["true"]) for item in _ITEMS]
    low = [(score, text) for score, text in low if score < _THRESHOLD]
    rated = [(kind, rate(story, true), rate(story, text), text) for story, true, kind, text in _edits()]
    wrong = [row for row in rated if not row[1] >= _THRESHOLD > row[2]]
    counts, totals = Counter(row[0] for row in wrong), Counter(row[0] for row in rated)
    said = [f"wrong: {len(wrong)} of {len(rated)} edits"]
    said += [f"  {kind}: {counts[kind]} of {totals[kind]}" for kind in _KINDS]
    said += [f"{kind}: true {good:.3f}, edit {bad:.3f}: {text}" for kind, good, bad, text in sorted(wrong)]
    said += [f"below {_THRESHOLD}: {len(low)} of {len(_ITEMS)} true sentences"]
    said += [f"{score:.3f}: {text}" for score, text in low]
    enough = len(wrong) <= _MOST_WRONG * len(rated) and len(low) <= (1 - _LEAST_KEPT) * len(_ITEMS)
    assert enough, "\n".join(said)
