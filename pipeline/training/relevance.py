"""``evenhand train relevance``: which line of an article decides a claim, learned from those named with claims."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file

from pipeline.arrays import Vectors
from pipeline.config import Config
from pipeline.errors import InputError
from pipeline.files import whole_path
from pipeline.stance.relevance import COLUMNS, Lines, columns_of
from pipeline.terms import stems
from pipeline.tools import load_tools
from pipeline.training.sources import read_sources
from pipeline.training.whole import WholeStory, read_whole

_DEPTHS = (1, 2, 3, 4, 5, 8)
_BATCH = 256
_FASTER = 30  # by which the few weights learn faster than the projections
_FAR = -1e4  # logit of a line that is not there


@dataclass(frozen=True, slots=True)
class RelevancePlan:
    """Files of stories with claims, of the sets that they name, and where to write; ``rank`` of the projections."""

    articles: tuple[Path, ...]
    source: tuple[Path, ...]
    out: Path
    rank: int = 64
    passes: int = 4
    learning_rate: float = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Questions:
    """Claims beside articles, padded to the longest.

    Attributes:
        claims: row of the claim's vector. *Shape:* (questions,).
        lines: rows of the lines' vectors. *Shape:* (questions, lines).
        columns: of ``COLUMNS``. *Shape:* (questions, lines, columns).
        there: whether there is such a line. *Shape:* (questions, lines).
        decides: whether a line decides; in the last column, whether none does. *Shape:* (questions, lines + 1).
    """

    claims: torch.Tensor
    lines: torch.Tensor
    columns: torch.Tensor
    there: torch.Tensor
    decides: torch.Tensor

    def some(self, rows: torch.Tensor) -> "Questions":
        """Those in these rows."""
        return Questions(self.claims[rows], self.lines[rows], self.columns[rows], self.there[rows], self.decides[rows])


class _Bilinear(torch.nn.Module):
    """``Relevance`` with weights to learn; of the columns only the first ``used`` count."""

    def __init__(self, vectors: torch.Tensor, start: torch.Tensor, used: int) -> None:
        super().__init__()
        self._vectors, self._used = vectors, used
        plain = torch.zeros(len(COLUMNS))
        plain[0] = 8.0
        self.columns = torch.nn.Parameter(plain)
        self.none = torch.nn.Parameter(torch.tensor([8.0]))
        self.learned = torch.nn.Parameter(torch.tensor([8.0]))
        self.claims = torch.nn.Parameter(start.clone())
        self.lines = torch.nn.Parameter(start.clone())

    def forward(self, asked: Questions) -> torch.Tensor:
        """Logits of each line and of none. *Shape:* (questions, lines + 1)."""
        own = torch.nn.functional.normalize(self._vectors[asked.claims] @ self.claims, dim=-1)
        theirs = torch.nn.functional.normalize(self._vectors[asked.lines] @ self.lines, dim=-1)
        plain = asked.columns[..., : self._used] @ self.columns[: self._used]
        logits = plain + self.learned * (theirs * own[:, None]).sum(-1)
        return torch.cat([logits.masked_fill(~asked.there, _FAR), self.none.expand(len(logits), 1)], dim=1)


def train_relevance(plan: RelevancePlan, config: Config) -> Iterator[str]:
    """Learn from the stories that NLI learns from, write the weights, and yield how often a deciding line comes first.

    Measured on the stories held out from everything. The cosine alone is fitted beside, for other encoders.

    Raises:
        InputError: see ``read_whole`` and ``read_sources``; or no story is to learn from, or none to measure on.
    """
    sources = read_sources(plan.source)
    stories = [story for path in plan.articles for story in read_whole(path, sources)]
    parts = [story for story in stories if not story.judged and not story.held_out], [s for s in stories if s.held_out]
    if not all(parts):
        raise InputError(
            f"{', '.join(map(str, plan.articles))}: no story to learn from, or none held out to measure on"
        )
    texts = list(dict.fromkeys(text for some in parts for story in some for text in _texts(story)))
    yield f"{len(parts[0]):,} stories, and {len(parts[1]):,} held out; {len(texts):,} texts"
    vectors = load_tools(config).embed(texts)
    rows = {text: row for row, text in enumerate(texts)}
    learned, held = (_questions(some, rows, vectors) for some in parts)
    torch.manual_seed(config.seed)
    start = torch.linalg.svd(torch.from_numpy(vectors[:: max(1, len(vectors) // 4000)]), full_matrices=False)[2]
    known = torch.from_numpy(vectors)
    fitted = _fit(_Bilinear(known, start[: plan.rank].T.contiguous(), len(COLUMNS)), learned, plan)
    plain = _fit(_Bilinear(known, start[:0].T.contiguous(), 1), learned, plan)
    _write(plan.out, fitted, plain)
    for name, model in (("cosine", plain), ("learned", fitted)):
        shares = ", ".join(f"{depth}: {share:.3f}" for depth, share in found_within(model(held), held).items())
        yield f"{name}: a deciding line among the first {shares}"


def found_within(logits: torch.Tensor, asked: Questions) -> dict[int, float]:
    """Of the questions that a line decides, the share that has one among the first lines, by how many are taken."""
    order = logits[:, :-1].argsort(dim=1, descending=True, stable=True)
    hits = asked.decides[:, :-1].gather(1, order)[~asked.decides[:, -1]]
    return {depth: float(hits[:, :depth].any(dim=1).float().mean()) for depth in _DEPTHS}


def _texts(story: WholeStory) -> Iterator[str]:
    yield from (claim for claim, _ in story.claims)
    for article in story.articles:
        yield from _lines(article.title, article.sentences)


def _lines(title: str, sentences: Sequence[str]) -> list[str]:
    return [*([title] if title else []), *sentences]


def _questions(stories: Sequence[WholeStory], rows: dict[str, int], vectors: Vectors) -> Questions:
    """Every article of every story with each of its claims."""
    claims, lines, columns, decides = list[int](), list[list[int]](), list[NDArray[np.float64]](), list[list[int]]()
    for story in stories:
        for number, article in enumerate(story.articles):
            texts = _lines(article.title, article.sentences)
            own = [rows[text] for text in texts]
            said = Lines(vectors[own], tuple(stems(text) for text in texts), bool(article.title))
            for claim, judgements in story.claims:
                claims.append(rows[claim])
                lines.append(own)
                columns.append(columns_of(vectors[rows[claim]], stems(claim), said))
                decides.append([place - (not article.title) for place in judgements[number].sentences])
    longest = max(map(len, lines))
    table = Questions(
        torch.tensor(claims),
        torch.zeros((len(lines), longest), dtype=torch.long),
        torch.zeros((len(lines), longest, len(COLUMNS))),
        torch.zeros((len(lines), longest), dtype=torch.bool),
        torch.zeros((len(lines), longest + 1), dtype=torch.bool),
    )
    for row, (own, values, deciding) in enumerate(zip(lines, columns, decides, strict=True)):
        table.lines[row, : len(own)] = torch.tensor(own)
        table.columns[row, : len(own)] = torch.from_numpy(values).float()
        table.there[row, : len(own)] = True
        table.decides[row, [place for place in deciding if place >= 0] or [longest]] = True
    return table


def _fit(model: _Bilinear, asked: Questions, plan: RelevancePlan) -> _Bilinear:
    """Cross-entropy with the lines that decide together, or with none; the learning rate falls to zero."""
    few = [model.columns, model.none, model.learned]
    rates = [plan.learning_rate, plan.learning_rate * _FASTER]
    groups = [{"params": some} for some in ([model.claims, model.lines], few)]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.0)
    batches = [some for _ in range(plan.passes) for some in torch.split(torch.randperm(len(asked.claims)), _BATCH)]
    for step, rows in enumerate(batches):
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * (1 - step / len(batches))
        batch = asked.some(rows)
        logs = torch.log_softmax(model(batch), dim=1).masked_fill(~batch.decides, _FAR)
        (-torch.logsumexp(logs, dim=1).mean()).backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        optimizer.zero_grad()
    return model.requires_grad_(False)


def _write(out: Path, fitted: _Bilinear, plain: _Bilinear) -> None:
    kept = {**fitted.state_dict(), "cosine": torch.cat([plain.columns[:1], plain.none])}
    with whole_path(out) as path:
        save_file({name: weight.contiguous().numpy() for name, weight in kept.items()}, path)
