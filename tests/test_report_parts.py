"""The report's parts: reading the run folder, writing the page, ids in texts, and how things are worded."""

import dataclasses
import json
import re
import shutil
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.records import Checks, Repairs, Span
from pipeline.report import read_run, render, say, view_of, write_report, writing
from pipeline.report.marks import Mark, weave
from pipeline.report.matching import matched
from pipeline.report.moments import earliest, moment_of
from pipeline.report.names import stems
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

    monkeypatch.setattr(Path, "replace", refuse)
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
    assert view.front.unplaced == 1


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


# --- a report of many stories


@pytest.fixture
def split(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run folder whose report is a front page and a page a story."""
    monkeypatch.setattr(writing, "MOST_STORIES", 1)
    write_report(folder)
    return folder


def _hrefs(path: Path) -> list[str]:
    return re.findall(r'href="([^"#]*(?:\.html)[^"]*)"', path.read_text(encoding="utf-8"))


def _pages(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "report").iterdir()}


def test_many_stories_get_a_page_each_with_links_both_ways(split: Path) -> None:
    ids = [row["story_id"] for row in _rows(split / "stories.jsonl")]
    assert sorted(_pages(split)) == sorted(f"{name}.html" for name in ids)
    front = _hrefs(split / "report.html")
    assert sorted(front) == sorted(f"report/{name}.html" for name in ids)
    for link in front:
        back = _hrefs(split / link)
        assert "../report.html" in back and "../report.html#contents" in back
        assert all((split / "report" / href.partition("#")[0]).is_file() for href in back)
    assert 'class="story"' not in (split / "report.html").read_text(encoding="utf-8")


def test_every_story_page_stands_alone(split: Path) -> None:
    for page in _pages(split).values():
        html = page.decode()
        found = re.findall(r'id="([^"]+)"', html)
        assert len(found) == len(set(found))
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(found)
        assert "<script>" in html and "<style>" in html and "<link" not in html
        assert html.count("<h1") == html.count("<h2") == 1


def test_the_same_folder_gives_the_same_story_pages(split: Path) -> None:
    first = _pages(split)
    write_report(split)
    assert _pages(split) == first


def test_large_stories_are_split_however_few(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_BYTES", 10_000)
    write_report(folder)
    assert len(_pages(folder)) == 2


def test_pages_of_stories_that_are_gone_are_removed_and_nothing_else(split: Path) -> None:
    stories = _rows(split / "stories.jsonl")
    (split / "report" / "notes.html").write_text("<p>mine</p>")
    (split / "report" / ".ferry.html.x.partial").write_text("left by a killed process")
    (split / "report" / "old.html").write_bytes(_pages(split)["ferry.html"])
    write_report(split)
    assert sorted(_pages(split)) == sorted(["notes.html", *(f"{row['story_id']}.html" for row in stories)])
    (split / "report" / "notes.html").unlink()


def test_a_report_that_fits_one_page_leaves_no_folder(split: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_STORIES", 60)
    write_report(split)
    assert not (split / "report").exists()


def test_a_story_page_that_cannot_be_written_leaves_the_old_front_page(
    split: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (split / "report.html").write_text("old")

    def refuse(source: Path, target: Path) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="no space"):
        write_report(split)
    assert (split / "report.html").read_text() == "old"
    assert not [path for path in split.rglob("*") if path.name.startswith(".")]


def test_a_hostile_story_id_stays_in_the_folder(split: Path) -> None:
    for name, kind in (("stories.jsonl", "story_id"), ("stances.jsonl", "story_id")):
        rows = _rows(split / name)
        for row in rows:
            row[kind] = {"ferry": '../../ferry"><script>'}.get(row[kind], row[kind])
        _write_rows(split / name, rows)
    before = set(split.parent.iterdir())
    write_report(split)
    assert set(split.parent.iterdir()) == before
    names = sorted(_pages(split))
    assert all(re.fullmatch(r"[\w-]+\.html", name, re.ASCII) for name in names) and len(names) == 2
    assert sorted(_hrefs(split / "report.html")) == sorted(f"report/{name}" for name in names)


@pytest.mark.parametrize(
    ("ids", "wanted"),
    [
        (["s-1a2b", "ferry"], [r"s-1a2b", r"ferry"]),
        (["a/b", "a b", "a_b"], [r"a_b-[0-9a-f]{8}", r"a_b-[0-9a-f]{8}", r"a_b"]),
        (["Story", "story"], [r"Story", r"story-[0-9a-f]{8}"]),
        (["..", "", "con"], [r"_-[0-9a-f]{8}", r"-[0-9a-f]{8}", r"con-[0-9a-f]{8}"]),
        (["X_y-574b084b", "X y"], [r"X_y-574b084b", r"X_y-574b084b[0-9a-f]+"]),  # another's digest
        (["X y", "X_y-574b084b"], [r"X_y-574b084b", r"X_y-574b084b-[0-9a-f]{8}"]),
        (["é" * 200, "x" * 200], [r"_-[0-9a-f]{8}", r"x{48}-[0-9a-f]{8}"]),
    ],
)
def test_names_of_story_pages(ids: list[str], wanted: list[str]) -> None:
    names = stems(ids)
    assert all(re.fullmatch(pattern, name) for pattern, name in zip(wanted, names, strict=True)), names
    assert len({name.lower() for name in names}) == len(names)


# --- matching words, moments, the timeline


@pytest.mark.parametrize(
    ("text", "other", "same"),
    [
        ("All 214 passengers were taken ashore.", "214 passengers were rescued", ["214 passengers"]),
        ("The mayor of the city spoke.", "mayor of the city", ["mayor of the city"]),
        ("The and of it", "the and of it", []),
        ("Café Zoë", "CAFE zoe", ["Café Zoë"]),
        ("$1,200.50 paid", "paid $1,200.50", ["1,200.50 paid"]),
        ("nothing", "", []),
        ("", "something", []),
        ("مدينة كبيرة", "كبيرة", ["كبيرة"]),
    ],
)
def test_words_that_match_are_found(text: str, other: str, same: list[str]) -> None:
    bits = matched(text, other)
    assert [bit.text for bit in bits if bit.same] == same
    assert "".join(bit.text for bit in bits) == text


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (["2031-03-04T08:00Z", "2031-03-04T09:00Z"], [0]),
        (["2031-03-04T08:00Z", "2031-03-04T09:30+02:00"], [1]),
        (["2031-03-04", "2031-03-04T09:00Z"], [0, 1]),  # the day alone doesn't tell
        (["2031-03-05", "2031-03-04T09:00Z"], [1]),
        (["2031-03-04T09:00Z", "2031-03-04T09:00Z"], [0, 1]),
        ([], []),
    ],
)
def test_the_first_are_those_that_nothing_certainly_precedes(dates: list[str], first: list[int]) -> None:
    assert earliest([(moment_of(iso), index) for index, iso in enumerate(dates)]) == first


@pytest.mark.parametrize("iso", [None, "", "soon", "2031-13-01", "9999-12-31T23:59-14:00"])
def test_a_date_that_is_none_has_no_moment(iso: str | None) -> None:
    assert moment_of(iso) is None


def test_articles_without_a_date_come_last_in_the_timeline(folder: Path) -> None:
    rows = _rows(folder / "articles.jsonl")
    for row in rows:
        row["published"] = None if row["id"] != "lantern-2" else "yesterday"
    _write_rows(folder / "articles.jsonl", rows)
    story = view_of(read_run(folder)).stories[0]
    assert story.timeline.drawing is None
    assert story.timeline.rows[0].first == ()
    assert {place.outlet for place in story.timeline.rows[0].undated} == {
        "Coast Gazette",
        "The Lantern",
        "Northsea Wire",
    }
    assert "no dated article carries it" in write_report(folder).read_text(encoding="utf-8")


def test_an_article_that_is_not_in_the_story_is_named_without_a_link(folder: Path) -> None:
    rows = _rows(folder / "stories.jsonl")
    rows[0]["article_ids"].remove("wire-1")
    rows[0]["coverage"] = [entry for entry in rows[0]["coverage"] if entry["article_id"] != "wire-1"]
    _write_rows(folder / "stories.jsonl", rows)
    html = write_report(folder).read_text(encoding="utf-8")
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(re.findall(r'id="([^"]+)"', html))
    assert "Northsea Wire" in html


@pytest.mark.parametrize(
    ("text", "parts"),
    [("aaa bbb", ("aaa bbb", "")), ("aaa bbb ccc", ("aaa bbb", "ccc")), ("aaaaaaaaaa", ("aaaaaaaa", "aa"))],
)
def test_opening_ends_at_a_blank(text: str, parts: tuple[str, str]) -> None:
    assert say.opening(text, 8) == parts


def test_repairs_that_counted_nothing_say_nothing() -> None:
    assert say.repairs(Repairs()) == ()
    assert say.repairs(Repairs(kept=5)) == ("5 sentences kept as first written",)
