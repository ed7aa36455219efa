"""The hand-written run folders are what a run writes."""

import json
from pathlib import Path

import jsonschema
import pytest
from runfolder import Told
from stories import many

from pipeline.records import StanceLabel

_SCHEMAS = Path(__file__).parents[2] / "pipeline" / "schemas"


@pytest.mark.parametrize("name", ["articles", "stories", "stances", "totals", "rejected", "manifest"])
def test_every_file_keeps_its_schema(report: Path, name: str) -> None:
    rules = json.loads((_SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    if name == "manifest":
        rows = [json.loads((report.parent / "manifest.json").read_bytes())]
    else:
        rows = [json.loads(line) for line in (report.parent / f"{name}.jsonl").read_bytes().split(b"\n") if line]
    assert rows
    for row in rows:
        jsonschema.Draft202012Validator(rules).validate(row)


def test_the_stories_have_everything_that_a_page_must_show(stories: tuple[Told, ...]) -> None:
    reports = [story.report for story in stories]
    assert {stance.label for story in stories for stance in story.stances} == set(StanceLabel)
    assert any(stance.quoted for story in stories for stance in story.stances)
    assert any(row.duplicate_of for story in stories for row in story.articles)
    assert any(dispute.note for report in reports for dispute in report.disputes)
    assert any(report.wire for report in reports)
    assert any(report.brief.repairs.dropped for report in reports)
    assert any(not sentence.checks.entailed for report in reports for sentence in report.brief.sentences)


def test_many_stories_differ() -> None:
    stories = many(60)
    assert len({story.report.story_id for story in stories}) == len({story.report.title for story in stories}) == 60
