"""The fields of an article: language, dates of publication, and what is odd in the others."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from articlefiles import CHINESE, FERRY, GERMAN, jsonl, one, reasons, row

from pipeline.articles import article_of, read_articles
from pipeline.articles.dates import published
from pipeline.articles.language import other_language


@pytest.mark.parametrize("text", [GERMAN, CHINESE, CHINESE * 20_000])
def test_text_in_another_language(tmp_path: Path, text: str) -> None:
    reading = read_articles([jsonl(tmp_path / "a.jsonl", [{"text": text}, row(1)])])
    assert [article.id for article in reading.articles] == ["n0001"]
    assert "the text looks like language" in reasons(reading)[0][1]


@pytest.mark.parametrize(
    ("said", "kept"),
    [("en", True), ("EN", True), ("en-GB", True), ("en_US", True), ("English", True), ("", True), ("de", False)],
)
def test_field_language(said: str, kept: bool) -> None:
    found = article_of({"text": FERRY, "language": said})
    assert (found.article is not None) == kept
    assert kept or f"the field language says {said}" in found.problem


def test_language_is_not_guessed_from_little() -> None:
    assert other_language("Guten Morgen, Velm.", "en") == ""
    assert other_language("1 2 3 4 " * 100, "en") == ""
    assert other_language(GERMAN, "en") == "de"
    assert other_language(FERRY, "en") == ""


def test_wanted_language_can_be_another() -> None:
    assert article_of({"text": GERMAN}, language="de").article is not None
    assert "models read de" in article_of({"text": FERRY}, language="de").problem


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2017-11-03", "2017-11-03"),
        ("2017-11-03T14:05:00Z", "2017-11-03T14:05:00+00:00"),
        ("2017-11-03 14:05:00 +0200", "2017-11-03T14:05:00+02:00"),
        ("20171103", "2017-11-03"),
        ("3 November 2017", "2017-11-03"),
        ("Nov. 3, 2017", "2017-11-03"),
        ("Friday, November 3rd, 2017", "2017-11-03"),
        ("Fri, 03 Nov 2017 14:05:00 GMT", "2017-11-03T14:05:00+00:00"),
        ("Nov 3, 2017 2:05 p.m. EST", "2017-11-03T14:05:00-05:00"),
        ("2017/11/03", "2017-11-03"),
        ("13/11/2017", "2017-11-13"),
        ("11/11/2017", "2017-11-11"),
        (1509667200, "2017-11-03T00:00:00+00:00"),
        (1509667200000, "2017-11-03T00:00:00+00:00"),
        ("1509667200", "2017-11-03T00:00:00+00:00"),
        (None, None),
        ("  ", None),
    ],
)
def test_date_is_read(written: Any, read: str | None) -> None:
    assert published(written) == (read, "")


@pytest.mark.parametrize(
    "written",
    [
        "Tuesday",
        "14:05",
        "2017",
        "March 2017",
        "last week",
        "03/11/2017",
        "17-11-03",
        "0000-00-00",
        "2017-13-45",
        "0001-01-01T00:00:00Z",
        "3 Nov 2017 14:00 XYZ",
        "9" * 50,
        "x" * 10_000,
        "\ud800",
        5,
        True,
        1e300,
        float("nan"),
        ["2017-11-03"],
    ],
)
def test_date_that_cannot_be_read_keeps_the_article(written: Any) -> None:
    found = article_of({"text": FERRY, "published": written})
    assert found.article is not None
    assert found.article.published is None
    assert "can't be read" in found.note
    assert "kept without a date" in found.note
    assert len(found.note) < 300


def test_unreadable_date_is_noted_with_its_place(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", [row(1), row(2) | {"published": "some day"}])
    reading = read_articles([path])
    assert len(reading.articles) == 2
    assert reasons(reading)[0][0] == 2


def test_odd_fields_do_not_stop_a_row() -> None:
    fields = {"id": 7, "title": ["a"], "source": {"name": "x"}, "url": None, "story_id": 3.0, "text": FERRY}
    found = article_of(fields)
    assert found.article is not None
    assert (found.article.id, found.article.title, found.article.source) == ("7", "", "")
    assert (found.article.url, found.article.story_id) == (None, "3.0")
    assert "title and source left out" in found.note
    long_id = article_of({"id": "x" * 300, "text": FERRY})
    assert long_id.article is not None
    assert len(long_id.article.id) < 30
    assert "longer than 200" in long_id.note


def test_half_of_a_surrogate_pair_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    half = r"\ud83d"
    fields = ", ".join(f'"{name}": "{half} x"' for name in ("id", "title", "source", "url", "story_id"))
    path.write_text(f'{{{fields}, "text": "The ferry {half} ran aground off Velm on Tuesday."}}\n')
    article = one(read_articles([str(path)]))
    written = json.dumps([getattr(article, name) for name in ("id", "title", "source", "url", "story_id", "text")])
    assert half not in written
    assert article.text.encode()


def test_reason_is_one_line_that_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b'"head\xff\nline","' + b"x" * 9000 + b'"\n1,2\n')
    (tmp_path / "b.txt").write_text(f"Ferry\n{FERRY}")
    (reject,) = read_articles([str(tmp_path / "a.csv"), str(tmp_path / "b.txt")]).rejects
    assert reject.reason.encode()
    assert "\n" not in reject.reason
    assert len(reject.reason) <= 500


def test_file_name_that_is_not_utf8(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/V\xe9lm.txt")
    try:
        Path(path).write_text(f"Ferry\n{FERRY}")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    reading = read_articles([path])
    assert one(reading).id == "V\ufffdlm"
    assert reading.inputs[0].path.encode()


def test_title_is_one_normalised_line() -> None:
    found = article_of({"title": " Ferry\n aground\u00ad ", "text": FERRY})
    assert found.article is not None
    assert found.article.title == "Ferry aground"
