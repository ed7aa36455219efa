"""Stance detection, ours beside exhaustive reading and beside the zero-shot pipeline."""

from collections.abc import Sequence
from dataclasses import dataclass

from transformers import pipeline as transformers_pipeline

from pipeline.articles import read_articles
from pipeline.bench.plain import float32
from pipeline.bench.rates import ROUNDS, median_rate, timed
from pipeline.bench.samples import SAMPLES
from pipeline.claims import read_claims
from pipeline.cluster import find_stories
from pipeline.config import Config, Stance
from pipeline.models import Loaded
from pipeline.passages import Passages, gather, sentences_of
from pipeline.records import Claim, StanceLabel
from pipeline.stance import score_story, story_about
from pipeline.tools import Tools


@dataclass(frozen=True, slots=True)
class StanceRates:
    """Cells a second, ours over plain, and the share, 0 to 1, of cells that exhaustive reading labels the same."""

    cells_per_second: float
    exhaustive_cells_per_second: float
    plain_cells_per_second: float
    speedup: float
    agreement: float


@dataclass(frozen=True, slots=True)
class _Story:
    passages: Passages
    claims: tuple[Claim, ...]

    @property
    def cells(self) -> int:
        return len(self.claims) * len(self.passages.articles)


def measure_stances(tools: Tools, settings: Stance) -> StanceRates:
    """Score the sample claims in the sample stories three ways."""
    stories = _stories(tools, settings)
    every = settings.model_copy(update={"sentences": None})
    rounds = [timed(lambda: _labels(stories, tools, settings)) for _ in range(ROUNDS)]
    exhaustive_seconds, exhaustive = timed(lambda: _labels(stories, tools, every))
    labels, cells = rounds[0][1], sum(story.cells for story in stories)
    same = sum(one is other for one, other in zip(labels, exhaustive, strict=True))
    plain_cells = sum(len(story.claims) for story in stories)
    plain_seconds, _ = timed(lambda: _plain(tools.stance, stories))
    rate, plain_rate = median_rate(cells, [seconds for seconds, _ in rounds]), plain_cells / plain_seconds
    return StanceRates(rate, cells / exhaustive_seconds, plain_rate, rate / plain_rate, same / len(labels))


def _stories(tools: Tools, settings: Stance) -> list[_Story]:
    articles = {article.id: article for article in read_articles([str(SAMPLES / "articles.jsonl")]).articles}
    claims = read_claims(SAMPLES / "claims.yaml").claims
    vectors = tools.embed([claim.text for claim in claims])
    found = []
    for story in find_stories(tuple(articles.values()), tools.embed, Config().cluster):
        members = [articles[name] for name in story.article_ids]
        texts = [sentence.text for article in members for sentence in sentences_of(article)]
        titles = tools.embed([article.title for article in members])
        passages = gather(members, tools.embed(texts), {}, titles)
        about = [row for row in range(len(claims)) if story_about(vectors[row], passages) >= settings.about]
        found.append(_Story(passages, tuple(claims[row] for row in about)))
    return [story for story in found if story.claims]


def _labels(stories: Sequence[_Story], tools: Tools, settings: Stance) -> list[StanceLabel]:
    return [
        cell.label
        for story in stories
        for cell in score_story("", story.passages, story.claims, tools.embed, tools.score_claims, settings)
    ]


def _plain(model: Loaded, stories: Sequence[_Story]) -> None:
    """Every sentence of the first article of each story, with the claims as labels."""
    classify = transformers_pipeline(
        "zero-shot-classification", model=float32(model), tokenizer=model.tokenizer, device=model.device
    )
    for story in stories:
        sentences = [sentence.text for sentence in sentences_of(story.passages.articles[0])]
        labels = [claim.text for claim in story.claims]
        classify(sentences, candidate_labels=labels, hypothesis_template="{}", multi_label=True)
