"""The main job from sentences to stances, ours beside the plain way, with what each stage takes of ours.

Both get the sample stories, already found, with their claims: briefs with their checks, disputes, stances. Plain has
the same models and the same program around them, but runs them as people ordinarily do: float32, batches of 32 in the
order given, padded to the longest, a text as often as it is asked about, and for stances every sentence of every
article with every claim, as transformers' zero-shot pipeline does. Neither has a cache.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import torch

from pipeline.arrays import Pair, Probabilities, Shares, Vectors
from pipeline.articles import read_articles
from pipeline.bench.plain import float32, plain_classifier, plain_probabilities, plain_vectors
from pipeline.bench.rates import linear_operations, timed
from pipeline.bench.samples import SAMPLES
from pipeline.claims import read_claims
from pipeline.cluster import find_stories
from pipeline.config import Config
from pipeline.models import Loaded, reads_first_token
from pipeline.story import Claims, Piece, StoryResult, piece_of, work_on, work_on_all
from pipeline.tagging import tensors
from pipeline.tools import Tools
from pipeline.windows import Part, Window, by_word, window_of

T = TypeVar("T")

_BATCH = 32


@dataclass(frozen=True, slots=True)
class StageRates:
    """What a model's stage took: its share of the seconds, 0 to 1, and the part of the matrix rate it reached.

    ``roofline_share`` is None where the model's configuration does not state its sizes.
    """

    share: float
    roofline_share: float | None


@dataclass(frozen=True, slots=True)
class WholeRates:
    """Articles a second from end to end, ours on all stories, plain on ``plain_articles`` of them.

    ``speedup`` is plain's seconds over ours on those same stories. There, ``agreement`` is the share, 0 to 1, of stance
    cells with one label, ``brief_agreement`` that of ours' brief sentences that plain has too; None where there are
    none. ``other`` is the share of ours' seconds outside the models.
    """

    articles_per_second: float
    plain_articles_per_second: float
    speedup: float
    agreement: float | None
    brief_agreement: float | None
    articles: int
    plain_articles: int
    stages: dict[str, StageRates]
    other: float


class Watched(Tools):
    """Tools that note how long each stage's model worked, and on sequences of what lengths."""

    def __init__(self, config: Config, *, offline: bool) -> None:
        """As for ``Tools``."""
        super().__init__(config, offline=offline)
        self.seconds: dict[str, float] = {}
        self.lengths: dict[str, list[int]] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Tools``."""
        vectors = self._timed("encoder", lambda: Tools.encode(self, texts))
        ids = self.encoder.tokenizer(list(dict.fromkeys(texts)), truncation=True, max_length=256)["input_ids"]
        self.lengths.setdefault("encoder", []).extend(map(len, ids))
        return vectors

    def classify(self, pairs: Sequence[Pair], role: str = "nli") -> Probabilities:
        """See ``Tools``; both classifiers of pairs are one stage."""
        scores = self._timed("nli", lambda: Tools.classify(self, pairs, role))
        unique = [pair for pair in dict.fromkeys(pairs) if pair[0].strip() != pair[1].strip()]
        if unique:
            ids = self.nli.tokenizer([pair[0] for pair in unique], [pair[1] for pair in unique], verbose=False)
            self.lengths.setdefault("nli", []).extend(map(len, ids["input_ids"]))
        return scores

    def tag(self, windows: Sequence[Sequence[Part]]) -> list[tuple[Window, Shares]]:
        """See ``Tools``."""
        found = self._timed("salience", lambda: Tools.tag(self, windows))
        self.lengths.setdefault("salience", []).extend(len(window.ids) for window, _ in found)
        return found

    def kept(self, sentences: Sequence[str]) -> list[Shares] | None:
        """See ``Tools``."""
        return self._timed("compression", lambda: Tools.kept(self, sentences))

    def _timed(self, stage: str, work: Callable[[], T]) -> T:
        seconds, result = timed(work)
        self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds
        return result


class Plain(Tools):
    """The same models run the plain way."""

    @cached_property
    def _modules(self) -> dict[str, Any]:
        models = {role: getattr(self, role) for role in ("encoder", "salience", "compression")}
        return {role: float32(model) for role, model in models.items() if model is not None}

    @cached_property
    def _classifiers(self) -> dict[str, Callable[[Sequence[Pair]], list[list[dict[str, Any]]]]]:
        return {role: plain_classifier(getattr(self, role), batch=_BATCH) for role in ("nli", "stance")}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Tools``."""
        vectors = plain_vectors(self.encoder, self._modules["encoder"], [texts])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def classify(self, pairs: Sequence[Pair], role: str = "nli") -> Probabilities:
        """See ``Tools``."""
        return plain_probabilities(getattr(self, role), self._classifiers[role](pairs))

    def tag(self, windows: Sequence[Sequence[Part]]) -> list[tuple[Window, Shares]]:
        """See ``Tools``."""
        made = [window_of(self.salience.tokenizer, parts, self.salience.window) for parts in windows]
        return list(zip(made, _plain_tags(self.salience, self._modules["salience"], made), strict=True))

    def kept(self, sentences: Sequence[str]) -> list[Shares] | None:
        """See ``Tools``."""
        if self.compression is None:
            return None
        model = self.compression
        made = [window_of(model.tokenizer, [Part(text, 0, closes=True)], model.window) for text in sentences]
        found = _plain_tags(model, self._modules["compression"], made)
        return [by_word(*row, 1.0)[:, 0] for row in zip(sentences, made, found, strict=True)]


def measure_whole(config: Config, gflops: float, *, plain_stories: int, offline: bool) -> WholeRates:
    """Do the main job on all sample stories ours and on the smallest ones the plain way.

    Args:
        config: models and settings.
        gflops: rate of a matrix product here, in 10^9 operations a second.
        plain_stories: how many of the four to work on the plain way, the smallest first.
        offline: never reach for the network.
    """
    tools, plain = Watched(config, offline=offline), Plain(config, offline=offline)
    tools.ready()
    pieces, claims = sample_pieces(tools, config)
    list(work_on_all(pieces[:1], claims, tools, config))  # to warm up
    tools.seconds, tools.lengths = {}, {}
    seconds, _ = timed(lambda: list(work_on_all(pieces, claims, tools, config)))
    took, lengths = dict(tools.seconds), {stage: list(found) for stage, found in tools.lengths.items()}
    every = config.model_copy(update={"stance": config.stance.model_copy(update={"sentences": None})})
    some = pieces[:plain_stories]
    same_seconds, results = timed(lambda: list(work_on_all(some, claims, tools, config)))
    plain_seconds, plain_results = timed(lambda: [work_on(piece, claims, plain, every) for piece in some])
    stages = {
        stage: StageRates(spent / seconds, _roofline(getattr(tools, stage), lengths.get(stage), spent, gflops))
        for stage, spent in took.items()
    }
    count, plain_count = (sum(len(piece.articles) for piece in group) for group in (pieces, some))
    return WholeRates(
        count / seconds,
        plain_count / plain_seconds,
        plain_seconds / same_seconds,
        *_agreement(results, plain_results),
        count,
        plain_count,
        stages,
        1.0 - sum(stage.share for stage in stages.values()),
    )


def sample_pieces(tools: Tools, config: Config) -> tuple[list[Piece], Claims]:
    """The sample stories, those of the fewest articles first, and their claims."""
    articles = read_articles([str(SAMPLES / "articles.jsonl")]).articles
    by_id = {article.id: article for article in articles}
    items = read_claims(SAMPLES / "claims.yaml").claims
    found = find_stories(articles, tools.embed, config.cluster)
    pieces = [piece_of(story, by_id, config) for story in reversed(found)]
    return pieces, Claims(items, tools.embed([claim.text for claim in items]))


def _agreement(ours: Sequence[StoryResult], plain: Sequence[StoryResult]) -> tuple[float | None, float | None]:
    """Share of stance cells with one label, and of ours' brief sentences that plain has."""
    pairs = list(zip(ours, plain, strict=True))
    labels = [
        one.label is other.label
        for mine, theirs in pairs
        for one, other in zip(mine.stances, theirs.stances, strict=True)
    ]
    sentences = [
        sentence.text in {other.text for other in theirs.report.brief.sentences}
        for mine, theirs in pairs
        for sentence in mine.report.brief.sentences
    ]
    return _share(labels), _share(sentences)


def _share(found: Sequence[bool]) -> float | None:
    return sum(found) / len(found) if found else None


def _roofline(model: Loaded, lengths: Sequence[int] | None, seconds: float, gflops: float) -> float | None:
    if not lengths:
        return None
    operations = linear_operations(model.model.config, lengths, first_token=reads_first_token(model.model))
    return None if operations is None else operations / seconds / (gflops * 1e9)


def _plain_tags(model: Loaded, module: Any, windows: Sequence[Window]) -> list[Shares]:
    found: list[Shares] = []
    for start in range(0, len(windows), _BATCH):
        some = windows[start : start + _BATCH]
        with torch.no_grad():
            inputs = {name: value.to(model.device) for name, value in tensors(some).items()}
            shares = torch.sigmoid(module(**inputs).logits).cpu().numpy()
        found += [shares[place, list(window.places)] for place, window in enumerate(some)]
    return found
