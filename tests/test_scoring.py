"""Summaries against documents, on the built-in models."""

import numpy as np
import pytest

import pipeline
from pipeline.config import load
from pipeline.evidence import passages, read_summary
from pipeline.scoring import FEATURES, Joint, Score, builtin_joint, features_of, score_summary
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


def test_a_contradiction_in_the_last_chunk_of_a_long_document_counts(tools: Tools) -> None:
    filler = "The harbour board of Torsund met on the first Monday of month {} and talked about berth number {}. "
    long = "".join(filler.format(number, number * 7) for number in range(330))
    assert len(long.split()) > 6000
    summary = "The ferry Linnea did not sink."
    before = score(tools, f"{long}The ferry Linnea stayed afloat.", summary)
    after = score(tools, f"{long}The ferry Linnea sank.", summary)
    assert before.score is not None and after.score is not None
    assert after.score < before.score - 0.2
    assert any("Linnea" in item.text for item in before.sentences[0].evidence)


def test_evidence_may_span_sentences() -> None:
    chosen = passages(np.array([0.1, 0.9, 0.8, 0.2, 0.7, 0.0, 0.3], dtype=np.float32))
    rows = list(chosen)
    assert rows[0] == (1,)
    assert {(0, 1), (1, 2), (2, 3), (0, 1, 2), (1, 2, 4)} <= set(rows)
    assert len(rows) == len(set(rows))
    assert all(list(row) == sorted(row) for row in rows)
    assert rows[-2:] == [(1, 2, 4), (1, 2, 3, 4, 6)]  # the best three and five, joined
    assert passages(np.array([0.5], dtype=np.float32)) == ((0,),)


def test_a_copied_sentence_is_entailed_whatever_its_capitals() -> None:
    def read(summary: str) -> list[float]:
        found = read_summary(
            _DOCUMENT,
            summary,
            lambda texts: np.eye(len(texts), 4, dtype=np.float32) + 0.1,
            lambda pairs: np.array([[0.1, 0.2, 0.7]] * len(pairs), dtype=np.float32),
        )
        return [float(reading.probabilities[:, 0].max()) for reading in found.readings]

    sentence = _DOCUMENT.split(". ", maxsplit=1)[0]
    assert read(f"{sentence.lower()} .") == [1.0]
    assert read(f"{sentence} at noon.") == [pytest.approx(0.1)]


def test_a_two_class_model_scores_too() -> None:
    read = read_summary(
        _DOCUMENT,
        "The ferry capsized.",
        lambda texts: np.eye(len(texts), 4, dtype=np.float32) + 0.1,
        lambda pairs: np.array([[0.9, 0.1, np.nan]] * len(pairs), dtype=np.float32),
    )
    features = features_of(read.readings[0])
    assert features is not None
    assert np.isfinite(features).all()


def test_the_joint_is_a_probability() -> None:
    joint = builtin_joint()
    assert len(joint.coefficients) == len(FEATURES)
    assert Joint((0.0,) * len(FEATURES), 0.0).probability((1.0,) * len(FEATURES)) == 0.5


def test_from_python() -> None:
    found = pipeline.score([_DOCUMENT, ""], ["Fourteen people died.", "A ferry sank."], offline=True)
    assert [row.id for row in found] == ["0", "1"]
    assert found[0].score is not None and found[0].score > 0.5
    assert found[1].score is None
    with pytest.raises(ValueError, match="2 documents, 1 summaries"):
        pipeline.score(["a", "b"], ["c"])
