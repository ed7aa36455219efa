"""Files that can't be read, or only in part: what is missing, empty, binary, cut off or wrongly encoded."""

import csv
import gzip
import io
import json
import random
from pathlib import Path

import pytest
from articlefiles import FERRY, LIBRARY, jsonl, refused, row

from pipeline.articles import read_articles
from pipeline.errors import InputError


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
