"""Every metric as a module of ``evaluate``: loaded from its path, on examples worked out by hand."""

import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import evaluate
import pytest
import yaml

_ROOT = Path(__file__).parent.parent
_FOLDER = _ROOT / "eval" / "metrics"
_EXAMPLES: dict[str, dict[str, Any]] = yaml.safe_load((_ROOT / "tests/data/metrics.yaml").read_text(encoding="utf-8"))
_NAMES = sorted(path.stem for path in _FOLDER.glob("*.py") if path.stem not in {"__init__", "module"})
_OF_MODELS = ("consistency", "summac")
_KINDS = {"string": ["a", "b"], "float64": [0.5, 0.5], "bool": [True, False], "list of string": [["a", "b"], ["a"]]}

_DOCUMENT = "The car ferry Linnea capsized on Thursday evening. The coast guard said that 14 people had died."
_TRUE, _WRONG = "Fourteen people died.", "The minister resigned over the budget."

Load = Callable[[str], Any]


@pytest.fixture(scope="session")
def load(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Load]:
    """``evaluate.load`` of a metric by name; what it copies and makes lies in a folder of the tests.

    ``evaluate`` reads where to from the environment when it is first imported, which another test may have done.
    """
    folder = tmp_path_factory.mktemp("evaluate")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HF_MODULES_CACHE", "HF_METRICS_CACHE", "HF_EVALUATE_CACHE"):
            patch.setenv(name, str(folder / name))
            patch.setattr(evaluate.config, name, folder / name)
        patch.setattr(sys, "path", sys.path.copy())
        yield cache(lambda name: evaluate.load(str(_FOLDER / f"{name}.py")))
    for name in [
        name for name in sys.modules if name.partition(".")[0] == evaluate.config.MODULE_NAME_FOR_DYNAMIC_MODULES
    ]:
        del sys.modules[name]


def some(metric: Any) -> dict[str, list[Any]]:
    """Two items of the right types."""
    return {name: _KINDS[kind] for name, kind in metric.columns.items()}


def test_each_has_an_example() -> None:
    assert sorted([*_EXAMPLES, *_OF_MODELS]) == _NAMES


@pytest.mark.parametrize("name", _NAMES)
def test_loads_and_says_what_it_is(load: Load, name: str) -> None:
    metric = load(name)
    assert metric.name == name
    assert metric.citation == metric.paper
    assert re.search(r"\(\d{4}\), ", metric.paper)
    assert "\n" not in metric.paper
    assert list(metric.features) == list(metric.columns)
    for said in (*(f"``{column}``" for column in metric.columns), "*shape:*", "``value``", "``n`` counts", "None"):
        assert said in metric.description


@pytest.mark.parametrize("name", _NAMES)
def test_stands_in_the_table(load: Load, name: str) -> None:
    lines = (_FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if line.startswith(f"| `{name}.py` |")]
    metric = load(name)
    year = re.search(r"\(\d{4}\)", metric.paper)
    assert year and year.group() in line
    assert re.findall(r"`(\w+)`", line.split("|")[2]) == list(metric.columns)


@pytest.mark.parametrize("name", _EXAMPLES)
def test_value(load: Load, name: str) -> None:
    example, metric = _EXAMPLES[name], load(name)
    found = metric.compute(**example["columns"])
    assert found["value"] == pytest.approx(example["value"], abs=1e-6)
    assert found["n"] == example["n"]
    assert found["reason"] is None
    assert found["low"] <= found["high"]
    assert found.get("unscored") == example.get("unscored")
    assert metric.compute(**example["columns"]) == found


@pytest.mark.parametrize("name", [name for name, example in _EXAMPLES.items() if "nothing" in example])
def test_items_that_allow_no_figure(load: Load, name: str) -> None:
    nothing = _EXAMPLES[name]["nothing"]
    found = load(name).compute(**nothing["columns"])
    assert (found["value"], found["low"], found["high"], found["n"]) == (None, None, None, 0)
    assert nothing["reason"] in found["reason"]


@pytest.mark.parametrize("name", _NAMES)
def test_no_items(load: Load, name: str) -> None:
    metric = load(name)
    found = metric.compute(**{column: [] for column in metric.columns})
    assert found["value"] is None
    assert found["reason"] == "no items"
    assert found.get("unscored", 0) == 0


@pytest.mark.parametrize("name", _NAMES)
def test_columns_are_checked(load: Load, name: str) -> None:
    metric = load(name)
    right = some(metric)
    first = next(iter(right))
    with pytest.raises(ValueError, match="not nothing"):
        metric.compute()
    with pytest.raises(ValueError, match=f"{name}: give {first}"):
        metric.compute(**right, more=[1, 2])
    with pytest.raises(ValueError, match=f"{first}: not a list"):
        metric.compute(**{**right, first: "ab"})
    with pytest.raises(ValueError, match=f"{first}: not a list"):
        metric.compute(**{**right, first: None})
    with pytest.raises(ValueError):  # mostly the library's own words
        metric.compute(**{**right, first: ["no", "yes"] if metric.columns[first] != "string" else [{}, {}]})
    if len(right) > 1:
        with pytest.raises(ValueError, match="lengths differ"):
            metric.compute(**{**right, first: right[first][:1]})
        with pytest.raises(ValueError, match=f"{name}: give"):
            metric.compute(**{first: right[first]})


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("auroc", {"scores": [0.5, float("nan")], "references": [True, False]}),
        ("auroc", {"scores": [0.5, 0.6], "references": [True, None]}),
        ("auroc", {"scores": [0.5, 0.6], "references": ["no", "yes"]}),
        ("accuracy", {"predictions": ["a", None], "references": ["a", "b"]}),
        ("alpha", {"labels": [["a", "b"], ["a", None]]}),
        ("calibration", {"probabilities": [0.5, 1.5], "references": [True, False]}),
        ("coverage", {"said": [True, False], "weight": [1.0, -1.0]}),
    ],
)
def test_values_are_checked_and_the_next_are_not_touched(load: Load, name: str, columns: dict[str, list[Any]]) -> None:
    metric, example = load(name), _EXAMPLES[name]
    with pytest.raises(ValueError, match=name):
        metric.compute(**columns)
    assert metric.compute(**example["columns"])["value"] == pytest.approx(example["value"], abs=1e-6)


def test_rows_may_be_added(load: Load) -> None:
    metric, columns = load("auroc"), _EXAMPLES["auroc"]["columns"]
    for row in range(2):
        metric.add(**{name: column[row] for name, column in columns.items()})
    metric.add_batch(**{name: column[2:] for name, column in columns.items()})
    assert metric.compute() == metric.compute(**columns)
    assert not list(Path(metric.data_dir).rglob("*.arrow"))


def test_the_seed_is_the_bootstraps(load: Load) -> None:
    columns = {"predictions": [str(row % 3) for row in range(40)], "references": [str(row % 7) for row in range(40)]}
    found = load("macro_f1").compute(**columns)
    other = evaluate.load(str(_FOLDER / "macro_f1.py"), seed=7).compute(**columns)
    assert found["value"] == other["value"]
    assert (found["low"], found["high"]) != (other["low"], other["high"])


@pytest.mark.models
@pytest.mark.parametrize("name", _OF_MODELS)
def test_models_score_and_count_what_they_could_not(load: Load, name: str) -> None:
    metric = load(name)
    both = metric.compute(predictions=[_TRUE, _WRONG, ""], references=[_DOCUMENT] * 3)
    assert (both["n"], both["unscored"], both["reason"]) == (2, 1, None)
    assert 0 <= both["low"] < both["value"] < both["high"] <= 1
    true = metric.compute(predictions=[_TRUE], references=[_DOCUMENT])["value"]
    assert true == pytest.approx(both["high"], abs=1e-4)  # the better of the two rows
    assert true > 0.5
    none = metric.compute(predictions=[_TRUE], references=[" "])
    assert (none["value"], none["unscored"], none["reason"]) == (None, 1, "no row could be scored")
