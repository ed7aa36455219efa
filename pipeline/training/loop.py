"""Fine-tune a model: seeded, resumable, progress to a log."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from pipeline.packing import pack

logger = logging.getLogger(__name__)


class Trainable(Protocol):
    """Rows to train on."""

    @property
    def lengths(self) -> Sequence[int]:
        """Tokens of each row."""

    def loss(self, model: nn.Module, batch: Sequence[int]) -> torch.Tensor:
        """Mean loss of the model for these rows."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """Tokenised pairs: ids, segment ids and a label index per pair."""

    ids: list[list[int]]
    segments: list[list[int]]
    labels: list[int]

    @property
    def lengths(self) -> Sequence[int]:
        """Tokens of each pair."""
        return [len(ids) for ids in self.ids]

    def inputs(self, batch: Sequence[int]) -> dict[str, torch.Tensor]:
        """Ids, segments and mask of some pairs. *Shapes:* (pairs, tokens)."""
        return _tensors(self, batch)

    def loss(self, model: nn.Module, batch: Sequence[int]) -> torch.Tensor:
        """``judgement_loss`` of some pairs."""
        logits = model(**self.inputs(batch)).logits.float()
        return judgement_loss(logits, torch.tensor([self.labels[index] for index in batch]))


@dataclass(frozen=True, slots=True)
class TwoKinds:
    """Rows of two kinds, those of the second after those of the first."""

    first: Trainable
    second: Trainable

    @property
    def lengths(self) -> Sequence[int]:
        """Tokens of each row."""
        return [*self.first.lengths, *self.second.lengths]

    def loss(self, model: nn.Module, batch: Sequence[int]) -> torch.Tensor:
        """Mean loss of rows of either kind."""
        start = len(self.first.lengths)
        parts = [
            (self.first, [row for row in batch if row < start]),
            (self.second, [row - start for row in batch if row >= start]),
        ]
        losses = [part.loss(model, rows) * len(rows) for part, rows in parts if rows]
        return torch.stack(losses).sum() / len(batch)


@dataclass(frozen=True, slots=True)
class LoopSettings:
    """How to fine-tune; ``tokens`` is the padded size of a batch, ``warmup`` a share of all steps.

    With ``decay`` the learning rate falls to zero after the warm-up, else it stays.
    """

    passes: int = 2
    learning_rate: float = 1e-4
    weight_decay: float = 0.01
    warmup: float = 0.06
    tokens: int = 3200
    seed: int = 13
    checkpoint_seconds: float = 600.0
    bf16: bool = True
    decay: bool = True


def fine_tune(model: nn.Module, data: Trainable, settings: LoopSettings, checkpoint: Path) -> None:
    """Train ``model`` in place with AdamW, linear warm-up and decay, and resume from ``checkpoint`` if it exists.

    Args:
        model: a transformers classifier in training mode; frozen parameters stay as they are.
        data: the training rows.
        settings: see ``LoopSettings``. The order of batches depends on the seed and the pass alone.
        checkpoint: a file for weights and optimiser state, written every ``checkpoint_seconds`` and at each pass's end.
    """
    torch.manual_seed(settings.seed)
    schedule = [batch for number in range(settings.passes) for batch in _batches(data, settings, number)]
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=settings.learning_rate, weight_decay=settings.weight_decay, fused=True)
    step = _resume(checkpoint, model, optimizer)
    saved = started = time.monotonic()
    first, loss_sum = step, 0.0
    for batch in schedule[step:]:
        for group in optimizer.param_groups:
            group["lr"] = settings.learning_rate * _rate(step, len(schedule), settings)
        loss_sum += _step(model, optimizer, data, batch, bf16=settings.bf16)
        step += 1
        if step % 100 == 0:
            left = (time.monotonic() - started) / (step - first) * (len(schedule) - step)
            logger.info("step %d of %d, loss %.3f, %.0f s left", step, len(schedule), loss_sum / 100, left)
            loss_sum = 0.0
        if time.monotonic() - saved > settings.checkpoint_seconds or step == len(schedule):
            _save(checkpoint, model, optimizer, step)
            saved = time.monotonic()


def predict(model: nn.Module, data: Encoded, *, tokens: int = 8192, bf16: bool = True) -> NDArray[np.float32]:
    """Class logits of every pair. *Shape:* (pairs, classes)."""
    model.eval()
    rows: dict[int, NDArray[np.float32]] = {}
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
        for batch in pack([len(ids) for ids in data.ids], tokens):
            logits = model(**_tensors(data, batch)).logits.float().numpy()
            rows.update(zip(batch, logits, strict=True))
    return np.stack([rows[index] for index in range(len(data.ids))])


def judgement_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy, where the label after the last class means "any class but the first".

    The one after that means "as much of the first as of the last": its target is one half for either.

    Args:
        logits: *Shape:* (pairs, classes).
        labels: 0 to classes + 1, inclusive. *Shape:* (pairs,).
    """
    logs = nn.functional.log_softmax(logits, dim=1)
    others = torch.logsumexp(logs[:, 1:], dim=1, keepdim=True)
    halves = (logs[:, :1] + logs[:, -1:]) / 2
    logs = torch.cat([logs, others, halves], dim=1)
    return nn.functional.nll_loss(logs, labels)


def _batches(data: Trainable, settings: LoopSettings, number: int) -> list[list[int]]:
    """Batches of one pass: like lengths together, with enough noise that neighbours differ from pass to pass."""
    draw = np.random.default_rng((settings.seed, number))
    lengths = data.lengths
    order = draw.permutation(len(lengths))
    batches: list[list[int]] = []
    chunk = 4000
    for start in range(0, len(order), chunk):
        part = [int(index) for index in order[start : start + chunk]]
        packed = pack([lengths[index] for index in part], settings.tokens)
        batches += [[part[place] for place in batch] for batch in packed]
    return [batches[index] for index in draw.permutation(len(batches))]


def _rate(step: int, steps: int, settings: LoopSettings) -> float:
    warm = max(1, int(steps * settings.warmup))
    if step < warm:
        return (step + 1) / warm
    return max(0.0, (steps - step) / max(1, steps - warm)) if settings.decay else 1.0


def _tensors(data: Encoded, batch: Sequence[int]) -> dict[str, torch.Tensor]:
    width = max(len(data.ids[index]) for index in batch)
    shape = (len(batch), width)
    ids, segments, mask = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    for row, index in enumerate(batch):
        size = len(data.ids[index])
        ids[row, :size] = torch.tensor(data.ids[index])
        segments[row, :size] = torch.tensor(data.segments[index])
        mask[row, :size] = 1
    return {"input_ids": ids, "token_type_ids": segments, "attention_mask": mask}


def _step(
    model: nn.Module, optimizer: torch.optim.Optimizer, data: Trainable, batch: Sequence[int], *, bf16: bool
) -> float:
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
        loss = data.loss(model, batch)
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
    return float(loss.detach())


def _resume(checkpoint: Path, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    if not checkpoint.exists():
        return 0
    state = torch.load(checkpoint, weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    logger.info("resumed at step %d", state["step"])
    return int(state["step"])


def _save(checkpoint: Path, model: nn.Module, optimizer: torch.optim.Optimizer, step: int) -> None:
    checkpoint.parent.mkdir(parents=True, exist_ok=True)
    partial = checkpoint.with_suffix(".partial")
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step}, partial)
    partial.replace(checkpoint)
