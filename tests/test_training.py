"""Training on a handful of pairs: it learns, resumes, and saves what can be loaded."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from pipeline.config import load
from pipeline.errors import InputError
from pipeline.models import new_classifier
from pipeline.stance.features import FEATURES as STANCE_FEATURES
from pipeline.stance.judge import CLASSES
from pipeline.training.cells import read_bodies, read_cells_of
from pipeline.training.consistency import JointPlan, chosen_rows, fit
from pipeline.training.judged import Part, document_key, part_of, read_judged
from pipeline.training.loop import judgement_loss
from pipeline.training.nli import Plan, train_nli
from pipeline.training.pairs import BOTH, LABELS, LabelledPair, agrees, class_counts, mixture, read_pairs
from pipeline.training.stance import StancePlan, chosen_cells
from pipeline.training.stance import fit as fit_stance

_PAIRS = [
    ("The mill closed in May.", "The mill closed.", "entailment"),
    ("The mill closed in May.", "The mill is open.", "contradiction"),
    ("The mill closed in May.", "The owner is rich.", "neutral"),
] * 4


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.jsonl"
    rows = [
        {"premise": f"{premise} {number}", "hypothesis": hypothesis, "label": label, "source": "own"}
        for number, (premise, hypothesis, label) in enumerate(_PAIRS)
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_training_writes_a_model_and_its_figures(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    lines = list(train_nli(Plan((data,), (data,), out, passes=1), load()))
    assert "training on 12 pairs" in lines[0]
    assert "accuracy" in lines[-1]
    record = json.loads((out / "training.json").read_text(encoding="utf-8"))
    assert record["pairs"] == 12
    assert 0 <= record["measured"][0]["low"] <= record["measured"][0]["high"] <= 1
    assert (out / "model.safetensors").stat().st_size < 25_000_000
    again = list(train_nli(Plan((data,), (data,), out, passes=1), load()))
    assert again[-1] == lines[-1]  # the checkpoint was at the end: nothing is trained twice


def test_bad_rows_are_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"premise": "a", "hypothesis": "b", "label": "maybe"}', encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.jsonl, line 1"):
        read_pairs(path)
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(InputError, match="not a JSON object"):
        read_pairs(path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="not JSON"):
        read_pairs(path)
    with pytest.raises(InputError, match="no such file"):
        read_pairs(tmp_path / "none.jsonl")


def test_mixture_is_seeded_and_capped() -> None:
    pairs = [LabelledPair(str(number), "h", number % 3, "big" if number % 2 else "small") for number in range(40)]
    chosen = mixture([*pairs, *pairs], {"big": 5}, seed=1)
    assert len(chosen) == 25
    assert chosen == mixture(pairs, {"big": 5}, seed=1)
    assert chosen != mixture(pairs, {"big": 5}, seed=2)
    assert sum(class_counts(chosen).values()) == 25


def test_consistency_needs_both_labels() -> None:
    features = np.array([[1.0, 0.9, 0], [-1.0, 0.4, 1], [2.0, 0.8, 0], [-2.0, 0.3, 1]])
    joint = fit(features, np.array([True, False, True, False]), ["one", "one", "two", "two"], (1, 1, -1))
    assert joint.probability(features[0]) > 0.5 > joint.probability(features[1])
    with pytest.raises(InputError, match="both kinds"):
        fit(features, np.array([True, False, True, True]), ["one", "one", "two", "two"], (1, 1, -1))


def test_every_source_weighs_the_same() -> None:
    # A hundred rows of one set say that the feature is bad, four of another that it is good: neither wins.
    features = np.array([[0.0], [1.0]] * 50 + [[0.0], [1.0]] * 2)
    labels = np.array([True, False] * 50 + [False, True] * 2)
    joint = fit(features, labels, ["large"] * 100 + ["small"] * 4, (1,))
    assert abs(joint.coefficients[0]) < 1e-3


def test_coefficients_keep_to_their_signs() -> None:
    features = np.array([[0.0, 1.0], [1.0, 0.0]] * 10)
    labels = np.array([True, False] * 10)  # the first feature would count against
    joint = fit(features, labels, ["one"] * 20, (1, 1))
    assert joint.coefficients[0] == 0
    assert joint.coefficients[1] > 1
    assert joint.probability((0.0, 1.0)) > 0.5 > joint.probability((1.0, 0.0))


def test_judged_rows_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "judged.jsonl"
    path.write_text('{"document": "a", "summary": "b", "label": 1}\n{"document": "a"}', encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        read_judged(path)
    path.write_text('{"document": "a", "correct": "b", "incorrect": "c"}', encoding="utf-8")
    assert [(row.summary, row.consistent) for row in read_judged(path)] == [("b", True), ("c", False)]


def test_parts_follow_the_document_alone() -> None:
    parts = [part_of(f"document {number} of many") for number in range(2000)]
    assert [part_of(f"Document {number}, of MANY!") for number in range(2000)] == parts
    assert [round(parts.count(part) / 2000, 1) for part in Part] == [0.5, 0.2, 0.3]


def test_documents_held_out_are_not_fitted_on(tmp_path: Path) -> None:
    path, other = tmp_path / "one.jsonl", tmp_path / "other.jsonl"
    rows = [{"document": f"document {number}", "summary": "s", "label": number % 2} for number in range(200)]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    other.write_text("\n".join(map(json.dumps, rows[:100])), encoding="utf-8")
    chosen = chosen_rows(JointPlan((path,), (), (other,), tmp_path / "out", 1000))
    assert chosen and all(part_of(row.document) is Part.FIT for row in chosen)
    assert not {document_key(row.document) for row in chosen} & {document_key(row["document"]) for row in rows[:100]}
    assert len(chosen_rows(JointPlan((), (path,), (other,), tmp_path / "out", 1000))) == 100


def test_a_judgement_may_leave_open_which_class() -> None:
    logits = torch.tensor([[0.0, 2.0, -1.0], [0.0, 2.0, -1.0]])
    shares = torch.softmax(logits[0], dim=0)
    assert judgement_loss(logits[:1], torch.tensor([1])).item() == pytest.approx(-shares[1].log().item())
    assert judgement_loss(logits[:1], torch.tensor([3])).item() == pytest.approx(-(1 - shares[0]).log().item())
    assert judgement_loss(logits, torch.tensor([3, 3])).item() == pytest.approx(-(1 - shares[0]).log().item())


def test_what_holds_both_sides_asks_as_much_of_either() -> None:
    logits = torch.tensor([[0.0, 2.0, -1.0], [3.0, -9.0, 3.0]])
    shares = torch.softmax(logits[0], dim=0)
    halves = -(shares[0].log() + shares[2].log()).item() / 2
    assert judgement_loss(logits[:1], torch.tensor([BOTH])).item() == pytest.approx(halves)
    assert judgement_loss(logits[1:], torch.tensor([BOTH])).item() == pytest.approx(math.log(2), abs=1e-4)
    assert agrees(np.array([0, 1, 2]), np.array([BOTH] * 3)).tolist() == [True, False, True]


def test_adapters_train_and_are_merged(data: Path, tmp_path: Path) -> None:
    out, plain = tmp_path / "lora", tmp_path / "plain"
    lines = list(train_nli(Plan((data,), (data,), out, passes=1, learning_rate=1e-2, lora=4), load()))
    assert "accuracy" in lines[-1]
    list(train_nli(Plan((data,), (), plain, passes=1, learning_rate=1e-7), load()))
    merged, start = load_file(out / "model.safetensors"), load_file(plain / "model.safetensors")
    assert set(merged) == set(start)
    changed = {name for name in merged if not torch.allclose(merged[name], start[name], atol=2e-3)}
    assert any("query" in name for name in changed)
    assert not {name for name in changed if "embeddings" in name or "LayerNorm" in name}
    model, _ = new_classifier(LABELS, out)
    assert model.config.num_labels == 3


def test_stance_cells_are_read_in_every_shape(tmp_path: Path) -> None:
    path, bodies = tmp_path / "cells.jsonl", tmp_path / "bodies.jsonl"
    rows = [
        {"claim": "The mill closed.", "evidence": "The mill closed in May.", "label": "not_enough_info"},
        {"article": "The mill closed in May.", "claim": "The mill closed.", "label": "supports"},
        {"headline": "Mill is open", "body_id": 7, "stance": "disagree"},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    bodies.write_text(json.dumps({"body_id": 7, "text": "The mill closed in May."}), encoding="utf-8")
    cells = read_cells_of(path, read_bodies([bodies]))
    assert [cell.label for cell in cells] == ["not_stated", "supports", "refutes"]
    assert {cell.article for cell in cells} == {"The mill closed in May."}
    assert {cell.source for cell in cells} == {"cells"}
    path.write_text(json.dumps({"headline": "Mill is open", "body_id": 8, "stance": "agree"}), encoding="utf-8")
    with pytest.raises(InputError, match=r"cells\.jsonl, line 1"):
        read_cells_of(path, {})


def test_the_stance_fit_learns_and_keeps_to_its_signs() -> None:
    draw = np.random.default_rng(1)
    labels = [CLASSES[row % 4] for row in range(400)]
    features = draw.normal(size=(400, len(STANCE_FEATURES)))
    for row, label in enumerate(labels):
        features[row, STANCE_FEATURES.index("entailment")] += 3 * (label in ("supports", "mixed"))
        features[row, STANCE_FEATURES.index("contradiction")] += 3 * (label in ("refutes", "mixed"))
        features[row, STANCE_FEATURES.index("relevance")] -= 3 * (label == "supports")  # against its sign
    sources = ["one", "one", "one", "one", "two", "two", "two", "one"] * 50  # the second has nothing that is not stated
    judge = fit_stance(features, labels, sources)
    said = [judge.shares(row) for row in features]
    best = [max(CLASSES, key=lambda name, one=shares: getattr(one, name)) for shares in said]
    assert np.mean([one == label for one, label in zip(best, labels, strict=True)]) > 0.8
    assert judge.coefficients[0][STANCE_FEATURES.index("relevance")] == pytest.approx(0.0, abs=1e-9)
    assert judge.coefficients[1][STANCE_FEATURES.index("contradiction")] > 0
    assert judge.coefficients[2][STANCE_FEATURES.index("contradiction")] > 0
    with pytest.raises(InputError, match="need each of the labels"):
        fit_stance(features[:4], ["supports", "refutes", "mixed", "not_stated"], ["one", "one", "two", "one"])


def test_the_cells_to_fit_on_are_drawn_and_leave_the_test_part_alone(tmp_path: Path) -> None:
    path = tmp_path / "cells.jsonl"
    rows = [
        {"article": f"The mill of town {number} closed in May. " * 3, "claim": "It closed.", "label": "supports"}
        for number in range(60)
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    every = read_cells_of(path, {})
    some = chosen_cells(StancePlan((path,), (), (), tmp_path / "out.json", 100), 13)
    assert {cell.article for cell in some} == {cell.article for cell in every if cell.part is not Part.TEST}
    assert len(some) < len(every)
    assert len(chosen_cells(StancePlan((), (path,), (), tmp_path / "out.json", 100), 13)) == 60
    assert len(chosen_cells(StancePlan((path,), (), (), tmp_path / "out.json", 5), 13)) == 5
