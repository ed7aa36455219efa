"""What holds for any input: what is written is read back, every row is an article or a reject, offsets are exact."""

import csv
import gzip
import io
import json
import string
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.articles import RawRow, article_of, rejected, shown
from pipeline.articles.dates import published
from pipeline.articles.delimited import csv_rows
from pipeline.articles.documents import document_row
from pipeline.articles.formats import raw_rows
from pipeline.articles.lines import json_rows

_FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_MORE = settings(_FEW, max_examples=100)

_WORDS = "The mayor heron nested on a roof of Velm , “ ” \" ' . ! ? \n \n\n U.S. No. 3 – café \u00a0 😀 &amp; <b> (AP) By -".split(
    " "
)
_PROSE = st.lists(st.sampled_from([*_WORDS, "It rained all day in the harbour."]), max_size=30).map(" ".join)
_TEXTS = _PROSE | st.text(max_size=60)
_SURE = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)  # can be written as UTF-8
_CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r\t"), max_size=60)
_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | _TEXTS
_VALUES = st.recursive(_SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_SURE, inner, max_size=3))
_NAMES = ("id", "title", "text", "source", "url", "published", "language", "story_id")
_ROWS = st.fixed_dictionaries({"text": _TEXTS | _VALUES}, optional=dict.fromkeys(_NAMES[:2] + _NAMES[3:], _VALUES))
_GOOD = "A heron nested on the roof of the town hall on Monday."


def _ignore(_: bytes) -> None:
    """A digest that nobody asks for."""


def _settled(row: RawRow) -> None:
    """A row is an article whose parts can be written and shown, or it has a reason of one line."""
    if row.fields is None:
        _one_line(row)
        return
    found = article_of(row.fields)
    article = found.article
    if article is None:
        assert found.problem
        _one_line(RawRow(row.file, row.line, problem=found.problem))
        return
    shown_parts = (article.id, article.title, article.source, article.url or "", article.story_id or "")
    assert article.id
    assert all(not set(part) & set("\x00\x1b\r\n\x85\u2028\u202e") for part in shown_parts)
    assert "".join(shown_parts).encode()
    assert article.text.encode()
    _exact(article.text, [(span.start, span.end) for span in article.sentences])


def _one_line(row: RawRow) -> None:
    reject = rejected(row.file, row.line, row.problem)
    assert 0 < len(reject.reason) <= 500
    assert len(reject.reason.splitlines()) == 1
    assert json.loads(json.dumps(reject.reason, ensure_ascii=False).encode()) == reject.reason


def _exact(text: str, spans: list[tuple[int, int]]) -> None:
    end = 0
    assert spans
    for start, stop in spans:
        assert end <= start < stop <= len(text)
        assert text[start:stop] == text[start:stop].strip()
        assert "\n" not in text[start:stop]
        end = stop


# What is written is read back


@_FEW
@given(st.lists(_ROWS, min_size=1, max_size=5))
def test_json_lines(rows: list[dict[str, Any]]) -> None:
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    found = list(json_rows("x", io.BytesIO(data)))
    assert [row.line for row in found] == list(range(1, len(rows) + 1))
    for row, written in zip(found, rows, strict=True):
        assert repr(row.fields) == repr(written)  # NaN is not equal to itself
        _settled(row)


@_FEW
@given(st.lists(st.dictionaries(st.sampled_from(_NAMES), _SURE, min_size=1), min_size=1, max_size=4), st.booleans())
def test_json_lists(rows: list[dict[str, str]], spread: bool) -> None:
    data = json.dumps(rows, indent=1 if spread else None, ensure_ascii=False).encode()
    assert [row.fields for row in json_rows("x", io.BytesIO(data))] == rows


@_MORE
@given(
    st.lists(st.tuples(_CELLS, _CELLS, _CELLS), min_size=1, max_size=5),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_csv(rows: list[tuple[str, str, str]], delimiter: str, end: str) -> None:
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    table.writerows([("id", "text", "title"), *rows])
    found = list(csv_rows("x", io.BytesIO(text.getvalue().encode())))
    assert len(found) == len(rows)
    for row, written in zip(found, rows, strict=True):
        cells = dict(zip(("id", "text", "title"), written, strict=True))
        assert row.fields == {name: cell for name, cell in cells.items() if cell.strip()}
        _settled(row)


@_FEW
@given(st.lists(st.dictionaries(st.sampled_from(_NAMES[:5]), _SURE, min_size=1), min_size=1, max_size=5), st.booleans())
def test_parquet(tmp_path: Path, rows: list[dict[str, str]], coded: bool) -> None:
    path = tmp_path / "x.parquet"
    names = ["text", *sorted({name for row in rows for name in row} - {"text"})]
    columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in names}
    pq.write_table(pa.table(columns), path, row_group_size=2, use_dictionary=coded)
    found = list(raw_rows(str(path), None, _ignore))
    assert [row.line for row in found] == list(range(1, len(rows) + 1))
    for row, written in zip(found, rows, strict=True):
        assert row.fields is not None
        assert {name: row.fields[name] for name in names} == {name: written.get(name) for name in names}
        _settled(row)


@_FEW
@given(_SURE, _PROSE)
def test_text_files(tmp_path: Path, title: str, body: str) -> None:
    path = tmp_path / "x.txt"
    path.write_text(f"{title}\n{body}\n", encoding="utf-8", newline="")
    row = document_row(path, _ignore)
    if row.fields is not None:
        kept = " ".join(row.fields.get(name, "") for name in ("title", "text"))
        assert kept.split() == f"{title}\n{body}".removeprefix("\ufeff").split()
    else:
        assert not f"{title}{body}".strip("\ufeff").strip() or "binary" in row.problem
    _settled(row)


@_FEW
@given(st.lists(st.sampled_from(string.ascii_letters.split("Q") + ["herons", "rain &", "<", "“so”"]), min_size=12))
def test_pages(tmp_path: Path, words: list[str]) -> None:
    from html import escape

    said = " ".join(words)
    path = tmp_path / "x.html"
    page = f"<html><body><article>{f'<p>{_GOOD}</p>' * 4}<p>{escape(said)} and so on.</p></article></body></html>"
    path.write_text(page, encoding="utf-8")
    row = document_row(path, _ignore)
    assert row.fields is not None
    assert f"{said} and so on." in row.fields["text"]
    _settled(row)


# Anything at all

_LINES = st.lists(
    st.binary(max_size=30)
    | st.just(json.dumps({"text": _GOOD}).encode())
    | _ROWS.map(lambda row: json.dumps(row).encode()[:-3])
    | st.sampled_from(
        [b"[", b"{", b"}", b"]", b"[1]", b'{"a":1}', b"text,id", b'"', b'a,"b', b"\xff\xfe", b"\x1f\x8b", b""]
    ),
    max_size=8,
)


@_MORE
@given(_LINES, st.sampled_from([json_rows, csv_rows]))
def test_any_lines_give_rows_or_reasons(lines: list[bytes], read: Callable[..., Iterator[RawRow]]) -> None:
    data = b"\n".join(lines)
    found = list(read("x\n", io.BytesIO(data)))
    assert found
    assert all(0 <= row.line <= data.count(b"\n") + 2 for row in found)
    for row in found:
        _settled(row)


@_FEW
@given(_LINES)
def test_no_json_line_is_lost(lines: list[bytes]) -> None:
    # A good first line settles that each line stands for itself.
    data = b"\n".join([json.dumps({"text": _GOOD + "x" * 4096}).encode(), *lines])
    found = {row.line for row in json_rows("x", io.BytesIO(data))}
    assert found == {number for number, line in enumerate(data.split(b"\n"), start=1) if line.strip()}


@_FEW
@given(_LINES, st.sampled_from(["x.jsonl.gz", "x.csv.gz", "x.parquet", "x.txt", "x.html", "x.json"]), st.data())
def test_files_cut_and_changed_anywhere(tmp_path: Path, lines: list[bytes], name: str, data: st.DataObject) -> None:
    content = b"\n".join([json.dumps({"text": _GOOD}).encode(), *lines])
    if name.endswith(".gz"):
        content = gzip.compress(content)
    elif name.endswith(".parquet"):
        made = io.BytesIO()
        pq.write_table(pa.table({"text": [_GOOD] * 20, "id": list(range(20))}), made, row_group_size=7)
        content = made.getvalue()
    cut = data.draw(st.integers(0, len(content)))
    place = data.draw(st.integers(0, max(0, cut - 1)))
    damaged = content[:cut] if data.draw(st.booleans()) else content[:place] + b"\xa5" + content[place + 1 :]
    (tmp_path / name).write_bytes(damaged)
    found = list(raw_rows(str(tmp_path / name), None, _ignore))
    assert found
    for row in found:
        _settled(row)


_TAGS = (
    "<p>",
    "</p>",
    "<div>",
    "<b",
    ">",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<table><td>",
    "&#0;",
    "&#xD800;",
    "&x;",
)
_PIECES = st.lists(
    st.sampled_from([*_TAGS, _GOOD, "\x00", "<html", "<!DOCTYPE", "]]>", "<![CDATA[", "\udcff"]), max_size=20
)


@_FEW
@given(_PIECES)
def test_any_page_is_an_article_or_a_reason(tmp_path: Path, pieces: list[str]) -> None:
    path = tmp_path / "x.html"
    path.write_bytes("".join(pieces).encode(errors="surrogateescape"))
    _settled(document_row(path, _ignore))


@_MORE
@given(
    st.lists(st.sampled_from("1 99 2017 0 - / : . , T Z + am Nov th GMT % ٣ \x00 e9 inf".split()) | _SURE, max_size=8)
)
def test_any_date_is_read_or_has_a_reason(parts: list[str]) -> None:
    for written in ("".join(parts), " ".join(parts)):
        moment, reason = published(written)
        assert bool(moment) + bool(reason) == bool(written.strip())
        assert moment is None or 1600 <= int(moment[:4]) <= 2200


@given(st.text())
def test_any_name_is_shown_on_one_line(name: str) -> None:
    line = shown(name)
    assert len(f"{line}.".splitlines()) == 1
    assert bool(line.encode()) == bool(name)


@pytest.mark.parametrize("depth", [100, 400, 700, 900, 990, 5000])
def test_any_depth_of_json_is_read_or_told(depth: int) -> None:
    for name in ("text", "published", "id", "other"):
        fields = {"text": json.dumps(_GOOD), name: "[" * depth + "]" * depth}
        line = "{" + ", ".join(f'"{key}": {value}' for key, value in fields.items()) + "}"
        (row,) = json_rows("x", io.BytesIO(line.encode()))
        _settled(row)
