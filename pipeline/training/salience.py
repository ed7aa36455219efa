"""``evenhand train salience``: which words of a story an expert's summary says, learnt by a token classifier."""

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from torch import nn

from pipeline.config import Config
from pipeline.errors import InputError
from pipeline.models import new_tagger, save_tagger
from pipeline.output import write_json
from pipeline.passages import gather
from pipeline.records import Article
from pipeline.summarise.salience import WINDOW, story_windows
from pipeline.tagging import tensors
from pipeline.text import split_sentences
from pipeline.training.loop import LoopSettings, fine_tune
from pipeline.training.rows import numbered_rows
from pipeline.windows import Part, Window, token_counts, window_of, words_of

CLASSES = ("said", "said_with_next")
_UNKNOWN = -1.0  # the label of a word without a next one


@dataclass(frozen=True, slots=True)
class SaliencePlan:
    """JSONL of stories to train on and to measure on, where to write, how long to train and what to begin with.

    ``most`` caps the stories of a file, ``start`` is a folder of weights; the bare encoder is the default.
    """

    data: tuple[Path, ...]
    dev: tuple[Path, ...]
    out: Path
    passes: int = 3
    learning_rate: float = 1e-4
    most: int | None = None
    start: Path | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A story's articles and what an expert wrote about it."""

    articles: tuple[Article, ...]
    target: str


@dataclass(frozen=True, slots=True)
class TaggedWindows:
    """Windows with a label, 0 or 1, per word and class, ``_UNKNOWN`` where there is none."""

    windows: tuple[Window, ...]
    labels: tuple[tuple[tuple[float, ...], ...], ...]

    @property
    def lengths(self) -> Sequence[int]:
        """Tokens of each window."""
        return [len(window.ids) for window in self.windows]

    def inputs(self, batch: Sequence[int]) -> dict[str, torch.Tensor]:
        """Ids, segments and mask of some windows. *Shapes:* (windows, tokens)."""
        return tensors([self.windows[index] for index in batch])

    def loss(self, model: nn.Module, batch: Sequence[int]) -> torch.Tensor:
        """Binary cross-entropy, mean over known labels."""
        logits = model(**self.inputs(batch)).logits.float()
        gold = torch.full_like(logits, _UNKNOWN)
        for row, index in enumerate(batch):
            if self.windows[index].places:
                gold[row, list(self.windows[index].places)] = torch.tensor(self.labels[index])
        known = gold >= 0
        return nn.functional.binary_cross_entropy_with_logits(logits[known], gold[known])


def train_salience(plan: SaliencePlan, config: Config) -> Iterator[str]:
    """Train, write ``model.safetensors``, ``config.json`` and ``training.json``, and yield the lines to show.

    A checkpoint in ``plan.out`` lets a stopped training go on.

    Raises:
        InputError: a file is missing or has a bad row.
    """
    if config.compute.threads:
        torch.set_num_threads(config.compute.threads)
    torch.manual_seed(config.seed)
    model, tokenizer = new_tagger(CLASSES, plan.start)
    stories = [story for path in plan.data for story in read_stories(path)[: plan.most]]
    rng = random.Random(config.seed)
    # Each pass sees the articles of a story in another order.
    shuffled = [_reordered(story, rng) for _ in range(plan.passes) for story in stories]
    data = labelled(tokenizer, shuffled)
    yield f"{len(stories):,} stories, {plan.passes} passes, {sum(data.lengths):,} tokens"
    settings = LoopSettings(passes=1, learning_rate=plan.learning_rate, seed=config.seed)
    model.train()
    fine_tune(model, data, settings, plan.out / "checkpoint.pt")
    save_tagger(model, plan.out)
    model.load_state_dict(new_tagger(CLASSES, plan.out)[0].state_dict())  # what is measured is what was written
    figures = {}
    for path in plan.dev:
        figures[path.name] = auroc(model, labelled(tokenizer, read_stories(path)))
        said, pair = figures[path.name]
        yield f"{path.name}: AUROC of words {said:.3f}, of word pairs {pair:.3f}"
    write_json(
        plan.out / "training.json",
        {"files": [path.name for path in plan.data], "stories": len(stories), "settings": settings, "auroc": figures},
    )


def read_stories(path: Path) -> list[Example]:
    """Read stories with a summary: ``articles`` and ``target``, or ``article`` and ``summary``, a list of sentences.

    Those without a sentence are left out.

    Raises:
        InputError: the file can't be read, or a row lacks these.
    """
    needs = "articles (title, text) and target, or article and summary"
    stories = []
    for number, row in numbered_rows(path, needs):
        try:
            articles = row["articles"] if "articles" in row else [{"text": row["article"]}]
            target = row["target"] if "target" in row else " ".join(row["summary"])
            stories.append(Example(tuple(map(_article, enumerate(articles))), str(target)))
        except (KeyError, TypeError) as error:
            raise InputError(f"{path}, line {number}: {error}; a row needs {needs}") from error
    return [story for story in stories if any(article.sentences for article in story.articles)]


def labelled(tokenizer: Any, stories: Sequence[Example]) -> TaggedWindows:
    """The first window of each three articles of each story, with what the summary says of its words."""
    windows, labels = [], []
    for story in stories:
        sentences = sum(len(article.sentences) for article in story.articles)
        passages = gather(story.articles, np.zeros((sentences, 1), dtype=np.float32), {})
        for made in story_windows(passages, lambda texts: token_counts(tokenizer, texts)):
            if made.depth == 0:
                window = window_of(tokenizer, made.parts, WINDOW)
                windows.append(window)
                labels.append(_labels(window, made.parts, story.target))
    return TaggedWindows(tuple(windows), tuple(labels))


def auroc(model: nn.Module, data: TaggedWindows) -> tuple[float, float]:
    """How well words, and pairs of neighbouring words, that the summary says are told from others."""
    model.eval()
    gold, said = [], []
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for index, window in enumerate(data.windows):
            logits = model(**data.inputs([index])).logits.float().numpy()[0]
            said.append(logits[list(window.places)])
            gold.append(np.array(data.labels[index]))
    truth, scores = np.concatenate(gold), np.concatenate(said)
    known = truth[:, 1] >= 0
    return (
        float(roc_auc_score(truth[:, 0], scores[:, 0])),
        float(roc_auc_score(truth[known, 1], scores[known, 1])),
    )


def _labels(window: Window, parts: Sequence[Part], target: str) -> tuple[tuple[float, float], ...]:
    stated = [target[start:end].lower() for start, end in words_of(target)]
    words, pairs = set(stated), set(itertools.pairwise(stated))
    texts = [parts[word.part].text[word.start : word.end].lower() for word in window.words]
    labels = []
    for place, (word, text) in enumerate(zip(window.words, texts, strict=True)):
        last = place + 1 == len(texts) or window.words[place + 1].part != word.part
        pair = _UNKNOWN if last else float((text, texts[place + 1]) in pairs)
        labels.append((float(text in words), pair))
    return tuple(labels)


def _article(numbered: tuple[int, Any]) -> Article:
    number, row = numbered
    text = str(row["text"])
    return Article(f"a{number}", text, title=str(row.get("title") or ""), sentences=split_sentences(text))


def _reordered(story: Example, rng: random.Random) -> Example:
    return Example(tuple(rng.sample(story.articles, len(story.articles))), story.target)
