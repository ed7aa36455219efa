"""Whole cells to learn NLI from: what is read, and the loss of a cell by hand."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch

from pipeline.config import load
from pipeline.errors import InputError
from pipeline.stance.judge import CLASSES
from pipeline.stance.relevance import Relevance
from pipeline.training.evidence import NOBODY, ReadCell, cell_loss, cells_to_learn, encode_cells
from pipeline.training.nli import Plan, train_nli
from pipeline.training.whole import read_whole

_STORY = """
S: {name}
A: Blaze put out
1 Crews fought the fire at the quarry.
2 Nobody was hurt.
3 The quarry belongs to a Swiss firm.
4 A road leads to the quarry.
5 Birds nest in the quarry.
A: Owner questioned
1 The owner said that nobody was hurt, but a nurse spoke of two burned workers.
C r2 m1: Two people were hurt.
C s3 n: A Swiss firm owns the quarry.
C s1 n: The fire was fought.
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "stories.txt"
    path.write_text("".join(_STORY.format(name=f"quarry-{number}") for number in range(4)), encoding="utf-8")
    return path


def _shares(*rows: Sequence[float]) -> torch.Tensor:
    return torch.tensor(rows).log()


def test_the_chance_that_any_unit_supports_and_none_refutes() -> None:
    logits, owner = _shares((0.6, 0.3, 0.1), (0.5, 0.3, 0.2)), torch.tensor([0, 0])
    some, none = 1 - 0.4 * 0.5, 0.9 * 0.8
    chances = {"supports": some * none, "refutes": 0.2 * 0.28, "mixed": some * 0.28, "not_stated": 0.2 * none}
    assert sum(chances.values()) == pytest.approx(1)
    for name, chance in chances.items():
        loss = cell_loss(logits, owner, torch.ones(2), torch.tensor([CLASSES.index(name)]))
        assert float(loss) == pytest.approx(-math.log(chance), abs=1e-4)


def test_a_unit_that_counts_for_less_changes_less() -> None:
    logits, label = _shares((0.1, 0.8, 0.1), (0.8, 0.1, 0.1)), torch.tensor([CLASSES.index("not_stated")])
    losses = [
        float(cell_loss(logits, torch.tensor([0, 0]), torch.tensor([1.0, count]), label)) for count in (0.0, 0.5, 1.0)
    ]
    assert losses[0] == pytest.approx(-math.log(0.9 * 0.9), abs=1e-4)
    assert losses == sorted(losses)


def test_cells_are_averaged_and_certainty_stays_finite() -> None:
    logits = torch.tensor([[30.0, 0.0, 0.0], [0.0, 30.0, 0.0]], requires_grad=True)
    owner, labels = torch.tensor([0, 1]), torch.tensor([CLASSES.index("refutes"), CLASSES.index("not_stated")])
    loss = cell_loss(logits, owner, torch.ones(2), labels)
    first = cell_loss(logits[:1], owner[:1], torch.ones(1), labels[:1])
    assert float(loss.detach()) == pytest.approx(float(first.detach()) / 2, rel=1e-3)
    loss.backward()
    assert torch.isfinite(logits.grad).all()


def _relevance(columns: tuple[float, ...]) -> Relevance:
    empty = np.zeros((0, 0), dtype=np.float32)
    return Relevance(empty, empty, 0.0, columns, 0.0)


def _embedder(texts: Sequence[str]) -> np.ndarray:
    """Vectors by which a text is like those with the same last word."""
    words = ["hurt", "firm", "quarry", "fought", "out", "questioned", "workers"]
    last = [text.rstrip(".").split()[-1] for text in texts]
    return np.array([[float(word == each) for word in words] for each in last], dtype=np.float32)


def test_what_is_read_of_each_article_is_learned_from(source: Path) -> None:
    story = read_whole(source)[0]
    cells = list(cells_to_learn([story], _embedder, _relevance((0.0, 8.0, 0.0, 0.0, 0.0)), 2))
    by = {(cell.pairs[0][1], cell.label): cell for cell in cells}
    hurt = by["Two people were hurt.", "refutes"]
    told = "Blaze put out. Crews fought the fire at the quarry. Nobody was hurt. The quarry belongs to a Swiss firm."
    assert [premise for premise, _ in hurt.pairs] == ["Blaze put out. Nobody was hurt.", "Blaze put out.", told]
    assert hurt.whole == (True, False, True)
    assert hurt.counts[0] == hurt.counts[2] == 1.0 > hurt.counts[1]
    assert any("nurse" in premise for premise, _ in by["Two people were hurt.", "mixed"].pairs)
    assert {label for _, label in by} == {"supports", "refutes", "mixed", "not_stated"}
    # By cosine only lines with the claim's last word are read, none of which says whose the quarry is.
    blind = list(cells_to_learn([story], _embedder, _relevance((80.0, 0.0, 0.0, 0.0, 0.0)), 1))
    assert not any(cell.label == "supports" and "Swiss" in cell.pairs[0][1] for cell in blind)


def test_a_cell_with_a_unit_that_is_too_long_is_left_out() -> None:
    def tokenizer(premises: Sequence[str], claims: Sequence[str], **_: object) -> dict[str, list[list[int]]]:
        ids = [[1] * len(f"{one} {two}".split()) for one, two in zip(premises, claims, strict=True)]
        return {"input_ids": ids, "token_type_ids": [[0] * len(row) for row in ids]}

    short, long = ("A b.", "C."), ("A b c d e f.", "C.")
    cells = [
        ReadCell((short, long), (0.5, 1.0), (True, True), "supports"),
        ReadCell((short, short), (0.5, 1.0), (False, True), "refutes"),
    ]
    found = encode_cells(tokenizer, cells, 4, 100)
    assert found.ends == ((0, 2),)
    assert found.units.labels == [NOBODY, 2]
    assert (found.counts, found.labels, found.lengths) == ((0.5, 1.0), (CLASSES.index("refutes"),), [6])


def test_cells_are_learned_beside_pairs(source: Path, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text('{"premise": "a", "hypothesis": "b", "label": "neutral", "source": "own"}\n', encoding="utf-8")
    plan = Plan((pairs,), (), tmp_path / "out", passes=1, articles=(source,))
    lines = list(train_nli(plan, load()))
    assert lines[0].startswith("training on 1 pairs")
    assert lines[1].startswith("and on ")
    assert (tmp_path / "out" / "model.safetensors").exists()
    source.write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"stories\.txt: no story that NLI learns from"):
        list(train_nli(plan, load()))
