"""``evenhand train compress``: which words of a sentence an editor keeps, learnt by a token classifier."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score

from pipeline.arrays import Shares
from pipeline.config import Config, ModelSource
from pipeline.errors import InputError
from pipeline.models import load_tagger, new_tagger, save_tagger
from pipeline.output import write_json
from pipeline.summarise.compress import Shortened, shortened
from pipeline.tagging import tag_texts
from pipeline.text import split_sentences
from pipeline.training.deletions import Deletion, deletions, plain
from pipeline.training.loop import LoopSettings, fine_tune
from pipeline.training.salience import Example, TaggedWindows, read_stories
from pipeline.windows import Part, window_of, words_of

CLASSES = ("kept",)
WINDOW = 512  # tokens of a sentence that are read
LIMITS = (0.25, 0.3, 0.35, 0.4, 0.5)  # for ``compress.BELOW``, to choose from
_TOKENS = 1024  # of a batch: there are few pairs, and small batches make more steps of them

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class CompressPlan:
    """JSONL of stories to train on and to measure on, where to write, how long to train and what to begin with.

    ``most`` caps the stories of a file, ``start`` is a folder of weights; the bare encoder is the default.
    """

    data: tuple[Path, ...]
    dev: tuple[Path, ...]
    out: Path
    passes: int = 4
    learning_rate: float = 1e-4
    most: int | None = None
    start: Path | None = None


@dataclass(frozen=True, slots=True)
class Compressed:
    """What the versions of sentences that some way makes keep, beside what editors kept, over all words.

    ``f1`` is of the words kept, ``removed`` the share of words taken out, ``rightly`` the share of those that editors
    took out too (1 where none is). All are 0 to 1.
    """

    f1: float
    removed: float
    rightly: float


@dataclass(frozen=True, slots=True)
class Measured:
    """How well a model tells kept words on one file, and three ways to shorten beside it.

    ``f1`` is that of the words it gives 0.5 and more, ``versions`` what ``summarise.compress`` makes of its
    probabilities, by the limit of a stretch's mean.
    """

    pairs: int
    auroc: float
    f1: float
    everything: Compressed
    rules: Compressed
    versions: dict[str, Compressed]


def train_compress(plan: CompressPlan, config: Config) -> Iterator[str]:
    """Train, write ``model.safetensors``, ``config.json`` and ``training.json``, and yield the lines to show.

    A checkpoint in ``plan.out`` lets a stopped training go on.

    Raises:
        InputError: a file is missing or has a bad row, or no summary shortens a sentence.
    """
    if config.compute.threads:
        torch.set_num_threads(config.compute.threads)
    torch.manual_seed(config.seed)
    gathered: dict[Path, list[Deletion]] = {}
    for path in dict.fromkeys((*plan.data, *plan.dev)):
        gathered[path] = story_deletions(read_stories(path)[: plan.most])
        yield f"{path.name}: {len(gathered[path]):,} sentences that a summary shortens"
    measured = {pair.source for path in plan.dev for pair in gathered[path]}
    # The parts of a set share articles, and what is measured on is not learnt.
    found = {pair.source: pair for path in plan.data for pair in gathered[path] if pair.source not in measured}
    if not found:
        raise InputError(f"{', '.join(map(str, plan.data))}: no sentence that a summary shortens; name more stories")
    model, tokenizer = new_tagger(CLASSES, plan.start)
    data = labelled(tokenizer, list(found.values()))
    yield f"{len(found):,} sentences, {plan.passes} passes, {sum(data.lengths) * plan.passes:,} tokens"
    settings = LoopSettings(passes=plan.passes, learning_rate=plan.learning_rate, tokens=_TOKENS, seed=config.seed)
    model.train()
    fine_tune(model, data, settings, plan.out / "checkpoint.pt")
    save_tagger(model, plan.out)
    tagger = load_tagger(ModelSource(source=str(plan.out)), config.compute, "compression")  # as it was written
    figures = {}
    for path in plan.dev:
        if pairs := gathered[path]:
            tables = tag_texts(tagger, [pair.source for pair in pairs], unread=1.0, tokens=config.compute.tokens)
            figures[path.name] = measure(pairs, [table[:, 0] for table in tables])
            yield from _lines(path.name, figures[path.name])
    counts = {path.name: len(pairs) for path, pairs in gathered.items()}
    record = {"files": counts, "pairs": len(found), "settings": settings, "dev": figures}
    write_json(plan.out / "training.json", record)


def story_deletions(stories: Sequence[Example]) -> list[Deletion]:
    """Sentences of stories that their summary shortens, as prose."""
    pairs = []
    for story in stories:
        sentences = [article.text[one.start : one.end] for article in story.articles for one in article.sentences]
        spans = split_sentences(story.target, every_line=True)
        summary = [story.target[span.start : span.end] for span in spans]
        pairs += deletions(list(map(plain, sentences)), list(map(plain, summary)))
    return pairs


def labelled(tokenizer: Any, pairs: Sequence[Deletion]) -> TaggedWindows:
    """Each sentence in a window of its own, with 1 for the words kept and 0 for others."""
    windows, labels = [], []
    for pair in pairs:
        kept = dict(zip((start for start, _ in words_of(pair.source)), pair.kept, strict=True))
        window = window_of(tokenizer, [Part(pair.source, 0, closes=True)], WINDOW)
        windows.append(window)
        labels.append(tuple((float(kept[word.start]),) for word in window.words))
    return TaggedWindows(tuple(windows), tuple(labels))


def measure(pairs: Sequence[Deletion], kept: Sequence[Shares]) -> Measured:
    """Hold a model's probabilities against what editors kept.

    Args:
        pairs: at least one.
        kept: probability of each word of each source. *Shape of each:* (words,).
    """
    truth = np.concatenate([np.array(pair.kept) for pair in pairs])
    shares = np.concatenate(kept)
    sources = [pair.source for pair in pairs]
    rules = [_shortest(shortened(source)) for source in sources]
    made = {
        f"{below:.2f}": [
            next(iter(shortened(source, own, below=below)), None) for source, own in zip(sources, kept, strict=True)
        ]
        for below in LIMITS
    }
    return Measured(
        len(pairs),
        float(roc_auc_score(truth, shares)),
        float(f1_score(truth, shares >= 0.5)),
        _compressed(truth, sources, [None] * len(pairs)),
        _compressed(truth, sources, rules),
        {limit: _compressed(truth, sources, versions) for limit, versions in made.items()},
    )


def _shortest(versions: Sequence[Shortened]) -> Shortened | None:
    return min(versions, key=lambda version: len(version.text.split()), default=None)


def _compressed(truth: Mask, sources: Sequence[str], versions: Sequence[Shortened | None]) -> Compressed:
    left = np.concatenate([_left(source, version) for source, version in zip(sources, versions, strict=True)])
    removed = int((~left).sum())
    rightly = float((~left & ~truth).sum()) / removed if removed else 1.0
    return Compressed(float(f1_score(truth, left)), removed / len(left), rightly)


def _left(source: str, version: Shortened | None) -> Mask:
    """Which words of a sentence a version has, all without one. *Shape:* (words,)."""
    spans = words_of(source)
    stretches = [(0, len(source))] if version is None else version.kept
    return np.array([any(one <= start and end <= other for one, other in stretches) for start, end in spans])


def _lines(name: str, found: Measured) -> Iterator[str]:
    yield (
        f"{name}: AUROC of kept words {found.auroc:.3f}, F1 at 0.5 {found.f1:.3f}; everything kept "
        f"{found.everything.f1:.3f}, shortest version by rules {found.rules.f1:.3f}"
    )
    for limit, way in [("rules", found.rules), *found.versions.items()]:
        yield f"{name}: {limit}: {way.removed:.1%} of words out, {way.rightly:.1%} of them rightly, F1 {way.f1:.3f}"
