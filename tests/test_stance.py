"""From evidence to labels, without models."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipeline
from pipeline.config import Stance as Settings
from pipeline.duplicates import Duplicates
from pipeline.facts import other_values
from pipeline.passages import Passages, gather
from pipeline.records import Article, Claim, Span, Stance, StanceLabel, StanceScores
from pipeline.stance import score_story, story_about, totals_of
from pipeline.stance.features import FEATURES
from pipeline.stance.judge import Judge, Shares, joined, label_of
from pipeline.stance.parts import parts_of
from pipeline.stance.units import HEADLINE, premise, propose
from pipeline.voices import is_reported, speaker_of

SENTENCES = ("The dam broke on Monday.", "Engineers said it was safe.", "Nobody was hurt.")
_NAN = (float("nan"),) * 3


def passages(title: str = "") -> Passages:
    text = " ".join(SENTENCES)
    spans = tuple(Span(text.index(part), text.index(part) + len(part)) for part in SENTENCES)
    article = Article("a", text, title=title, sentences=spans)
    return gather([article], np.eye(3, 4, dtype=np.float32), {}, np.eye(1, 4, 3, dtype=np.float32))


def judge(**weights: tuple[float, float, float]) -> Judge:
    rows = [tuple(weights.get(name, (0.0, 0.0, 0.0))[label] for name in FEATURES) for label in range(3)]
    return Judge(tuple(rows), (0.0, 0.0, 0.0))


_JUDGE = judge(entailment=(1.0, 0.0, 0.0), contradiction=(0.0, 1.0, 0.0), opposed=(0.0, 0.0, 2.0))


def cell(
    scores: dict[str, tuple[float, float, float]], claim: str = "The dam broke.", title: str = "", **settings: float
) -> Stance:
    """The stance of an article whose premises that hold a key get its scores."""

    def scorer(pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        rows = [next((row for key, row in scores.items() if key in premise), (0, 1, 0)) for premise, _ in pairs]
        return np.array(rows, dtype=np.float32).reshape(-1, 3)

    def embedder(texts: Sequence[str]) -> np.ndarray:
        return np.full((len(texts), 4), 0.5, dtype=np.float32) * 1.6

    options = Settings.model_validate(settings)
    return score_story("s", passages(title), [Claim("c", claim)], embedder, scorer, options, _JUDGE)[0]


def test_labels() -> None:
    assert cell({"Monday": (0.9, 0.1, 0.0)}).label is StanceLabel.SUPPORTS
    assert cell({"safe": (0.0, 0.1, 0.9)}).label is StanceLabel.REFUTES
    assert cell({"Monday": (0.9, 0.1, 0.0), "Engineers": (0.0, 0.1, 0.95)}).label is StanceLabel.MIXED
    silent = cell({})
    assert (silent.label, silent.evidence) == (StanceLabel.NOT_STATED, ())


def test_one_sentence_alone_does_not_make_two_opposed() -> None:
    assert cell({"Monday": (0.5, 0.0, 0.5)}).label is not StanceLabel.MIXED


def test_the_likeliest_label_is_said_and_what_is_mixed_counts_by_halves() -> None:
    shares = Shares(0.3, 0.1, 0.4, 0.2)
    assert label_of(shares, Settings()) is StanceLabel.MIXED
    assert label_of(shares, Settings(sure=0.5)) is StanceLabel.UNSCORED
    assert shares.scores == StanceScores(pytest.approx(0.5), pytest.approx(0.3), pytest.approx(0.2))


def test_a_part_that_is_refuted_or_mixed_makes_the_claim_so() -> None:
    whole = joined([Shares(0.9, 0.05, 0.05, 0.0), Shares(0.1, 0.8, 0.1, 0.0)])
    assert label_of(whole, Settings()) is StanceLabel.REFUTES
    whole = joined([Shares(0.9, 0.05, 0.05, 0.0), Shares(0.1, 0.1, 0.7, 0.1)])
    assert label_of(whole, Settings()) is StanceLabel.MIXED
    whole = joined([Shares(0.9, 0.05, 0.05, 0.0), Shares(0.1, 0.0, 0.0, 0.9)])
    assert label_of(whole, Settings()) is StanceLabel.NOT_STATED


def test_what_cannot_be_scored_is_unscored_and_never_zero() -> None:
    found = cell({"": _NAN})
    assert (found.label, found.scores) == (StanceLabel.UNSCORED, None)
    assert found.unscored and "longer than the model can read" in found.unscored


def test_in_doubt_a_cell_stays_unscored_where_the_user_wants_it() -> None:
    doubtful = {"Monday": (0.55, 0.45, 0.0)}
    assert cell(doubtful).label is not StanceLabel.UNSCORED
    found = cell(doubtful, sure=0.9)
    assert found.label is StanceLabel.UNSCORED
    assert found.scores is not None
    assert found.unscored == "no label reaches 0.9"


def test_evidence_is_a_sentence_at_its_offsets() -> None:
    found = cell({"": (0.9, 0.1, 0.0)})
    assert 0 < len(found.evidence) <= Settings().evidence
    text = passages().articles[0].text
    assert all(text[item.start : item.end] == item.text for item in found.evidence)


@pytest.mark.parametrize("nearer", [0, 1])
def test_a_sentence_read_with_the_one_before_is_no_evidence_for_what_that_one_says(nearer: int) -> None:
    first, second = "The dam broke on Monday.", "It was built in 1950."
    text = f"{first} {second}"
    article = Article("a", text, sentences=(Span(0, len(first)), Span(len(first) + 1, len(text))))
    story = gather([article], np.eye(2, 2, dtype=np.float32), {})

    def embedder(texts: Sequence[str]) -> np.ndarray:
        return np.array([[0.8, 0.6] if nearer == 0 else [0.6, 0.8]] * len(texts), dtype=np.float32)

    def scorer(pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        rows = [(0.95, 0.05, 0.0) if first in premise else (0.0, 1.0, 0.0) for premise, _ in pairs]
        return np.array(rows, dtype=np.float32).reshape(-1, 3)

    claim = Claim("c", "The dam broke.")
    (found,) = score_story("s", story, [claim], embedder, scorer, Settings.model_validate({}), _JUDGE)
    assert [item.text for item in found.evidence] == [first]


def test_a_headline_counts_but_is_no_sentence_of_the_text() -> None:
    found = cell({"Dam breaks": (0.9, 0.1, 0.0)}, title="Dam breaks")
    assert found.headline is not None
    assert found.headline.text == "Dam breaks"
    assert cell({"Monday": (0.9, 0.1, 0.0)}).headline is None


def test_what_is_only_reported_is_told_from_what_the_outlet_says() -> None:
    said = cell({"safe": (0.9, 0.1, 0.0)})
    assert (said.label, said.quoted) == (StanceLabel.SUPPORTS, True)
    assert [item.speaker for item in said.evidence] == ["Engineers"]
    assert not cell({"Monday": (0.9, 0.1, 0.0)}).quoted
    assert not cell({"safe": (0.9, 0.1, 0.0), "Monday": (0.9, 0.1, 0.0)}).quoted


def test_a_claim_of_two_facts_is_scored_by_its_parts() -> None:
    found = cell({"Monday": (0.9, 0.1, 0.0)}, claim="The dam broke on Monday and it killed 14 people.")
    assert [part.text for part in found.parts] == ["The dam broke on Monday.", "The dam killed 14 people."]
    assert found.scores is not None
    assert found.scores.supports <= min(part.scores.supports for part in found.parts)
    assert cell({}).parts == ()


def test_the_likest_sentences_and_the_headline_are_read_and_three_joined() -> None:
    story, relevances = passages("Dam breaks"), np.array([0.3, 0.1, 0.4, 0.05])
    units = propose(story, 0, relevances, 2)
    assert [(unit.rows, unit.main) for unit in units] == [((1,), 1), ((), HEADLINE), ((0, 1, 2), 1)]
    assert premise(story, 0, units[1]) == "Dam breaks."
    assert premise(story, 0, units[2]) == f"Dam breaks. {' '.join(SENTENCES)}"
    assert [unit.rows for unit in propose(passages(), 0, relevances[1:], 9)] == [(1,), (0,), (2,), (0, 1, 2)]
    for every in (9, None):
        assert [unit.rows for unit in propose(story, 0, relevances, every)] == [(1,), (), (0,), (2,), (0, 1, 2)]
    assert [unit.relevance for unit in units] == [0.4, 0.3, 0.4]


@pytest.mark.parametrize(
    ("second", "leans"),
    [
        ("It was safe.", True),
        ("But they left.", True),
        ("“This is the end.”", True),
        ("The company denied it.", True),
        ("Italy was safe.", False),
        ("Then nothing happened.", False),
        ("The companyman left.", False),
    ],
)
def test_a_sentence_that_leans_back_is_read_with_the_one_before(second: str, leans: bool) -> None:
    first = "The dam broke."
    spans = (Span(0, len(first)), Span(len(first) + 1, len(first) + 1 + len(second)))
    for text in (f"{first} {second}", f"{second} {first}"):
        here = spans if text.startswith(first) else (Span(0, len(second)), Span(len(second) + 1, len(text)))
        story = gather([Article("a", text, sentences=here)], np.eye(2, 2, dtype=np.float32), {})
        relevances = np.array([0.1, 0.8] if text.startswith(first) else [0.8, 0.1])
        unit = propose(story, 0, relevances, 1)[0]
        assert unit.rows == ((0, 1) if leans and text.startswith(first) else (unit.main,))
        assert story.sentences[unit.main].text == second


@given(st.lists(st.lists(st.floats(0, 1), min_size=4, max_size=4), min_size=1, max_size=3))
def test_scores_sum_to_one(rows: list[list[float]]) -> None:
    parts = [Shares(*(share / (sum(row) or 1) for share in row)) for row in rows if sum(row) > 0]
    for shares in [*parts, *([joined(parts)] if len(parts) > 1 else [])]:
        scores = shares.scores
        assert min(scores.supports, scores.refutes, scores.not_stated) >= -1e-9
        assert scores.supports + scores.refutes + scores.not_stated == pytest.approx(1.0)
    features = np.array([rows[0][0]] * len(FEATURES))
    one = judge(entailment=(3.0, -1.0, 1.0), relevance=(0.5, 2.0, 0.0)).shares(features)
    assert one.supports + one.refutes + one.mixed + one.not_stated == pytest.approx(1.0)


def test_about() -> None:
    assert story_about(np.array([0, 1, 0, 0], dtype=np.float32), passages()) == 1.0
    empty = gather([], np.zeros((0, 4), dtype=np.float32), {})
    assert story_about(np.array([0, 1, 0, 0], dtype=np.float32), empty) == -1.0


@pytest.mark.parametrize(
    ("sentence", "reported", "speaker"),
    [
        ("Officials said the road was closed.", True, "Officials"),
        ("“The road is closed for good,” the mayor said on Monday.", True, "the mayor"),
        ("According to state media, the town fell.", True, "state media"),
        ("The town fell, said a spokesman for the ministry.", True, "a spokesman for the ministry"),
        ("The governor of Skerra, Anna Lind, told reporters that it sank.", True, "The governor of Skerra, Anna Lind"),
        ("The ministry has also denied that he was drunk.", True, "The ministry"),
        ("“He was drunk,” said Jonas Wiebe, who stood on the quay.", True, "Jonas Wiebe"),
        ("“The road is closed for good.”", True, None),
        ("It sank, and seven people were confirmed dead by daybreak, the coast guard said.", True, "the coast guard"),
        ("Cmdr. Tove Rask, who leads the search, said that trucks had slid.", True, "Cmdr. Tove Rask"),
        ("It said that every vehicle had been lashed down.", True, "It"),
        ("It will not reopen before March, the mayor said.", True, "the mayor"),
        ("The road, closed since May, will open, police said Monday.", True, "police"),
        ("He would not resign, the company said in a statement.", True, "the company"),
        ("The mayor, a former engineer, said that the bridge was safe.", True, "The mayor"),
        ("“It is safe and sound,” Anna Berg, the mayor, said.", True, "Anna Berg"),
        ("“It is safe and sound,” Anna Berg, 54, said.", True, "Anna Berg, 54"),
        ("Nobody came, Anna Berg, 54, said.", True, "Anna Berg, 54"),
        ("The road will open, police in Orn, Kestria, said.", True, "police in Orn, Kestria"),
        ("The road was closed at noon.", False, None),
    ],
)
def test_reported_speech(sentence: str, reported: bool, speaker: str | None) -> None:
    assert is_reported(sentence) is reported
    assert speaker_of(sentence) == speaker


@pytest.mark.parametrize(
    ("claim", "parts"),
    [
        ("The mill closed in May and its owner left.", ("The mill closed in May.", "Its owner left.")),
        ("The union won and it was paid at once.", ("The union won.", "The union was paid at once.")),
        ("He was arrested and charged with murder.", ("He was arrested.", "He was charged with murder.")),
        ("He was hit by a tram and died on Monday.", ("He was hit by a tram.", "He died on Monday.")),
        ("It is finished and can fight no longer.", ("It is finished.", "It can fight no longer.")),
        ("Tom Hale and Ann Lee won the race.", None),
        ("The firm operates in Syria and Iraq.", None),
        ("It will close if rain falls and rivers rise.", None),
        ("He said “we won and they lost” to us.", None),
    ],
)
def test_parts(claim: str, parts: tuple[str, ...] | None) -> None:
    assert parts_of(claim) == (parts or (claim,))


def test_totals_count_a_voice_once_and_both_ways() -> None:
    def stance(article: str, label: StanceLabel, *, quoted: bool = False) -> Stance:
        return Stance("s", "c", "x", article, label, None, (), quoted=quoted)

    cells = [
        stance("agency", StanceLabel.SUPPORTS),
        stance("copy", StanceLabel.SUPPORTS),
        stance("paper", StanceLabel.SUPPORTS, quoted=True),
        stance("radio", StanceLabel.REFUTES),
    ]
    found = totals_of(cells, Duplicates({"copy": "agency"}, (), {}))
    assert len(found) == 1
    assert (found[0].totals[StanceLabel.SUPPORTS], found[0].own[StanceLabel.SUPPORTS]) == (2, 1)
    assert found[0].totals[StanceLabel.REFUTES] == 1
    assert ("agency", "copy") in [voice.article_ids for voice in found[0].voices]


@pytest.mark.parametrize(
    ("claim", "sentence", "variants"),
    [
        ("Fourteen people died.", "Seven people were confirmed dead.", ("Seven people died.",)),
        ("Seven people died.", "Seven people were confirmed dead.", ()),
        ("The court named $312.5 million.", "It has to pay $640 million.", ("The court named $640 million.",)),
        ("The mill closed on Thursday.", "The mill closed on Friday.", ("The mill closed on Friday.",)),
        ("The mill closed on Friday.", "It closed on Friday after 14 years.", ()),
        ("The mill closed.", "It closed on Friday after 14 years.", ()),
    ],
)
def test_other_values(claim: str, sentence: str, variants: tuple[str, ...]) -> None:
    assert other_values(claim, sentence) == variants


@pytest.mark.models
def test_from_python() -> None:
    text = "A car ferry capsized in the sound on Thursday. Fourteen people died."
    claims = ["The ferry capsized on Thursday.", "Did it sink?", "The ferry capsized on Thursday."]
    found = pipeline.stances([text, text, " "], claims, offline=True)
    assert [cell.claim_id for cell in found] == ["0", "1", "2"]
    assert found[0].label is StanceLabel.SUPPORTS
    assert all(text[item.start : item.end] == item.text for item in found[0].evidence)
    assert [cell.label for cell in found[1:]] == [StanceLabel.UNSCORED] * 2
    assert found[1].unscored and "question" in found[1].unscored
    with pytest.raises(ValueError, match="2 articles, 1 claims"):
        pipeline.stances(["a", "b"], ["c"])
