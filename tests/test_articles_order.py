"""Ids, copies and order: the same result for any order of the input."""

import random
from pathlib import Path

from articlefiles import FERRY, LIBRARY, jsonl, one, reasons, row

from pipeline.articles import read_articles


def test_row_without_an_id_gets_the_same_one_everywhere(tmp_path: Path) -> None:
    plain = {"title": "Ferry", "text": FERRY}
    first = one(read_articles([jsonl(tmp_path / "a.jsonl", [plain])]))
    second = one(read_articles([jsonl(tmp_path / "b.jsonl", [plain | {"id": None, "more": 1}])]))
    other = one(read_articles([jsonl(tmp_path / "c.jsonl", [plain | {"source": "Velm Post"}])]))
    assert first == second
    assert first.id != other.id
    assert first.id.startswith("a-")


def test_all_rows_the_same(tmp_path: Path) -> None:
    reading = read_articles([jsonl(tmp_path / "a.jsonl", [{"text": FERRY}] * 50)])
    assert len(reading.articles) == 1
    assert [line for line, _ in reasons(reading)] == list(range(2, 51))
    assert all("line 1;" in reason for _, reason in reasons(reading))


def test_same_id_with_different_content_keeps_all_in_any_order(tmp_path: Path) -> None:
    rows = [{"id": "x", "text": FERRY}, {"id": "x", "text": LIBRARY}, {"id": "x", "text": f"{FERRY} {LIBRARY}"}]
    forward = read_articles([jsonl(tmp_path / "a.jsonl", rows)])
    backward = read_articles([jsonl(tmp_path / "b.jsonl", rows[::-1])])
    assert forward.articles == backward.articles
    assert {article.text for article in forward.articles} == {item["text"] for item in rows}
    ids = {article.id for article in forward.articles}
    assert len(ids) == 3
    assert "x" in ids
    assert len(forward.rejects) == 2
    assert all("another article has the id x too" in reason for _, reason in reasons(forward))


def test_made_up_id_that_is_taken(tmp_path: Path) -> None:
    rows = [{"id": "x", "text": FERRY}, {"id": "x", "text": LIBRARY}]
    first = read_articles([jsonl(tmp_path / "a.jsonl", rows)])
    again = [{"id": article.id, "text": article.text} for article in first.articles]
    reading = read_articles([jsonl(tmp_path / "b.jsonl", [*rows, *again])])
    ids = [article.id for article in reading.articles]
    assert len(ids) == len(set(ids)) == 3


def test_given_story_is_part_of_the_content(tmp_path: Path) -> None:
    rows = [{"id": "x", "text": FERRY, "story_id": story} for story in ("s1", "s2")]
    forward, backward = (
        read_articles([jsonl(tmp_path / f"{number}.jsonl", order)]) for number, order in enumerate((rows, rows[::-1]))
    )
    assert {article.story_id for article in forward.articles} == {"s1", "s2"}
    assert forward.articles == backward.articles


def test_order_of_rows_and_files_does_not_matter(tmp_path: Path) -> None:
    days = ["2017-11-07", None, "2017-11-05", "2017-11-06T10:00:00Z"]
    rows = [row(number) | {"published": days[number % 4], "source": f"S{number % 3}"} for number in range(12)]
    whole_file = jsonl(tmp_path / "a.jsonl", rows)
    shuffled = random.Random(5).sample(rows, len(rows))
    parts = [jsonl(tmp_path / "b.jsonl", shuffled[:5]), jsonl(tmp_path / "c.jsonl", shuffled[5:])]
    expected = read_articles([whole_file]).articles
    assert read_articles(parts).articles == read_articles(parts[::-1]).articles == expected
    assert [article.published for article in expected[:3]] == [None] * 3
    keys = [(article.published or "", article.source, article.id) for article in expected]
    assert keys == sorted(keys)


def test_several_copies_of_a_story_in_one_file(tmp_path: Path) -> None:
    (tmp_path / "copies.txt").write_text("\n\n".join(f"Ferry aground\n\n{FERRY}" for _ in range(6)))
    article = one(read_articles([str(tmp_path / "copies.txt")]))
    said = [article.text[span.start : span.end] for span in article.sentences]
    assert said
    assert set(said) == set(FERRY.split("\n\n"))
