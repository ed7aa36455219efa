"""Which lines of an article are likely to decide a claim, and how that is learned."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import Config, load
from pipeline.errors import ConfigError, InputError
from pipeline.facts import FactCheck
from pipeline.odds import logit
from pipeline.passages import gather
from pipeline.records import Article, Span
from pipeline.stance.features import FEATURES, CellReading, features_of
from pipeline.stance.relevance import COLUMNS, Lines, Relevance, builtin_relevance, columns_of, lines_of
from pipeline.stance.units import Unit
from pipeline.terms import stems

_PLAIN = Relevance(np.zeros((0, 0), np.float32), np.zeros((0, 0), np.float32), 0.0, (8.0, 0.0, 0.0, 0.0, 0.0), 4.0)


def _lines(vectors: list[list[float]], *, headline: bool = False) -> Lines:
    rows = np.array(vectors, dtype=np.float32).reshape(-1, 2)
    return Lines(rows, (frozenset({"dam"}),) * len(rows), headline)


def test_columns_are_of_the_line_itself_and_of_the_sentences_beside_it() -> None:
    lines = _lines([[1, 0], [0.6, 0.8], [0, 1], [0.8, 0.6]], headline=True)
    found = columns_of(np.array([1, 0], dtype=np.float32), frozenset({"dam", "broke"}), lines)
    expected = [  # cosine, shared_words, headline, previous, following
        [1.0, 0.5, 1, 0, 0],
        [0.6, 0.5, 0, 0, 0],
        [0.0, 0.5, 0, 0.6, 0.8],
        [0.8, 0.5, 0, 0, 0],
    ]
    assert found == pytest.approx(np.array(expected), abs=1e-6)
    assert found.shape[1] == len(COLUMNS)
    alone = columns_of(np.array([1, 0], dtype=np.float32), frozenset(), _lines([[0.6, 0.8], [0, 1]]))
    assert alone == pytest.approx(np.array([[0.6, 0, 0, 0, 0], [0, 0, 0, 0.6, 0]]), abs=1e-6)


@given(st.lists(st.floats(0, 6.28), max_size=9), st.booleans())
def test_probabilities_of_the_lines_and_of_none_sum_to_one(angles: list[float], headline: bool) -> None:
    lines = _lines([[np.cos(angle), np.sin(angle)] for angle in angles], headline=headline and bool(angles))
    found = _PLAIN.probabilities(np.array([1, 0], dtype=np.float32), frozenset(), lines)
    assert found.shape == (len(angles),)
    assert (found >= 0).all()
    assert found.sum() < 1 + 1e-9
    logits = np.append(8 * (lines.vectors @ np.array([1, 0])), 4.0)
    assert found == pytest.approx((np.exp(logits) / np.exp(logits).sum())[:-1], abs=1e-5)


def test_a_projection_can_prefer_what_the_cosine_does_not() -> None:
    turned = Relevance(
        np.array([[1], [0]], np.float32), np.array([[0], [1]], np.float32), 5.0, (1.0, 0.0, 0.0, 0.0, 0.0), 0.0
    )
    lines = _lines([[1, 0], [0, 1]])
    claim = np.array([1, 0], dtype=np.float32)
    assert turned.probabilities(claim, frozenset(), lines).argmax() == 1
    assert _PLAIN.probabilities(claim, frozenset(), lines).argmax() == 0
    assert turned.digest != _PLAIN.digest


def test_the_lines_of_an_article_are_its_headline_and_its_sentences() -> None:
    text = "The dam broke. It was old."
    article = Article("a", text, title="Dam", sentences=(Span(0, 14), Span(15, 26)))
    story = gather([article], np.eye(2, 3, dtype=np.float32), {}, np.eye(1, 3, 2, dtype=np.float32))
    found = lines_of(story, 0)
    assert found.headline
    assert found.vectors.argmax(axis=1).tolist() == [2, 0, 1]
    assert found.words == (stems("Dam"), stems("The dam broke."), stems("It was old."))


def test_what_is_built_in_prefers_a_sentence_that_speaks_to_the_claim() -> None:
    from pipeline.tools import load_tools

    tools = load_tools(load())
    texts = ["Fourteen workers drowned when the ferry sank.", "Tickets cost nine euros.", "The ferry was painted blue."]
    claim = "The sinking killed fourteen people."
    vectors = tools.embed([claim, *texts])
    lines = Lines(vectors[1:], tuple(map(stems, texts)), headline=False)
    for proposal in ("learned", "cosine"):
        shares = builtin_relevance(proposal).probabilities(vectors[0], stems(claim), lines)
        assert shares.argmax() == 0
        assert shares[0] > 2 * shares[1:].max()


def test_learned_proposals_are_refused_for_vectors_they_do_not_know() -> None:
    with pytest.raises(
        ConfigError, match=r"minilm alone, not of random:tiny; --set stance\.proposal=cosine goes with any encoder$"
    ):
        load("default", ["models.encoder=random:tiny"])
    assert load("default", ["models.encoder=random:tiny", "stance.proposal=cosine"]).stance.proposal == "cosine"


def _story(name: str, number: int) -> str:
    places = ("quarry", "mill", "harbour", "school")
    place = places[number % len(places)]
    return (
        f"S: {name}\nA: News of the {place}\n1 A fire broke out at the {place} on Monday.\n"
        f"2 The mayor thanked all volunteers.\n3 Tickets for the fair cost {number + 3} euros.\n"
        f"C s1: The {place} was on fire.\nC s2: Helpers were thanked by the mayor.\nC n: The {place} is for sale.\n"
    )


def _plan(tmp_path: Path, names: list[str]) -> tuple[Path, Config]:
    data = tmp_path / "stories.txt"
    data.write_text("\n".join(_story(name, number) for number, name in enumerate(names)))
    return data, load("tiny")


def test_it_is_learned_from_the_sentences_that_are_named(tmp_path: Path) -> None:
    from safetensors.numpy import load_file

    from pipeline.training.relevance import RelevancePlan, train_relevance

    data, config = _plan(tmp_path, [f"story-{number}" for number in range(60)])
    out = tmp_path / "relevance.safetensors"
    plan = RelevancePlan((data,), (), out, rank=4, passes=30, learning_rate=1e-2)
    lines = list(train_relevance(plan, config))
    assert [line.split(":")[0] for line in lines[1:]] == ["cosine", "learned"]
    kept = load_file(out)
    assert {name: weight.shape for name, weight in kept.items()} == {
        "claims": (16, 4), "lines": (16, 4), "learned": (1,), "columns": (5,), "none": (1,), "cosine": (2,)
    }  # fmt: skip
    first = {line.split(":")[0]: float(line.split("1: ")[1].split(",")[0]) for line in lines[1:]}
    assert first["learned"] > 0.9 >= first["cosine"]
    again = tmp_path / "again.safetensors"
    list(train_relevance(RelevancePlan((data,), (), again, rank=4, passes=30, learning_rate=1e-2), config))
    assert again.read_bytes() == out.read_bytes()


def test_without_stories_to_measure_on_nothing_is_written(tmp_path: Path) -> None:
    from pipeline.training.relevance import RelevancePlan, train_relevance

    data, config = _plan(tmp_path, ["quarry-fire"])
    with pytest.raises(InputError, match="no story to learn from, or none held out"):
        list(train_relevance(RelevancePlan((data,), (), tmp_path / "out.safetensors"), config))
    assert [path.name for path in tmp_path.iterdir()] == ["stories.txt"]


_NOTHING = FactCheck(True, True, True, (), 0, 0, 0, 0, 0, 0, 0, 0)


def _features(*rows: tuple[float, tuple[float, float, float]]) -> dict[str, float]:
    """Of lines with a relevance and NLI shares each, and the same as the first for what is joined."""
    units = [Unit((row,), row, relevance) for row, (relevance, _) in enumerate(rows)]
    shares = np.array([share for _, share in (*rows, rows[0])], dtype=np.float32)
    joined = Unit(tuple(range(len(rows))), 0, rows[0][0])
    found = features_of(CellReading((*units, joined), shares, _NOTHING, 0.0, 0.0, 0, False, False))
    assert found is not None
    return dict(zip(FEATURES, found.tolist(), strict=True))


def test_the_less_likely_a_line_is_to_decide_the_less_it_counts() -> None:
    silent, against = (0.02, 0.96, 0.02), (0.01, 0.01, 0.98)
    alone = _features((0.6, silent))
    assert _features((0.6, silent), (0.6, against))["contradiction"] == pytest.approx(logit(0.98), abs=1e-3)
    half = _features((0.6, silent), (0.6 / 4.7, against))["contradiction"]
    assert half == pytest.approx(logit(0.49), abs=0.05)
    far = _features((0.6, silent), (0.001, against))
    assert far["contradiction"] == pytest.approx(alone["contradiction"], abs=0.01)
    assert far["opposed"] == pytest.approx(alone["opposed"], abs=0.01)


def test_lines_are_weighed_beside_the_likeliest_whatever_all_of_them_have() -> None:
    first, second = (0.9, 0.1, 0.0), (0.1, 0.1, 0.8)
    high, low = _features((0.6, first), (0.3, second)), _features((0.06, first), (0.03, second))
    differing = {name for name in FEATURES if high[name] != pytest.approx(low[name], abs=1e-6)}
    assert differing == {"relevance"}
