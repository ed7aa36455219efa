"""Articles by URL: Parquet files and folders of them, through pyarrow's file systems."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.fs as pafs
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from pipeline.articles import read_articles, remote
from pipeline.cli import main
from pipeline.errors import InputError

_TEXT = "The council of Harl bought ten trams on Monday. They will run from May, the mayor said to the paper."


def _write(path: Path, *names: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table({"id": list(names), "text": [f"{_TEXT} {name}" for name in names]}), path)


def _ids(*sources: str) -> list[str]:
    return sorted(article.id for article in read_articles(sources).articles)


def test_a_file_by_url_is_the_file_by_path(tmp_path: Path) -> None:
    path = tmp_path / "day.parquet"
    _write(path, "a", "b")
    by_path, by_url = read_articles([str(path)]), read_articles([path.as_uri()])
    assert by_url.articles == by_path.articles
    assert by_url.inputs[0].path == path.as_uri()
    assert by_url.inputs[0].sha256 == by_path.inputs[0].sha256


def test_a_folder_gives_the_parts_in_it_and_leaves_out_what_is_hidden(tmp_path: Path) -> None:
    _write(tmp_path / "day=2" / "part-0.parquet", "c")
    _write(tmp_path / "day=1" / "part-0.parquet", "a", "b")
    _write(tmp_path / "_temporary" / "part-1.parquet", "x")
    _write(tmp_path / ".part-2.parquet", "y")
    (tmp_path / "_SUCCESS").write_bytes(b"")
    assert _ids(f"{tmp_path.as_uri()}/") == ["a", "b", "c"]


def test_a_row_of_a_folder_is_told_with_the_url_of_its_file(tmp_path: Path) -> None:
    _write(tmp_path / "day=1" / "part-0.parquet", "a")
    (tmp_path / "day=2").mkdir()
    (tmp_path / "day=2" / "part-0.parquet").write_bytes(b"PAR1 no more")
    (reject,) = read_articles([tmp_path.as_uri()]).rejects
    assert reject.file == f"{tmp_path.as_uri()}/day=2/part-0.parquet"
    assert "not readable as Parquet" in reject.reason


def test_another_file_system_than_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path / "bucket" / "day.parquet", "a")
    system = pafs.SubTreeFileSystem(str(tmp_path), pafs.LocalFileSystem())
    monkeypatch.setattr(remote, "_system", lambda url: (system, url.partition("://")[2]))
    assert _ids("s3://bucket/day.parquet") == ["a"]
    assert _ids("s3://bucket") == ["a"]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nosuch://bucket/day.parquet", "can't be reached"),
        ("file:///nowhere/day.parquet", "no such Parquet file"),
        ("mock://bucket/day.parquet", "no such Parquet file"),
    ],
)
def test_a_url_that_leads_nowhere_is_one_line(url: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said) as raised:
        read_articles([url])
    assert "\n" not in str(raised.value)
    done = CliRunner().invoke(main, ["cluster", url, "--quiet", "--out", str(tmp_path / "out.jsonl")])
    assert done.exit_code == 3
    assert done.stderr.count("\n") == 1


def test_what_is_no_parquet_is_not_fetched(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"id": "a", "text": _TEXT}), encoding="utf-8")
    with pytest.raises(InputError, match="no such Parquet file"):
        read_articles([path.as_uri()])


def test_offline_reads_no_url_but_files(tmp_path: Path) -> None:
    path = tmp_path / "day.parquet"
    _write(path, "a")
    assert len(read_articles([path.as_uri()], offline=True).articles) == 1
    with pytest.raises(InputError, match=r"s3://bucket/day\.parquet: not read because of --offline"):
        read_articles(["s3://bucket/day.parquet"], offline=True)
