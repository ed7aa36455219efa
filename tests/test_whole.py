"""Whole articles written for training: what a file may hold, and the cells and pairs that come of it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.errors import InputError
from pipeline.training.pairs import BOTH
from pipeline.training.whole import Judgement, WholeArticle, read_whole, whole_cells, whole_pairs

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
    alone, around = pairs[::2], pairs[1::2]
    assert [pair.label for pair in alone] == [0, 1, 2, BOTH, 1, 2]
    assert [pair.label for pair in around] == [0, 1, 2, BOTH, 1, 2]
    assert alone[2].premise == "Blaze put out. Nobody was hurt."
    assert "Nobody was hurt." in around[2].premise
    assert around[2].premise != "Nobody was hurt."
    assert alone[4].premise.startswith("Blaze put out. Crews needed")  # the first of those that share a word
    assert alone[5].premise == "Owner questioned. A fire at another quarry had hurt four men in May."


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


def test_the_command_gives_no_story_to_both(source: Path, tmp_path: Path) -> None:
    source.write_text("\n".join(_STORY.replace("quarry", f"quarry-{n}") for n in range(20)), encoding="utf-8")
    short = tmp_path / "short.txt"
    short.write_text("S: one\nP: It burned.\nC s: A fire broke out.\n", encoding="utf-8")
    files = [str(tmp_path / name) for name in ("out.jsonl", "held.jsonl", "cells.jsonl")]
    given = ["--data", str(short), "--articles", str(source)]
    said = CliRunner().invoke(
        main, ["train", "written", *given, "--out", files[0], "--held-out", files[1], "--cells", files[2]]
    )
    assert said.exit_code == 0, said.output
    pairs, cells = (Path(files[place]).read_text(encoding="utf-8") for place in (0, 2))
    stories = read_whole(source)
    judged = [story for story in stories if story.judged]
    assert 1 <= len(judged) <= 10
    assert cells.count("\n") == 6 * len(judged)
    assert pairs.count('"whole"') == 12 * (len(stories) - len(judged))
    for story in stories:
        assert (f"{story.name} under control" in pairs) is not story.judged
        assert (f"{story.name} under control" in cells) is story.judged
