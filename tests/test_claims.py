"""Claims files, and the rows of the commands that answer row by row."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.claims import ScorePair, StancePair, StoryRow, read_claims, read_rows, unusable
from pipeline.errors import InputError
from pipeline.records import Claim

TEXT = "The ferry Astrid ran onto a sandbank outside the harbour of Velm on Tuesday morning, the coast guard said."
OTHER = "The council of Orrick voted nine to four for a budget that closes two of the town's five libraries."


def written(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def lines(path: Path, *rows: Any) -> Path:
    return written(path, "".join(row if isinstance(row, str) else json.dumps(row) + "\n" for row in rows))


EXPECTED = (Claim("c1", "The ferry ran aground."), Claim("2", "Nobody was hurt.", "ferry"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("c.jsonl", '{"id": "c1", "text": "The ferry ran aground."}\n\n'
                    '{"id": 2, "text": " Nobody was\\nhurt. ", "story_id": "ferry"}\n'),
        ("c.json", '[{"id": "c1", "text": "The ferry ran aground."},\n'
                   ' {"id": 2, "text": "Nobody was hurt.", "story_id": "ferry"}]'),
        ("c.csv", "id,text,story_id\nc1,The ferry ran aground.,\n2,Nobody was hurt.,ferry\n"),
        ("c.yaml", '- {id: c1, text: "The ferry ran aground."}\n'
                   "- id: 2\n  text: Nobody was hurt.\n  story_id: ferry\n"),
        ("c.yml", "claims:\n- {id: c1, text: The ferry ran aground.}\n"
                  "- {id: 2, text: Nobody was hurt., story_id: ferry}\n"),
    ],
)  # fmt: skip
def test_every_format_gives_the_same_claims(tmp_path: Path, name: str, content: str) -> None:
    read = read_claims(written(tmp_path / name, content))
    assert read.claims == EXPECTED
    assert read.rejects == ()


def test_claim_without_an_id_is_named_after_its_text(tmp_path: Path) -> None:
    path = written(tmp_path / "c.yaml", "- Nobody was hurt.\n- text: The ferry ran aground.\n")
    first, second = read_claims(path).claims
    assert (first.text, second.text) == ("Nobody was hurt.", "The ferry ran aground.")
    turned = written(tmp_path / "d.yaml", "- The ferry ran aground.\n- Nobody was hurt.\n")
    assert read_claims(turned).claims == (second, first)
    assert first.id.startswith("claim-")
    assert len(first.id) == len("claim-") + 8


def test_empty_and_repeated_claims_are_rejected_with_their_line(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "c.jsonl",
        {"id": "a", "text": "Nobody was hurt."},
        "\n",
        {"id": "b", "text": "  "},
        {"id": "c"},
        {"id": "d", "text": 5},
        {"id": "e", "text": "Nobody was  hurt."},
        {"id": "a", "text": "The ferry ran aground."},
        "not json\n",
        {"id": "f", "text": "Nobody was hurt.", "story_id": "ferry"},
        {"text": "Fog lay over the strait."},
        {"text": "Fog lay over the strait.", "story_id": "ferry"},
    )
    read = read_claims(path)
    assert [claim.id for claim in read.claims[:2]] == ["a", "f"]
    assert len({claim.id for claim in read.claims}) == 4
    found = {reject.line: reject.reason for reject in read.rejects}
    assert list(found) == [3, 4, 5, 6, 7, 8]
    assert "without text" in found[3]
    assert "without text" in found[4]
    assert "not a string" in found[5]
    assert "repeats the text of a" in found[6]
    assert "has the id a of another claim" in found[7]
    assert "not JSON" in found[8]
    assert all(reject.file == str(path) for reject in read.rejects)


def test_yaml_entries_are_named_by_their_line(tmp_path: Path) -> None:
    content = "# two claims\n\nclaims:\n  - id: a\n    text: Nobody was hurt.\n  - 7\n  - id: b\n    text: 2017-11-03\n"
    read = read_claims(written(tmp_path / "c.yaml", content))
    assert [(reject.line, reject.reason.split(",")[0]) for reject in read.rejects] == [
        (6, "a int"),
        (7, "the text of the claim is a date"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("c.yaml", "", "not a list of claims"),
        ("c.yaml", "text: alone", "not a list of claims"),
        ("c.yaml", "claims: none", "not a list of claims"),
        ("c.yaml", "- {id: a, text: 'open", "not readable as YAML"),
        ("c.yaml", "- {id: a}\n", "line 1: a claim without text"),
        ("c.yaml", "[]", "no claim with text"),
        ("c.jsonl", "", "the file is empty"),
        ("c.jsonl", '{"text": ""}\n', "line 1: a claim without text"),
        ("c.csv", "id,claim\n1,Nobody was hurt.\n", "no column is called text"),
        ("c.csv", "id,text\n", "header and no row"),
        ("c.jsonl", "\x00\x01\x02\x03", "binary"),
    ],
)
def test_file_without_a_claim(tmp_path: Path, name: str, content: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_claims(written(tmp_path / name, content))
    message = str(caught.value)
    assert said in message
    assert str(tmp_path / name) in message
    assert "\n" not in message


def test_missing_claims_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file; name a file, auto or none"):
        read_claims(tmp_path / "c.yaml")
    with pytest.raises(InputError, match="no such file"):
        read_claims(tmp_path)


def test_pairs_keep_their_order_and_none_is_lost(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "pairs.jsonl",
        {"id": "z", "article": TEXT, "claim": "Nobody was hurt."},
        {"article": TEXT, "claim": "Nobody was hurt."},
        {"id": "a", "article": TEXT},
        {"id": "b", "article": " ", "claim": ""},
        {"id": None, "article": TEXT, "claim": 5},
        "[1]\n",
        "nothing\n",
        {"id": 0, "article": f" {TEXT}\n", "claim": "Nobody was hurt."},
    )
    rows = read_rows(path, StancePair)
    assert [row.id for row in rows] == ["z", "row-2", "a", "b", "row-5", "row-6", "row-7", "0"]
    assert [row.problem for row in rows[:2]] == ["", ""]
    assert rows[2].problem == "line 3: no string in claim"
    assert rows[3].problem == "line 4: the article and the claim are empty"
    assert rows[4].problem == "line 5: no string in claim"
    assert rows[5].problem.startswith("line 6: JSON of kind list")
    assert rows[6].problem.startswith("line 7: not JSON")
    assert rows[7].article == f" {TEXT}\n"  # as it stands, so that offsets hold


def test_score_pairs(tmp_path: Path) -> None:
    rows = read_rows(
        lines(tmp_path / "p.jsonl", {"document": TEXT, "summary": "A ferry."}, {"summary": "x"}), ScorePair
    )
    assert rows[0] == ScorePair("row-1", TEXT, "A ferry.")
    assert rows[1].problem == "line 2: no string in document"


def test_field_called_problem_is_no_problem(tmp_path: Path) -> None:
    row = {"document": TEXT, "summary": "A ferry.", "problem": "none of ours"}
    assert read_rows(lines(tmp_path / "p.jsonl", row), ScorePair)[0].problem == ""


def test_pair_that_is_not_utf8_says_so(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_bytes(b'{"document": "Caf\xe9 society.", "summary": "A cafe."}\n')
    assert "not UTF-8" in read_rows(path, ScorePair)[0].problem


def test_half_of_a_surrogate_pair_keeps_the_offsets(tmp_path: Path) -> None:
    path = written(tmp_path / "p.jsonl", r'{"document": "a\ud83db", "summary": "s"}')
    assert read_rows(path, ScorePair)[0].document == "a\ufffdb"


def test_rows_of_a_packed_file(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl.gz"
    row = json.dumps({"document": TEXT, "summary": "A ferry."}) + "\n"
    path.write_bytes(gzip.compress(row.encode()))
    assert len(read_rows(path, ScorePair)) == 1
    path.write_bytes(gzip.compress(row.encode())[:-4])
    kept, broken = read_rows(path, ScorePair)
    assert kept.problem == ""
    assert "breaks off" in broken.problem


def test_rows_that_cannot_be_read_at_all(tmp_path: Path) -> None:
    for path, said in (
        (tmp_path / "missing.jsonl", "No such file"),
        (tmp_path, "Is a directory"),
        (written(tmp_path / "e.jsonl", "\n\n"), "the file is empty"),
        (written(tmp_path / "b.jsonl", "\x00\x01\x02\x03" * 20), "binary"),
    ):
        with pytest.raises(InputError, match=said) as caught:
            read_rows(path, ScorePair)
        assert str(path) in str(caught.value)


def test_stories_have_their_articles_in_canonical_order(tmp_path: Path) -> None:
    articles = [
        {"title": "Libraries", "text": OTHER, "published": "2017-11-04"},
        {"id": "f", "title": "Ferry", "text": TEXT, "source": "Velm Post", "published": "2017-11-03"},
    ]
    (story,) = read_rows(lines(tmp_path / "s.jsonl", {"id": "s", "articles": articles}), StoryRow)
    assert [article.id for article in story.articles] == ["f", "s-1"]
    assert (story.problem, story.rejects) == ("", ())
    assert story.articles[0].sentences


def test_story_says_what_it_lost(tmp_path: Path) -> None:
    articles = [
        {"id": "f", "text": TEXT},
        {"id": "f", "text": OTHER},
        {"id": "f", "text": TEXT},
        {"text": None},
        "words",
        {"id": "d", "text": TEXT, "published": "some day"},
    ]
    (story,) = read_rows(lines(tmp_path / "s.jsonl", {"id": "s", "articles": articles}), StoryRow)
    assert story.problem == ""
    assert [article.id for article in story.articles] == ["d", "f", "f~2"]
    assert {article.text for article in story.articles} == {TEXT, OTHER}
    said = [reject.reason for reject in story.rejects]
    assert [reason.split(":")[0] for reason in said] == [f"article {number}" for number in (2, 3, 4, 5, 6)]
    assert "kept as f~2" in said[0]
    assert "kept once" in said[1]
    assert "can't be read" in said[4]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": "s"}, "line 1: no list articles"),
        ({"id": "s", "articles": []}, "line 1: no list articles"),
        ({"id": "s", "articles": {"text": TEXT}}, "line 1: no list articles"),
        ({"id": "s", "articles": [{"text": "Flood"}]}, "line 1: article 1: the text has one word"),
        ("[]\n", "line 1: JSON of kind list"),
    ],
)
def test_story_without_a_usable_article(tmp_path: Path, row: Any, said: str) -> None:
    (story,) = read_rows(lines(tmp_path / "s.jsonl", row), StoryRow)
    assert story.articles == ()
    assert story.problem.startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "without text"),
        ("Did the ferry sink?", "a question"),
        ("The ferry “sank?”", "a question"),
        ("word " * 61, "61 words"),
        ("Die Fähre ist am Donnerstag im Sund von Skerra gesunken, und vierzehn Menschen sind tot.", "language de"),
    ],
)
def test_what_is_no_claim_gets_its_answer(text: str, said: str) -> None:
    assert said in unusable(" ".join(text.split()), "en")


def test_claims_are_usable() -> None:
    assert unusable("Fog lay over the strait.", "en") == ""
    assert unusable(" ".join(["The ferry left the old harbour in thick fog."] * 6), "en") == ""
