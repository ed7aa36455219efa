"""Training the compression head: pairs found by alignment, labels, figures, and that what is written is what is read."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.config import Compute, Config
from pipeline.errors import InputError
from pipeline.models import new_tagger
from pipeline.training.compress import CLASSES, CompressPlan, labelled, measure, story_deletions, train_compress
from pipeline.training.deletions import Deletion, aligned, deletion, deletions, plain
from pipeline.training.salience import read_stories
from pipeline.windows import words_of


def left(pair: Deletion | None) -> str:
    assert pair is not None
    words = [pair.source[start:end] for start, end in words_of(pair.source)]
    return " ".join(word for word, kept in zip(words, pair.kept, strict=True) if kept)


# --- alignment


@pytest.mark.parametrize(
    ("source", "summary", "places"),
    [
        ("a b c d e", "a c e", (0, 2, 4)),
        ("the man said the dog barked", "the dog barked", (3, 4, 5)),  # one stretch, not two
        ("a x b x x a x b c", "a b c", (5, 7, 8)),  # the shorter span
        ("a x x x a x b", "a b", (4, 6)),
        ("a b c", "a q c", (0, -1, 2)),
        ("a b", "c d", (-1, -1)),
        ("", "a", (-1,)),
        ("a", "", ()),
        ("b a", "a b", (-1, 0)),
    ],
)
def test_the_least_broken_alignment_is_taken(source: str, summary: str, places: tuple[int, ...]) -> None:
    assert aligned(source.split(), summary.split()) == places


@pytest.mark.parametrize(
    ("source", "summary", "kept"),
    [
        (
            "The council, which met on Friday, approved twelve new trams for the old harbour line.",
            "The council approved twelve new trams for the harbour line.",
            "The council approved twelve new trams for the harbour line",
        ),
        (  # endings, auxiliaries and case
            "On Friday the mayor said that councils approve trams at night.",
            "The Mayor says councils approved trams.",
            "the mayor said councils approve trams",
        ),
        (  # a function word more
            "After a long debate the council approved twelve new trams and nine buses for the harbour.",
            "The council has approved the twelve new trams and nine buses for the harbour.",
            None,
        ),
        (
            "After a long debate the council approved twelve new trams and nine buses for the harbour.",
            "The council also approved twelve new trams and nine buses for the harbour.",
            "the council approved twelve new trams and nine buses for the harbour",
        ),
        ("The council approved twelve trams.", "The council approved trams.", None),  # too few words
        ("The council approved twelve new trams on Friday.", "The council approved twelve new trams Friday.", None),
        (  # most of it gone
            "The council, which met in the old hall by the harbour on Friday night, approved twelve new trams.",
            "The council approved twelve trams.",
            None,
        ),
        (  # other words where some went
            "The council of Melbury approved twelve new trams on Friday after a debate of seven hours in public.",
            "The council of Melbury rejected twelve new trams on Friday after a debate in public.",
            None,
        ),
        (  # one more word where none went
            "The council of Melbury approved twelve new trams on Friday after a debate of seven hours.",
            "Update: the council of Melbury approved twelve new trams on Friday.",
            "The council of Melbury approved twelve new trams on Friday",
        ),
        (  # chance: words picked from all over
            "A plan that the council of the old town made in May for new trams was by judges of the land not held to be law.",
            "A council made new trams by the land law.",
            None,
        ),
        (  # several sentences in one quotation
            "“This was a very long debate. The council approved twelve new trams for the harbour,” she said.",
            "The council approved twelve new trams for the harbour.",
            None,
        ),
    ],
)
def test_deletions_are_told_from_other_summaries(source: str, summary: str, kept: str | None) -> None:
    pair = deletion(source, summary)
    assert (left(pair) if pair else None) == kept


def test_each_summary_sentence_gets_its_nearest_source_once() -> None:
    long = "On Friday, after a debate of seven hours, the council approved twelve new trams for Melbury."
    near = "The council approved twelve new trams for Melbury after a debate."
    summary = "The council approved twelve new trams for Melbury."
    (pair,) = deletions([long, near], [summary])
    assert pair.source == near
    assert [found.source for found in deletions([long, near], [summary, summary])] == [near, long]
    assert deletions([], [summary]) == deletions([long], []) == []


@pytest.mark.parametrize(
    ("tokens", "prose"),
    [
        ("the mayor 's plan , she said , wo n't fail .", "the mayor's plan, she said, won't fail."),
        ('" it is a 35 - year - old tram , " he said .', '"it is a 35-year-old tram," he said.'),
        ("melbury ( cnn ) -- the tram ( built in may ) runs .", "the tram (built in may) runs."),
        ("The tram - a new one - runs , she said .", "The tram - a new one - runs , she said ."),
        ("nothing to be done.", "nothing to be done."),
    ],
)
def test_separate_tokens_become_prose(tokens: str, prose: str) -> None:
    assert plain(tokens) == prose


# --- training


SENTENCES = [
    (
        "The council, which met on Friday, approved twelve trams for Melbury.",
        "The council approved twelve trams for Melbury.",
    ),
    ("The mayor, who was ill for weeks, opened the new harbour line.", "The mayor opened the new harbour line."),
    ("The drivers, whose pay had fallen, ended the long tram strike.", "The drivers ended the long tram strike."),
]


def written(path: Path, *numbers: int) -> Path:
    rows = [
        {
            "articles": [{"title": "News", "text": f"Rain fell all night. {SENTENCES[number][0]}"}],
            "target": SENTENCES[number][1],
        }
        for number in numbers
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_words_are_labelled_by_what_the_summary_keeps(tmp_path: Path) -> None:
    pairs = story_deletions(read_stories(written(tmp_path / "stories.jsonl", 0)))
    assert [(pair.source, pair.summary) for pair in pairs] == SENTENCES[:1]
    _, tokenizer = new_tagger(CLASSES)
    data = labelled(tokenizer, pairs)
    assert data.labels == (tuple((float(kept),) for kept in (1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1)),)


def test_figures_stand_beside_two_plain_ways(tmp_path: Path) -> None:
    pairs = [found for source, summary in SENTENCES if (found := deletion(source, summary))]
    perfect = [np.where(pair.kept, 0.9, 0.1).astype(np.float32) for pair in pairs]
    found = measure(pairs, perfect)
    assert (found.auroc, found.f1, found.pairs) == (1.0, 1.0, 3)
    assert (found.everything.removed, found.everything.rightly) == (0.0, 1.0)
    assert 0.5 < found.everything.f1 < 1.0
    assert found.rules == found.versions["0.35"]
    assert (found.rules.f1, found.rules.rightly) == (1.0, 1.0)
    unsure = measure(pairs, [np.where(pair.kept, 0.9, 0.6).astype(np.float32) for pair in pairs])
    assert unsure.versions["0.50"] == found.everything


def test_training_writes_what_is_loaded_and_goes_on_from_there(tmp_path: Path) -> None:
    data, dev = written(tmp_path / "data.jsonl", 0, 1), written(tmp_path / "dev.jsonl", 2)
    config = Config(compute=Compute(threads=1))
    lines = list(train_compress(CompressPlan((data,), (dev,), tmp_path / "out", passes=1), config))
    assert lines[:2] == [
        "data.jsonl: 2 sentences that a summary shortens",
        "dev.jsonl: 1 sentences that a summary shortens",
    ]
    assert lines[2].startswith("2 sentences, 1 passes")
    assert "AUROC of kept words" in lines[3] and "everything kept" in lines[3] and "by rules" in lines[3]
    record = json.loads((tmp_path / "out" / "training.json").read_text(encoding="utf-8"))
    assert record["pairs"] == 2 and record["dev"]["dev.jsonl"]["pairs"] == 1
    assert (tmp_path / "out" / "model.safetensors").stat().st_size < 6_000_000
    again = list(train_compress(CompressPlan((data,), (), tmp_path / "two", 1, start=tmp_path / "out"), config))
    assert again[-1].startswith("2 sentences, 1 passes")


def test_what_is_measured_on_is_not_learnt_and_nothing_to_learn_is_said(tmp_path: Path) -> None:
    data = written(tmp_path / "data.jsonl", 0)
    with pytest.raises(InputError, match="no sentence that a summary shortens"):
        list(train_compress(CompressPlan((data,), (data,), tmp_path / "out", 1), Config()))
    done = CliRunner().invoke(main, ["train", "compress", "--data", str(tmp_path / "none"), "--out", str(tmp_path)])
    assert done.exit_code == 3, done.output
