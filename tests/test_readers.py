"""Readers of public evaluation sets: which there are, their common parts, and rows of our own shape."""

import gzip
import json
import re
from pathlib import Path

import pytest
from readerfiles import DATA, SHEEP, error_of, rows_of, written

from eval.benchmarks.readers import READERS, reader
from eval.benchmarks.readers.files import csv_rows, mark_of
from eval.benchmarks.readers.rows import ClusterRow, Judged, StanceRow, SummaryRow, task_of
from eval.benchmarks.readers.votes import agreed, kind_of, most
from pipeline.errors import InputError


class TestRegistry:
    def test_names(self) -> None:
        assert sorted(READERS) == sorted(
            "xsumfaith cliff polytope factcc summeval qags frank bump summedits fnc1 neus ecbplus jsonl".split()
        )
        assert all(name == found.name and found.paper and found.files for name, found in READERS.items())

    def test_it_cannot_be_changed(self) -> None:
        with pytest.raises(TypeError):
            READERS["mine"] = READERS["qags"]  # type: ignore[index]

    @pytest.mark.parametrize(
        ("name", "nearest"), [("summedit", "summedits"), ("FRANK", "frank"), ("ecb+", "ecbplus"), ("", "xsumfaith")]
    )
    def test_unknown_name_names_the_nearest(self, name: str, nearest: str) -> None:
        with pytest.raises(InputError, match="no such benchmark") as caught:
            reader(name)
        assert nearest in str(caught.value)
        if name:
            assert f"did you mean {nearest}?" in str(caught.value)

    @pytest.mark.parametrize(
        ("name", "place"),
        [
            ("xsumfaith", "xsumfaith"),
            ("cliff", "cliff"),
            ("factcc", "factcc"),
            ("summeval", "summeval"),
            ("qags", "qags/mturk_xsum.jsonl"),
            ("frank", "frank"),
            ("bump", "bump"),
            ("summedits", "summedits"),
            ("fnc1", "fnc1"),
            ("neus", "neus"),
            ("ecbplus", "ecbplus"),
        ],
    )
    def test_rows_are_for_the_task_and_ids_differ(self, name: str, place: str) -> None:
        rows = rows_of(name, DATA / place)
        assert {task_of(row) for row in rows} == {READERS[name].task}
        assert len({row.id for row in rows}) == len(rows) > 1

    @pytest.mark.parametrize("name", sorted(READERS))
    def test_missing_path(self, name: str, tmp_path: Path) -> None:
        message = error_of(name, tmp_path / "nowhere")
        assert str(tmp_path / "nowhere") in message and READERS[name].files in message

    @pytest.mark.parametrize("name", sorted(READERS))
    def test_folder_without_the_files(self, name: str, tmp_path: Path) -> None:
        assert f"{tmp_path}: not the files of this set; needed: {READERS[name].files}" in error_of(name, tmp_path)


class TestJsonl:
    def test_judged(self, tmp_path: Path) -> None:
        path = written(
            tmp_path,
            "mine.test.jsonl",
            {"document": SHEEP, "summary": "Sheep.", "label": 1},
            {"document": SHEEP, "summary": "Cows.", "label": 0, "error_type": ["noun", "animal"], "id": "n7"},
            {"document": SHEEP, "summary": "Pigs.", "label": False, "error_type": "noun"},
            {"document": "Rain fell.", "correct": "It rained.", "incorrect": "It snowed."},
        )
        group, other = mark_of(SHEEP), mark_of("Rain fell.")
        assert rows_of("jsonl", path) == [
            Judged("mine-1", SHEEP, "Sheep.", True, None, group),
            Judged("n7", SHEEP, "Cows.", False, "animal, noun", group),
            Judged("mine-3", SHEEP, "Pigs.", False, "noun", group),
            Judged("mine-4-correct", "Rain fell.", "It rained.", True, None, other),
            Judged("mine-4-incorrect", "Rain fell.", "It snowed.", False, None, other),
        ]

    def test_stance_packed(self, tmp_path: Path) -> None:
        path = tmp_path / "s.jsonl.gz"
        labels = ("supports", "refutes", "mixed", "not_stated", "not_enough_info", "discusses")
        rows = [{"claim": "Sheep crossed.", "evidence": SHEEP, "label": label} for label in labels]
        path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
        found = [row.label for row in rows_of("jsonl", path) if isinstance(row, StanceRow)]
        assert found == ["supports", "refutes", "mixed", "not_stated", "not_stated", "discusses"]
        row = written(tmp_path, "t.jsonl", {"claim": "c", "article": "a", "label": "mixed"})
        assert rows_of("jsonl", row) == [StanceRow("t-1", "a", "c", "mixed")]

    def test_clusters_and_summaries(self, tmp_path: Path) -> None:
        path = written(tmp_path, "c.jsonl", {"id": "a", "text": SHEEP, "topic": 3, "subtopic": "3x"})
        assert rows_of("jsonl", path) == [ClusterRow("a", SHEEP, "3/3x", "3")]
        articles = [{"title": "Flock", "text": SHEEP}, {"title": None, "text": "Noon. Sheep."}]
        path = written(tmp_path, "n.jsonl", {"id": 4, "articles": articles, "target": "Sheep."})
        assert rows_of("jsonl", path) == [SummaryRow("4", (("Flock", SHEEP), ("", "Noon. Sheep.")), "Sheep.")]

    @pytest.mark.parametrize(
        ("row", "what"),
        [
            ({"document": SHEEP, "summary": "s", "label": "1"}, "label is '1', neither 1 nor 0"),
            ({"document": SHEEP, "summary": "s", "label": 2}, "label is 2, neither"),
            ({"document": SHEEP, "summary": "s"}, "label is None"),
            ({"document": 3, "summary": "s", "label": 1}, "document is empty or no text"),
            ({"document": SHEEP, "correct": "s"}, "no incorrect"),
            ({"claim": "c", "label": "supports"}, "no article or evidence"),
            ({"claim": "c", "evidence": "e", "label": "agree"}, "label is 'agree', none of supports"),
            ({"id": True, "claim": "c", "evidence": "e", "label": "mixed"}, "id is empty or no id"),
            ({"text": "t", "topic": "1", "subtopic": "2"}, "no id"),
            ({"id": "1", "text": "t", "topic": "1"}, "no subtopic"),
            ({"articles": [], "target": "t"}, "articles is no list of objects"),
            ({"articles": [{"text": ""}], "target": "t"}, "line 1: articles without text"),
            ({"articles": [{"text": "x"}]}, "no target"),
            ({"premise": "p"}, "none of the fields of any task"),
            (["document"], "line 1: not a JSON object"),
        ],
    )
    def test_bad_rows(self, tmp_path: Path, row: object, what: str) -> None:
        message = error_of("jsonl", written(tmp_path, "x.jsonl", row))
        assert "x.jsonl, line 1" in message and what in message and "a row needs " in message

    def test_two_kinds_of_rows(self, tmp_path: Path) -> None:
        path = written(
            tmp_path,
            "x.jsonl",
            {"document": SHEEP, "summary": "Sheep.", "label": 1},
            {"claim": "c", "evidence": "e", "label": "mixed"},
        )
        assert "line 2: a row for stance in a file for consistency" in error_of("jsonl", path)

    @pytest.mark.parametrize(
        ("name", "content", "what"),
        [
            ("x.jsonl.gz", b"not packed", "can't be read"),
            ("x.jsonl.gz", gzip.compress(b'{"a": 1}' * 99, mtime=0)[:-12], "can't be read"),
            ("x.jsonl", '{"document": "é"}'.encode("latin-1"), "not UTF-8"),
        ],
    )
    def test_bad_bytes(self, tmp_path: Path, name: str, content: bytes, what: str) -> None:
        (tmp_path / name).write_bytes(content)
        assert re.search(f"{name}: {what}.*; needed: ", error_of("jsonl", tmp_path / name))


class TestCommonParts:
    def test_a_row_of_csv_stands_where_it_begins(self, tmp_path: Path) -> None:
        path = tmp_path / "x.csv"
        path.write_text('\ufeffa,b\n1,"x\n\ny"\n2,z\n', encoding="utf-8")
        assert [row.place for row in csv_rows(path, "a and b")] == [f"{path}, line 2", f"{path}, line 5"]
        assert [row.text("a") for row in csv_rows(path, "a and b")] == ["1", "2"]

    def test_votes(self) -> None:
        assert most([True, True, False]) and not most([True, False]) and not most([])
        assert kind_of(["b", "a", "b"]) == "a, b" and kind_of([]) is None
        assert agreed([{"a", "b"}, {"a"}, {"c"}]) == {"a"}
        assert agreed([{"a"}, {"b"}]) == {"a", "b"}
