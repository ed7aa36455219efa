"""Files, links and folders that can't be read: one reject each, and the rest goes on."""

import gzip
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from articlefiles import HERON, heron, heron_line, ids_of, places

from pipeline.articles import read_articles
from pipeline.articles.formats import raw_rows


def test_a_table_cut_short_does_not_stop_the_others(tmp_path: Path) -> None:
    pq.write_table(pa.Table.from_pylist([heron(1)]), tmp_path / "cut.parquet")
    (tmp_path / "cut.parquet").write_bytes((tmp_path / "cut.parquet").read_bytes()[:-7])
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(heron_line(2))[:-3])
    (tmp_path / "not.jsonl.gz").write_bytes(b"no gzip at all")
    (tmp_path / "good.jsonl").write_bytes(heron_line(3))
    names = ["cut.parquet", "cut.jsonl.gz", "not.jsonl.gz", "good.jsonl"]
    found = read_articles([str(tmp_path / name) for name in names])
    assert ids_of(found) >= {"good-3"}
    assert {Path(reject.file).name for reject in found.rejects} == set(names[:3])


def test_links_folders_and_pipes_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(HERON)
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "round.html").symlink_to(tmp_path / "round.html")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "elsewhere").symlink_to(tmp_path / "folder.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    found = read_articles([str(tmp_path)])
    assert ids_of(found) == {"a"}
    told = {Path(reject.file).name: reject.reason for reject in found.rejects}
    assert set(told) == {"broken.txt", "round.html", "elsewhere", "pipe.txt"}
    assert "leads nowhere" in told["broken.txt"]
    assert "not followed" in told["elsewhere"]
    assert "a pipe" in told["pipe.txt"]


def test_folder_that_may_not_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(HERON)
    (tmp_path / "closed").mkdir()
    whole = os.scandir

    def refuse(path: Any) -> Any:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return whole(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = read_articles([str(tmp_path)])
    assert ids_of(found) == {"a"}
    assert places(found) == [(str(tmp_path / "closed"), 0)]
    assert "Permission denied" in found.rejects[0].reason


def test_sources_that_are_links_to_nowhere_or_folders(tmp_path: Path) -> None:
    (tmp_path / "good.jsonl").write_bytes(heron_line(1))
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "gone.jsonl")
    (tmp_path / "folder.jsonl").mkdir()
    found = read_articles([str(tmp_path / name) for name in ("link.jsonl", "folder.jsonl", "good.jsonl")])
    assert ids_of(found) == {"good-1"}
    assert ["folder is empty" in reject.reason for reject in found.rejects] == [True, False]
    assert "leads nowhere" in found.rejects[1].reason


@pytest.mark.parametrize("name", ["b.jsonl", "b.csv", "b.jsonl.gz", "b.parquet", "b.txt", "b.html"])
def test_file_that_vanishes_while_another_is_read(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_bytes(heron_line(1))
    (tmp_path / name).write_bytes(b"there")
    whole = Path.open

    def vanish(self: Path, *args: Any, **kwargs: Any) -> Any:
        (tmp_path / name).unlink(missing_ok=True)
        return whole(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", vanish)
    found = read_articles([str(tmp_path / "a.jsonl"), str(tmp_path / name)])
    assert ids_of(found) == {"good-1"}
    assert places(found) == [(str(tmp_path / name), 0)]
    assert "No such file" in found.rejects[0].reason


def test_source_that_is_gone_gives_a_row_with_a_problem(tmp_path: Path) -> None:
    (row,) = raw_rows(str(tmp_path / "gone.jsonl"), None, lambda _: None)
    assert "can't be read" in row.problem


class _Failing(io.RawIOBase):
    """A file on a disk that gives an I/O error after a while."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        got = self._data.readinto(memoryview(buffer)[:4096])
        if not got:
            raise OSError(5, "Input/output error")
        return got


@pytest.mark.parametrize(
    ("name", "pack"),
    [("b.jsonl", bytes), ("b.json", bytes), ("b.jsonl.gz", gzip.compress), ("b.txt", bytes), ("b.parquet", bytes)],
)
def test_input_output_error_in_the_middle(
    tmp_path: Path, name: str, pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jsonl").write_bytes(heron_line(1))
    (tmp_path / name).write_bytes(b"there")
    lines = b"\n".join(heron_line(number) for number in range(100, 400))
    whole = Path.open

    def fail(self: Path, *args: Any, **kwargs: Any) -> Any:
        return _Failing(pack(lines)[:-9]) if self.name == name else whole(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", fail)
    found = read_articles([str(tmp_path / name), str(tmp_path / "a.jsonl")])
    assert "good-1" in ids_of(found)
    (reject,) = found.rejects
    assert reject.file == str(tmp_path / name)
    assert "Input/output error" in reject.reason or "breaks off" in reject.reason
    if name.startswith("b.jsonl"):
        assert len(ids_of(found)) >= 299
