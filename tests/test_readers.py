"""Readers of public evaluation sets: rows, labels and groups of tiny files in the published form, and broken files."""

import gzip
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from eval.benchmarks.readers import READERS, reader
from eval.benchmarks.readers.files import csv_rows, mark_of
from eval.benchmarks.readers.rows import ClusterRow, Judged, Row, StanceRow, SummaryRow, task_of
from eval.benchmarks.readers.trees import tree_of
from eval.benchmarks.readers.votes import agreed, kind_of, most
from pipeline.errors import InputError

_DATA = Path(__file__).parent / "data" / "benchmarks"

_HERON = "A heron nested on the roof of the town hall."
_KITES = "The village library now lends kites to anyone with a card."
_CLOCK = "The clock tower chimes again after a decade."
_OWL = 'An owl took the mayor\'s hat on Monday.\n\n"It was quick," she said.'
_PAINT = "Volunteers painted the lighthouse green. It took them four days."
_SHEEP = "Sheep crossed the square at noon."


def _rows(name: str, path: Path) -> list[Row]:
    return list(reader(name).read(path))


def _verdicts(name: str, place: str) -> list[tuple[str, bool, str | None, str]]:
    """Id, label, kind and group of every row of a set of judged summaries."""
    rows = _rows(name, _DATA / place)
    assert all(isinstance(row, Judged) for row in rows)
    return [(row.id, row.consistent, row.kind, row.group) for row in rows if isinstance(row, Judged)]


def _error(name: str, path: Path) -> str:
    with pytest.raises(InputError) as caught:
        _rows(name, path)
    return str(caught.value)


@pytest.fixture
def copied(tmp_path: Path) -> Callable[..., Path]:
    """A copy of a set in which one file has something else in place of a text."""

    def copy(folder: str, file: str, old: str, new: str) -> Path:
        target = tmp_path / folder
        shutil.copytree(_DATA / folder, target)
        text = (target / file).read_text(encoding="utf-8")
        assert old in text
        (target / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return target

    return copy


def _written(folder: Path, name: str, *rows: object) -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


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
        rows = _rows(name, _DATA / place)
        assert {task_of(row) for row in rows} == {READERS[name].task}
        assert len({row.id for row in rows}) == len(rows) > 1

    @pytest.mark.parametrize("name", sorted(READERS))
    def test_missing_path(self, name: str, tmp_path: Path) -> None:
        message = _error(name, tmp_path / "nowhere")
        assert str(tmp_path / "nowhere") in message and READERS[name].files in message

    @pytest.mark.parametrize("name", sorted(READERS))
    def test_folder_without_the_files(self, name: str, tmp_path: Path) -> None:
        assert f"{tmp_path}: not the files of this set; needed: {READERS[name].files}" in _error(name, tmp_path)


class TestXSumFaith:
    def test_rows(self) -> None:
        assert _verdicts("xsumfaith", "xsumfaith") == [
            ("101-Alpha", True, None, "101"),
            ("101-Beta", False, "extrinsic", "101"),
            ("102-Alpha", False, "extrinsic, factual", "102"),
        ]

    def test_texts(self) -> None:
        rows = _rows("xsumfaith", _DATA / "xsumfaith")
        assert isinstance(rows[0], Judged) and isinstance(rows[1], Judged) and isinstance(rows[2], Judged)
        assert rows[0].summary == "the town's ferry will stop for two weeks."  # published with \'
        assert rows[1].summary == 'the ferry "marta" sank, officials say.'
        assert rows[0].document.startswith("The ferry of Lund harbour")
        assert rows[2].document == "Ines Quill sells rye loaves on Fridays.\nShe rents a room by the brook."

    def test_without_facts(self, copied: Callable[..., Path]) -> None:
        folder = copied("xsumfaith", "documents.jsonl", "ferry", "ferry")
        (folder / "factuality_annotations_xsum_summaries.csv").unlink()
        kinds = [row.kind for row in _rows("xsumfaith", folder) if isinstance(row, Judged)]
        assert kinds == [None, "extrinsic", "extrinsic"]

    def test_missing_document(self, copied: Callable[..., Path]) -> None:
        folder = copied("xsumfaith", "documents.jsonl", '"101"', '"999"')
        message = _error("xsumfaith", folder)
        assert "summaries.csv, line 2: document 101 is neither in documents.jsonl nor" in message

    def test_summary_file_without_text(self, copied: Callable[..., Path]) -> None:
        folder = copied("xsumfaith", "bbc-summary-data/102.summary", "RESTBODY", "REST")
        assert "102.summary has no text after [SN]RESTBODY[SN]" in _error("xsumfaith", folder)

    @pytest.mark.parametrize(
        ("old", "new", "what"),
        [
            ("weeks.,NULL", "weeks.,none", "line 2: hallucination_type is 'none', none of NULL, intrinsic, extrinsic"),
            ("bbcid,", "number,", "line 2: no bbcid; a row needs bbcid, system"),
            ("101,Alpha", ",Alpha", "line 2: bbcid is empty or no id"),
        ],
    )
    def test_bad_rows(self, copied: Callable[..., Path], old: str, new: str, what: str) -> None:
        folder = copied("xsumfaith", "hallucination_annotations_xsum_summaries.csv", old, new)
        assert what in _error("xsumfaith", folder)


class TestCliff:
    def test_error_types(self) -> None:
        assert _verdicts("cliff", "cliff/CLIFF_error_types.csv") == [
            ("201-BART", True, None, "201"),
            ("201-Pegasus", False, "extrinsic-NP, intrinsic-predicate", "201"),
            ("202-BART", False, "extrinsic-NP", "202"),
        ]
        row = _rows("cliff", _DATA / "cliff")[0]
        assert isinstance(row, Judged)
        assert row.document == 'Three goats were found on the "red" bridge.\nNobody was hurt.'

    def test_table_of_all_sets(self) -> None:
        assert _verdicts("cliff", "cliff/aggre_fact_final.csv") == [
            ("203-BART", True, None, "203"),
            ("203-Pegasus", False, None, "203"),
        ]

    def test_json(self, tmp_path: Path) -> None:
        rows = [
            {"dataset": "CLIFF", "id": 5, "doc": _SHEEP, "summary": "Sheep.", "model_name": "T5", "label": 1},
            {"dataset": "CLIFF", "id": 5, "doc": _SHEEP, "summ": "Cows.", "model_name": "T6", "error_type": ["x", "w"]},
        ]
        assert _rows("cliff", _written(tmp_path, "cliff.json", rows)) == [
            Judged("5-T5", _SHEEP, "Sheep.", True, None, "5"),
            Judged("5-T6", _SHEEP, "Cows.", False, "w, x", "5"),
        ]

    @pytest.mark.parametrize(
        ("old", "new", "what"),
        [
            ("correct,", ",", "line 2: error_type is empty or no text"),
            ("correct,", "[],", "line 2: error_type names nothing"),
            ("Pegasus", "", "line 4: model_name is empty or no id"),
            (",correct,", ",correct,,,", "line 2: more cells than the header"),
            ("['Oslo']", "\"['Oslo']", "line 6: not CSV"),
            ("summ,", "sum,", "line 2: no summary or summ"),
        ],
    )
    def test_bad_rows(self, copied: Callable[..., Path], old: str, new: str, what: str) -> None:
        assert what in _error("cliff", copied("cliff", "CLIFF_error_types.csv", old, new))

    def test_no_row_of_the_set(self, tmp_path: Path) -> None:
        path = tmp_path / "aggre_fact_final.csv"
        path.write_text("dataset,id\nFRANK,1\n", encoding="utf-8")
        assert "no row whose dataset is CLIFF" in _error("cliff", tmp_path)


_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
_BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="Scores per segment" sheetId="1" r:id="rId1"/><sheet name="Error Log" sheetId="2" r:id="rId2"/>'
    "</sheets></workbook>"
)
_LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/>'
    "</Relationships>"
)
_STRINGS = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>ID</t></si><si><t>Source</t></si>'
    "<si><t>Target</t></si><si><r><t>Sheep crossed the </t></r><r><t>square at noon.</t></r><rPh><t>no</t></rPh></si>"
    "<si><t>Subtypes</t></si></sst>"
)


def _cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def _workbook(path: Path, errors: str = "", **parts: str) -> Path:
    """A workbook with three summaries, of which the errors' sheet names some."""
    header = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="s"><v>2</v></c></row>'
    shared = '<c r="B{0}" t="s"><v>3</v></c>'
    segments = "".join(
        f'<row r="{row}">{_cell(f"A{row}", f"b{row}")}{shared.format(row)}{_cell(f"D{row}", text)}</row>'
        for row, text in ((2, "Sheep crossed."), (3, "Cows crossed."), (4, "Sheep crossed at night."))
    )
    log = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>4</v></c></row>' + (
        errors or _logged(2, "b3", "Omission") + _logged(3, "b3", "Addition") + _logged(4, "b4", "Inaccuracy_internal")
    )
    content = {
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _LINKS,
        "xl/sharedStrings.xml": _STRINGS,
        "xl/worksheets/sheet1.xml": _SHEET.format(f"{header}{segments}<row r='9'/>"),
        "xl/worksheets/sheet2.xml": _SHEET.format(f"{log}<row>{_cell('A7', 'b4')}</row>"),
    }
    with ZipFile(path, "w") as archive:
        for name, text in (content | parts).items():
            if text:
                archive.writestr(name, text)
    return path


def _logged(row: int, number: str, kind: str) -> str:
    return f'<row r="{row}">{_cell(f"A{row}", number)}{_cell(f"C{row}", kind)}</row>'


class TestPolytope:
    def test_workbooks(self, tmp_path: Path) -> None:
        folder = tmp_path / "outputs_with_human_annotation"
        folder.mkdir()
        path = _workbook(folder / "Human_Annotation_Summarization_BART.xlsm")
        rows = [
            Judged("BART-b2", _SHEEP, "Sheep crossed.", True, None, mark_of(_SHEEP)),
            Judged("BART-b3", _SHEEP, "Cows crossed.", False, "Addition, Omission", mark_of(_SHEEP)),
            Judged("BART-b4", _SHEEP, "Sheep crossed at night.", False, "Inaccuracy_internal", mark_of(_SHEEP)),
        ]
        assert _rows("polytope", path) == _rows("polytope", folder) == _rows("polytope", tmp_path) == rows

    def test_table_of_all_sets(self) -> None:
        assert _verdicts("polytope", "cliff/aggre_fact_final.csv") == [("205-Summa", False, None, "205")]

    def test_error_of_an_unknown_summary(self, tmp_path: Path) -> None:
        path = _workbook(tmp_path / "x.xlsm", _logged(5, "b8", "Omission"))
        assert f"{path}, sheet Error Log, row 5: ID 'b8' is not in the sheet" in _error("polytope", path)

    @pytest.mark.parametrize(
        ("part", "text", "what"),
        [
            (
                "xl/workbook.xml",
                _BOOK.replace("Error Log", "Log"),
                "no sheet 'Error Log', only Scores per segment, Log",
            ),
            ("xl/worksheets/sheet2.xml", "", "part xl/worksheets/sheet2.xml: missing or damaged"),
            ("xl/worksheets/sheet1.xml", "<worksheet>", "part xl/worksheets/sheet1.xml, line 1: not XML"),
            ("xl/sharedStrings.xml", "", "cell A1: no text number '0'"),
            ("xl/sharedStrings.xml", "<!DOCTYPE sst [<!ENTITY a 'b'>]><sst/>", "declares a document type"),
            (
                "xl/sharedStrings.xml",
                _STRINGS.replace(">Source<", ">Origin<"),
                "row 2: no Source; a row needs ID, Source",
            ),
        ],
    )
    def test_bad_parts(self, tmp_path: Path, part: str, text: str, what: str) -> None:
        path = tmp_path / "x.xlsm"
        _workbook(path, **{part: text})
        assert what in _error("polytope", path)

    def test_no_workbook(self, tmp_path: Path) -> None:
        path = tmp_path / "x.xlsm"
        path.write_text("no archive", encoding="utf-8")
        assert f"{path}: not an Excel workbook" in _error("polytope", path)


class TestFactCC:
    def test_rows_with_and_without_their_stories(self) -> None:
        fish = "The fish market opens at six each morning."
        assert _rows("factcc", _DATA / "factcc" / "data-dev.jsonl") == [
            Judged("data-dev-1", _PAINT, "the lighthouse was painted green.", True, None, "cnn-test-aa11"),
            Judged("data-dev-2", _PAINT, "the lighthouse was torn down.", False, None, "cnn-test-aa11"),
            Judged("data-dev-3", fish, "the market opens at six.", True, None, mark_of(fish)),
        ]

    @pytest.mark.parametrize(
        ("old", "new", "what"),
        [
            ('"CORRECT"', '"correct"', "line 1: label is 'correct', none of CORRECT, INCORRECT"),
            ("stories/aa11", "stories/zz99", "line 1: no text, and no story cnndm/cnn/stories/zz99.story in"),
            ("cnndm/cnn", "../cnndm/cnn", "line 1: filepath '../cnndm/cnn/stories/aa11.story' leads out"),
            ('"claim"', '"sentence"', "line 1: no claim; a row needs claim, label"),
            ('{"id"', '["id"', "line 1: not JSON"),
            ('"text": "The fish market opens at six each morning."', '"x": 1', "line 3: no text or filepath"),
        ],
    )
    def test_bad_rows(self, copied: Callable[..., Path], old: str, new: str, what: str) -> None:
        assert what in _error("factcc", copied("factcc", "data-dev.jsonl", old, new))

    def test_empty_story(self, copied: Callable[..., Path]) -> None:
        folder = copied("factcc", "cnndm/cnn/stories/aa11.story", "Volunteers", "@highlight")
        assert "aa11.story is empty" in _error("factcc", folder)


class TestSummEval:
    def test_all_experts_have_to_agree(self) -> None:
        assert _rows("summeval", _DATA / "summeval") == [
            Judged("dm-test-bb22-M1", _KITES, "the library lends kites .", True, None, "dm-test-bb22"),
            Judged("dm-test-bb22-M2", _KITES, "the library sells kites .", False, None, "dm-test-bb22"),
        ]

    @pytest.mark.parametrize(
        ("old", "new", "what"),
        [
            ('"consistency": 5', '"consistency": 6', "line 1, expert_annotations 1: consistency is '6', none of 1, 2"),
            ('"consistency": 5, ', "", "line 1, expert_annotations 1: no consistency"),
            ('"expert_annotations": [', '"experts": [', "line 1: no expert_annotations"),
            ('"expert_annotations": [', '"expert_annotations": [3, ', "expert_annotations is no list of objects"),
        ],
    )
    def test_bad_rows(self, copied: Callable[..., Path], old: str, new: str, what: str) -> None:
        folder = copied("summeval", "model_annotations.aligned.paired.jsonl", old, new)
        assert what in _error("summeval", folder)


class TestQags:
    def test_every_sentence_needs_most_votes(self) -> None:
        assert _rows("qags", _DATA / "qags" / "mturk_xsum.jsonl") == [
            Judged("mturk_xsum-1", _HERON, "A heron nested on a roof.", True, None, mark_of(_HERON)),
            Judged("mturk_xsum-2", _HERON, "A heron nested on a roof. It flew to Spain.", False, None, mark_of(_HERON)),
        ]

    @pytest.mark.parametrize(
        ("old", "new", "what"),
        [
            ('"response": "no"', '"response": "maybe"', "responses 2: response is 'maybe', none of yes, no"),
            ('"summary_sentences": [{', '"summary_sentences": [], "x": [{', "summary_sentences is no list of objects"),
            (f'"{_HERON}"', '" "', "line 1: article is empty or no text"),
        ],
    )
    def test_bad_rows(self, copied: Callable[..., Path], old: str, new: str, what: str) -> None:
        assert what in _error("qags", copied("qags", "mturk_xsum.jsonl", old, new) / "mturk_xsum.jsonl")


class TestFrank:
    def test_rows(self) -> None:
        expected = [("301-BART", True, None, "301"), ("301-PtGen", False, "CircE, EntE, OutE", "301")]
        assert _verdicts("frank", "frank") == expected
        row = _rows("frank", _DATA / "frank")[1]
        assert isinstance(row, Judged) and row.summary == "The bus burned. Snow fell."  # from the file beside it

    @pytest.mark.parametrize(
        ("file", "old", "new", "what"),
        [
            ("benchmark_data.json", "PtGen", "Other", "sentence.json, item 2: no article"),
            ("human_annotations_sentence.json", '"annotator_2": ["OutE"]', '"annotator_2": "OutE"', "no list of texts"),
            (
                "human_annotations_sentence.json",
                '"hash": "301", "model_name": "BART"',
                '"hash": "301"',
                "item 1: no mod",
            ),
            ("human_annotations_sentence.json", '[\n  {"hash"', '{"hash"', "not JSON"),
        ],
    )
    def test_bad_objects(self, copied: Callable[..., Path], file: str, old: str, new: str, what: str) -> None:
        assert what in _error("frank", copied("frank", file, old, new))

    @pytest.mark.parametrize(
        ("content", "what"),
        [("{}", "not a JSON list"), ("[3]", "item 1: not a JSON object"), ("[\n{]", "line 2: not JSON")],
    )
    def test_bad_files(self, tmp_path: Path, content: str, what: str) -> None:
        path = tmp_path / "human_annotations_sentence.json"
        path.write_text(content, encoding="utf-8")
        assert what in _error("frank", tmp_path)

    def test_sentence_without_annotator(self, tmp_path: Path) -> None:
        row = {"hash": "1", "model_name": "x", "article": "a", "summary": "s", "summary_sentences_annotations": [{}]}
        path = _written(tmp_path, "human_annotations_sentence.json", [row])
        assert "item 1, summary_sentences_annotations 1: no annotator" in _error("frank", path)


class TestBump:
    def test_a_reference_comes_once(self) -> None:
        assert _verdicts("bump", "bump") == [
            ("task1-0-reference", True, None, "41"),
            ("task1-0-edited", False, "Intrinsic Entity Error", "41"),
            ("task1-1-edited", False, "Extrinsic Predicate Error", "41"),
            ("task2-0-reference", True, None, "77"),
            ("task2-0-edited", False, "Extrinsic Entity", "77"),
        ]
        assert len(_verdicts("bump", "bump/task2_dataset.json")) == 2

    @pytest.mark.parametrize("field", ["id", "article_id", "article", "reference_summary", "edited_summary"])
    def test_missing_field(self, copied: Callable[..., Path], field: str) -> None:
        folder = copied("bump", "task2_dataset.json", f'"{field}"', '"x"')
        assert f"task2_dataset.json, item 1: no {field}; a row needs id, article_id" in _error("bump", folder)


class TestSummEdits:
    def test_rows(self) -> None:
        group = mark_of(_CLOCK)
        assert _rows("summedits", _DATA / "summedits" / "summedits_news.json") == [
            Judged("news-c3_og", _CLOCK, "The tower chimes again.", True, None, group),
            Judged("news-c3_0", _CLOCK, "The tower never chimes.", False, "entity_modification, negation", group),
        ]

    def test_folder_has_all_domains(self) -> None:
        assert [row.id for row in _rows("summedits", _DATA / "summedits")] == ["news-c3_og", "news-c3_0", "samsum-d4_0"]

    @pytest.mark.parametrize(
        ("old", "new", "what"),
        [
            ('"label": 1', '"label": 2', "item 1: label is '2', none of 1, 0"),
            ('"label": 1', '"label": null', "item 1: no label"),
            ('["negation"', "[4", "item 2: edit_types is no list of texts"),
            ('"doc"', '"text"', "item 1: no doc"),
        ],
    )
    def test_bad_objects(self, copied: Callable[..., Path], old: str, new: str, what: str) -> None:
        assert what in _error("summedits", copied("summedits", "summedits_news.json", old, new))


class TestFnc1:
    def test_rows(self) -> None:
        assert _rows("fnc1", _DATA / "fnc1" / "train_stances.csv") == [
            StanceRow("train_stances-1", _OWL, 'Owl "Greta" steals a hat, says mayor', "supports"),
            StanceRow("train_stances-2", _OWL, "Owl never left its cage", "refutes"),
            StanceRow("train_stances-3", _OWL, "Did an owl steal a hat?", "discusses"),
            StanceRow("train_stances-4", "The quarry flooded overnight.", "Bridge to close in spring", "not_stated"),
        ]

    def test_folder_prefers_the_test_set(self, copied: Callable[..., Path]) -> None:
        folder = copied("fnc1", "train_stances.csv", "agree", "agree")
        for name in ("stances", "bodies"):
            shutil.copy(folder / f"train_{name}.csv", folder / f"competition_test_{name}.csv")
        assert _rows("fnc1", folder)[0].id == "competition_test_stances-1"

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
        assert what in _error("fnc1", copied("fnc1", file, old, new))

    def test_no_bodies(self, copied: Callable[..., Path]) -> None:
        folder = copied("fnc1", "train_stances.csv", "agree", "agree")
        (folder / "train_bodies.csv").unlink()
        assert "no file of bodies beside it" in _error("fnc1", folder)
        assert "no file of bodies beside it" in _error(
            "fnc1", shutil.copy(folder / "train_stances.csv", folder / "x.csv")
        )


class TestNeus:
    def test_source_and_target(self) -> None:
        first = (
            ("Council keeps the fountain", "The council voted to keep the fountain."),
            ("Why pay for water?", "The fountain costs too much."),
        )  # the third has no text
        second = (("", "Rain is due on Friday."), ("", "Farmers hope for rain."))
        assert _rows("neus", _DATA / "neus") == [
            SummaryRow("test-1", first, "The council keeps its fountain in spite of the cost."),
            SummaryRow("test-2", second, "Rain may come on Friday."),
        ]

    def test_as_crawled(self) -> None:
        articles = (("Fountain saved", "It stays."), ("Costly jets", "It costs too much. Again..."))
        expected = [SummaryRow("12", articles, "The fountain stays. Both sides wrote of it.")]
        assert _rows("neus", _DATA / "neus" / "crawled.jsonl") == expected

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
        assert what in _error("neus", copied("neus", file, old, new))

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
            assert len(_rows("neus", path)) == 1
        else:
            assert what in _error("neus", path)

    def test_no_target(self, copied: Callable[..., Path]) -> None:
        folder = copied("neus", "test.target", "Rain", "Rain")
        assert "not a .source file" in _error("neus", folder / "test.target")
        (folder / "test.target").unlink()
        assert f"{folder / 'test.target'}: can't be read" in _error("neus", folder)

    def test_only_a_newline_ends_a_line(self, tmp_path: Path) -> None:
        (tmp_path / "val.source").write_text("Sheep\u2028crossed.\n", encoding="utf-8")
        (tmp_path / "val.target").write_text("Sheep\x85did.\n", encoding="utf-8")
        assert _rows("neus", tmp_path) == [SummaryRow("val-1", (("", "Sheep\u2028crossed."),), "Sheep\x85did.")]


class TestEcbPlus:
    def test_rows(self) -> None:
        expected = [
            ClusterRow("1_2ecb", '"Stay," said Ida\'s aunt.\nThey left (late).', "1ecb", "1"),
            ClusterRow("1_9ecbplus", "Fair & quick", "1ecbplus", "1"),
            ClusterRow("1_10ecbplus", "Fair & square", "1ecbplus", "1"),
            ClusterRow("10_1ecb", "Snow fell", "10ecb", "10"),
        ]
        assert _rows("ecbplus", _DATA / "ecbplus" / "ECB+") == _rows("ecbplus", _DATA / "ecbplus") == expected

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
            assert _rows("ecbplus", folder)[-1].id == "10_1ecb"
        else:
            assert "10_1ecb.xml" in _error("ecbplus", folder) and what in _error("ecbplus", folder)

    def test_no_words(self, tmp_path: Path) -> None:
        (tmp_path / "3").mkdir()
        (tmp_path / "3" / "3_1ecb.xml").write_text("<Document/>", encoding="utf-8")
        assert "3_1ecb.xml: no text" in _error("ecbplus", tmp_path)

    def test_other_name(self, copied: Callable[..., Path]) -> None:
        folder = copied("ecbplus", "ECB+/10/10_1ecb.xml", "Snow", "Snow")
        shutil.copy(folder / "ECB+/10/10_1ecb.xml", folder / "ECB+/10/._10_1ecb.xml")  # of a Mac; not read
        assert len(_rows("ecbplus", folder)) == 4
        shutil.copy(folder / "ECB+/10/10_1ecb.xml", folder / "ECB+/10/notes.xml")
        assert "notes.xml: not a file of this set" in _error("ecbplus", folder)

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
    def test_no_encoding_hides_a_document_type(self, encoding: str) -> None:
        data = "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE d [<!ENTITY é 'x'>]><d>é</d>".encode(encoding)
        with pytest.raises(InputError, match=r"not UTF-8|not XML"):
            tree_of(data, "x.xml")


class TestJsonl:
    def test_judged(self, tmp_path: Path) -> None:
        path = _written(
            tmp_path,
            "mine.test.jsonl",
            {"document": _SHEEP, "summary": "Sheep.", "label": 1},
            {"document": _SHEEP, "summary": "Cows.", "label": 0, "error_type": ["noun", "animal"], "id": "n7"},
            {"document": _SHEEP, "summary": "Pigs.", "label": False, "error_type": "noun"},
            {"document": "Rain fell.", "correct": "It rained.", "incorrect": "It snowed."},
        )
        group, other = mark_of(_SHEEP), mark_of("Rain fell.")
        assert _rows("jsonl", path) == [
            Judged("mine-1", _SHEEP, "Sheep.", True, None, group),
            Judged("n7", _SHEEP, "Cows.", False, "animal, noun", group),
            Judged("mine-3", _SHEEP, "Pigs.", False, "noun", group),
            Judged("mine-4-correct", "Rain fell.", "It rained.", True, None, other),
            Judged("mine-4-incorrect", "Rain fell.", "It snowed.", False, None, other),
        ]

    def test_stance_packed(self, tmp_path: Path) -> None:
        path = tmp_path / "s.jsonl.gz"
        labels = ("supports", "refutes", "mixed", "not_stated", "not_enough_info", "discusses")
        rows = [{"claim": "Sheep crossed.", "evidence": _SHEEP, "label": label} for label in labels]
        path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
        found = [row.label for row in _rows("jsonl", path) if isinstance(row, StanceRow)]
        assert found == ["supports", "refutes", "mixed", "not_stated", "not_stated", "discusses"]
        row = _written(tmp_path, "t.jsonl", {"claim": "c", "article": "a", "label": "mixed"})
        assert _rows("jsonl", row) == [StanceRow("t-1", "a", "c", "mixed")]

    def test_clusters_and_summaries(self, tmp_path: Path) -> None:
        path = _written(tmp_path, "c.jsonl", {"id": "a", "text": _SHEEP, "topic": 3, "subtopic": "3x"})
        assert _rows("jsonl", path) == [ClusterRow("a", _SHEEP, "3/3x", "3")]
        articles = [{"title": "Flock", "text": _SHEEP}, {"title": None, "text": "Noon. Sheep."}]
        path = _written(tmp_path, "n.jsonl", {"id": 4, "articles": articles, "target": "Sheep."})
        assert _rows("jsonl", path) == [SummaryRow("4", (("Flock", _SHEEP), ("", "Noon. Sheep.")), "Sheep.")]

    @pytest.mark.parametrize(
        ("row", "what"),
        [
            ({"document": _SHEEP, "summary": "s", "label": "1"}, "label is '1', neither 1 nor 0"),
            ({"document": _SHEEP, "summary": "s", "label": 2}, "label is 2, neither"),
            ({"document": _SHEEP, "summary": "s"}, "label is None"),
            ({"document": 3, "summary": "s", "label": 1}, "document is empty or no text"),
            ({"document": _SHEEP, "correct": "s"}, "no incorrect"),
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
        message = _error("jsonl", _written(tmp_path, "x.jsonl", row))
        assert "x.jsonl, line 1" in message and what in message and "a row needs " in message

    def test_two_kinds_of_rows(self, tmp_path: Path) -> None:
        path = _written(
            tmp_path,
            "x.jsonl",
            {"document": _SHEEP, "summary": "Sheep.", "label": 1},
            {"claim": "c", "evidence": "e", "label": "mixed"},
        )
        assert "line 2: a row for stance in a file for consistency" in _error("jsonl", path)

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
        assert re.search(f"{name}: {what}.*; needed: ", _error("jsonl", tmp_path / name))


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
