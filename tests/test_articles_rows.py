"""Rows that can't be used are told by name and place, and the rest goes on."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from articlefiles import FERRY, LIBRARY, jsonl, reasons, refused, row, write

from pipeline.articles import read_articles
from pipeline.errors import InputError


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('["a", "b"]', "JSON of kind list"),
        ('"text"', "JSON of kind str"),
        ("null", "JSON of kind null"),
        ("12", "JSON of kind int"),
        ('{"id": "x", "text": "never clos', "not JSON"),
        ("plain words", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("1" * 5000, "not JSON"),
        ('{"id": "x", "body": "The text is under another name."}', "no field text (fields: id, body)"),
        ('{"text": null}', "the field text is a null, not a string"),
        ('{"text": 5}', "the field text is a int, not a string"),
        ('{"text": ["a"]}', "the field text is a list, not a string"),
        ('{"text": ""}', "the text has no words"),
        ('{"text": "Flood"}', "the text has one word"),
        ('{"text": "Only four words here."}', "the text has 4 words"),
        ('{"text": "Read more about the flood in Velm"}', "the text has no sentence"),
    ],
)
def test_bad_row_is_one_line_and_the_rest_goes_on(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(f"{json.dumps(row(1))}\n\n{line}\n{json.dumps(row(2))}\n")
    reading = read_articles([str(path)])
    assert [article.id for article in reading.articles] == ["n0001", "n0002"]
    (reject,) = reading.rejects
    assert (reject.file, reject.line) == (str(path), 3)
    assert said in reject.reason
    assert ";" in reject.reason  # the way out


def test_first_line_broken_does_not_take_the_others_along(tmp_path: Path) -> None:
    for first in ('{"text": "never clos', '["a"]', "{}"):
        (tmp_path / "bad.jsonl").write_text(f"{first}\n{json.dumps(row(1))}\n")
        reading = read_articles([str(tmp_path / "bad.jsonl")])
        assert [article.id for article in reading.articles] == ["n0001"]
        assert [reject.line for reject in reading.rejects] == [1]


@pytest.mark.parametrize("name", ["long.jsonl", "long.txt", "long.csv"])
@pytest.mark.parametrize("sign", ["a", "é", "渡"])
def test_five_megabytes_without_a_blank(tmp_path: Path, name: str, sign: str) -> None:
    text = sign * (5_000_000 // len(sign.encode()))
    before = {"long.jsonl": '{"text": "', "long.txt": "", "long.csv": 'text\n"'}[name]
    after = {"long.jsonl": '"}', "long.txt": "", "long.csv": '"'}[name]
    message = refused(tmp_path / name, before + text + after)
    assert f"a word of {len(text)} characters" in message or "looks like language" in message
    assert len(message) < 500


def test_data_within_prose_is_refused(tmp_path: Path) -> None:
    text = f"{FERRY} data:image/png;base64,{'iVBORw0KGgo' * 2000} {LIBRARY}"
    path = jsonl(tmp_path / "blob.jsonl", [{"id": "x", "text": text}, row(1)])
    assert reasons(read_articles([path]))[0][1].startswith("a word of 22022 characters")


def test_csv_without_a_text_column(tmp_path: Path) -> None:
    assert "columns: id, body" in refused(tmp_path / "x.csv", "id,body\n1,Some words stand here.\n")
    pq.write_table(pa.Table.from_pylist([{"id": 1, "body": "x"}]), tmp_path / "x.parquet")
    with pytest.raises(InputError, match="columns: id, body"):
        read_articles([str(tmp_path / "x.parquet")])
    assert "header and no row" in refused(tmp_path / "y.csv", "id,text\n")


def test_unclosed_quote_in_a_csv_is_named_where_it_opens(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text(f'id,text\n1,"{FERRY}"\n2,"never closed\n3,also gone\n')
    reading = read_articles([str(path)])
    assert [article.id for article in reading.articles] == ["1"]
    assert [line for line, _ in reasons(reading)] == [5]
    assert "not readable as CSV" in reasons(reading)[0][1]


def test_misplaced_quote_in_a_csv_costs_one_row(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text(f'id,text\n1,"He said "no" and left the room."\n2,"{LIBRARY}"\n')
    reading = read_articles([str(path)])
    assert [article.id for article in reading.articles] == ["2"]
    assert [line for line, _ in reasons(reading)] == [2]


def test_damaged_tables(tmp_path: Path) -> None:
    path = Path(write("parquet", tmp_path))
    assert "not readable as Parquet" in refused(path, path.read_bytes()[:-20])
    folder = Path(write("dataset", tmp_path))
    next(folder.glob("*.arrow")).unlink()
    with pytest.raises(InputError, match="not readable as a saved datasets folder"):
        read_articles([str(folder)])


def test_parquet_row_that_is_not_utf8(tmp_path: Path) -> None:
    data = [b"The ferry ran aground off V\xe9lm on Tuesday.", FERRY.encode()]
    column = pa.Array.from_buffers(pa.string(), 2, pa.array(data, pa.binary()).buffers())
    pq.write_table(pa.table({"text": column}), tmp_path / "x.parquet")
    reading = read_articles([str(tmp_path / "x.parquet")])
    assert [article.text for article in reading.articles] == [FERRY]
    assert reasons(reading)[0][0] == 1
    assert "not UTF-8" in reasons(reading)[0][1]


def test_unknown_kind_and_page_without_an_article(tmp_path: Path) -> None:
    assert "files of kind .docx are not read" in refused(tmp_path / "x.docx", "words")
    assert "no article was found" in refused(tmp_path / "x.html", "<html><body></body></html>")


def test_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b.txt").write_text(f"Libraries\n{LIBRARY}")
    path = tmp_path / "a.txt"
    path.write_text(f"Ferry\n{FERRY}")
    whole_open = Path.open

    def refuse(self: Path, *args: Any, **kwargs: Any) -> Any:
        if self == path:
            raise PermissionError(13, "Permission denied")
        return whole_open(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    reading = read_articles([str(tmp_path)])
    assert [article.id for article in reading.articles] == ["b"]
    assert "Permission denied" in reasons(reading)[0][1]


def test_strict_stops_at_the_first_reject(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", [row(1), {"text": "Flood"}, {"text": None}])
    with pytest.raises(InputError, match=r"a\.jsonl, line 2: the text has one word.*--strict"):
        read_articles([path], strict=True)
    twice = jsonl(tmp_path / "b.jsonl", [row(1), row(1)])
    with pytest.raises(InputError, match=r"line 2: the same article as .*line 1"):
        read_articles([twice], strict=True)
    assert len(read_articles([jsonl(tmp_path / "c.jsonl", [row(1)])], strict=True).articles) == 1


def test_nothing_usable_names_the_first_reasons(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", [{"text": None}, {"text": "Flood"}, {"a": 1}, {"b": 1}, {"c": 1}])
    with pytest.raises(InputError, match="no usable article") as caught:
        read_articles([path])
    message = str(caught.value)
    assert caught.value.exit_code == 3
    assert all(said in message for said in ("line 1: ", "line 2: ", "line 3: ", "and 2 more"))
    assert "line 4" not in message
    assert "\n" not in message
