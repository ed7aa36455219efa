"""The report's parts: reading the run folder, writing the page, ids in texts, and how things are worded."""

import dataclasses
import json
import re
import shutil
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.records import Checks, Span
from pipeline.report import read_run, render, say, view_of, write_report
from pipeline.report.marks import Mark, weave
from pipeline.report.view import Back, Piece

_RUN = Path(__file__).parent / "data" / "report_run"
_FILES = ("articles.jsonl", "stories.jsonl", "stances.jsonl", "rejected.jsonl", "manifest.json")


def _rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]


def _write_rows(path: Path, rows: list[dict]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(_RUN, tmp_path / "run"))


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    for name in _FILES:
        (tmp_path / name).write_text("{}" if name == "manifest.json" else "", encoding="utf-8")
    return tmp_path


def test_the_same_folder_gives_the_same_bytes(folder: Path) -> None:
    first = write_report(folder).read_bytes()
    assert write_report(folder).read_bytes() == first
    assert first.decode() == render(view_of(read_run(_RUN)))


def test_only_the_report_is_left_behind(folder: Path) -> None:
    assert write_report(folder) == folder / "report.html"
    assert sorted(path.name for path in folder.iterdir()) == sorted((*_FILES, "report.html"))


def test_a_failed_write_leaves_the_old_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "report.html").write_text("old")

    def refuse(source: Path, target: Path) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr("pipeline.report.page.os.replace", refuse)
    with pytest.raises(OSError, match="no space"):
        write_report(folder)
    assert (folder / "report.html").read_text() == "old"
    assert sorted(path.name for path in folder.iterdir()) == sorted((*_FILES, "report.html"))


@pytest.mark.parametrize("name", _FILES)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(InputError, match=f"{re.escape(name)}: No such file"):
        write_report(folder)


def test_a_broken_row_is_named(folder: Path) -> None:
    with (folder / "stances.jsonl").open("a") as file:
        file.write('{"story_id": "ferry"}\n')
    with pytest.raises(InputError, match=r"stances\.jsonl, line 14: claim_id: Field required"):
        read_run(folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"quote": "Somebody else's words."}, 'does not say "Somebody else\'s words."'),
        ({"article_id": "nobody"}, "unknown article nobody"),
        ({"start": -5}, "does not say"),
    ],
)
def test_a_citation_that_does_not_hold_is_refused(folder: Path, change: dict, message: str) -> None:
    rows = _rows(folder / "stories.jsonl")
    rows[0]["brief"]["sentences"][0]["citations"][0].update(change)
    _write_rows(folder / "stories.jsonl", rows)
    with pytest.raises(InputError, match=message):
        read_run(folder)


def test_a_line_separator_in_a_text_does_not_end_its_row(folder: Path) -> None:
    rows = _rows(folder / "stories.jsonl")
    rows[0]["title"] = "Ferry\u2028aground"
    _write_rows(folder / "stories.jsonl", rows)
    assert view_of(read_run(folder)).stories[0].title == "Ferry\u2028aground"


def test_weave_nests_what_nests_and_shares_what_crosses() -> None:
    text = "One two three. Four five six.\nSeven."
    back, inner = Back("x", "X", "back to x"), Back("y", "Y", "back to y")
    marks = [
        Mark(Span(0, 14), "sentence"),
        Mark(Span(15, 29), "sentence"),
        Mark(Span(4, 7), "loaded", inner),
        Mark(Span(8, 19), "passage", back),  # crosses into the second sentence
    ]
    woven = weave(text, 7, marks)
    first = Piece("sentence", "a7-0-14", ("One ", Piece("loaded", "a7-4-7", ("two",)), " three."), (inner, back))
    second = Piece("sentence", "a7-15-29", ("Four five six.",))
    assert woven.paragraphs == ((first, " ", second), ("Seven.",))
    assert woven.homes[Span(8, 19)] == "a7-0-14"


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        (["2017-11-03", "2017-11-03T23:00:00Z"], "3 Nov 2017"),
        (["2017-11-04", None, "2017-11-02"], "2–4 Nov 2017"),
        (["2017-10-30", "2017-11-02"], "30 Oct – 2 Nov 2017"),
        (["2016-12-31", "2017-01-01"], "31 Dec 2016 – 1 Jan 2017"),
        ([None, "soon"], ""),
    ],
)
def test_days(dates: list[str | None], shown: str) -> None:
    assert say.days(dates) == shown


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2017-11-03", "3 Nov 2017"),
        ("2017-11-03T14:05:00Z", "3 Nov 2017, 14:05 UTC"),
        ("2017-11-03T14:05:00-05:00", "3 Nov 2017, 14:05 UTC-05:00"),
        ("2017-11-03T14:05", "3 Nov 2017, 14:05"),
        ("last week", "last week"),
    ],
)
def test_moment(iso: str, shown: str) -> None:
    assert say.moment(iso) == shown


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JavaScript://x", " https://a.example", "java\nscript:x", "//a.example", "https:",
     "data:,x", "https://[broken", "ftp://a.example", "", None, "https://a.example/\x00"],
)  # fmt: skip
def test_no_link_for_anything_but_web_addresses(url: str | None) -> None:
    assert say.web_address(url) is None


def test_web_addresses_stay_as_they_are() -> None:
    assert say.web_address("HTTPS://a.example/ü?b=1&c=2#d") == "HTTPS://a.example/ü?b=1&c=2#d"


@pytest.mark.parametrize(
    ("value", "word"), [(1.0, "strong"), (0.8, "strong"), (0.79, "fair"), (0.5, "fair"), (0.49, "weak")]
)
def test_support_words(value: float, word: str) -> None:
    assert say.support(value) == word


def test_every_failed_check_has_its_words() -> None:
    sound = Checks(entailed=True, numbers=True, names=True)
    assert say.warnings(sound, cited=True) == ()
    for field in dataclasses.fields(Checks):
        assert len(say.warnings(dataclasses.replace(sound, **{field.name: False}), cited=True)) == 1


def test_excerpts_end_at_a_blank() -> None:
    assert say.before("aaa bbb ccc", 5) == "… ccc"
    assert say.after("aaa bbb ccc", 5) == "aaa …"
    assert say.after("aaaaaaaa", 5) == "aaaaa …"
    assert say.before("aaa", 5) == say.after("aaa", 5) == "aaa"


def test_a_copy_counts_where_its_original_is_in_no_story(folder: Path) -> None:
    rows = _rows(folder / "stories.jsonl")
    rows[0]["article_ids"].remove("wire-1")
    _write_rows(folder / "stories.jsonl", rows)
    view = view_of(read_run(folder))
    totals = {look.name: counts for look, counts in view.stories[0].stances.totals}
    assert totals["supports"] == ((2, 2), (1, 1), (0, 0))
    assert totals["mixed"] == ((0, 0), (1, 1), (0, 0))
    assert view.unplaced == 1


def test_a_cell_without_a_stance_reads_not_scored(folder: Path) -> None:
    rows = [row for row in _rows(folder / "stances.jsonl") if (row["article_id"], row["claim_id"]) != ("wire-1", "f3")]
    _write_rows(folder / "stances.jsonl", rows)
    view = view_of(read_run(folder))
    row = next(row for row in view.stories[0].stances.rows if row.place.outlet == "Northsea Wire")
    assert [cell.look.name for cell in row.cells] == ["supports", "mixed", "unscored"]


def test_what_is_only_reported_is_counted_apart(folder: Path) -> None:
    rows = _rows(folder / "stances.jsonl")
    chosen = next(row for row in rows if (row["article_id"], row["claim_id"]) == ("wire-1", "f1"))
    chosen |= {"quoted": True, "headline": {"text": "Aground", "supports": 0.9, "refutes": 0.0}}
    chosen["parts"] = [{"text": "A part.", "scores": {"supports": 0.9, "refutes": 0.0, "not_stated": 0.1}}]
    chosen["evidence"][0] |= {"quoted": True, "speaker": "the harbour master"}
    _write_rows(folder / "stances.jsonl", rows)
    view = view_of(read_run(folder))
    totals = {look.name: counts for look, counts in view.stories[0].stances.totals}
    assert totals["supports"][0] == (2, 1)
    html = write_report(folder).read_text(encoding="utf-8")
    assert "Reports <bdi>the harbour master</bdi>" in html
    assert all(text in html for text in ("only in reported words", "Aground", "A part.", "1 own"))


def test_a_run_with_nothing_in_it(empty: Path) -> None:
    html = write_report(empty).read_text(encoding="utf-8")
    assert '<h1 id="title">No story in this run</h1>' in html
    assert html.count("<dd>0</dd>") == 5
    assert "<table" not in html


def test_stories_without_claims_or_disputes_say_so(folder: Path) -> None:
    stories = _rows(folder / "stories.jsonl")
    for story in stories:
        story["disputes"] = []
    stories[1]["brief"] = {"text": "", "sentences": []}
    stories[1]["coverage"] = []
    _write_rows(folder / "stories.jsonl", stories)
    _write_rows(folder / "stances.jsonl", [])
    html = write_report(folder).read_text(encoding="utf-8")
    assert html.count("No disagreement was found.") == 2
    assert html.count("No claim was scored for this story.") == 2
    assert html.count("No sentence could be written for this story.") == 1


def test_a_story_of_one_article_compares_nothing(folder: Path) -> None:
    articles, stories = _rows(folder / "articles.jsonl"), _rows(folder / "stories.jsonl")
    stories = [stories[0] | {"article_ids": ["lantern-2"], "disputes": [], "coverage": []}]
    stories[0]["brief"] = {"text": "", "sentences": stories[0]["brief"]["sentences"][3:]}
    _write_rows(folder / "articles.jsonl", [row for row in articles if row["id"] == "lantern-2"])
    _write_rows(folder / "stories.jsonl", stories)
    _write_rows(folder / "stances.jsonl", [])
    html = write_report(folder).read_text(encoding="utf-8")
    assert '<h1 id="title">1 story as 1 outlet told it</h1>' in html
    assert "s1-coverage" not in html
    assert "nothing to compare it with" in html
