"""Disputes on the real models, against 446 pairs labelled by hand; the figures stand in the README."""

from pathlib import Path

import pytest
import yaml

from eval.benchmarks.disputes import judge
from pipeline.config import load
from pipeline.tools import load_tools

_CASES = yaml.safe_load((Path(__file__).parent / "data" / "dispute_cases.yaml").read_text(encoding="utf-8"))


def test_cases_are_well_formed() -> None:
    assert len({case["id"] for case in _CASES}) == len(_CASES)
    for case in _CASES:
        assert (case["kind"] == "none") == ("why" in case) == ("values" not in case), case["id"]
        texts = (case["first"], case["second"])
        assert all(value in text for value, text in zip(case.get("values", ()), texts, strict=False)), case["id"]


@pytest.mark.parametrize(("kind", "least"), [("number", 0.75), ("date", 0.7)])
def test_most_disputes_of_figures_are_found_and_none_wrong(kind: str, least: float) -> None:
    cases = [case for case in _CASES if case["kind"] == kind]
    config = load()
    outcomes = judge(cases, load_tools(config), config)
    assert sum(outcome.right for outcome in outcomes) >= least * len(cases)
    assert sum(outcome.wrong for outcome in outcomes) == 0


def test_few_pairs_without_a_dispute_get_one() -> None:
    cases = [case for case in _CASES if case["kind"] == "none"]
    config = load()
    outcomes = judge(cases, load_tools(config), config)
    assert sum(outcome.wrong > 0 for outcome in outcomes) <= 0.12 * len(cases)
