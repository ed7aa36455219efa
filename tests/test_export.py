"""Exports: what they hold, that text stays text in every format, and that mistakes are told."""

import csv
import io
import json
import re
import shutil
import sys
import webbrowser
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from evaluated import change, write_run
from markdown_it import MarkdownIt
from pyarrow import parquet

from pipeline.cli import main
from pipeline.errors import ConfigError, InputError
from pipeline.export import FORMATS, export
from pipeline.export.columns import Kind, flat
from pipeline.export.delimited import guarded
from pipeline.export.escape import address, escaped
from pipeline.export.markdown import file_names
from pipeline.export.tables import tables
from pipeline.export.workbook import fitting
from pipeline.report import read_run

_RUN = Path(__file__).parent / "data" / "report_run"
_NAMES = ("stances", "matrix", "briefs", "disputes", "articles")
_SAVED = Path(__file__).parent.parent / "pipeline" / "export" / "README.md"
# Text that some program would take for something else.
_HOSTILE = (
    '=HYPERLINK("http://evil.example","click")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+2",
    "-2+3",
    "\ttab first",
    "\rreturn first",
    "<script>alert('x')</script><img src=x onerror=alert(1)>",
    "one line\n\n# no heading\n\n- no item\r\nlast",
    "[a link](javascript:alert(1)) ![an image](http://evil.example/x.png) <http://evil.example>",
    "*a* _b_ **c** `d` ~~e~~ $f$ ==g== [^1] | h \\| i {{ j }} {% k %} &copy; <!-- l -->",
    "see https://evil.example/a_b_c or www.evil.example",
    "1. no list",
    "12) no list",
    "> no quote",
    "--- | ---",
    "===",
    "```",
    "~~~",
    "[x]: http://evil.example",
    "Everybody survived!",
    "ends in a backslash\\",
    "ends in both\\!",
    "!",
    "مياه أغلى في مايرفيلد",
    "right \u202eto left\u202c again",
    "bell \x07 null \x00 escape \x1b[31m end",
    "_x0041_ and \ufffe",
    "#N/A",
    "'quoted",
    'a "quoted" word, a comma; a semicolon',
    "  blanks around  ",
    "🚰" * 5,
)


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return Path(shutil.copytree(_RUN, tmp_path / "run"))


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A run whose every text is a hostile one: the first story has as many sentences and disputes as there are."""
    folder = write_run(tmp_path / "hostile")
    body = "".join(_HOSTILE)
    starts = [len("".join(_HOSTILE[:number])) for number in range(len(_HOSTILE))]
    cited = [
        {"article_id": "a1", "start": start, "end": start + len(text), "quote": text}
        for start, text in zip(starts, _HOSTILE, strict=True)
    ]

    def articles(rows: list[dict[str, Any]]) -> None:
        rows[0] |= {"text": body, "sentences": [[c["start"], c["end"]] for c in cited], "published": "2031-03-04"}
        for row, text in zip(rows, _HOSTILE, strict=False):
            row |= {"source": text, "title": text, "url": "https://x.example/<b>|\\`'\"(a)[b]{{c}}\u202e?a=1&b=2"}

    def stories(rows: list[dict[str, Any]]) -> None:
        checks = {"entailed": True, "numbers": True, "names": True}
        rows[0]["title"] = _HOSTILE[6]
        rows[0]["brief"]["sentences"] = [
            {"text": c["quote"], "origin": "extracted", "support": 1.0, "checks": checks, "citations": [c]}
            for c in cited
        ]
        rows[0]["disputes"] = [
            {"topic": c["quote"], "kind": "number", "note": "bound", "values": 2 * [
                {"value": c["quote"], "statement": c["quote"], "article_ids": ["a1"], "citations": [c]}
            ]}
            for c in cited
        ]  # fmt: skip

    def stances(rows: list[dict[str, Any]]) -> None:
        (first, _, *rest) = rows
        for number, c in enumerate(cited):
            place = {"start": c["start"], "end": c["end"], "text": c["quote"]}
            said = {**place, "supports": 0.8, "refutes": 0.1, "quoted": True, "speaker": c["quote"]}
            rest.append({**first, "claim_id": f"c{number}", "claim": c["quote"], "evidence": [said], "quoted": True})
        rows[:] = rest

    change(folder, "articles", articles)
    change(folder, "stories", stories)
    change(folder, "stances", stances)
    return folder


# --- CSV


def test_csv_holds_the_run(run: Path) -> None:
    paths = export(run, "csv")
    assert paths == tuple(run / "export" / f"{name}.csv" for name in _NAMES)
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in paths)
    stances = read_csv(paths[0])
    known = read_run(run)
    assert len(stances) == len(known.stances)
    assert stances[0] == {
        "story_id": "ferry",
        "story_title": "Ferry runs aground off Port Arlen",
        "claim_id": "f1",
        "claim": "Everyone aboard the Calanthe survived.",
        "article_id": "gazette-7",
        "outlet": "Coast Gazette",
        "published": "2031-03-04T09:40:00+00:00",
        "label": "supports",
        "supports": "0.81",
        "refutes": "0.03",
        "not_stated": "0.16",
        "quoted": "false",
        "speaker": "",
        "evidence": "All 214 passengers were taken ashore by noon, the harbour office said.",
        "duplicate_of": "wire-1",
    }
    (unscored,) = (row for row in stances if row["article_id"] == "valley-3" and row["claim_id"] == "w1")
    assert [unscored[name] for name in ("supports", "refutes", "not_stated")] == ["", "", ""]
    assert unscored["label"] == "unscored"

    briefs = read_csv(paths[2])
    assert [row["number"] for row in briefs] == ["1", "2", "3", "4", "1", "2", "3"]
    for row in briefs:
        quotes = row["quotes"].split("\n") if row["quotes"] else []
        for place, quote in zip(row["citations"].split(), quotes, strict=True):
            article, _, span = place.rpartition(":")
            start, end = map(int, span.split("-"))
            assert known.articles[article].text[start:end] == quote

    disputes = read_csv(paths[3])
    assert [row["value"] for row in disputes[:2]] == ["214", "231"]
    assert disputes[0]["outlets"] == "Coast Gazette; Northsea Wire"
    assert {row["dispute"] for row in disputes[:2]} == {"1"}
    articles = read_csv(paths[4])
    assert "text" not in articles[0]
    assert [row["article_id"] for row in articles] == list(known.articles)


def test_the_matrix_has_a_column_a_claim(run: Path) -> None:
    change(run, "stances", lambda rows: rows[1].update(quoted=True))
    rows = read_csv(export(run, "csv")[1])
    assert [row["outlet"] for row in rows][:3] == ["Coast Gazette", "The Lantern", "Northsea Wire"]
    heads = list(rows[0])[3:]
    assert heads[0] == "f1: Everyone aboard the Calanthe survived."
    assert rows[1][heads[0]] == "supports (quoted)"
    assert rows[0][heads[0]] == "supports"
    assert rows[0][heads[3]] == ""


def test_csv_runs_nothing(hostile: Path) -> None:
    for path in export(hostile, "csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file, strict=True) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    sentences = [row["text"] for row in read_csv(hostile / "export" / "briefs.csv")]
    assert [guarded(text) for text in _HOSTILE] == sentences[: len(_HOSTILE)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1", "'=1"),
        ("-1 or -2", "'-1 or -2"),
        ("-0.5", "-0.5"),
        ("+3", "+3"),
        ("-", "'-"),
        ("-1e3", "'-1e3"),
        ("", ""),
    ],
)
def test_numbers_stay_numbers(text: str, shown: str) -> None:
    assert guarded(text) == shown


# --- Parquet


@pytest.mark.parametrize("name", ["run", "hostile"])
def test_parquet_holds_every_cell_as_it_is(name: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(name)
    paths = export(folder, "parquet")
    assert [path.stem for path in paths] == list(_NAMES)
    for path, table in zip(paths, tables(read_run(folder)), strict=True):
        found = parquet.read_table(path)
        assert found.column_names == [column.name for column in table.columns]
        for index, column in enumerate(table.columns):
            cells = [list(cell) if isinstance(cell, tuple) else cell for cell in (row[index] for row in table.rows)]
            if column.kind is not Kind.MOMENT:
                assert found.column(index).to_pylist() == cells


def test_parquet_types(run: Path) -> None:
    export(run, "parquet")
    types = {name: str(kind) for name, kind in _schema(run / "export" / "stances.parquet")}
    assert types["published"] == "timestamp[us, tz=UTC]"
    assert types["supports"] == "double"
    assert types["quoted"] == "bool"
    assert types["evidence"].startswith("list<")
    assert dict(_schema(run / "export" / "briefs.parquet"))["number"] == "int64"
    days = parquet.read_table(run / "export" / "articles.parquet").column("published").to_pylist()
    assert days[3] == datetime(2031, 3, 6, tzinfo=UTC)


def _schema(path: Path) -> list[tuple[str, str]]:
    schema = parquet.read_schema(path)
    return [(field.name, str(field.type)) for field in schema]


def test_no_rows_are_a_table_too(run: Path) -> None:
    (run / "stances.jsonl").write_text("", encoding="utf-8")
    for kind in FORMATS:
        assert export(run, kind)
    assert parquet.read_table(run / "export" / "stances.parquet").num_rows == 0
    assert read_csv(run / "export" / "stances.csv") == []


# --- Excel


@pytest.mark.parametrize("name", ["run", "hostile"])
def test_a_workbook_holds_texts_and_no_formulas(name: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(name)
    (path,) = export(folder, "xlsx")
    assert path == folder / "export.xlsx"
    book = openpyxl.load_workbook(path)
    assert tuple(book.sheetnames) == _NAMES
    for table in tables(read_run(folder)):
        sheet = book[table.name]
        assert sheet.freeze_panes == "A2"
        assert all(cell.font.bold for cell in sheet[1])
        assert [cell.value for cell in sheet[1]] == [fitting(column.name) for column in table.columns]
        for cells, row in zip(sheet.iter_rows(min_row=2), table.rows, strict=True):
            for cell, column, value in zip(cells, table.columns, row, strict=True):
                held = flat(column, value)
                assert cell.value == ((fitting(held) or None) if isinstance(held, str) else held)
                assert cell.data_type in (
                    {"s", "n"} if cell.value is None else {"s"} if isinstance(held, str) else "nb"
                )
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert len(sheets) == len(_NAMES)
    assert not any(re.search(rb"<f[ >/]", sheet) for sheet in sheets)


def test_columns_are_as_wide_as_they_need_to_be(run: Path) -> None:
    sheet = openpyxl.load_workbook(export(run, "xlsx")[0])["stances"]
    assert sheet.column_dimensions["A"].width == len("story_id") + 2
    assert sheet.column_dimensions["D"].width == len("<b onmouseover=alert(6)>The mayor</b> opposed the rise.") + 2
    assert sheet["N2"].alignment.wrap_text


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("bell \x07 null \x00", "bell  null "),
        ("a\r\nb\rc", "a\nb\nc"),
        ("_x0041_", "_x005F_x0041_"),  # how a workbook writes it
        ("x\ufffe\uffff", "x"),
        ("=1", "=1"),
        ("a" * 32_767, "a" * 32_767),
        ("a" * 32_768, "a" * 32_766 + "…"),
        ("🚰" * 20_000, "🚰" * 16_383 + "…"),
    ],
)
def test_what_a_cell_can_hold(text: str, held: str) -> None:
    assert fitting(text) == held


def test_a_table_too_large_for_a_sheet(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.export.workbook._MOST_ROWS", 5)
    with pytest.raises(ConfigError, match="too large for a sheet; use --format parquet or csv"):
        export(run, "xlsx")
    assert not (run / "export.xlsx").exists()


def test_a_missing_library_is_one_line(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    result = call("export", run, "--format", "xlsx")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "evenhand: --format xlsx needs openpyxl, which is not installed: pip install evenhand[xlsx]"
    ]


# --- Markdown


def _shown(text: str) -> str:
    """What a reader sees of a text on a page."""
    plain = " ".join(re.sub("[\u202a-\u202e\u2066-\u2069]", "", text).split())
    return re.sub("[\x00-\x1f]", "\ufffd", plain)


@pytest.mark.parametrize("text", _HOSTILE)
@pytest.mark.parametrize("frame", ["{}", "# {}", "| a | b |\n| --- | --- |\n| {} | c |", "[^1]: {}: “{}”"])
def test_hostile_text_stays_text(text: str, frame: str) -> None:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = reader.parse(frame.replace("{}", escaped(text)))
    kinds = {token.type for token in tokens}
    assert kinds <= {
        f"{name}_{end}" for name in ("paragraph", "heading", "table", "thead", "tbody", "tr", "th", "td")
        for end in ("open", "close")
    } | {"inline"}  # fmt: skip
    assert len([token for token in tokens if token.type in {"paragraph_open", "heading_open", "table_open"}]) == 1
    inline = [token for token in tokens if token.type == "inline"]
    assert {child.type for token in inline for child in token.children or []} <= {"text", "text_special"}
    shown = ["".join(child.content for child in token.children or []) for token in inline]
    known = _shown(text)
    assert shown[-2 if "---" in frame else -1] == (f"[^1]: {known}: “{known}”" if "^" in frame else known)


@pytest.mark.parametrize("name", ["run", "hostile"])
def test_footnotes_resolve_to_quotes(name: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(name)
    known = read_run(folder)
    paths = export(folder, "md")
    assert len(paths) == len(known.stories)
    for path, story in zip(paths, known.stories, strict=True):
        text = path.read_text(encoding="utf-8")
        notes = dict(re.findall(r"^\[\^(\d+)\]: (.*)$", text, re.MULTILINE))
        used = re.findall(r"(?<!\\)(?:\\\\)*\[\^(\d+)\](?!:)", text)
        assert set(used) == set(notes)
        cited = [c for sentence in story.brief.sentences for c in sentence.citations]
        cited += [c for dispute in story.disputes for side in dispute.values for c in side.citations]
        assert len(notes) == len(set(cited))
        for note, citation in zip(notes.values(), dict.fromkeys(cited), strict=True):
            article = known.articles[citation.article_id]
            assert note.startswith(escaped(article.source))
            assert f"“{escaped(citation.quote)}”" in note
            assert note.endswith(address(article.url))


def test_a_page(run: Path) -> None:
    change(run, "stances", lambda rows: rows[1].update(quoted=True))
    change(run, "stories", lambda rows: rows[0]["disputes"][0].update(note="bound"))
    page = export(run, "md", stories=["ferry"])[0].read_text(encoding="utf-8")
    assert page.startswith(
        "# Ferry runs aground off Port Arlen\n\n*3 articles from 3 outlets, 4–5 Mar 2031*\n\nThe ferry"
    )
    assert (
        "said.[^4][^5] *(no cited sentence fully states this; a number was not found in the sources)* A pilot" in page
    )
    assert "| people brought ashore (number) | 231 | The Lantern | Rescuers brought 231 people" in page
    assert "people brought ashore: Both may hold: one is a bound" in page
    assert "Coast Gazette (same text as Northsea Wire), The Lantern (quoting somebody), Northsea Wire |" in page
    assert (
        "[^1]: Northsea Wire, 4 Mar 2031, 08:05 UTC: “The ferry Calanthe ran onto a sandbank off Port Arlen shortly "
        "before dawn on Tuesday.” <https://wire.example/1>\n"
    ) in page


def test_a_hostile_page_has_no_html(hostile: Path) -> None:
    page = export(hostile, "md")[0].read_text(encoding="utf-8")
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(page)
    inline = [child for token in tokens for child in token.children or []]
    assert {token.type for token in tokens} & {"html_block", "fence", "code_block", "bullet_list_open", "hr"} == set()
    assert {child.type for child in inline} & {"html_inline", "image", "code_inline"} == set()
    links = {child.attrs["href"] for child in inline if child.type == "link_open"}
    assert len(links) == 1
    assert all(str(link).startswith("https://x.example/%3Cb%3E%7C%5C") for link in links)


@pytest.mark.parametrize(
    ("url", "written"),
    [
        (None, ""),
        ("javascript:alert(1)", ""),
        ("/relative", ""),
        ("https://a.example/x?y=1&z=%20", "<https://a.example/x?y=1&z=%20>"),
        ("https://a.example/<b>", "<https://a.example/%3Cb%3E>"),
        ("https://a.example/\u202e", "<https://a.example/%E2%80%AE>"),
    ],
)
def test_addresses(url: str | None, written: str) -> None:
    assert address(url) == written


def test_names_of_pages_are_safe_and_apart() -> None:
    ids = ["ferry", "Ferry", "../../etc/passwd", "a b", "a/b", "con", "", ".", "x" * 300, "مياه"]
    names = file_names(ids)
    assert names[0] == "ferry.md"
    assert names[-1] == "مياه.md"
    assert len({name.casefold() for name in names}) == len(ids)
    assert all(re.fullmatch(r"[\w-]+\.md", name) and len(name) <= 60 for name in names)
    assert file_names(ids) == names


# --- the command


def test_the_command_prints_the_paths(run: Path, tmp_path: Path) -> None:
    for kind in FORMATS:
        result = call("export", run, "--format", kind, "--out", tmp_path / kind)
        assert (result.exit_code, result.stderr) == (0, "")
        paths = [Path(line) for line in result.stdout.splitlines()]
        assert len(paths) == {"csv": 5, "xlsx": 1, "parquet": 5, "md": 2}[kind]
        assert all(path.is_file() and path.stat().st_mode & 0o777 == 0o644 for path in paths)
        made = tmp_path / kind
        assert sorted(made.iterdir() if made.is_dir() else [made]) == sorted(paths)


def test_the_command_offers_every_format() -> None:
    command = main.commands["export"]
    (option,) = (parameter for parameter in command.params if parameter.name == "kind")
    assert list(option.type.choices) == list(FORMATS)


@pytest.mark.parametrize("kind", FORMATS)
def test_some_stories_only(run: Path, tmp_path: Path, kind: str) -> None:
    result = call("export", run, "--format", kind, "--story", "water", "--out", tmp_path / "out")
    assert result.exit_code == 0, result
    if kind == "md":
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["water.md"]
    if kind == "csv":
        assert {row["story_id"] for row in read_csv(tmp_path / "out" / "stances.csv")} == {"water"}
        assert {row["article_id"] for row in read_csv(tmp_path / "out" / "articles.csv")} == {"courier-9", "valley-3"}
        assert len(read_csv(tmp_path / "out" / "matrix.csv")[0]) == 3 + 2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("RUN", "--format", "xls"), 2, "'xls' is not one of 'csv', 'xlsx', 'parquet', 'md'"),
        (("RUN",), 2, "Missing option '--format'"),
        (("nowhere", "--format", "csv"), 3, "articles.jsonl: No such file or directory"),
        (("RUN", "--format", "md", "--story", "fery"), 2, "--story fery: no such story; did you mean ferry?"),
        (("RUN", "--format", "csv", "--story", "0"), 2, "--story 0: no such story; there are ferry, water"),
        (("RUN", "--format", "csv", "--out", "FILE"), 2, "can't be written (File exists)"),
        (("RUN", "--format", "xlsx", "--out", "FOLDER"), 2, "can't be written (Is a directory)"),
    ],
)
def test_mistakes(run: Path, tmp_path: Path, arguments: Sequence[str], code: int, said: str) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    places = {"RUN": run, "FILE": tmp_path / "file", "FOLDER": tmp_path / "folder"}
    result = call("export", *(places.get(word, word) for word in arguments))
    assert result.exit_code == code
    assert said in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.output
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"
    assert list((tmp_path / "folder").iterdir()) == []


def test_an_unknown_format_from_python(run: Path) -> None:
    with pytest.raises(ConfigError, match="there are csv, xlsx, parquet, md"):
        export(run, "xls")
    with pytest.raises(InputError):
        export(run / "nowhere", "csv")


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", ["run", "hostile"])
def test_the_same_run_gives_the_same_bytes(
    name: str, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue(name)
    first = export(folder, kind, tmp_path / "first")
    second = export(folder, kind, tmp_path / "second")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    if kind == "xlsx":
        with zipfile.ZipFile(io.BytesIO(first[0].read_bytes())) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b"created" not in archive.read("docProps/core.xml")


def test_a_file_that_can_not_be_finished_is_not_there(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(table: object, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parquet, "write_table", full)
    with pytest.raises(ConfigError, match="No space left on device"):
        export(run, "parquet")
    assert list((run / "export").iterdir()) == []


def test_every_column_is_documented(run: Path) -> None:
    documented = _SAVED.read_text(encoding="utf-8")
    parts = {part.split("`")[0]: part for part in re.split(r"^`(?=\w+`: a row)", documented, flags=re.MULTILINE)[1:]}
    assert set(parts) == set(_NAMES)
    for table in tables(read_run(run)):
        columns = [column.name for column in table.columns if ": " not in column.name]
        assert [name for name in columns if f"`{name}`" not in parts[table.name]] == []


# --- open


def test_open_shows_the_report(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (run / "report.html").write_text("<!doctype html>", encoding="utf-8")
    shown: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url: bool(shown.append(url)) or True)
    result = call("open", run)
    assert (result.exit_code, result.output) == (0, "")
    assert shown == [(run / "report.html").resolve().as_uri()]


def test_open_without_a_browser_prints_the_path(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (run / "report.html").write_text("<!doctype html>", encoding="utf-8")

    def none(url: str) -> bool:
        raise webbrowser.Error("could not locate runnable browser")

    for way in (none, lambda url: False):
        monkeypatch.setattr(webbrowser, "open", way)
        result = call("open", run)
        assert (result.exit_code, result.stdout) == (0, f"{(run / 'report.html').resolve()}\n")
        assert "no browser" in result.stderr


@pytest.mark.parametrize("folder", ["run", "nowhere"])
def test_open_without_a_report_is_one_line(run: Path, folder: str) -> None:
    result = call("open", run.parent / folder)
    assert (result.exit_code, result.stdout) == (3, "")
    assert len(result.stderr.splitlines()) == 1
    assert "report.html: no such file; `evenhand report DIR`" in result.stderr


def test_the_hostile_run_is_one(hostile: Path) -> None:
    rows = [json.loads(line) for line in (hostile / "stories.jsonl").read_bytes().split(b"\n") if line]
    assert len(rows[0]["brief"]["sentences"]) == len(_HOSTILE)
