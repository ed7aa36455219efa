"""``evenhand eval`` as a user types it, with the tiny models."""

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result
from labelled import FOLDER

from eval.files import read_results
from pipeline.cli import main

_FEW = [str(FOLDER / "ferry.yaml"), str(FOLDER / "strike.yaml")]


def typed(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["eval", *arguments])


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evaluation")
    result = typed(*_FEW, "--config", "tiny", "--out", str(folder), "--quiet")
    assert result.exit_code == 0, result.output
    return folder


def test_tiny_models_say_in_large_letters_that_they_mean_nothing(done: Path) -> None:
    assert "# THESE NUMBERS MEAN NOTHING" in (done / "report.md").read_text(encoding="utf-8")
    assert "THESE NUMBERS MEAN NOTHING" in (done / "report.html").read_text(encoding="utf-8")
    assert read_results(done).meaningless


def test_the_names_of_the_contract_are_there_and_the_schema_holds(done: Path) -> None:
    found = json.loads((done / "results.json").read_text(encoding="utf-8"))
    names = "consistency citation_precision coverage stance_macro_f1 dispute_precision dispute_recall neutrality"
    for name in [*names.split(), "cluster_bcubed_f1"]:
        assert {"value", "low", "high", "n", "unscored"} <= found["metrics"][name].keys()
    rules = json.loads((FOLDER.parent / "results.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(found, rules)


def test_a_second_look_loads_no_models_and_says_the_same(done: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("models were loaded")

    monkeypatch.setattr("pipeline.tools.load_tools", fail)
    monkeypatch.setattr("pipeline.run.engine_of", fail)
    before = (done / "results.json").read_bytes()
    assert typed(*_FEW, "--config", "tiny", "--out", str(done), "--quiet").exit_code == 0
    assert (done / "results.json").read_bytes() == before


def test_a_given_run_is_judged_where_it_lies(done: Path, tmp_path: Path) -> None:
    result = typed(*_FEW, "--config", "tiny", "--run", str(done / "run"), "--out", str(tmp_path), "--quiet")
    assert result.exit_code == 0, result.output
    assert not (tmp_path / "run").exists()
    assert read_results(tmp_path).metrics["stance_accuracy"] == read_results(done).metrics["stance_accuracy"]


def test_gates_set_the_exit_code(done: Path) -> None:
    common = (*_FEW, "--config", "tiny", "--out", str(done), "--quiet")
    assert typed(*common, "--gate", "restraint>=0").exit_code == 0
    failed = typed(*common, "--gate", "stance_macro_f1>=0.99")
    assert failed.exit_code == 1
    assert "gate stance_macro_f1>=0.99: NOT MET" in failed.output


def test_an_unreadable_gate_is_told_before_any_work(tmp_path: Path) -> None:
    result = typed(*_FEW, "--config", "tiny", "--out", str(tmp_path / "out"), "--gate", "consistancy>=1", "--quiet")
    assert result.exit_code == 2
    assert "did you mean consistency" in result.output
    assert not (tmp_path / "out").exists()


def test_a_comparison_of_a_result_with_itself(done: Path) -> None:
    result = typed("compare", str(done), str(done / "results.json"))
    assert (result.exit_code, result.output.strip()) == (0, "Nothing changed.")


def test_what_is_missing_is_told(done: Path, tmp_path: Path) -> None:
    assert "--out DIR" in typed(*_FEW).output
    assert typed(*_FEW).exit_code == 2
    assert "did you mean" in typed("--gat", "x").output.lower()
    nothing = typed("compare", str(tmp_path), str(done))
    assert (nothing.exit_code, "results.json" in nothing.output) == (3, True)
    assert typed(str(tmp_path / "none.yaml"), "--out", str(tmp_path)).exit_code == 3


def test_help_shows_both_commands() -> None:
    assert "eval compare OLD NEW" in " ".join(typed("--help").output.split())
    assert "--cases" in typed("compare", "--help").output


def test_a_run_made_for_other_labels_is_made_again(done: Path, tmp_path: Path) -> None:
    shutil.copytree(done, tmp_path / "copy")
    result = typed(_FEW[0], "--config", "tiny", "--out", str(tmp_path / "copy"), "--quiet")
    assert result.exit_code == 0, result.output
    assert read_results(tmp_path / "copy").labels["articles"] == 6


_ROWS = {
    "consistency": [
        {"document": "Trams stopped in Harl on Monday.", "summary": "Trams stopped in Harl.", "label": 1},
        {"document": "Trams stopped in Harl on Monday.", "summary": "Trams ran in Harl.", "label": 0},
    ],
    "stance": [
        {"claim": "The trams in Harl stopped.", "evidence": "Trams stopped in Harl on Monday.", "label": "supports"},
        {"claim": "The trams in Harl stopped.", "evidence": "Trams ran in Harl on Monday.", "label": "refutes"},
    ],
    "summaries": [
        {
            "articles": [{"text": "Trams stopped in Harl on Monday. Nobody was hurt."}],
            "target": "Trams stopped in Harl.",
        }
    ],
    "clusters": [
        {"id": "1", "text": "Trams stopped in Harl.", "topic": 1, "subtopic": "1a"},
        {"id": "2", "text": "Trams stopped in Harl on Monday.", "topic": 1, "subtopic": "1a"},
        {"id": "3", "text": "A dam failed in Orra.", "topic": 1, "subtopic": "1b"},
    ],
}
_FIRST = {"consistency": "auroc", "stance": "macro_f1", "summaries": "rouge1", "clusters": "bcubed_f1"}


@pytest.mark.parametrize("task", _ROWS)
def test_a_benchmark_of_each_task(task: str, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, _ROWS[task])), encoding="utf-8")
    given = ("--benchmark", "jsonl", "--data", str(path), "--config", "tiny", "--out", str(tmp_path), "--quiet")
    result = typed(*given)
    assert result.exit_code == 0, result.output
    assert f"| {_FIRST[task]} |" in result.output
    assert read_results(tmp_path).meaningless


def test_benchmarks_are_listed_and_an_unknown_one_is_told(tmp_path: Path) -> None:
    assert "xsumfaith: " in typed("--benchmark", "list").output
    assert "did you mean cliff" in typed("--benchmark", "clif", "--data", str(tmp_path)).output
    assert "needs --data" in typed("--benchmark", "cliff").output
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    assert "no rows" in typed("--benchmark", "jsonl", "--data", str(empty), "--config", "tiny").output


def test_a_changed_program_makes_the_run_again(done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(done, tmp_path / "copy")
    (tmp_path / "copy" / "run" / "report.html").write_text("of the program before", encoding="utf-8")
    given = (*_FEW, "--config", "tiny", "--out", str(tmp_path / "copy"), "--quiet")
    assert typed(*given).exit_code == 0
    assert (tmp_path / "copy" / "run" / "report.html").read_text(encoding="utf-8") == "of the program before"
    monkeypatch.setattr("eval.harness.code_digest", lambda: "another")
    assert typed(*given).exit_code == 0
    assert (tmp_path / "copy" / "run" / "report.html").read_text(encoding="utf-8") != "of the program before"


def test_a_random_judge_of_a_real_run_means_nothing_either(done: Path, tmp_path: Path) -> None:
    shutil.copytree(done / "run", tmp_path / "run")
    manifest = (tmp_path / "run" / "manifest.json").read_text(encoding="utf-8").replace("random:tiny", "builtin:nli")
    (tmp_path / "run" / "manifest.json").write_text(manifest, encoding="utf-8")
    given = (*_FEW, "--config", "tiny", "--run", str(tmp_path / "run"), "--out", str(tmp_path / "out"), "--quiet")
    assert typed(*given).exit_code == 0
    assert read_results(tmp_path / "out").meaningless
