"""Files appear whole or not at all; the journal survives a cut."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.files import remove_partials, whole_file
from pipeline.output import Journal, digest, plain, write_jsonl
from pipeline.records import Claim, Evidence, StanceLabel


def test_records_become_json_with_rounded_scores() -> None:
    evidence = Evidence(0, 5, "Words", 0.123456, 1 / 3, True)
    assert plain({"label": StanceLabel.MIXED, "evidence": (evidence,)}) == {
        "label": "mixed",
        "evidence": [
            {
                "start": 0,
                "end": 5,
                "text": "Words",
                "supports": 0.1235,
                "refutes": 0.3333,
                "quoted": True,
                "speaker": None,
            }
        ],
    }


def test_a_failing_writer_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    write_jsonl(path, [{"a": 1}])
    with pytest.raises(TypeError):
        write_jsonl(path, [{"a": 2}, object()])
    assert json.loads(path.read_text(encoding="utf-8")) == {"a": 1}
    assert [item.name for item in tmp_path.iterdir()] == ["rows.jsonl"]


def test_journal_goes_on_after_a_cut(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    journal = Journal(path)
    journal.put("one", {"x": 1})
    journal.put("two", {"x": 2})
    journal.close()
    path.write_bytes(path.read_bytes()[:-7])
    again = Journal(path)
    assert (again.get("one"), again.get("two"), len(again)) == ({"x": 1}, None, 1)
    again.put("two", {"x": 3})
    again.close()
    last = Journal(path)
    assert last.get("two") == {"x": 3}
    last.discard()
    assert not path.exists()


def test_a_journal_drops_lines_that_are_none_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    whole = b'{"key": "one", "value": 1}\n'
    for foreign in (b"7\n", b'{"key": "two"}\n', b'{"key": "two", "val'):
        path.write_bytes(whole + foreign + whole)
        journal = Journal(path)
        assert (len(journal), journal.get("one")) == (1, 1)
        journal.close()
        assert path.read_bytes() == whole


def test_what_a_killed_writer_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    for name in (".hidden", "other.partial", "rows.jsonl"):
        (tmp_path / name).touch()
    with whole_file(tmp_path / "rows.jsonl") as file:
        file.write("{}")
        remove_partials(tmp_path)  # as if this process were dead
        assert len(list(tmp_path.iterdir())) == 3
        (tmp_path / ".rows.jsonl.partial").touch()
        Path(file.name).touch()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".hidden",
        ".rows.jsonl.partial",
        "other.partial",
        "rows.jsonl",
    ]


def test_digest_depends_on_content_alone() -> None:
    assert digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})
    assert digest(Claim("1", "text")) != digest(Claim("2", "text"))


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_text)
        write_jsonl(pipe, [{"a": 1}])
        assert read.result(timeout=20) == '{"a": 1}\n'
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_no_file_takes_the_place_of_a_device() -> None:
    before = Path(os.devnull).stat()
    write_jsonl(Path(os.devnull), [{"a": 1}])
    assert Path(os.devnull).stat().st_mode == before.st_mode
    assert Path(os.devnull).is_char_device()
