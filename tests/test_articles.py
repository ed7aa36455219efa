"""Reading articles: every format gives the same article, and the digest of what was read."""

import hashlib
import io
import json
from pathlib import Path

import pytest
from articlefiles import FERRY, FULL, LIBRARY, PAGE, one, row, write

from pipeline.articles import read_articles
from pipeline.errors import InputError


@pytest.mark.parametrize(
    "kind", ["jsonl", "ndjson", "json", "jsonl.gz", "csv", "csv.gz", "tsv", "parquet", "dataset", "splits"]
)
def test_every_table_gives_the_same_article(tmp_path: Path, kind: str) -> None:
    article = one(read_articles([write(kind, tmp_path)]))
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
        path = write(kind, tmp_path)
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
