"""From scores to labels, without models."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import Stance as Settings
from pipeline.passages import Passages, gather
from pipeline.records import Article, Claim, Span, StanceLabel
from pipeline.stance import is_reported, join_scores, score_story, story_about

SENTENCES = ("The dam broke on Monday.", "Engineers said it was safe.", "Nobody was hurt.")


def passages() -> Passages:
    text = " ".join(SENTENCES)
    spans = tuple(Span(text.index(part), text.index(part) + len(part)) for part in SENTENCES)
    return gather([Article("a", text, sentences=spans)], np.eye(3, 4, dtype=np.float32), {})


def label(scores: dict[str, tuple[float, float, float]]) -> tuple[StanceLabel, int]:
    """Label of a claim near to all sentences when premises holding a key get its scores."""

    def scorer(pairs: list[tuple[str, str]]) -> np.ndarray:
        rows = [next((row for key, row in scores.items() if key in premise), (0, 1, 0)) for premise, _ in pairs]
        return np.array(rows, dtype=np.float32).reshape(-1, 3)

    vector = np.full((1, 4), 0.5, dtype=np.float32) * 1.6
    cell = score_story("s", passages(), [Claim("c", "The dam broke.")], vector, scorer, Settings())[0]
    if cell.scores is not None:
        assert sum((cell.scores.supports, cell.scores.refutes, cell.scores.not_stated)) == pytest.approx(1.0)
    return cell.label, len(cell.evidence)


def test_labels() -> None:
    assert label({"Monday": (0.9, 0.1, 0.0)}) == (StanceLabel.SUPPORTS, 1)
    assert label({"safe": (0.0, 0.1, 0.9)})[0] is StanceLabel.REFUTES
    assert label({"Monday": (0.9, 0.1, 0.0), "Engineers": (0.0, 0.1, 0.95)})[0] is StanceLabel.MIXED
    assert label({}) == (StanceLabel.NOT_STATED, 0)


def test_what_cannot_be_scored_is_unscored_and_never_zero() -> None:
    nan = float("nan")
    assert label({"": (nan, nan, nan)})[0] is StanceLabel.UNSCORED


def test_evidence_is_a_sentence_at_its_offsets() -> None:
    def scorer(pairs: list[tuple[str, str]]) -> np.ndarray:
        return np.array([[0.9, 0.1, 0.0] for _ in pairs], dtype=np.float32).reshape(-1, 3)

    story = passages()
    cell = score_story("s", story, [Claim("c", "x")], np.ones((1, 4), dtype=np.float32), scorer, Settings())[0]
    assert 0 < len(cell.evidence) <= Settings().evidence
    for item in cell.evidence:
        assert story.articles[0].text[item.start : item.end] == item.text


@given(st.floats(0, 1), st.floats(0, 1))
def test_joined_scores_sum_to_one(support: float, refute: float) -> None:
    scores = join_scores(support, refute)
    assert min(scores.supports, scores.refutes, scores.not_stated) >= 0
    assert scores.supports + scores.refutes + scores.not_stated == pytest.approx(1.0)


def test_about() -> None:
    assert story_about(np.array([0, 1, 0, 0], dtype=np.float32), passages()) == 1.0
    empty = gather([], np.zeros((0, 4), dtype=np.float32), {})
    assert story_about(np.array([0, 1, 0, 0], dtype=np.float32), empty) == -1.0


def test_reported_speech() -> None:
    assert is_reported("Officials said the road was closed.")
    assert is_reported("“The road is closed for good.”")
    assert not is_reported("The road was closed at noon.")
