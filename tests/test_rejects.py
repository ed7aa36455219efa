"""What can't be read is told in one line with its place, and everything else is kept."""

import csv
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from articlefiles import HERON, heron, heron_line, ids_of, places

from pipeline.articles import article_of, read_articles, reading
from pipeline.claims import StoryRow, read_rows
from pipeline.export.markdown import file_names
from pipeline.output import write_jsonl
from pipeline.terminal import Settings

_MALFORMED: tuple[bytes, ...] = (
    heron_line(0)[:-9],
    b'{"id": "x", "text": }',
    b'{"id": 1, "text": 2}',
    b'{"id": "x", "text": null}',
    b'{"id": "x"}',
    b'{"text": ["A heron nested on the roof."]}',
    b'{"id": NaN, "text": ""}',
    b'{"text": "   "}',
    b'{"text": "too few words here"}',
    b"[" * 3000,
    b'{"text": ' + b'{"a":' * 2000 + b"1" + b"}" * 2001,
    b"9" * 5000,
    b'{"id": ' + b"9" * 5000 + b', "text": "A heron nested on the roof of the hall."}',
    b'{"text": "A heron nested on the roof.", "text": "A stork nested on the roof of it."}',
    b'{"text": "\\ud800 \\udfff \\ud800"}',
    b'{"text": "' + b"x" * 20_000 + b'"}',
    b"\xff\xfe\x00{",
    b"\x00\x00\x00",
    b"'text': 'A heron'",
    b"12.5e9999",
    b'"A heron nested on the roof of the town hall on Monday."',
    b'[1, 2, "A heron nested on the roof."]',
)


def test_ten_thousand_malformed_lines_among_good_ones(tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    lines = [heron_line(n // 25) if n % 25 == 0 else _MALFORMED[n % len(_MALFORMED)] for n in range(10_417)]
    path.write_bytes(b"\n".join(lines) + b"\n")
    found = read_articles([str(path)])
    good = [number for number in range(10_417) if number % 25 == 0]
    assert ids_of(found) == {f"good-{number // 25}" for number in good}
    assert len(found.rejects) == 10_000
    assert places(found) == [(str(path), n + 1) for n in range(10_417) if n % 25]
    write_jsonl(tmp_path / "rejected.jsonl", found.rejects)
    written = (tmp_path / "rejected.jsonl").read_bytes().split(b"\n")
    rows = [json.loads(line) for line in written if line]
    assert len(rows) == 10_000
    assert all(row["file"] == str(path) and row["line"] and row["reason"].isprintable() for row in rows)
    assert all(";" in row["reason"] for row in rows)


def test_malformed_rows_of_a_csv_among_good_ones(tmp_path: Path) -> None:
    bad = ("7", "7,,", '7,"He said "no" and left."', "7,a,b,c", "7,too few words", ",", "\x00", "7,\udcff\udcfe")
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["id", "text"])
    for number in range(2000):
        if number % 4 == 0:
            table.writerow(heron(number).values())
        else:
            text.write(bad[number % len(bad)] + "\r\n")
    path = tmp_path / "mixed.csv"
    path.write_bytes(text.getvalue().encode(errors="surrogateescape"))
    found = read_articles([str(path)])
    assert ids_of(found) == {f"good-{number}" for number in range(0, 2000, 4)}
    assert {reject.line for reject in found.rejects} == {number + 2 for number in range(2000) if number % 4}


def test_rows_within_an_open_quote_are_named(tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    path.write_text(f'id,text\n1,"never closed\n2,a row of its own\n3,"{HERON}"\n4,"{HERON}"\n')
    found = read_articles([str(path)])
    assert ids_of(found) == {"4"}
    assert "the lines 2 to 4 are left out with it" in found.rejects[0].reason


def test_two_columns_of_one_name(tmp_path: Path) -> None:
    path = tmp_path / "twice.csv"
    path.write_text(f"text,id,Text\n{HERON},1,{HERON}\nA stork nested on the roof of it.,2,A heron did so instead.\n")
    with pytest.raises(Exception, match="two columns are called text") as caught:
        read_articles([str(path)])
    assert "\n" not in str(caught.value)
    path.write_text('text,id,text\n"A heron nested on the town hall.",1,\n"A a b c d.",2,"A e f g h."\n')
    found = read_articles([str(path)])
    assert ids_of(found) == {"1"}
    assert places(found) == [(str(path), 3)]


def test_values_of_a_parquet_file_that_python_cannot_hold(tmp_path: Path) -> None:
    path = tmp_path / "far.parquet"
    dates = pa.array([2**62, 0, None], pa.timestamp("us"))
    texts = [HERON.format(number) for number in range(3)]
    pq.write_table(pa.table({"id": ["a", "b", "c"], "text": texts, "published": dates}), path)
    found = read_articles([str(path)])
    assert ids_of(found) == {"a", "b", "c"}
    assert "published left out" in found.rejects[0].reason


def test_one_damaged_row_group_costs_its_rows_only(tmp_path: Path) -> None:
    path = tmp_path / "damaged.parquet"
    rows = [heron(number) for number in range(30)]
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=10, compression="zstd", use_dictionary=False)
    data = bytearray(path.read_bytes())
    start = pq.ParquetFile(path).metadata.row_group(1).column(1).data_page_offset
    data[start : start + 60] = b"\xff" * 60
    path.write_bytes(data)
    found = read_articles([str(path)])
    assert ids_of(found) == {f"good-{number}" for number in (*range(10), *range(20, 30))}
    (reject,) = found.rejects
    assert reject.line == 11
    assert "the rows 11 to 20 are left out" in reject.reason


def test_rejects_beyond_the_most_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_REJECTS", 10)
    path = tmp_path / "bad.jsonl"
    path.write_bytes(b"x\n" * 60 + heron_line(1))
    found = read_articles([str(path)])
    assert ids_of(found) == {"good-1"}
    assert [reject.line for reject in found.rejects] == list(range(1, 12))
    assert "from here on 50 more rows" in found.rejects[-1].reason


_NAMES = ("two\nlines", "esc\x1b[2Jape", "turn\u202eed", "next\u2028line", '"><script>', "up..up", "a\x85b", "[bold]")


@pytest.mark.parametrize("stem", _NAMES)
def test_names_of_files_break_no_line(tmp_path: Path, stem: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / f"{stem}.txt").write_text(HERON)
    (tmp_path / f"{stem}.html").write_text("<p>nothing</p>")
    found = read_articles([str(tmp_path)])
    (article,) = found.articles
    assert article.id.isprintable()
    assert all(reject.file.isprintable() for reject in found.rejects)
    Settings("default", (), None, False, False, False).show_rejects(found.rejects)
    shown = capsys.readouterr().err
    assert len(shown.splitlines()) == len(found.rejects) == 1
    assert "\x1b" not in shown
    with pytest.raises(Exception, match="no usable article") as caught:
        read_articles([str(tmp_path / f"{stem}.html")])
    assert str(caught.value).isprintable()
    with pytest.raises(Exception, match="no such file") as caught:
        read_articles([str(tmp_path / f"{stem}.csv")])
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("value", ["a\nb", "a\x00b", "\x1b[31mred", "../../etc/x", "a\u2028b", "\u202egnp.exe", "a\rb"])
def test_ids_are_one_line_and_name_no_path(value: str) -> None:
    fields = dict.fromkeys(("id", "source", "url", "story_id", "language", "title"), value)
    article = article_of({"text": HERON, **fields}).article
    assert article is not None
    shown = (article.id, article.source, article.url, article.story_id, article.language, article.title)
    assert all((part or "").isprintable() for part in shown)
    names = file_names([article.id, article.story_id or ""])
    assert all(Path(name).name == name and name.isprintable() for name in names)


def test_fields_of_the_wrong_kind_are_named() -> None:
    for value in (True, float("nan"), float("inf"), [1], {"a": 1}):
        found = article_of({"id": value, "text": HERON})
        assert found.article is not None
        assert found.article.id.startswith("a-")
        assert "id left out" in found.note
    found = article_of({"title": "x" * 3000, "url": "y" * 3000, "story_id": "z" * 3000, "text": HERON})
    assert found.article is not None
    assert (found.article.title, found.article.url, found.article.story_id) == ("", None, None)
    assert "title and url and story_id left out, being longer than 2000" in found.note
    assert "at most 2000000 are read" in article_of({"text": f"{HERON} " * 22_000}).problem


def test_article_of_a_story_with_a_key_twice(tmp_path: Path) -> None:
    path = tmp_path / "stories.jsonl"
    twice = '{"text": "A heron nested on the hall.", "text": "A stork nested on the hall."}'
    path.write_text(f'{{"id": "s", "articles": [{twice}, {json.dumps(heron(1))}]}}\n')
    (story,) = read_rows(path, StoryRow)
    assert [article.id for article in story.articles] == ["good-1"]
    assert "stands twice" in story.rejects[0].reason
