"""The evaluation can fail: each thing that is corrupted brings down its own figure and gate."""

import json
from pathlib import Path
from typing import Any

import pytest
from evaluated import ExactJudge, change, cite, write_labels, write_run

from eval.harness import assess
from eval.judging import KeptJudge
from eval.labels import read_expectations
from eval.results import Results
from pipeline.config import Config, load
from pipeline.errors import ConfigError
from pipeline.report.read import read_run

_GATES = (
    "consistency>=1",
    "citation_precision>=1",
    "coverage>=1",
    "stance_macro_f1>=1",
    "dispute_precision>=1",
    "dispute_recall>=1",
    "neutrality>=1",
    "cluster_bcubed_f1>=1",
    "restraint>=1",
)


@pytest.fixture
def config() -> Config:
    return load("default")


def evaluated(folder: Path, config: Config, gates: tuple[str, ...] = _GATES) -> Results:
    labels = read_expectations(sorted((folder / "labels").glob("*.yaml")))
    return assess(labels, read_run(folder / "run", strict=False), ExactJudge(), gates, config)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "labels").mkdir()
    write_labels(tmp_path / "labels")
    write_run(tmp_path / "run")
    return tmp_path


def fallen(results: Results) -> set[str]:
    return {gate.metric for gate in results.gates if not gate.passed}


def test_a_right_run_meets_every_gate(folder: Path, config: Config) -> None:
    results = evaluated(folder, config)
    assert fallen(results) == set()
    assert {name for name, result in results.metrics.items() if result.unscored} == set()
    assert results.labels["stance_cells"] == 4
    assert not results.meaningless


def _say(text: str) -> Any:
    def edit(rows: list[dict[str, Any]]) -> None:
        rows[0]["brief"]["sentences"][0]["text"] = text

    return edit


def test_a_corrupt_brief_falls(folder: Path, config: Config) -> None:
    change(folder / "run", "stories", _say("Ninety people perished at Harl mill."))
    assert fallen(evaluated(folder, config)) == {"consistency", "citation_precision", "coverage"}


def test_a_loaded_brief_falls(folder: Path, config: Config) -> None:
    change(folder / "run", "stories", _say("Nine people died in the fire, which the greedy thugs denied."))
    assert "neutrality" in fallen(evaluated(folder, config))


def test_what_must_not_be_said_falls(folder: Path, config: Config) -> None:
    change(folder / "run", "stories", _say("Nine died in the fire because the owner locked the doors."))
    assert "restraint" in fallen(evaluated(folder, config))


def test_words_of_others_are_not_the_briefs_own(folder: Path, config: Config) -> None:
    change(
        folder / "run", "stories", _say("Nine died in the fire because the owner locked the doors, firefighters said.")
    )
    assert "restraint" not in fallen(evaluated(folder, config))


def test_a_citation_of_another_sentence_falls(folder: Path, config: Config) -> None:
    def edit(rows: list[dict[str, Any]]) -> None:
        rows[0]["brief"]["sentences"][0]["citations"] = [cite("a2", "The fire at Harl mill killed 11 people.")]

    change(folder / "run", "stories", edit)
    assert fallen(evaluated(folder, config)) == {"citation_precision"}


def test_a_quote_that_does_not_stand_where_it_says_falls(folder: Path, config: Config) -> None:
    def edit(rows: list[dict[str, Any]]) -> None:
        rows[0]["brief"]["sentences"][0]["citations"][0]["start"] += 1

    change(folder / "run", "stories", edit)
    results = evaluated(folder, config)
    assert fallen(results) == {"citation_precision"}
    assert "don't stand" in results.items["citation_precision"][0].said


def test_a_sentence_without_citations_is_not_recalled(folder: Path, config: Config) -> None:
    def edit(rows: list[dict[str, Any]]) -> None:
        rows[0]["brief"]["sentences"][0]["citations"] = []

    change(folder / "run", "stories", edit)
    assert evaluated(folder, config).metrics["citation_recall"].value == pytest.approx(0.5)


def test_a_wrong_stance_falls(folder: Path, config: Config) -> None:
    def edit(rows: list[dict[str, Any]]) -> None:
        rows[1]["label"] = "supports"

    change(folder / "run", "stances", edit)
    assert fallen(evaluated(folder, config)) == {"stance_macro_f1"}


def test_a_missing_cell_is_an_error_and_an_unscored_one_is_counted_apart(folder: Path, config: Config) -> None:
    change(folder / "run", "stances", lambda rows: rows.pop(1))
    missing = evaluated(folder, config).metrics["stance_accuracy"]
    assert (missing.value, missing.n, missing.unscored) == (pytest.approx(0.75), 4, 0)

    def unscore(rows: list[dict[str, Any]]) -> None:
        rows[0].update(label="unscored", scores=None, unscored="too long")

    change(folder / "run", "stances", unscore)
    unscored = evaluated(folder, config).metrics["stance_accuracy"]
    assert (unscored.value, unscored.n, unscored.unscored) == (pytest.approx(2 / 3, abs=1e-4), 3, 1)


def test_a_lost_dispute_falls(folder: Path, config: Config) -> None:
    change(folder / "run", "stories", lambda rows: rows[0].update(disputes=[]))
    results = evaluated(folder, config)
    assert fallen(results) == {"dispute_recall", "dispute_precision"}
    assert results.metrics["dispute_precision"].value is None
    assert results.metrics["dispute_precision"].reason == "the run has no dispute in these stories"


def test_a_false_dispute_falls(folder: Path, config: Config) -> None:
    def edit(rows: list[dict[str, Any]]) -> None:
        sides = [("a1", "denied that its doors were locked"), ("a2", "the doors had been locked")]
        values = [
            {"value": quote, "statement": quote, "article_ids": [name], "citations": [cite(name, quote)]}
            for name, quote in sides
        ]
        rows[0]["disputes"].append({"topic": "doors", "kind": "outcome", "values": values, "note": None})

    change(folder / "run", "stories", edit)
    results = evaluated(folder, config)
    assert fallen(results) == {"dispute_precision"}
    assert results.metrics["dispute_restraint"].value == 0


def test_a_split_story_falls(folder: Path, config: Config) -> None:
    change(folder / "run", "articles", lambda rows: rows[3].update(story_id="s3"))
    results = evaluated(folder, config)
    assert fallen(results) == {"cluster_bcubed_f1"}
    assert results.metrics["cluster_ari"].value < 1


def test_an_article_that_the_run_lacks_is_unscored(folder: Path, config: Config) -> None:
    change(folder / "run", "articles", lambda rows: rows.pop(3))
    change(folder / "run", "stances", lambda rows: rows.pop(3))
    change(folder / "run", "stories", lambda rows: rows[1]["article_ids"].remove("b2"))
    results = evaluated(folder, config)
    assert results.metrics["stance_accuracy"].unscored == 1
    assert results.metrics["cluster_bcubed_f1"].unscored == 1


def test_a_story_without_a_brief_is_unscored_and_not_zero(folder: Path, config: Config) -> None:
    def edit(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            row["brief"].update(text="", sentences=[])

    change(folder / "run", "stories", edit)
    results = evaluated(folder, config)
    for name in ("consistency", "coverage", "restraint", "neutrality", "rouge1"):
        assert results.metrics[name].value is None, name
        assert results.metrics[name].unscored == 2 or results.metrics[name].n == 0, name
        assert results.metrics[name].reason
    assert {"consistency", "coverage", "neutrality"} <= fallen(results)


def test_an_unknown_gate_names_the_nearest_metric(folder: Path, config: Config) -> None:
    with pytest.raises(ConfigError, match="did you mean consistency"):
        evaluated(folder, config, ("consistancy>=0.9",))
    with pytest.raises(ConfigError, match="NAME>=NUMBER"):
        evaluated(folder, config, ("consistency",))
    with pytest.raises(ConfigError, match="is no number"):
        evaluated(folder, config, ("consistency>=high",))


def test_gates_of_the_configuration_and_of_bounds(folder: Path) -> None:
    config = load("default", ["eval.gates=['consistency.low>0.5', 'stance_calibration<=0.1']"])
    results = evaluated(folder, config, ())
    assert [gate.passed for gate in results.gates] == [True, False]


def test_judgements_are_kept_and_asked_for_once(folder: Path, config: Config) -> None:
    labels = read_expectations(sorted((folder / "labels").glob("*.yaml")))
    run = read_run(folder / "run")
    judge = ExactJudge()
    first = KeptJudge(folder / "kept.jsonl", "basis", lambda: judge)
    before = assess(labels, run, first, (), config)
    first.close()
    assert judge.questions > 0

    def fail() -> ExactJudge:
        raise AssertionError("asked again")

    second = KeptJudge(folder / "kept.jsonl", "basis", fail)
    assert assess(labels, run, second, (), config) == before
    second.close()
    other = KeptJudge(folder / "kept.jsonl", "another model", ExactJudge)
    assess(labels, run, other, (), config)
    assert other.asked > 0
    other.close()


def test_a_changed_label_changes_the_figure_without_models(folder: Path, config: Config) -> None:
    before = evaluated(folder, config, ())
    write_labels(folder / "labels", vote={"stances": "b1: [refutes, refutes], b2: supports"})
    after = evaluated(folder, config, ())
    assert before.metrics["stance_accuracy"].value == 1
    assert after.metrics["stance_accuracy"].value == pytest.approx(0.75)


def test_agreement_of_labellers(folder: Path, config: Config) -> None:
    results = evaluated(folder, config)
    assert 0 < results.metrics["alpha_stances"].value < 1  # one cell of four is labelled in two ways
    assert results.metrics["alpha_candidates"].value == 1


def test_the_same_input_gives_the_same_result(folder: Path, config: Config) -> None:
    assert json.dumps(str(evaluated(folder, config))) == json.dumps(str(evaluated(folder, config)))
