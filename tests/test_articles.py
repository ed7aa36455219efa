"""Reading articles: every format, bad input by name, and the same result in any order."""

import csv
import gzip
import hashlib
import io
import json
import os
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.articles import Reading, article_of, read_articles
from pipeline.articles.dates import published
from pipeline.articles.language import other_language
from pipeline.errors import InputError
from pipeline.records import Article

FERRY = (
    "The ferry Astrid ran onto a sandbank outside the harbour of Velm on Tuesday morning, the coast guard said.\n\n"
    "All 214 passengers were brought ashore in lifeboats, and nobody was hurt in the accident."
)
LIBRARY = (
    "The council of Orrick voted nine to four for a budget that closes two of the town's five libraries.\n\n"
    "Parents had stood on the steps of the town hall since noon to speak against the plan."
)
GERMAN = (
    "Die Fähre lief am Dienstag kurz nach Sonnenaufgang vor dem Hafen auf eine Sandbank, teilte die Küstenwache mit. "
    "Alle Fahrgäste wurden mit Booten an Land gebracht."
)
CHINESE = (
    "星期二早晨渡轮在港口外搁浅海岸警卫队表示所有乘客都已安全上岸没有人受伤"
    "天气预报说大雾将持续到星期四船运公司答应支付旅馆费用"
)
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ferry aground off Velm | Velm Post</title>
<meta property="og:site_name" content="Velm Post"><meta property="og:title" content="Ferry aground off Velm">
<link rel="canonical" href="https://example.org/velm/ferry">
<meta property="article:published_time" content="2017-11-07T14:05:00+01:00"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Ferry aground off Velm</h1>
<p>The ferry Astrid ran onto a sandbank outside the harbour on Tuesday – the coast guard said.</p>
<p>All 214 passengers were brought ashore in lifeboats, and nobody was hurt in the accident.</p>
<p>Fog had lain over the strait since midnight, and two freighters had turned back before.</p>
</article><footer>Copyright Velm Post</footer></body></html>"""


def jsonl(path: Path, rows: Sequence[Mapping[str, Any]]) -> str:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def row(number: int) -> dict[str, Any]:
    """A row that differs from every other."""
    return {"id": f"n{number:04}", "title": f"Ferry {number} aground", "text": f"{FERRY}\n\nThis was case {number}."}


def reasons(reading: Reading) -> list[tuple[int, str]]:
    return [(reject.line, reject.reason) for reject in reading.rejects]


def refused(path: Path, content: bytes | str) -> str:
    """The message with which a file that holds nothing usable is refused."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(InputError) as caught:
        read_articles([str(path)])
    assert str(path) in str(caught.value)
    return str(caught.value)


def one(reading: Reading) -> Article:
    assert reading.rejects == ()
    (article,) = reading.articles
    return article


# Formats


FULL = {
    "id": "velm-1",
    "title": "Ferry  aground",
    "text": FERRY,
    "source": "Velm Post",
    "url": "https://example.org/velm/ferry",
    "published": "2017-11-07T14:05:00+01:00",
    "language": "en",
    "story_id": "ferry",
    "author": "not read",
}


def _write(kind: str, path: Path) -> str:
    file = path / f"articles.{kind}"
    line = json.dumps(FULL).encode() + b"\n"
    if kind in {"jsonl", "ndjson", "json"}:
        file.write_bytes(line)
    elif kind == "jsonl.gz":
        file.write_bytes(gzip.compress(line))
    elif kind in {"csv", "csv.gz", "tsv"}:
        text = io.StringIO()
        table = csv.DictWriter(text, list(FULL), delimiter="\t" if kind == "tsv" else ",")
        table.writeheader()
        table.writerow(FULL)
        file.write_bytes(gzip.compress(text.getvalue().encode()) if kind == "csv.gz" else text.getvalue().encode())
    elif kind == "parquet":
        pq.write_table(pa.Table.from_pylist([FULL]), file)
    elif kind == "dataset":
        datasets.Dataset.from_list([FULL]).save_to_disk(str(file))
    elif kind == "splits":
        datasets.DatasetDict({"train": datasets.Dataset.from_list([FULL])}).save_to_disk(str(file))
    return str(file)


@pytest.mark.parametrize(
    "kind", ["jsonl", "ndjson", "json", "jsonl.gz", "csv", "csv.gz", "tsv", "parquet", "dataset", "splits"]
)
def test_every_table_gives_the_same_article(tmp_path: Path, kind: str) -> None:
    article = one(read_articles([_write(kind, tmp_path)]))
    assert (article.id, article.title, article.text) == ("velm-1", "Ferry aground", FERRY)
    assert (article.source, article.url) == ("Velm Post", "https://example.org/velm/ferry")
    assert (article.published, article.language, article.story_id) == ("2017-11-07T14:05:00+01:00", "en", "ferry")
    assert [article.text[span.start : span.end] for span in article.sentences] == FERRY.split("\n\n")


def test_standard_input_is_json_lines() -> None:
    reading = read_articles(["-"], stdin=io.BytesIO(json.dumps(FULL).encode()))
    assert one(reading).id == "velm-1"
    with pytest.raises(InputError, match="standard input"):
        read_articles(["-"])


def test_text_file_has_its_title_on_the_first_line_that_is_not_empty(tmp_path: Path) -> None:
    (tmp_path / "velm 7.txt").write_text(f"\n\n  Ferry aground \r\n\r\n{FERRY}", encoding="utf-8-sig", newline="")
    article = one(read_articles([str(tmp_path / "velm 7.txt")]))
    assert (article.id, article.title, article.text, article.source) == ("velm 7", "Ferry aground", FERRY, "")


def test_text_file_of_one_line_is_text(tmp_path: Path) -> None:
    line = FERRY.split("\n", maxsplit=1)[0]
    (tmp_path / "line.txt").write_text(line)
    article = one(read_articles([str(tmp_path / "line.txt")]))
    assert (article.title, article.text) == ("", line)


def test_page_gives_title_source_date_address_and_paragraphs(tmp_path: Path) -> None:
    (tmp_path / "ferry.html").write_text(PAGE, encoding="utf-8")
    article = one(read_articles([str(tmp_path / "ferry.html")]))
    assert (article.id, article.title, article.source) == ("ferry", "Ferry aground off Velm", "Velm Post")
    assert (article.url, article.published) == ("https://example.org/velm/ferry", "2017-11-07")
    paragraphs = article.text.split("\n\n")
    assert [paragraph.split()[0] for paragraph in paragraphs] == ["The", "All", "Fog"]
    assert "–" in article.text
    assert not any(furniture in article.text for furniture in ("Home", "Sport", "Copyright", "<"))


def test_folder_is_read_with_its_folders_and_names_what_it_leaves_out(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / "b" / "c" / "ferry.HTM").write_text(PAGE, encoding="utf-8")
    (tmp_path / "a.txt").write_text(f"Libraries\n{LIBRARY}")
    (tmp_path / ".hidden.txt").write_text("not looked at")
    assert {article.id for article in read_articles([str(tmp_path)]).articles} == {"a", "ferry"}
    assert read_articles([str(tmp_path)]).rejects == ()
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7")
    reading = read_articles([str(tmp_path)])
    assert len(reading.articles) == 2
    assert [(reject.file, reject.line) for reject in reading.rejects] == [(str(tmp_path), 0)]
    assert "scan.pdf" in reading.rejects[0].reason


def test_json_list_and_spread_objects_are_read(tmp_path: Path) -> None:
    rows = [row(1), row(2)]
    for text in (json.dumps(rows), json.dumps(rows, indent=2), "\n".join(json.dumps(item, indent=1) for item in rows)):
        (tmp_path / "list.json").write_text(text)
        reading = read_articles([str(tmp_path / "list.json")])
        assert [article.id for article in reading.articles] == ["n0001", "n0002"]
        assert reading.rejects == ()


def test_csv_of_a_spreadsheet(tmp_path: Path) -> None:
    text = FERRY.replace("\n\n", "\r\n")
    content = f'\ufeffID;Title;Text\r\n7;"He said ""no""; then left";"{text}"\r\n;;\r\n8;Twice;"{LIBRARY}";more\r\n'
    (tmp_path / "sheet.csv").write_text(content, encoding="utf-8", newline="")
    reading = read_articles([str(tmp_path / "sheet.csv")])
    assert [(article.id, article.title) for article in reading.articles] == [("7", 'He said "no"; then left')]
    assert [reject.line for reject in reading.rejects] == [4, 5]  # the empty row, and the row with a cell too many
    assert "no field text" in reading.rejects[0].reason
    assert "4 cells under 3 columns" in reading.rejects[1].reason


def test_long_cells_are_read(tmp_path: Path) -> None:
    text = "\n".join(f"The ferry ran aground for the {number}th time this year." for number in range(5000))
    (tmp_path / "long.csv").write_text(f'text\n"{text}"\n')
    assert one(read_articles([str(tmp_path / "long.csv")])).text == text


def test_digest_is_that_of_the_file(tmp_path: Path) -> None:
    for kind in ("jsonl", "jsonl.gz", "csv", "parquet"):
        path = _write(kind, tmp_path)
        (digest,) = read_articles([path]).inputs
        assert (digest.path, digest.rows) == (path, 1)
        assert digest.sha256 == hashlib.sha256(Path(path).read_bytes()).hexdigest()


def test_digest_of_a_folder_changes_with_names_and_texts(tmp_path: Path) -> None:
    def digest() -> str:
        return read_articles([str(tmp_path)]).inputs[0].sha256

    (tmp_path / "a.txt").write_text(f"Libraries\n{LIBRARY}")
    first = digest()
    assert first == digest()
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    second = digest()
    (tmp_path / "b.txt").write_text(f"Ferry\n{FERRY}")
    assert len({first, second, digest()}) == 3


# Bad input


def test_nothing_named_and_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no articles are named"):
        read_articles([])
    good = jsonl(tmp_path / "good.jsonl", [row(1)])
    missing = str(tmp_path / "missing.jsonl")
    with pytest.raises(InputError, match="no such file or folder") as caught:
        read_articles([good, missing])
    assert missing in str(caught.value)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("name", ["e.jsonl", "e.json", "e.csv", "e.txt", "e.html", "e.jsonl.gz", "e.parquet"])
def test_empty_file(tmp_path: Path, name: str) -> None:
    message = refused(tmp_path / name, b"")
    assert "not readable as Parquet" in message if name == "e.parquet" else "the file is empty" in message


def test_folder_with_nothing_in_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the folder is empty"):
        read_articles([str(tmp_path)])


@pytest.mark.parametrize("name", ["b.jsonl", "b.csv", "b.txt", "b.html", "b.jsonl.gz", "b.parquet", "b"])
def test_binary_file_is_one_clear_line(tmp_path: Path, name: str) -> None:
    noise = random.Random(7).randbytes(50_000)
    message = refused(tmp_path / name, noise)
    assert message.count(";") <= 2
    assert any(word in message for word in ("binary", "gzip", "Parquet", "not read"))


@pytest.mark.parametrize(
    ("start", "said"),
    [(b"%PDF-1.7\n", "PDF"), (b"PK\x03\x04", "zip"), (b"\xff\xfet\x00", "UTF-16"), (b"\x1f\x8b\x08\x00", ".gz")],
)
def test_known_kinds_are_named(tmp_path: Path, start: bytes, said: str) -> None:
    assert said in refused(tmp_path / "wrong.jsonl", start + b"more of it")
    assert said in refused(tmp_path / "wrong.txt", start + b"more of it")


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_truncated_gzip_keeps_the_rows_before_the_break(tmp_path: Path, kind: str) -> None:
    noise = random.Random(3)
    rows = [row(number) | {"source": noise.randbytes(60).hex()} for number in range(200)]
    text = io.StringIO()
    if kind == "jsonl":
        text.writelines(json.dumps(item) + "\n" for item in rows)
    else:
        table = csv.DictWriter(text, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    packed = gzip.compress(text.getvalue().encode())
    path = tmp_path / f"cut.{kind}.gz"
    path.write_bytes(packed[: len(packed) // 2])
    reading = read_articles([str(path)])
    assert 50 < len(reading.articles) < 150
    assert {article.id for article in reading.articles} == {item["id"] for item in rows[: len(reading.articles)]}
    (reject,) = reading.rejects
    assert reject.line > len(reading.articles)
    assert "breaks off here" in reject.reason


def test_gzip_cut_within_its_first_lines(tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(gzip.compress((json.dumps(row(1)) + "\n" + json.dumps(row(2)) + "\n").encode())[:-6])
    reading = read_articles([str(path)])
    assert [article.id for article in reading.articles] == ["n0001", "n0002"]
    assert [reject.line for reject in reading.rejects] == [3]


def test_list_cut_off_keeps_what_stands_before(tmp_path: Path) -> None:
    path = tmp_path / "cut.json"
    path.write_text(json.dumps([row(1), row(2), row(3)], indent=1)[:-120])
    reading = read_articles([str(path)])
    assert [article.id for article in reading.articles] == ["n0001", "n0002"]
    assert len(reading.rejects) == 1
    assert path.read_text().splitlines()[reading.rejects[0].line - 1].strip() == "{"


@pytest.mark.parametrize("name", ["m.jsonl", "m.csv", "m.txt"])
def test_bytes_that_are_not_utf8_are_mended_with_a_note(tmp_path: Path, name: str) -> None:
    text = FERRY.replace("\n\n", " ") + " “Café,” he said."
    data = {
        "m.jsonl": json.dumps({"id": "m", "text": text}, ensure_ascii=False) + "\n" + json.dumps(row(1)) + "\n",
        "m.csv": f'id,text\nm,"{text}"\nn0001,"{LIBRARY}"\n',
        "m.txt": f"Ferry\n{text}\n",
    }[name]
    (tmp_path / name).write_bytes(data.encode("cp1252"))
    reading = read_articles([str(tmp_path / name)])
    mended = next(article for article in reading.articles if article.id == "m")
    assert mended.text == text
    assert len(reading.articles) == (1 if name == "m.txt" else 2)
    (reject,) = reading.rejects
    assert "3 bytes not UTF-8" in reject.reason


def test_single_bad_byte_leaves_the_other_characters_alone(tmp_path: Path) -> None:
    line = json.dumps({"id": "m", "text": f"{FERRY} Žižkov – Café"}, ensure_ascii=False).encode()
    (tmp_path / "m.jsonl").write_bytes(line.replace(b"Caf\xc3\xa9", b"Caf\xe9"))
    reading = read_articles([str(tmp_path / "m.jsonl")])
    assert reading.articles[0].text.endswith("Žižkov – Café")
    assert "1 byte not UTF-8" in reading.rejects[0].reason


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
    path = Path(_write("parquet", tmp_path))
    assert "not readable as Parquet" in refused(path, path.read_bytes()[:-20])
    folder = Path(_write("dataset", tmp_path))
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


# Ids, duplicates, order


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


# Language


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


# Dates


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


# Fields


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
