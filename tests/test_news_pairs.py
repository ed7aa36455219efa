"""Pairs made from news: what is kept faithful stays so, and each fault is one and in its place."""

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.training.judged import Judged, Part, part_of
from pipeline.training.news import edits
from pipeline.training.news.align import align
from pipeline.training.news.collect import Sources, make_pairs
from pipeline.training.news.faithful import joined, reattributed, scattered, shortened
from pipeline.training.news.judged import judged_pairs
from pipeline.training.news.premises import Evidence, extended, holding, premise
from pipeline.training.news.tables import OPPOSITES, SAME, both_ways
from pipeline.training.news.words import Lexicon, content, read_lexicon, sentences_of, tidy
from pipeline.training.pairs import CONTRADICTION, ENTAILMENT, JUDGEMENTS, NOT_ENTAILED

_ARTICLE = (
    "The harbour council of Skerra voted on Tuesday to close the old pier. Mayor Dina Kruse said that 14 workers would "
    "not lose their jobs. The council was warned in March by Jonas Wiebe, who inspected the pier. Repairs would have cost "
    "1,234 crowns, the council said. Jonas Wiebe criticised Dina Kruse at the meeting in Skerra. The vote may be repeated."
)
_TEXT = (
    _ARTICLE
    + (
        " the harbour council old pier workers lose jobs warned inspected repairs would cost crowns said criticised meeting "
    )
    * 3
)


@pytest.fixture(scope="module")
def setting() -> edits.Setting:
    lexicon = read_lexicon([_TEXT, "close inspect warn"], [_TEXT + " close inspect warn vote" * 4])
    return edits.read_setting(_ARTICLE, lexicon, ("warned", "inspected", "closed"), ("pier", "council", "meeting"))


def one(edit: edits.Edit, text: str, setting: edits.Setting, seed: int = 1) -> str | None:
    return edit(text, setting, random.Random(seed))


@pytest.mark.parametrize("seed", range(8))
def test_faults_change_one_thing(setting: edits.Setting, seed: int) -> None:
    for name, edit in edits.FAULTS.items():
        for text in sentences_of(_ARTICLE):
            changed = one(edit, text, setting, seed)
            if changed is None:
                continue
            assert changed != text, name
            assert abs(len(changed.split()) - len(text.split())) <= 4, (name, changed)
            assert changed.endswith("."), (name, changed)


def test_number_keeps_its_form(setting: edits.Setting) -> None:
    changed = one(edits.number, "Repairs would have cost 1,234 crowns.", setting)
    assert changed is not None
    assert changed != "Repairs would have cost 1,234 crowns."
    assert changed.split()[-2].replace(",", "").isdigit()
    assert one(edits.number, "No figure here, not even B2.", setting) is None


def test_date_changes_to_one_of_its_kind(setting: edits.Setting) -> None:
    changed = one(edits.date, "They voted on Tuesday.", setting)
    assert changed is not None
    assert changed.rstrip(".").split()[-1] in {"Monday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
    assert one(edits.date, "It may be repeated.", setting) is None


def test_roles_are_exchanged(setting: edits.Setting) -> None:
    said = "Jonas Wiebe openly criticised Dina Kruse."
    assert one(edits.role, said, setting) == "Dina Kruse openly criticised Jonas Wiebe."
    assert one(edits.role, "Jonas Wiebe and Dina Kruse met.", setting) is None


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("The pier will close.", "The pier will not close."),
        ("The pier won't close.", "The pier will close."),
        ("The pier did not close.", "The pier did close."),
        ("The council warned them.", "The council did not warn them."),
    ],
)
def test_negation_turns_either_way(setting: edits.Setting, text: str, turned: str) -> None:
    assert one(edits.negation, text, setting) == turned


def test_rounding_stays_true(setting: edits.Setting) -> None:
    said = {one(edits.rounded, "It cost 1,234 crowns.", setting, seed) for seed in range(9)}
    assert said <= {"It cost more than 1,200 crowns.", None}
    assert "It cost more than 1,200 crowns." in said


def test_opposites_and_same_do_not_meet() -> None:
    opposite, same = both_ways(OPPOSITES), both_ways(SAME)
    assert not [(word, other) for word, others in same.items() for other in others if other in opposite.get(word, ())]


def test_shortening_never_drops_what_turns_the_meaning() -> None:
    text = "The pier will close, unless the council votes again, the mayor said."
    for seed in range(6):
        assert shortened(text, random.Random(seed)) is None
    text = "The pier, which opened in 1911, was closed by the council on Tuesday."
    assert shortened("On Tuesday, the council closed the old wooden pier.", random.Random(1)) == (
        "The council closed the old wooden pier."
    )
    assert shortened(text, random.Random(1)) == "The pier was closed by the council on Tuesday."


def test_attribution_moves() -> None:
    said = {
        reattributed("The old wooden pier will be closed in May, the mayor said.", random.Random(n)) for n in range(9)
    }
    assert said == {
        "According to the mayor, the old wooden pier will be closed in May.",
        "The mayor said the old wooden pier will be closed in May.",
    }
    assert reattributed('"It will be closed in the end," the mayor said.', random.Random(1)) is None


def test_neighbours_are_joined_only_if_plain() -> None:
    first, second = "The council voted on Tuesday.", "The pier closed a day later."
    assert joined(first, second) == "The council voted on Tuesday, and the pier closed a day later."
    assert joined(first, "But the pier stayed open then.") is None


def test_alignment_covers_with_few_sentences() -> None:
    sentences = [content(text) for text in sentences_of(_ARTICLE)]
    lexicon = Lexicon({}, frozenset(), 1.0)
    found = align(content("The council voted to close the pier, and Wiebe criticised Kruse."), sentences, lexicon)
    assert found.rows == (0, 4)
    assert found.recall > 0.9
    assert align(frozenset(), sentences, lexicon).rows == ()


def test_tokenised_text_is_tidied() -> None:
    assert tidy("he did n\u0027t say , ` ` no \u0027\u0027 .".replace("` `", "``")) == 'he didn\u0027t say, "no".'
    assert sentences_of("one man spoke . nobody else did . they left .") == [
        "one man spoke.",
        "nobody else did.",
        "they left.",
    ]


def test_judged_summaries_give_what_is_known() -> None:
    good, bad = "The council voted to close the pier.", "The council voted to keep the pier."
    rows = [
        Judged(_ARTICLE, f"{good} Kruse spoke.", True, "own"),
        Judged(_ARTICLE, f"{bad} Kruse spoke.", False, "own"),
        Judged(_ARTICLE, "The vote may be repeated.", False, "own"),  # stands in the document: no fault to learn
    ]
    lexicon = read_lexicon([_ARTICLE], [_ARTICLE])
    found = list(judged_pairs(rows, lexicon))
    assert {pair.hypothesis for pair in found if pair.label == ENTAILMENT} == {good, "Kruse spoke."}
    assert {pair.hypothesis for pair in found if pair.label == NOT_ENTAILED} == {bad}


def test_command_writes_pairs_and_keeps_documents_apart(tmp_path: Path) -> None:
    articles, judged, out = (tmp_path / name for name in ("articles.jsonl", "judged.jsonl", "pairs.jsonl"))
    target = "The harbour council of Skerra voted to close the pier. Mayor Dina Kruse said 14 workers would keep jobs."
    rows = [{"articles": [{"text": _ARTICLE}], "target": target}, {"article": _ARTICLE, "summary": [target]}]
    articles.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    documents = [f"Story {number}. The pier of town {number} closed." for number in range(40)]
    rows = [{"document": text, "summary": "The pier opened.", "label": 0} for text in documents]
    judged.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    list(make_pairs(Sources((articles, judged), (), out, 10, 13)))
    pairs = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert sum(part_of(text) is Part.TRAIN for text in documents) == sum(
        pair["source"] == "judged-judged" for pair in pairs
    )
    assert {pair["label"] for pair in pairs} >= {"entailment", "contradiction", "not_entailment"}
    assert {pair["label"] for pair in pairs} <= set(JUDGEMENTS)
    assert Counter(pair["source"] for pair in pairs)["articles-aligned"] >= 1
    again = tmp_path / "again.jsonl"
    list(make_pairs(Sources((articles, judged), (), again, 10, 13)))
    assert again.read_bytes() == out.read_bytes()
    list(make_pairs(Sources((judged,), (judged,), again, 10, 13)))
    assert again.read_text(encoding="utf-8") == ""
    articles.write_text('{"title": "none"}', encoding="utf-8")
    with pytest.raises(InputError, match=r"articles\.jsonl, line 1"):
        list(make_pairs(Sources((articles,), (), again, 10, 13)))


def test_faults_that_turn_the_meaning_contradict(tmp_path: Path) -> None:
    articles, out = tmp_path / "articles.jsonl", tmp_path / "pairs.jsonl"
    articles.write_text(json.dumps({"article": _ARTICLE, "summary": sentences_of(_ARTICLE)}), encoding="utf-8")
    list(make_pairs(Sources((articles,), (), out, 10, 13)))
    for pair in map(json.loads, out.read_text(encoding="utf-8").splitlines()):
        kind = pair["source"].partition("-")[2]
        if kind in {"number", "date", "role", "negation", "opposite"}:
            assert pair["label"] == JUDGEMENTS[CONTRADICTION]
        assert pair["hypothesis"] not in pair["premise"] or pair["label"] == JUDGEMENTS[ENTAILMENT]


def test_scattered_sentences_are_joined_only_if_the_second_stands_alone() -> None:
    first = "The council voted on Tuesday."
    assert scattered(first, "The pier opened in 1911.") == "The council voted on Tuesday, and the pier opened in 1911."
    assert scattered(first, "He opened it in 1911.") is None
    assert scattered(first, "The mayor praised her in March.") is None


def evidence() -> Evidence:
    sentences = tuple(sentences_of(_ARTICLE))
    return Evidence(sentences, tuple(map(content, sentences)), Lexicon({}, frozenset(), 1.0))


def test_a_premise_holds_the_evidence_however_it_is_read() -> None:
    article, hypothesis = evidence(), "Jonas Wiebe warned the council."
    seen = {premise(article, (2,), hypothesis, random.Random(seed)) for seed in range(20)}
    assert {(2,), (1, 2, 3)} < seen
    assert all(rows is not None and 2 in rows and list(rows) == sorted(set(rows)) for rows in seen)
    assert any(rows and len(rows) == 5 for rows in seen)
    long = Evidence(("word " * 200,), (frozenset(),), article.lexicon)
    assert premise(long, (0,), hypothesis, random.Random(1)) is None


def test_what_an_edit_brought_in_is_found_where_the_rest_is_said() -> None:
    article = evidence()
    true, edited = "The council was warned in March by Jonas Wiebe.", "The council was warned in March by Dina Kruse."
    row = holding(article, edited, true)
    assert row is not None
    assert "Dina Kruse" in article.sentences[row]
    assert extended(article, (2,), row) == tuple(sorted({2, row}))
    assert holding(article, true.replace("Jonas Wiebe", "Ole Brandt"), true) is None
    assert extended(article, (2,), None) == (2,)


def test_a_borrowed_word_stands_in_the_premise_of_a_true_and_of_a_false_sentence(tmp_path: Path) -> None:
    articles, out = tmp_path / "articles.jsonl", tmp_path / "pairs.jsonl"
    rows = [{"article": f"{_ARTICLE} Case {number}.", "summary": sentences_of(_ARTICLE)} for number in range(8)]
    articles.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    list(make_pairs(Sources((articles,), (), out, 10, 13)))
    pairs = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    sound = {pair["premise"] for pair in pairs if pair["label"] == "entailment"}
    names = [pair for pair in pairs if pair["source"] == "articles-name"]
    assert names
    assert all(pair["premise"] in sound for pair in names)


def test_cells_take_claims_of_one_article_to_the_other(tmp_path: Path) -> None:
    articles, out = tmp_path / "articles.jsonl", tmp_path / "cells.jsonl"
    other = (
        "On Tuesday the harbour council of Skerra voted to close its old pier. Divers found rust in the lower beams of it. "
        "Fishermen from Port Almery have blocked the western road since early morning."
    )
    rows = [{"articles": [{"text": _ARTICLE}, {"text": other}], "target": "x."} for _ in range(4)]
    articles.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    list(make_pairs(Sources((articles,), (), out, 10, 13, "cells")))
    cells = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    found = {(cell["claim"], cell["label"]) for cell in cells if cell["article"].startswith("The harbour council")}
    assert any("blocked the western road" in claim and label == "not_stated" for claim, label in found)
    supported = [claim for claim, label in found if label == "supports"]
    assert any("voted to close" in claim for claim in supported)
    assert {label for _, label in found} == {"supports", "refutes", "not_stated"}
