"""Input made to fill the memory or to run something: refused in one line, within bounds."""

import gzip
import io
import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.articles import Reading, bounded, read_articles

_TEXT = "A heron nested on the roof of the town hall on Monday, and the clerk let it stay."
_MIB = 2**20
_ROOM = 500 * _MIB  # what reading a bomb may take beyond what the program takes when it has read an article

_LIMITED = """
import json, resource, sys
from pathlib import Path
import pyarrow.parquet, trafilatura
from pipeline.articles import read_articles
good, room, *paths = sys.argv[1:]
read_articles([good])
taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (taken + int(room), taken + int(room)))
for path in paths:
    found = read_articles([good, path])
    print(json.dumps([[article.id for article in found.articles], [reject.reason for reject in found.rejects]]))
"""


def _good(path: Path) -> str:
    path.write_text(json.dumps({"id": "good", "text": _TEXT}) + "\n")
    return str(path)


def _reasons(found: Reading) -> list[str]:
    return [reject.reason for reject in found.rejects]


def _beside(path: Path) -> list[str]:
    """The reasons to reject what a file holds, which is read beside a good one."""
    found = read_articles([_good(path.parent / "good.jsonl"), str(path)])
    assert "good" in {article.id for article in found.articles}
    return _reasons(found)


def _gzip_bombs(folder: Path) -> list[Path]:
    filler = gzip.compress(b"a" * (64 * _MIB), 6)
    made = []
    for name, start in (
        ("line.jsonl.gz", f'{{"id": "first", "text": "{_TEXT}"}}\n{{"text": "'),
        ("cell.csv.gz", f'id,text\nfirst,"{_TEXT}"\nsecond,"'),
        ("list.json.gz", f'[\n{{"id": "first", "text": "{_TEXT}"}},\n{{"text": "'),
    ):
        path = folder / name
        path.write_bytes(gzip.compress(start.encode()) + filler * 16)
        made.append(path)
    return made


def _parquet_bombs(folder: Path) -> list[Path]:
    indices = pa.array([0] * 200_000, pa.int32())
    texts = pa.array(["a" * 1_500_000])
    repeated = pa.table({"text": pa.DictionaryArray.from_arrays(indices, texts)})
    # Without Arrow's own schema nothing tells the reader to keep the list of values apart.
    pq.write_table(repeated, folder / "dictionary.parquet", compression="zstd", store_schema=False)
    long = pa.table({"text": pa.array(["a" * _MIB] * 100)})
    # One group of pages that are small on disk: the table itself is kept small while it is written.
    with pq.ParquetWriter(folder / "pages.parquet", long.schema, compression="zstd", use_dictionary=False) as writer:
        for _ in range(8):
            writer.write_table(long, row_group_size=100)
    return [folder / "dictionary.parquet", folder / "pages.parquet"]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the limit is set from what /proc says")
def test_bombs_stay_within_the_memory_they_are_given(tmp_path: Path) -> None:
    long = tmp_path / "long.jsonl"
    with long.open("wb") as file:
        file.write(b'{"text": "' + b"a" * 5000 + b'"}\n')
        file.truncate(100 * _MIB)  # a line of NUL bytes that takes no room on the disk
    bombs = [*_gzip_bombs(tmp_path), *_parquet_bombs(tmp_path), long]
    assert all(path.stat().st_size < 2 * _MIB for path in bombs[:-1])
    command = [sys.executable, "-c", _LIMITED, _good(tmp_path / "good.jsonl"), str(_ROOM), *map(str, bombs)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    for path, line in zip(bombs, done.stdout.splitlines(), strict=True):
        ids, reasons = json.loads(line)
        assert "good" in ids
        assert ("first" in ids) == path.name.endswith(".gz")
        wanted = "a line of more than 16 MiB" if path == long else "it unfolds to more than 16 MiB and 100 times"
        assert sum(wanted in reason for reason in reasons) == (8 if path.name == "pages.parquet" else 1)


def test_packed_text_that_repeats_much_is_read(tmp_path: Path) -> None:
    rows = "".join(
        json.dumps({"id": f"n{number}", "text": f"{_TEXT} It was case {number}."}) + "\n" for number in range(200)
    )
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(rows.encode()))
    assert len(read_articles([str(path)]).articles) == 200


def test_an_archive_is_named_and_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "archive.jsonl.gz"
    path.write_bytes(gzip.compress(gzip.compress(b"a" * 1000)))
    assert "gzip data" in _beside(path)[0]
    path = tmp_path / "archive.jsonl"
    path.write_bytes(b"PK\x03\x04" + bytes(2000))
    assert "a zip archive" in _beside(path)[0]


def test_long_lines_cost_themselves_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = bounded.Lines(io.BytesIO(b"ab\n" + b"x" * 50 + b"\n" + b"c\n" + b"y" * 50), 10)
    found = list(lines)
    assert [isinstance(line, bounded.Overlong) for line in found] == [False, True, False, True]
    assert found[::2] == [b"ab\n", b"c\n"]
    monkeypatch.setattr("pipeline.articles.lines.LONGEST_LINE", 200)
    monkeypatch.setattr("pipeline.articles.delimited.LONGEST_LINE", 200)
    path = tmp_path / "rows.jsonl"
    path.write_text(f'{{"id": "a", "text": "{_TEXT}"}}\n{{"text": "{_TEXT * 5}"}}\n{{"id": "b", "text": "{_TEXT}"}}\n')
    found_rows = read_articles([str(path)])
    assert [article.id for article in found_rows.articles] == ["a", "b"]
    assert [reject.line for reject in found_rows.rejects if "a line of more" in reject.reason] == [2]
    path = tmp_path / "rows.csv"
    long = '"' + "one line\n" * 50 + '"'
    path.write_text(f'id,text\na,"{_TEXT}"\nb,{long}\nc,"{_TEXT} So it was."\n')
    table = read_articles([str(path)])
    assert {article.id for article in table.articles} == {"a", "c"}
    assert table.rejects[0].line == 3
    assert "a row of more than" in table.rejects[0].reason


def test_list_that_is_too_long_keeps_what_stands_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.articles.lines.LONGEST_LIST", 600)
    path = tmp_path / "rows.json"
    rows = [{"id": f"n{number}", "text": f"{_TEXT} It was case {number}."} for number in range(50)]
    path.write_text(json.dumps(rows, indent=1))
    found = read_articles([str(path)])
    assert {article.id for article in found.articles} >= {"n0", "n1"}
    assert "write one JSON object a line" in _reasons(found)[-1]


class _Run:
    """What a pickle of this is made into touches a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self._path,)


def _loaded(path: Path) -> pa.Schema:
    """A schema whose text is of an extension type that older versions of Arrow made of a pickle."""
    said = {"ARROW:extension:name": "arrow.py_extension_type", "ARROW:extension:metadata": pickle.dumps(_Run(path))}
    return pa.schema([pa.field("id", pa.string()), pa.field("text", pa.string(), metadata=said)])


def test_pickles_within_tables_are_not_loaded(tmp_path: Path) -> None:
    touched = tmp_path / "touched"
    table = pa.table({"id": ["x"], "text": [_TEXT]}, schema=_loaded(touched))
    pq.write_table(table, tmp_path / "table.parquet")
    folder = tmp_path / "saved"
    datasets.Dataset.from_dict({"id": ["x"], "text": [_TEXT]}).save_to_disk(str(folder))
    (arrow,) = folder.glob("*.arrow")
    with pa.OSFile(str(arrow), "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    for path in (tmp_path / "table.parquet", folder):
        found = read_articles([_good(tmp_path / "good.jsonl"), str(path)])
        assert {article.id for article in found.articles} == {"good", "x"}
    assert not touched.exists()


def test_features_of_a_saved_dataset_are_not_acted_on(tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    datasets.Dataset.from_dict({"id": ["x"], "text": [_TEXT], "title": ["Heron"]}).save_to_disk(str(folder))
    info = json.loads((folder / "dataset_info.json").read_text())
    (folder / "loader.py").write_text("raise SystemExit('run')")
    info["builder_name"] = info["dataset_name"] = "loader"
    (folder / "dataset_info.json").write_text(json.dumps(info))
    state = json.loads((folder / "state.json").read_text())
    state["_format_type"] = "numpy"
    (folder / "state.json").write_text(json.dumps(state))
    assert [article.id for article in read_articles([str(folder)]).articles] == ["x"]


def test_offsets_of_an_arrow_file_that_lead_astray_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    datasets.Dataset.from_dict({"text": [_TEXT] * 3}).save_to_disk(str(folder))
    (arrow,) = folder.glob("*.arrow")
    data = arrow.read_bytes()
    length = len(_TEXT).to_bytes(4, "little") + (2 * len(_TEXT)).to_bytes(4, "little")
    assert data.count(length) == 1
    arrow.write_bytes(data.replace(length, (2**30).to_bytes(4, "little") * 2))
    found = read_articles([_good(tmp_path / "good.jsonl"), str(folder)])
    assert "not readable as a saved datasets folder" in _reasons(found)[0]
