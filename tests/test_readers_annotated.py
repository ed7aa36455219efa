"""Readers of sets of summaries with annotated errors: tiny files in the published form, and broken files."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from readerfiles import DATA, SHEEP, error_of, rows_of, verdicts_of, written

from eval.benchmarks.readers.files import mark_of
from eval.benchmarks.readers.rows import Judged


class TestXSumFaith:
    def test_rows(self) -> None:
        assert verdicts_of("xsumfaith", "xsumfaith") == [
            ("101-Alpha", True, None, "101"),
            ("101-Beta", False, "extrinsic", "101"),
            ("102-Alpha", False, "extrinsic, factual", "102"),
        ]

    def test_texts(self) -> None:
        rows = rows_of("xsumfaith", DATA / "xsumfaith")
        assert isinstance(rows[0], Judged) and isinstance(rows[1], Judged) and isinstance(rows[2], Judged)
        assert rows[0].summary == "the town's ferry will stop for two weeks."  # published with \'
        assert rows[1].summary == 'the ferry "marta" sank, officials say.'
        assert rows[0].document.startswith("The ferry of Lund harbour")
        assert rows[2].document == "Ines Quill sells rye loaves on Fridays.\nShe rents a room by the brook."

    def test_without_facts(self, copied: Callable[..., Path]) -> None:
        folder = copied("xsumfaith", "documents.jsonl", "ferry", "ferry")
        (folder / "factuality_annotations_xsum_summaries.csv").unlink()
        kinds = [row.kind for row in rows_of("xsumfaith", folder) if isinstance(row, Judged)]
        assert kinds == [None, "extrinsic", "extrinsic"]

    def test_missing_document(self, copied: Callable[..., Path]) -> None:
        folder = copied("xsumfaith", "documents.jsonl", '"101"', '"999"')
        message = error_of("xsumfaith", folder)
        assert "summaries.csv, line 2: document 101 is neither in documents.jsonl nor" in message

    def test_summary_file_without_text(self, copied: Callable[..., Path]) -> None:
        folder = copied("xsumfaith", "bbc-summary-data/102.summary", "RESTBODY", "REST")
        assert "102.summary has no text after [SN]RESTBODY[SN]" in error_of("xsumfaith", folder)

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
        assert what in error_of("xsumfaith", folder)


class TestCliff:
    def test_error_types(self) -> None:
        assert verdicts_of("cliff", "cliff/CLIFF_error_types.csv") == [
            ("201-BART", True, None, "201"),
            ("201-Pegasus", False, "extrinsic-NP, intrinsic-predicate", "201"),
            ("202-BART", False, "extrinsic-NP", "202"),
        ]
        row = rows_of("cliff", DATA / "cliff")[0]
        assert isinstance(row, Judged)
        assert row.document == 'Three goats were found on the "red" bridge.\nNobody was hurt.'

    def test_table_of_all_sets(self) -> None:
        assert verdicts_of("cliff", "cliff/aggre_fact_final.csv") == [
            ("203-BART", True, None, "203"),
            ("203-Pegasus", False, None, "203"),
        ]

    def test_json(self, tmp_path: Path) -> None:
        rows = [
            {"dataset": "CLIFF", "id": 5, "doc": SHEEP, "summary": "Sheep.", "model_name": "T5", "label": 1},
            {"dataset": "CLIFF", "id": 5, "doc": SHEEP, "summ": "Cows.", "model_name": "T6", "error_type": ["x", "w"]},
        ]
        assert rows_of("cliff", written(tmp_path, "cliff.json", rows)) == [
            Judged("5-T5", SHEEP, "Sheep.", True, None, "5"),
            Judged("5-T6", SHEEP, "Cows.", False, "w, x", "5"),
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
        assert what in error_of("cliff", copied("cliff", "CLIFF_error_types.csv", old, new))

    def test_no_row_of_the_set(self, tmp_path: Path) -> None:
        path = tmp_path / "aggre_fact_final.csv"
        path.write_text("dataset,id\nFRANK,1\n", encoding="utf-8")
        assert "no row whose dataset is CLIFF" in error_of("cliff", tmp_path)


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
            Judged("BART-b2", SHEEP, "Sheep crossed.", True, None, mark_of(SHEEP)),
            Judged("BART-b3", SHEEP, "Cows crossed.", False, "Addition, Omission", mark_of(SHEEP)),
            Judged("BART-b4", SHEEP, "Sheep crossed at night.", False, "Inaccuracy_internal", mark_of(SHEEP)),
        ]
        assert rows_of("polytope", path) == rows_of("polytope", folder) == rows_of("polytope", tmp_path) == rows

    def test_table_of_all_sets(self) -> None:
        assert verdicts_of("polytope", "cliff/aggre_fact_final.csv") == [("205-Summa", False, None, "205")]

    def test_error_of_an_unknown_summary(self, tmp_path: Path) -> None:
        path = _workbook(tmp_path / "x.xlsm", _logged(5, "b8", "Omission"))
        assert f"{path}, sheet Error Log, row 5: ID 'b8' is not in the sheet" in error_of("polytope", path)

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
        assert what in error_of("polytope", path)

    def test_no_workbook(self, tmp_path: Path) -> None:
        path = tmp_path / "x.xlsm"
        path.write_text("no archive", encoding="utf-8")
        assert f"{path}: not an Excel workbook" in error_of("polytope", path)


class TestFrank:
    def test_rows(self) -> None:
        expected = [("301-BART", True, None, "301"), ("301-PtGen", False, "CircE, EntE, OutE", "301")]
        assert verdicts_of("frank", "frank") == expected
        row = rows_of("frank", DATA / "frank")[1]
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
        assert what in error_of("frank", copied("frank", file, old, new))

    @pytest.mark.parametrize(
        ("content", "what"),
        [("{}", "not a JSON list"), ("[3]", "item 1: not a JSON object"), ("[\n{]", "line 2: not JSON")],
    )
    def test_bad_files(self, tmp_path: Path, content: str, what: str) -> None:
        path = tmp_path / "human_annotations_sentence.json"
        path.write_text(content, encoding="utf-8")
        assert what in error_of("frank", tmp_path)

    def test_sentence_without_annotator(self, tmp_path: Path) -> None:
        row = {"hash": "1", "model_name": "x", "article": "a", "summary": "s", "summary_sentences_annotations": [{}]}
        path = written(tmp_path, "human_annotations_sentence.json", [row])
        assert "item 1, summary_sentences_annotations 1: no annotator" in error_of("frank", path)
