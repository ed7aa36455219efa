"""Stories written for training: what a file may hold, and the pairs and cells that come of it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.errors import InputError
from pipeline.training.pairs import BOTH
from pipeline.training.written import Passage, read_written, written_cells, written_pairs

_STORY = """
S: quarry
P: Blaze put out | Crews needed eleven hours on Tuesday.
P: The quarry was still burning on Wednesday, the mayor said.
P: The quarry belongs to a Swiss firm; one paper says it burned for a day, another that it did not burn at all.
C srm: It took crews nearly half a day to subdue the flames.
C nns: The owner of the quarry is Swiss.
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "stories.txt"
    path.write_text(_STORY, encoding="utf-8")
    return path


def test_a_story_is_read_with_its_headlines(source: Path) -> None:
    (story,) = read_written(source)
    assert story.name == "quarry"
    assert story.passages[0] == Passage("Blaze put out", "Crews needed eleven hours on Tuesday.")
    assert story.passages[0].told == "Blaze put out. Crews needed eleven hours on Tuesday."
    assert story.passages[1].told == "The quarry was still burning on Wednesday, the mayor said."
    assert Passage("Who did it?", "Nobody knows.").told == "Who did it? Nobody knows."
    assert [letters for letters, _ in story.claims] == ["srm", "nns"]


def test_each_passage_with_each_claim_but_those_of_both_sides(source: Path) -> None:
    pairs = list(written_pairs(read_written(source), 13, joined=False))
    assert [pair.label for pair in pairs] == [0, 2, 1, 1, 0]
    assert {pair.source for pair in pairs} == {"written"}


def test_what_holds_both_sides_is_learned_as_both(source: Path) -> None:
    told: set[str] = set()
    for seed in range(30):
        pairs = written_pairs(read_written(source), seed, joined=True)
        both = [pair for pair in pairs if pair.source == "written-both"]
        assert {pair.label for pair in both} == {BOTH}
        assert both[0].premise.startswith("The quarry belongs to")
        told |= {pair.premise for pair in both}
    crews, mayor = (passage.told for passage in read_written(source)[0].passages[:2])
    assert told == {both[0].premise, f"{crews} {mayor}", f"{mayor} {crews}"}


def test_of_two_passages_the_one_that_decides_gives_the_label(source: Path) -> None:
    joined = [pair for pair in written_pairs(read_written(source), 13, joined=True) if pair.source == "written-joined"]
    (pair,) = joined  # the first claim has no passage that leaves it open
    assert pair.label == 0
    assert "Swiss firm" in pair.premise
    assert "Crews" in pair.premise or "Wednesday" in pair.premise


def test_an_article_of_passages_says_what_they_say_together(source: Path) -> None:
    stories = read_written(source)
    labels: dict[str, set[str]] = {}
    for seed in range(60):
        for cell in written_cells(stories, seed):
            if cell.claim.startswith("It took"):
                parts = ["Crews" in cell.article, "Wednesday" in cell.article, "Swiss" in cell.article]
                expected = "mixed" if parts[2] or parts[:2] == [True, True] else "supports" if parts[0] else "refutes"
                assert cell.label == expected
                assert (cell.title == "Blaze put out") is cell.article.startswith("Crews")
                labels.setdefault(cell.label, set()).add(cell.article)
            else:
                assert cell.label == ("supports" if "Swiss" in cell.article else "not_stated")
    assert set(labels) == {"mixed", "supports", "refutes"}


@pytest.mark.parametrize(
    "line", ["C s: Too few letters.", "C sxn: A letter that is none.", "Q: what?", "C snn:", "P:", "a stray line"]
)
def test_a_bad_line_is_told_with_its_place(source: Path, line: str) -> None:
    source.write_text(_STORY + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"stories.txt, line 8: .*one letter of s, r, n, m per passage"):
        read_written(source)


def test_a_passage_before_any_story(tmp_path: Path) -> None:
    path = tmp_path / "stories.txt"
    path.write_text("P: Alone.\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 1"):
        read_written(path)
    with pytest.raises(InputError, match="can't be read"):
        read_written(tmp_path / "none.txt")


def test_the_command_keeps_stories_apart(tmp_path: Path) -> None:
    source = tmp_path / "stories.txt"
    source.write_text("\n".join(_STORY.replace("quarry", f"story-{number}") for number in range(40)), encoding="utf-8")
    files = [str(tmp_path / name) for name in ("out.jsonl", "held.jsonl", "cells.jsonl")]
    said = CliRunner().invoke(
        main,
        ["train", "written", "--data", str(source), "--out", files[0], "--held-out", files[1], "--cells", files[2]],
    )
    assert said.exit_code == 0, said.output
    train, held, cells = (Path(file).read_text(encoding="utf-8").splitlines() for file in files)
    apart = len(held) // 5
    assert 1 <= apart <= 10
    assert sum("written-both" not in line for line in train) == (40 - apart) * 6
    assert not any("both" in line for line in held)
    assert len(cells) == apart * 2
