"""Whole articles written for training: what a file may hold, and the cells and pairs that come of it."""

import gzip
import json
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.errors import InputError
from pipeline.training.pairs import BOTH
from pipeline.training.sources import WholeArticle, read_sources
from pipeline.training.whole import Judgement, read_whole, whole_cells, whole_pairs

_FIRST = (
    "Crews needed eleven hours on Tuesday to bring the fire at the quarry under control.",
    "Nobody was hurt.",
    "The quarry belongs to a Swiss firm.",
)
_STORY = """
S: quarry
A: Blaze put out
1 Crews needed eleven hours on Tuesday to bring the fire at the quarry under control.
2 Nobody was hurt.
3 The quarry belongs to a Swiss firm.
A: Owner questioned
1 The owner said that nobody was hurt, but a nurse spoke of two burned workers.
2 A fire at another quarry had hurt four men in May.
C s1 n: It took crews nearly half a day to subdue the flames.
C r2 m1: Two people were hurt in the fire at the quarry.
C n r0+2: The owner of the quarry was not questioned.
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "stories.txt"
    path.write_text(_STORY, encoding="utf-8")
    return path


def test_a_story_is_read_with_the_sentences_that_decide(source: Path) -> None:
    (story,) = read_whole(source)
    assert story.name == "quarry"
    assert story.articles[0].title == story.articles[0].line(0) == "Blaze put out"
    assert story.articles[0].line(2) == "Nobody was hurt."
    assert [len(article.sentences) for article in story.articles] == [3, 2]
    assert story.claims[1] == (
        "Two people were hurt in the fire at the quarry.",
        (Judgement("r", (2,)), Judgement("m", (1,))),
    )
    assert story.claims[2][1][1].sentences == (0, 2)


def test_every_article_with_every_claim_is_a_cell(source: Path) -> None:
    cells = list(whole_cells(read_whole(source)))
    assert [cell.label for cell in cells] == ["supports", "not_stated", "refutes", "mixed", "not_stated", "refutes"]
    assert cells[0].title == "Blaze put out"
    assert cells[0].article.endswith("Nobody was hurt. The quarry belongs to a Swiss firm.")


def test_pairs_are_of_the_headline_and_the_sentences_that_decide(source: Path) -> None:
    pairs = list(whole_pairs(read_whole(source), 13))
    of = {
        claim: [(pair.label, pair.premise) for pair in pairs if pair.hypothesis == claim]
        for claim, _ in read_whole(source)[0].claims
    }
    hurt = of["Two people were hurt in the fire at the quarry."]
    assert [label for label, _ in hurt] == [2, 2, 2, BOTH, BOTH]  # two of the second article are the same
    assert hurt[0][1] == "Blaze put out. Nobody was hurt."
    assert hurt[2][1] == f"Blaze put out. {' '.join(_FIRST)}"
    questioned = of["The owner of the quarry was not questioned."]
    assert [label for label, _ in questioned] == [1, 1, 1, 2, 2]
    assert questioned[0][1] == f"Blaze put out. {_FIRST[0]}"  # the first of those that share a word
    assert questioned[3][1] == "Owner questioned. A fire at another quarry had hurt four men in May."


def test_without_a_headline_a_premise_begins_with_a_sentence(source: Path) -> None:
    (story,) = read_whole(source)
    bare = replace(story, articles=tuple(replace(article, title="") for article in story.articles))
    premises = [pair.premise for pair in whole_pairs([bare], 13)]
    assert premises
    assert all(premise[0].isupper() and "Blaze" not in premise for premise in premises)


def test_the_order_of_sentences_is_kept(source: Path) -> None:
    (story,) = read_whole(source)
    for seed in range(20):
        for pair in whole_pairs([story], seed):
            article = next(a for a in story.articles if set(_lines(a)) >= set(_cut(pair.premise, a)))
            places = [_lines(article).index(line) for line in _cut(pair.premise, article)]
            assert places == sorted(places)
            assert places


def _lines(article: WholeArticle) -> list[str]:
    return [f"{article.title}.", *article.sentences]


def _cut(premise: str, article: WholeArticle) -> list[str]:
    """The lines of an article in a premise, in the premise's order."""
    found = [(premise.index(line), line) for line in _lines(article) if line in premise]
    return [line for _, line in sorted(found)] if sum(len(line) for _, line in found) else ["none"]


@pytest.mark.parametrize(
    "line",
    [
        "C s1: Too few judgements.",
        "C s1 x2: A letter that is none.",
        "C s4 n: A sentence that is not there.",
        "C s n: No sentence.",
        "C s1 n:",
        "9 A number out of order.",
        "A:",
        "a stray line",
    ],
)
def test_a_bad_line_is_told_with_its_place(source: Path, line: str) -> None:
    source.write_text(_STORY + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"stories.txt, line 13: .*a headline|stories.txt, line 13: .*A: headline"):
        read_whole(source)


def test_an_article_before_any_story(tmp_path: Path) -> None:
    path = tmp_path / "stories.txt"
    path.write_text("A: Alone\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 1"):
        read_whole(path)
    with pytest.raises(InputError, match="can't be read"):
        read_whole(tmp_path / "none.txt")


_SETS = {
    "news.jsonl": [
        {
            "id": "n-1",
            "articles": [
                {"title": "Blaze put out ", "text": "Crews came.\nNobody was hurt. It rained."},
                {"title": "Owner heard", "text": "The owner was heard."},
            ],
        }
    ],
    "lines.jsonl": [{"id": "7", "text": "Blaze put out\nCrews came. Nobody was hurt."}],
    "bodies.jsonl": [{"body_id": 12, "text": "Crews came."}],
}


@pytest.fixture
def sets(tmp_path: Path) -> list[Path]:
    for name, rows in _SETS.items():
        (tmp_path / name).write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return [tmp_path / name for name in _SETS]


def test_articles_of_sets_are_known_by_set_and_key(sets: list[Path]) -> None:
    found = read_sources(sets)
    assert found == {
        "news n-1.0": WholeArticle("Blaze put out", ("Crews came.", "Nobody was hurt.", "It rained."), False),
        "news n-1.1": WholeArticle("Owner heard", ("The owner was heard.",), False),
        "lines 7": WholeArticle("Blaze put out", ("Crews came.", "Nobody was hurt."), False),
        "bodies 12": WholeArticle("", ("Crews came.",), False),
    }


def test_of_a_long_article_only_the_beginning_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    path.write_text(json.dumps({"body_id": 1, "text": "It rained. " * 40}), encoding="utf-8")
    assert len(read_sources([path])["long 1"].sentences) == 26


def test_of_a_tokenised_article_the_text_as_it_was_written(tmp_path: Path) -> None:
    text = (
        '( cnn ) -- the u.s. envoy , 54 , did n\'t resign . " we \'ll stay , " she said . " for how long ? " it cost $ 3.5 '
        "million -- a state - owned firm paid 20 % of it" + " . it rained" * 20
    )
    path = tmp_path / "daily.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write(json.dumps({"article": text, "summary": ["envoy 's stay goes on .", "it rained ."]}))
    ((key, article),) = read_sources([path]).items()
    assert key == f"daily {zlib.crc32(text.encode()):08x}"
    assert article.title == "envoy's stay goes on."
    assert article.sentences[:5] == (
        "(cnn) -- the u.s. envoy, 54, didn't resign.",
        '"we\'ll stay," she said.',
        '"for how long?"',
        "it cost $3.5 million -- a state-owned firm paid 20% of it.",
        "it rained.",
    )
    assert len(article.sentences) == 14


def test_a_text_file_is_one_article_whole(tmp_path: Path) -> None:
    path = tmp_path / "real" / "quarry.txt"
    path.parent.mkdir()
    path.write_text("Blaze put out\n\n" + "It rained. " * 40, encoding="utf-8")
    (key, article), *_ = read_sources([path]).items()
    assert (key, article.title, len(article.sentences)) == ("real quarry", "Blaze put out", 40)
    path.write_bytes(b"\xff")
    with pytest.raises(InputError, match=r"quarry.txt: can't be read as UTF-8 text"):
        read_sources([path])
    with pytest.raises(InputError, match=r"none.txt: can't be read"):
        read_sources([tmp_path / "none.txt"])


@pytest.mark.parametrize("row", [{"id": 1}, {"body_id": 1}, {"id": 1, "articles": [{"title": "A"}]}])
def test_a_set_without_its_fields(tmp_path: Path, row: dict[str, object]) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(InputError, match=r"set.jsonl, line 1: no field 'text'"):
        read_sources([path])


_NAMED = """S: quarry
A: @news n-1.0 3
A: @bodies 12 1
C s2 n: No one was injured.
"""


def test_claims_on_articles_of_sets(sets: list[Path], tmp_path: Path) -> None:
    path = tmp_path / "claims.txt"
    path.write_text(_NAMED, encoding="utf-8")
    (story,) = read_whole(path, read_sources(sets))
    assert [cell.article for cell in whole_cells([story])] == ["Crews came. Nobody was hurt. It rained.", "Crews came."]
    assert next(whole_pairs([story], 13)).premise == "Blaze put out. Nobody was hurt."
    assert (
        {pair.source for pair in whole_pairs([story], 13)} == {cell.source for cell in whole_cells([story])} == {"real"}
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("n-1.0 3", "n-1.0 4", "has 3 sentences, and the claims were judged on 4"),
        ("n-1.0 3", "n-1.9 3", "'news n-1.9' is in none of the sets given; name its file with --source"),
        ("@bodies 12 1", "@", "'' is in none of the sets given"),
        ("C s2 n", "C s4 n", "a line is"),
        ("12 1", "12 1\n2 One more.", "a line is"),
    ],
)
def test_an_article_that_is_not_what_was_judged(
    sets: list[Path], tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = tmp_path / "claims.txt"
    path.write_text(_NAMED.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=f"claims.txt, line [234]: .*{said}"):
        read_whole(path, read_sources(sets))


def test_the_command_gives_no_story_to_both(source: Path, tmp_path: Path) -> None:
    source.write_text("\n".join(_STORY.replace("quarry", f"quarry-{n}") for n in range(60)), encoding="utf-8")
    short = tmp_path / "short.txt"
    short.write_text("S: one\nP: It burned.\nC s: A fire broke out.\n", encoding="utf-8")
    to = {name: tmp_path / f"{name}.jsonl" for name in ("out", "held-out", "cells", "cells-held-out")}
    given = ["--data", str(short), "--articles", str(source)]
    options = [word for name, path in to.items() for word in (f"--{name}", str(path))]
    said = CliRunner().invoke(main, ["train", "written", *given, *options])
    assert said.exit_code == 0, said.output
    pairs, _, cells, measured = (path.read_text(encoding="utf-8") for path in to.values())
    stories = read_whole(source)
    judged, held = ([story for story in stories if getattr(story, kind)] for kind in ("judged", "held_out"))
    assert 1 <= len(held) < len(judged) <= 30
    assert cells.count("\n") == 6 * len(judged)
    assert measured.count("\n") == 6 * len(held)
    others = [story for story in stories if story not in judged and story not in held]
    assert pairs.count('"whole"') == len(list(whole_pairs(others, 13)))
    for story in stories:
        said_in = [f"{story.name} under control" in text for text in (pairs, cells, measured)]
        assert said_in == [not story.judged and not story.held_out, story.judged, story.held_out]
