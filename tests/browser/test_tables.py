"""The stances of a story as a file for a spreadsheet, made by the page itself."""

import csv
import re
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from conftest import Open
from hostile import FORMULA
from places import enter
from playwright.sync_api import Locator
from runfolder import Told

from pipeline.export import export


def _saved(section: Locator, folder: Path) -> tuple[str, str]:
    with section.page.expect_download() as waiting:
        section.locator("button[data-export='stances']").click()
    path = folder / "saved.csv"
    waiting.value.save_as(path)
    return waiting.value.suggested_filename, path.read_bytes().decode("utf-8-sig")


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_row_is_saved_for_every_stance(
    report: Path, stories: tuple[Told, ...], open_page: Open, tmp_path: Path, which: int
) -> None:
    told = stories[which]
    name, text = _saved(enter(open_page(report), told.report.story_id), tmp_path)
    rows = _rows(text)
    assert re.fullmatch(r"[\w-]+-stances\.csv", name, re.ASCII)
    assert Counter((row["label"], row["claim"], row["evidence"]) for row in rows) == Counter(
        (stance.label, stance.claim, "\n".join(item.text for item in stance.evidence)) for stance in told.stances
    )


def test_the_file_is_named_for_its_story(report: Path, open_page: Open, tmp_path: Path) -> None:
    assert _saved(enter(open_page(report), "bridge"), tmp_path)[0] == "bridge-stances.csv"


def test_it_is_what_the_export_command_writes(
    report: Path, stories: tuple[Told, ...], open_page: Open, tmp_path: Path
) -> None:
    export(report.parent, "csv", tmp_path / "tables")
    with (tmp_path / "tables" / "stances.csv").open(encoding="utf-8-sig", newline="") as file:
        whole = list(csv.DictReader(file))
    for told in stories[:3]:
        rows = _rows(_saved(enter(open_page(report), told.report.story_id), tmp_path)[1])
        own = [row for row in whole if row["article_id"].removeprefix("'") in told.report.article_ids]
        assert rows[0].keys() == own[0].keys()
        assert sorted(map(tuple, (row.items() for row in rows))) == sorted(map(tuple, (row.items() for row in own)))


def test_a_formula_is_saved_as_text(report: Path, stories: tuple[Told, ...], open_page: Open, tmp_path: Path) -> None:
    _, text = _saved(enter(open_page(report), stories[1].report.story_id), tmp_path)
    cells = [cell for row in csv.reader(StringIO(text, newline="")) for cell in row]
    assert f"'{FORMULA}" in cells
    assert "'-2+3" in cells
    assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r") and cell] == []
