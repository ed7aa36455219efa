"""Readers of sets of stances, of briefs and of events: tiny files in the published form, and broken files."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from readerfiles import DATA, OWL, error_of, rows_of

from eval.benchmarks.readers.rows import ClusterRow, StanceRow, SummaryRow
from eval.benchmarks.readers.trees import tree_of
from pipeline.errors import InputError


class TestFnc1:
    def test_rows(self) -> None:
        assert rows_of("fnc1", DATA / "fnc1" / "train_stances.csv") == [
            StanceRow("train_stances-1", OWL, 'Owl "Greta" steals a hat, says mayor', "supports"),
            StanceRow("train_stances-2", OWL, "Owl never left its cage", "refutes"),
            StanceRow("train_stances-3", OWL, "Did an owl steal a hat?", "discusses"),
            StanceRow("train_stances-4", "The quarry flooded overnight.", "Bridge to close in spring", "not_stated"),
        ]

    def test_folder_prefers_the_test_set(self, copied: Callable[..., Path]) -> None:
        folder = copied("fnc1", "train_stances.csv", "agree", "agree")
        for name in ("stances", "bodies"):
            shutil.copy(folder / f"train_{name}.csv", folder / f"competition_test_{name}.csv")
        assert rows_of("fnc1", folder)[0].id == "competition_test_stances-1"

    @pytest.mark.parametrize(
        ("file", "old", "new", "what"),
        [
            ("train_stances.csv", "disagree", "denies", "line 3: Stance is 'denies', none of agree, disagree"),
            ("train_stances.csv", "9,", "8,", "line 5: Body ID 8 is not in train_bodies.csv"),
            ("train_stances.csv", ",Stance", "", "line 2: more cells than the header"),
            ("train_bodies.csv", "articleBody", "body", "bodies.csv, line 2: no articleBody"),
            ("train_bodies.csv", "9,The quarry flooded overnight.", "9,", "line 5: articleBody is empty"),
            ("train_bodies.csv", 'she said."', "she said.", "line 2: not CSV"),
        ],
    )
    def test_bad_rows(self, copied: Callable[..., Path], file: str, old: str, new: str, what: str) -> None:
        assert what in error_of("fnc1", copied("fnc1", file, old, new))

    def test_no_bodies(self, copied: Callable[..., Path]) -> None:
        folder = copied("fnc1", "train_stances.csv", "agree", "agree")
        (folder / "train_bodies.csv").unlink()
        assert "no file of bodies beside it" in error_of("fnc1", folder)
        assert "no file of bodies beside it" in error_of(
            "fnc1", shutil.copy(folder / "train_stances.csv", folder / "x.csv")
        )


class TestNeus:
    def test_source_and_target(self) -> None:
        first = (
            ("Council keeps the fountain", "The council voted to keep the fountain."),
            ("Why pay for water?", "The fountain costs too much."),
        )  # the third has no text
        second = (("", "Rain is due on Friday."), ("", "Farmers hope for rain."))
        assert rows_of("neus", DATA / "neus") == [
            SummaryRow("test-1", first, "The council keeps its fountain in spite of the cost."),
            SummaryRow("test-2", second, "Rain may come on Friday."),
        ]

    def test_as_crawled(self) -> None:
        articles = (("Fountain saved", "It stays."), ("Costly jets", "It costs too much. Again..."))
        expected = [SummaryRow("12", articles, "The fountain stays. Both sides wrote of it.")]
        assert rows_of("neus", DATA / "neus" / "crawled.jsonl") == expected

    @pytest.mark.parametrize(
        ("file", "old", "new", "what"),
        [
            ("test.target", "Rain may come on Friday.\n", "", "test.source has 2 lines and test.target 1"),
            ("test.target", "Rain may come on Friday.", "", "test.target, line 2: no summary"),
            (
                "test.source",
                "Rain is due on Friday. [SEP] Farmers hope for rain.",
                "[SEP]",
                "source, line 2: no article",
            ),
        ],
    )
    def test_bad_lines(self, copied: Callable[..., Path], file: str, old: str, new: str, what: str) -> None:
        assert what in error_of("neus", copied("neus", file, old, new))

    @pytest.mark.parametrize(
        ("old", "new", "what"),
        [
            ('"news": {', '"news": 3, "x": {', "line 1: news is no object"),
            ('"newsTitle": "Costly jets"', '"x": 1', "line 1, right: no newsTitle"),
            ('["It stays."]', '"It stays."', "line 1, left: newBody is no list of texts"),
            ('"The fountain stays. ", "Both sides wrote of it."', "", "line 1: no summary"),
            ('{"right"', '{"above"', None),
        ],
    )
    def test_bad_crawled_rows(self, copied: Callable[..., Path], old: str, new: str, what: str | None) -> None:
        path = copied("neus", "crawled.jsonl", old, new) / "crawled.jsonl"
        if what is None:  # a side may be missing
            assert len(rows_of("neus", path)) == 1
        else:
            assert what in error_of("neus", path)

    def test_no_target(self, copied: Callable[..., Path]) -> None:
        folder = copied("neus", "test.target", "Rain", "Rain")
        assert "not a .source file" in error_of("neus", folder / "test.target")
        (folder / "test.target").unlink()
        assert f"{folder / 'test.target'}: can't be read" in error_of("neus", folder)

    def test_only_a_newline_ends_a_line(self, tmp_path: Path) -> None:
        (tmp_path / "val.source").write_text("Sheep\u2028crossed.\n", encoding="utf-8")
        (tmp_path / "val.target").write_text("Sheep\x85did.\n", encoding="utf-8")
        assert rows_of("neus", tmp_path) == [SummaryRow("val-1", (("", "Sheep\u2028crossed."),), "Sheep\x85did.")]


class TestEcbPlus:
    def test_rows(self) -> None:
        expected = [
            ClusterRow("1_2ecb", '"Stay," said Ida\'s aunt.\nThey left (late).', "1ecb", "1"),
            ClusterRow("1_9ecbplus", "Fair & quick", "1ecbplus", "1"),
            ClusterRow("1_10ecbplus", "Fair & square", "1ecbplus", "1"),
            ClusterRow("10_1ecb", "Snow fell", "10ecb", "10"),
        ]
        assert rows_of("ecbplus", DATA / "ecbplus" / "ECB+") == rows_of("ecbplus", DATA / "ecbplus") == expected

    @pytest.mark.parametrize(
        ("old", "new", "what"),
        [
            ("<Document", "<!DOCTYPE d [<!ENTITY a 'aaaa'>]>\n<Document", "line 1: declares a document type"),
            ("</Document>", "", "not XML"),
            ('sentence="0" ', "", "token 1: no sentence"),
            (">Snow<", "><", None),
        ],
    )
    def test_bad_files(self, copied: Callable[..., Path], old: str, new: str, what: str | None) -> None:
        folder = copied("ecbplus", "ECB+/10/10_1ecb.xml", old, new)
        if what is None:  # an empty word
            assert rows_of("ecbplus", folder)[-1].id == "10_1ecb"
        else:
            assert "10_1ecb.xml" in error_of("ecbplus", folder) and what in error_of("ecbplus", folder)

    def test_no_words(self, tmp_path: Path) -> None:
        (tmp_path / "3").mkdir()
        (tmp_path / "3" / "3_1ecb.xml").write_text("<Document/>", encoding="utf-8")
        assert "3_1ecb.xml: no text" in error_of("ecbplus", tmp_path)

    def test_other_name(self, copied: Callable[..., Path]) -> None:
        folder = copied("ecbplus", "ECB+/10/10_1ecb.xml", "Snow", "Snow")
        shutil.copy(folder / "ECB+/10/10_1ecb.xml", folder / "ECB+/10/._10_1ecb.xml")  # of a Mac; not read
        assert len(rows_of("ecbplus", folder)) == 4
        shutil.copy(folder / "ECB+/10/10_1ecb.xml", folder / "ECB+/10/notes.xml")
        assert "notes.xml: not a file of this set" in error_of("ecbplus", folder)

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
    def test_no_encoding_hides_a_document_type(self, encoding: str) -> None:
        data = "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE d [<!ENTITY é 'x'>]><d>é</d>".encode(encoding)
        with pytest.raises(InputError, match=r"not UTF-8|not XML"):
            tree_of(data, "x.xml")
