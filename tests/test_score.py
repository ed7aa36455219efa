"""Summaries against documents, on the built-in models."""

import pytest

from pipeline.config import load
from pipeline.score import FEATURES, Joint, Score, builtin_joint, score_summary
from pipeline.tools import Tools, load_tools

_DOCUMENT = (
    "The car ferry Linnea capsized in Skerra Sound on Thursday evening with 130 people on board. The coast guard said "
    "that 14 people had died. Captain Jonas Wiebe was arrested on Saturday. The search for the missing ended on Sunday."
)


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools(load(), offline=True)


def score(tools: Tools, document: str, summary: str) -> Score:
    return score_summary("row", document, summary, tools.embed, tools.score)


@pytest.mark.parametrize(
    ("true", "wrong"),
    [
        ("Fourteen people died.", "Forty people died."),
        ("The captain, Jonas Wiebe, was arrested on Saturday.", "The captain, Karl Steen, was arrested on Saturday."),
        ("The ferry capsized on Thursday.", "The ferry capsized on 3 May 2011."),
        ("The search for the missing ended on Sunday.", "The minister resigned over the budget on Sunday."),
    ],
)
def test_a_true_sentence_scores_above_a_wrong_one(tools: Tools, true: str, wrong: str) -> None:
    good, bad = score(tools, _DOCUMENT, true).score, score(tools, _DOCUMENT, wrong).score
    assert good is not None and bad is not None
    assert good > bad + 0.1


def test_evidence_and_offsets(tools: Tools) -> None:
    summary = "Fourteen people died. The captain was arrested."
    found = score(tools, _DOCUMENT, summary)
    assert [summary[item.start : item.end] for item in found.sentences] == [item.text for item in found.sentences]
    assert any("14 people had died" in item.text for item in found.sentences[0].evidence)
    for item in (item for sentence in found.sentences for item in sentence.evidence):
        assert _DOCUMENT[item.start : item.end] == item.text


def test_what_cannot_be_scored_says_why(tools: Tools) -> None:
    for document, summary, said in (("", "A ferry sank.", "document"), (_DOCUMENT, " ", "summary")):
        found = score(tools, document, summary)
        assert found.score is None
        assert found.unscored is not None
        assert said in found.unscored
    endless = score(tools, _DOCUMENT, "ferry " + "%" * 700)  # a token a sign: more than the model reads
    assert endless.score is None
    assert endless.sentences[0].score is None


def test_the_joint_is_a_probability() -> None:
    joint = builtin_joint()
    assert len(joint.coefficients) == len(FEATURES)
    best, worst = joint.probability((4.6, 1.0, 0, 0, 0)), joint.probability((-4.6, 0.1, 2, 1, 2))
    assert 0 < worst < 0.1
    assert 0.7 < best < 1
    assert Joint((0.0,) * 5, 0.0).probability((1, 1, 1, 1, 1)) == 0.5
