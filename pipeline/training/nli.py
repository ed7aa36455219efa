"""``evenhand train nli``: the built-in encoder fine-tuned as a cross-encoder for natural language inference."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from pipeline.config import Config
from pipeline.errors import InputError
from pipeline.models import new_classifier, save_builtin
from pipeline.output import write_json
from pipeline.stance.relevance import builtin_relevance
from pipeline.tools import load_tools
from pipeline.training.adapters import merged, with_adapters
from pipeline.training.evidence import EncodedCells, cells_to_learn, encode_cells
from pipeline.training.loop import Encoded, LoopSettings, Trainable, TwoKinds, fine_tune, predict
from pipeline.training.pairs import LABELS, LabelledPair, agrees, class_counts, mixture, read_pairs
from pipeline.training.sources import read_sources
from pipeline.training.whole import read_whole

# Most pairs of a source, by the start of its name: templates and one-word swaps are held down.
CAPS = {
    "breaking-nli": 1_500,
    "MED": 1_500,
    "MoNLI": 1_000,
    "ScoNe": 1_500,
    "curriculum-": 700,
}
LONGEST = 256  # tokens of a training pair; longer ones are left out, since cutting a premise can cut the evidence
_RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Plan:
    """What to train on, what to measure on, where to write. ``most`` caps the pairs for a trial.

    Of each file in ``rehearse``, ``rehearsed`` pairs are drawn and learned beside, so that what was learned before is
    not forgotten (rehearsal, Robins 1995). ``start`` is a folder of weights to begin with, the bare encoder by default;
    ``lora`` the rank of adapters that are trained in place of all weights. Whole cells of the stories in ``articles``,
    whose own articles may stand in the sets of ``source``, are learned beside; ``tokens`` make a batch.
    """

    data: tuple[Path, ...]
    dev: tuple[Path, ...]
    out: Path
    passes: int = 2
    learning_rate: float = 1e-4
    most: int | None = None
    start: Path | None = None
    decay: bool = True
    lora: int | None = None
    rehearse: tuple[Path, ...] = ()
    rehearsed: int = 20_000
    articles: tuple[Path, ...] = ()
    source: tuple[Path, ...] = ()
    tokens: int = 3200


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Accuracy on one development file with a 95 % bootstrap interval, beside always saying the commonest label."""

    name: str
    pairs: int
    accuracy: float
    low: float
    high: float
    commonest: float


def train_nli(plan: Plan, config: Config) -> Iterator[str]:
    """Train, write ``model.safetensors``, ``config.json`` and ``training.json``, and yield the lines to show.

    A checkpoint in ``plan.out`` lets a stopped training go on; the same data, seed and settings give the same weights
    on the same machine.

    Raises:
        InputError: a file is missing, has a bad row, or no pair is short enough.
    """
    if config.compute.threads:
        torch.set_num_threads(config.compute.threads)
    torch.manual_seed(config.seed)
    model, tokenizer = new_classifier(LABELS, plan.start)
    chosen = mixture((pair for path in plan.data for pair in read_pairs(path)), CAPS, config.seed)[: plan.most]
    chosen += [pair for path in plan.rehearse for pair in _drawn(path, plan.rehearsed, config.seed)]
    pairs = _encode(tokenizer, chosen, LONGEST)
    if not pairs.ids:
        raise InputError(f"{', '.join(map(str, plan.data))}: no pair of at most {LONGEST} tokens")
    yield f"training on {len(pairs.ids):,} pairs, {sum(map(len, pairs.ids)):,} tokens"
    data: Trainable = pairs
    if plan.articles:
        cells = _cells(plan, config, tokenizer)
        yield f"and on {len(cells.ends):,} cells, {sum(cells.lengths):,} tokens"
        data = TwoKinds(pairs, cells)
    settings = LoopSettings(
        passes=plan.passes,
        learning_rate=plan.learning_rate,
        tokens=plan.tokens,
        seed=config.seed,
        decay=plan.decay,
    )
    if plan.lora:
        model = with_adapters(model, plan.lora)
    model.train()
    fine_tune(model, data, settings, plan.out / "checkpoint.pt")
    if plan.lora:
        model = merged(model)
    save_builtin(model, plan.out)
    measured = [measure(model, tokenizer, path, config.seed) for path in plan.dev]
    _record(plan, chosen, len(pairs.ids), data, settings, measured)
    for row in measured:
        yield (
            f"{row.name}: accuracy {row.accuracy:.3f} [{row.low:.3f}, {row.high:.3f}] on {row.pairs:,} pairs"
            f" (commonest label {row.commonest:.3f})"
        )


def _cells(plan: Plan, config: Config, tokenizer: Any) -> EncodedCells:
    """The cells of stories that NLI learns from."""
    sources = read_sources(plan.source)
    stories = [story for path in plan.articles for story in read_whole(path, sources)]
    stories = [story for story in stories if not story.judged and not story.held_out]
    relevance = builtin_relevance(config.stance.proposal)
    found = list(cells_to_learn(stories, load_tools(config).embed, relevance, config.stance.sentences))
    if not found:
        raise InputError(f"{', '.join(map(str, plan.articles))}: no story that NLI learns from")
    return encode_cells(tokenizer, found, LONGEST, plan.tokens)


def _drawn(path: Path, most: int, seed: int) -> list[LabelledPair]:
    """Some pairs of a file, at random."""
    pairs = mixture(read_pairs(path), CAPS, seed)
    return random.Random(f"{seed} {path.name}").sample(pairs, min(most, len(pairs)))


def measure(model: Any, tokenizer: Any, path: Path, seed: int) -> Accuracy:
    """Accuracy of a classifier with the label order of ``LABELS`` on a file of labelled pairs."""
    pairs = read_pairs(path)
    logits = predict(model, _encode(tokenizer, pairs, None))
    gold = np.array([pair.label for pair in pairs])
    right = agrees(logits.argmax(axis=1), gold)
    draw = np.random.default_rng(seed).integers(0, len(right), (_RESAMPLES, len(right)))
    low, high = np.quantile(right[draw].mean(axis=1), [0.025, 0.975])
    commonest = max(float(agrees(np.full_like(gold, label), gold).mean()) for label in range(len(LABELS)))
    return Accuracy(path.name.split(".")[0], len(pairs), float(right.mean()), float(low), float(high), commonest)


def _encode(tokenizer: Any, pairs: Sequence[LabelledPair], longest: int | None) -> Encoded:
    """Tokenise; pairs over ``longest`` tokens are left out, or cut to the model's window where it is None."""
    rows = tokenizer(
        [pair.premise for pair in pairs],
        [pair.hypothesis for pair in pairs],
        truncation="longest_first" if longest is None else False,
        max_length=tokenizer.model_max_length if longest is None else None,
        verbose=False,
    )
    ids, segments = rows["input_ids"], rows["token_type_ids"]
    keep = [row for row in range(len(pairs)) if longest is None or len(ids[row]) <= longest]
    return Encoded([ids[row] for row in keep], [segments[row] for row in keep], [pairs[row].label for row in keep])


def _record(
    plan: Plan,
    chosen: Sequence[LabelledPair],
    pairs: int,
    data: Trainable,
    settings: LoopSettings,
    measured: Sequence[Accuracy],
) -> None:
    write_json(
        plan.out / "training.json",
        {
            "files": [path.name for path in plan.data],
            "rehearsed": [path.name for path in plan.rehearse],
            "sources": dict(sorted(Counter(pair.source for pair in chosen).items())),
            "labels": class_counts(chosen),
            "pairs": pairs,
            "rows": len(data.lengths),
            "tokens": sum(data.lengths),
            "settings": settings,
            "measured": measured,
        },
    )
