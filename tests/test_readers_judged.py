"""Readers of sets of summaries judged as a whole: tiny files in the published form, and broken files."""

from collections.abc import Callable
from pathlib import Path

import pytest
from readerfiles import CLOCK, DATA, HERON, KITES, PAINT, error_of, rows_of, verdicts_of

from eval.benchmarks.readers.files import mark_of
from eval.benchmarks.readers.rows import Judged


class TestFactCC:
    def test_rows_with_and_without_their_stories(self) -> None:
        fish = "The fish market opens at six each morning."
        assert rows_of("factcc", DATA / "factcc" / "data-dev.jsonl") == [
            Judged("data-dev-1", PAINT, "the lighthouse was painted green.", True, None, "cnn-test-aa11"),
            Judged("data-dev-2", PAINT, "the lighthouse was torn down.", False, None, "cnn-test-aa11"),
            Judged("data-dev-3", fish, "the market opens at six.", True, None, mark_of(fish)),
        ]

    @pytest.mark.parametrize(
        ("old", "new", "what"),
        [
            ('"CORRECT"', '"correct"', "line 1: label is 'correct', none of CORRECT, INCORRECT"),
            ("stories/aa11", "stories/zz99", "line 1: no text, and no story cnndm/cnn/stories/zz99.story in"),
            ("cnndm/cnn", "../cnndm/cnn", "line 1: filepath '../cnndm/cnn/stories/aa11.story' leads out"),
            ('"claim"', '"sentence"', "line 1: no claim; a row needs claim, label"),
            ('{"id"', '["id"', "line 1: not JSON"),
            ('"text": "The fish market opens at six each morning."', '"x": 1', "line 3: no text or filepath"),
        ],
    )
    def test_bad_rows(self, copied: Callable[..., Path], old: str, new: str, what: str) -> None:
        assert what in error_of("factcc", copied("factcc", "data-dev.jsonl", old, new))

    def test_empty_story(self, copied: Callable[..., Path]) -> None:
        folder = copied("factcc", "cnndm/cnn/stories/aa11.story", "Volunteers", "@highlight")
        assert "aa11.story is empty" in error_of("factcc", folder)


class TestSummEval:
    def test_all_experts_have_to_agree(self) -> None:
        assert rows_of("summeval", DATA / "summeval") == [
            Judged("dm-test-bb22-M1", KITES, "the library lends kites .", True, None, "dm-test-bb22"),
            Judged("dm-test-bb22-M2", KITES, "the library sells kites .", False, None, "dm-test-bb22"),
        ]

    @pytest.mark.parametrize(
        ("old", "new", "what"),
        [
            ('"consistency": 5', '"consistency": 6', "line 1, expert_annotations 1: consistency is '6', none of 1, 2"),
            ('"consistency": 5, ', "", "line 1, expert_annotations 1: no consistency"),
            ('"expert_annotations": [', '"experts": [', "line 1: no expert_annotations"),
            ('"expert_annotations": [', '"expert_annotations": [3, ', "expert_annotations is no list of objects"),
        ],
    )
    def test_bad_rows(self, copied: Callable[..., Path], old: str, new: str, what: str) -> None:
        folder = copied("summeval", "model_annotations.aligned.paired.jsonl", old, new)
        assert what in error_of("summeval", folder)


class TestQags:
    def test_every_sentence_needs_most_votes(self) -> None:
        assert rows_of("qags", DATA / "qags" / "mturk_xsum.jsonl") == [
            Judged("mturk_xsum-1", HERON, "A heron nested on a roof.", True, None, mark_of(HERON)),
            Judged("mturk_xsum-2", HERON, "A heron nested on a roof. It flew to Spain.", False, None, mark_of(HERON)),
        ]

    @pytest.mark.parametrize(
        ("old", "new", "what"),
        [
            ('"response": "no"', '"response": "maybe"', "responses 2: response is 'maybe', none of yes, no"),
            ('"summary_sentences": [{', '"summary_sentences": [], "x": [{', "summary_sentences is no list of objects"),
            (f'"{HERON}"', '" "', "line 1: article is empty or no text"),
        ],
    )
    def test_bad_rows(self, copied: Callable[..., Path], old: str, new: str, what: str) -> None:
        assert what in error_of("qags", copied("qags", "mturk_xsum.jsonl", old, new) / "mturk_xsum.jsonl")


class TestBump:
    def test_a_reference_comes_once(self) -> None:
        assert verdicts_of("bump", "bump") == [
            ("task1-0-reference", True, None, "41"),
            ("task1-0-edited", False, "Intrinsic Entity Error", "41"),
            ("task1-1-edited", False, "Extrinsic Predicate Error", "41"),
            ("task2-0-reference", True, None, "77"),
            ("task2-0-edited", False, "Extrinsic Entity", "77"),
        ]
        assert len(verdicts_of("bump", "bump/task2_dataset.json")) == 2

    @pytest.mark.parametrize("field", ["id", "article_id", "article", "reference_summary", "edited_summary"])
    def test_missing_field(self, copied: Callable[..., Path], field: str) -> None:
        folder = copied("bump", "task2_dataset.json", f'"{field}"', '"x"')
        assert f"task2_dataset.json, item 1: no {field}; a row needs id, article_id" in error_of("bump", folder)


class TestSummEdits:
    def test_rows(self) -> None:
        group = mark_of(CLOCK)
        assert rows_of("summedits", DATA / "summedits" / "summedits_news.json") == [
            Judged("news-c3_og", CLOCK, "The tower chimes again.", True, None, group),
            Judged("news-c3_0", CLOCK, "The tower never chimes.", False, "entity_modification, negation", group),
        ]

    def test_folder_has_all_domains(self) -> None:
        assert [row.id for row in rows_of("summedits", DATA / "summedits")] == [
            "news-c3_og",
            "news-c3_0",
            "samsum-d4_0",
        ]

    @pytest.mark.parametrize(
        ("old", "new", "what"),
        [
            ('"label": 1', '"label": 2', "item 1: label is '2', none of 1, 0"),
            ('"label": 1', '"label": null', "item 1: no label"),
            ('["negation"', "[4", "item 2: edit_types is no list of texts"),
            ('"doc"', '"text"', "item 1: no doc"),
        ],
    )
    def test_bad_objects(self, copied: Callable[..., Path], old: str, new: str, what: str) -> None:
        assert what in error_of("summedits", copied("summedits", "summedits_news.json", old, new))
