"""Two results: what changed beyond chance, and the cases that flipped."""

from pathlib import Path
from typing import Any

import pytest
from evaluated import ExactJudge, change, write_labels, write_run

from eval.compare import compare
from eval.files import read_results, write_results
from eval.harness import assess
from eval.labels import read_expectations
from eval.report import comparison, markdown, summary
from eval.results import Item, Measure, Results
from eval.statistics import compute
from pipeline.config import load
from pipeline.errors import InputError
from pipeline.report.read import read_run


def results_of(folder: Path, run: Path) -> Results:
    if not (folder / "articles.jsonl").exists():
        write_labels(folder)
    labels = read_expectations(sorted(folder.glob("*.yaml")))
    return assess(labels, read_run(run, strict=False), ExactJudge(), ("stance_accuracy>=1",), load("default"))


def test_a_worse_stance_is_told_with_its_case(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run")
    old = results_of(tmp_path, run)

    def edit(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            row["label"] = "not_stated"

    change(run, "stances", edit)
    new = results_of(tmp_path, run)
    found = compare(old, new)
    by_name = {one.metric: one for one in found.changes}
    assert by_name["stance_accuracy"].verdict == "worse"
    assert by_name["stance_accuracy"].difference == pytest.approx(-1)
    assert by_name["consistency"].verdict == "same"
    flipped = [flip for flip in found.flips if flip.metric == "stance_accuracy"]
    assert len(flipped) == 4
    assert not any(flip.better for flip in flipped)
    text = comparison(found, 2)
    assert text.index("## Worse") < text.index("Right before, wrong now")
    assert "fire-1/a1" in text
    assert "and" in text
    back = compare(new, old)
    assert {one.verdict for one in back.changes if one.metric == "stance_accuracy"} == {"better"}
    assert comparison(compare(old, old), 10) == "Nothing changed.\n"


def _results(values: list[float], better: str = "higher") -> Results:
    items = tuple(Item(f"s{row // 2}", f"i{row}", (value,), loss=1 - value) for row, value in enumerate(values))
    measure = Measure("m", "mean", items, "a mean", better=better)
    return Results({"m": compute(measure, 1)}, (), (), {"m": items}, {}, {}, meaningless=False, versions={}, seed=1)


def test_a_change_within_chance_is_the_same() -> None:
    (found,) = compare(_results([1, 0] * 10), _results([0, 1] * 10)).changes
    assert (found.verdict, found.difference) == ("same", 0)


def test_lower_can_be_better() -> None:
    (found,) = compare(_results([1.0] * 20, "lower"), _results([0.5] * 20, "lower")).changes
    assert found.verdict == "better"


def test_only_items_that_both_scored_are_compared() -> None:
    (found,) = compare(_results([1.0] * 12), _results([1.0] * 20)).changes
    assert (found.n, found.only_old, found.only_new) == (12, 0, 8)


def test_results_are_read_as_they_were_written(tmp_path: Path) -> None:
    results = results_of(tmp_path, write_run(tmp_path / "run"))
    write_results(tmp_path, results)
    again = read_results(tmp_path)
    assert again.metrics.keys() == results.metrics.keys()
    assert compare(results, again).flips == ()
    assert {one.verdict for one in compare(results, again).changes} == {"same"}


@pytest.mark.parametrize(("content", "told"), [(None, "name what"), ("{}", "make it again"), ("[1]", "make it again")])
def test_what_is_no_result(tmp_path: Path, content: str | None, told: str) -> None:
    if content is not None:
        (tmp_path / "results.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        read_results(tmp_path / "results.json")


def test_the_markdown_says_what_there_is(tmp_path: Path) -> None:
    results = results_of(tmp_path, write_run(tmp_path / "run"))
    text = markdown(results)
    assert "| `stance_accuracy>=1` | met | 1.000 |" in text
    assert "MEAN NOTHING" not in text
    for name in results.metrics:
        assert f"| {name} |" in text
    assert "not computable: no brief sentence has a place for it" in text
    assert "gate stance_accuracy>=1: met" in summary(results, tmp_path)


def test_text_of_articles_is_no_markdown(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run")

    def edit(rows: list[dict[str, Any]]) -> None:
        rows[0]["brief"]["sentences"][0]["text"] = "<script>alert(1)</script> | `x` *y*"

    change(run, "stories", edit)
    text = markdown(results_of(tmp_path, run))
    assert "<script>" not in text
    assert "\\| \\`x\\` \\*y\\*" in text


def _written(stories: int, values: list[float]) -> Results:
    """So many stories with a sentence of each value."""
    items = tuple(
        Item(f"s{story}", f"s{story}/brief/{row}", (value,), text=f"{value}")
        for story in range(stories)
        for row, value in enumerate(values)
    )
    measure = Measure("m", "mean", items, "a mean", written=True)
    return Results({"m": compute(measure, 1)}, (), (), {"m": items}, {}, {}, meaningless=False, versions={}, seed=1)


def test_what_runs_wrote_is_compared_story_by_story_with_all_of_it() -> None:
    (found,) = compare(_written(6, [1.0]), _written(6, [1.0, 0.0, 0.0, 0.0])).changes
    assert (found.old, found.new, found.n, found.verdict) == (1.0, 0.25, 24, "worse")


def test_another_sentence_in_the_same_place_is_no_flip() -> None:
    assert compare(_written(6, [1.0]), _written(6, [0.0])).flips == ()
