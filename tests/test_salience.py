"""Training the token classifier: labels, low-rank weights, and that what is written is what is read."""

import json
from pathlib import Path

import pytest
import torch

from pipeline.config import Compute, Config, ModelSource
from pipeline.errors import InputError, ModelError
from pipeline.models import load_tagger, new_tagger
from pipeline.models.lowrank import restored, squeezed
from pipeline.summarise.salience import WINDOW
from pipeline.tagging import tag
from pipeline.training.salience import CLASSES, SaliencePlan, labelled, read_stories, train_salience
from pipeline.windows import Part, window_of, words_of

_ROW = {
    "articles": [
        {"title": "Council votes", "text": "The council approved twelve trams. Rain fell all night."},
        {"title": "Trams", "text": "Twelve trams were approved by the council."},
    ],
    "target": "The council approved twelve new trams.",
}


def written(folder: Path, *rows: object) -> Path:
    path = folder / "stories.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_words_are_runs_of_letters_and_digits() -> None:
    text = "U.S. sales fell 3.5%, Müller's firm said."
    assert [text[start:end] for start, end in words_of(text)] == (
        ["U", "S", "sales", "fell", "3", "5", "Müller", "s", "firm", "said"]
    )


def test_labels_are_what_the_summary_says(tmp_path: Path) -> None:
    _, tokenizer = new_tagger(CLASSES)
    data = labelled(tokenizer, read_stories(written(tmp_path, _ROW)))
    (window,), (labels,) = data.windows, data.labels
    text = ["Council votes", "The council approved twelve trams.", "Rain fell all night."]
    found = {
        (word.part, text[word.part][word.start : word.end]): label
        for word, label in zip(window.words, labels, strict=True)
        if word.part < len(text)
    }
    assert found[1, "approved"] == (1.0, 1.0)
    assert found[1, "twelve"] == (1.0, 0.0)  # "twelve trams" is not what it says
    assert found[1, "trams"] == (1.0, -1.0)  # nothing follows
    assert found[2, "Rain"] == (0.0, 0.0)
    assert found[0, "Council"] == (1.0, 0.0)


def test_a_window_stops_where_it_is_full_and_keeps_offsets() -> None:
    _, tokenizer = new_tagger(CLASSES)
    parts = [Part("A headline", 1, closes=True), Part("word " * 700, 0, closes=True)]
    window = window_of(tokenizer, parts, WINDOW)
    assert len(window.ids) == len(window.segments) == WINDOW
    assert all(parts[word.part].text[word.start : word.end].isalnum() for word in window.words)
    assert len(window.places) == len(set(window.places)) == len(window.words)


def test_shares_do_not_depend_on_the_company() -> None:
    tagger = load_tagger(ModelSource(source="builtin:salience"), Compute(device="cpu", dtype="auto"))
    windows = [
        window_of(tagger.tokenizer, [Part("Trams", 1, closes=True), Part(text, 0, closes=True)], WINDOW)
        for text in ("The council approved twelve trams.", "Rain fell all night on the small town of Melbury.", "")
    ]
    together = tag(tagger, windows)
    for window, shares in zip(windows, together, strict=True):
        assert shares.shape == (len(window.words), len(CLASSES))
        assert ((shares >= 0) & (shares <= 1)).all()
        assert tag(tagger, [window])[0] == pytest.approx(shares, abs=1e-3)
    assert tag(tagger, []) == []


def test_differences_of_low_rank_come_back() -> None:
    torch.manual_seed(3)
    base = {"a": torch.randn(12, 8), "same": torch.randn(3, 3), "b": torch.randn(8)}
    weights = {
        "a": base["a"] + torch.randn(12, 2) @ torch.randn(2, 8),
        "same": base["same"],
        "b": base["b"] + 1,
        "head": torch.randn(2, 8),
    }
    kept = squeezed(weights, base, 2)
    assert sorted(kept) == ["a.left", "a.right", "b", "head"]
    back = restored(kept, base)
    assert back.keys() == weights.keys()
    for name, weight in weights.items():
        assert torch.allclose(back[name], weight, atol=1e-4), name


def test_training_writes_what_is_loaded_and_goes_on_from_there(tmp_path: Path) -> None:
    rows = written(tmp_path, *[_ROW] * 4)
    config = Config(compute=Compute(threads=1))
    lines = list(train_salience(SaliencePlan((rows,), (rows,), tmp_path / "out", passes=1), config))
    assert lines[0].startswith("4 stories, 1 passes")
    assert "AUROC of words" in lines[1]
    assert (tmp_path / "out" / "model.safetensors").stat().st_size < 6_000_000
    again = list(train_salience(SaliencePlan((rows,), (), tmp_path / "two", 1, start=tmp_path / "out"), config))
    assert again
    with pytest.raises(ModelError, match=r"no model\.safetensors"):
        new_tagger(CLASSES, tmp_path / "none")


@pytest.mark.parametrize("row", [{"articles": [{"title": "no text"}], "target": "x"}, {"article": "x"}])
def test_a_row_without_what_is_needed_is_named(tmp_path: Path, row: dict[str, object]) -> None:
    with pytest.raises(InputError, match="line 1"):
        read_stories(written(tmp_path, row))
