"""Everything Evenhand says about one story: brief, disputes, coverage, neutrality and stances."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from pipeline.arrays import Vectors
from pipeline.config import Config
from pipeline.disputes import disputed_rows, doubtful_rows, find_disputes
from pipeline.duplicates import Duplicates, find_duplicates
from pipeline.passages import Passages, gather, sentences_of, wire_sentences
from pipeline.records import Article, Claim, ClaimTotals, Stance, Story, StoryReport
from pipeline.stance import score_story, story_about, totals_of
from pipeline.summarise import Models, coverage, neutral_title, neutrality, write_brief
from pipeline.together import some_at_a_time


@dataclass(frozen=True, slots=True)
class Claims:
    """Reference claims with their unit vectors. *Shape of vectors:* (claims, width)."""

    items: tuple[Claim, ...]
    vectors: Vectors
    auto: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """The work of one story: what its result depends on beside claims, models and settings.

    ``articles`` are in canonical order, ``copies`` what they repeat among themselves.
    """

    story: Story
    articles: tuple[Article, ...]
    copies: Duplicates


@dataclass(frozen=True, slots=True)
class StoryResult:
    """What one story adds to the run folder."""

    report: StoryReport
    stances: tuple[Stance, ...]
    totals: tuple[ClaimTotals, ...]


def gather_story(articles: Sequence[Article], models: Models, groups: Mapping[tuple[str, int], int]) -> Passages:
    """Put a story's sentences side by side, with their vectors."""
    texts = [sentence.text for article in articles for sentence in sentences_of(article)]
    vectors = models.embed([*(article.title for article in articles), *texts])
    return gather(articles, vectors[len(articles) :], groups, vectors[: len(articles)])


def report_story(story: Story, passages: Passages, models: Models, config: Config) -> StoryReport:
    """Write the brief and find the disputes of one story."""
    disputes = find_disputes(passages, models.embed, models.score, config.disputes)
    doubts = doubtful_rows(passages, models.embed, config.disputes.doubt)
    brief = write_brief(passages, models, config.brief, disputed_rows(passages, disputes), doubts)
    return StoryReport(
        story.id,
        neutral_title(passages, story.title),
        story.article_ids,
        brief,
        disputes,
        coverage(passages, brief),
        neutrality(passages, brief),
        wire_sentences(passages),
    )


def piece_of(story: Story, by_id: Mapping[str, Article], config: Config) -> Piece:
    """Put together what the work on a story needs; it depends on no article of another story."""
    members = tuple(by_id[article_id] for article_id in story.article_ids)
    return Piece(story, members, find_duplicates(members, share=config.duplicates.share))


def work_on(piece: Piece, claims: Claims, models: Models, config: Config) -> StoryResult:
    """Do all the model work of one story.

    Args:
        piece: the story.
        claims: reference claims; those without a story are scored here if they are about this story.
        models: those of ``Tools``.
        config: settings.
    """
    story = piece.story
    passages = gather_story(piece.articles, models, piece.copies.groups)
    report = report_story(story, passages, models, config)
    if claims.auto:
        items = auto_claims(report)
    else:
        items = tuple(
            claim
            for claim, vector in zip(claims.items, claims.vectors, strict=True)
            if _concerns(claim, vector, story, passages, config)
        )
    stances = score_story(story.id, passages, items, models.embed, models.score_claims, config.stance)
    return StoryResult(report, tuple(stances), totals_of(stances, piece.copies))


def work_on_all(pieces: Iterable[Piece], claims: Claims, models: Models, config: Config) -> Iterator[StoryResult]:
    """``work_on`` for each story, in order; some at a time, so that the models get larger batches."""

    def work(piece: Piece, asked: Models) -> StoryResult:
        return work_on(piece, claims, asked, config)

    return some_at_a_time(((len(piece.articles), partial(work, piece)) for piece in pieces), models)


def auto_claims(report: StoryReport) -> tuple[Claim, ...]:
    """Claims from a story itself: each sentence of its brief, and each side of each dispute."""
    brief = [
        Claim(f"{report.story_id}-brief-{number}", sentence.text, report.story_id)
        for number, sentence in enumerate(report.brief.sentences, start=1)
    ]
    sides = [
        Claim(f"{report.story_id}-dispute-{number}-{side}", value.statement, report.story_id)
        for number, dispute in enumerate(report.disputes, start=1)
        for side, value in enumerate(dispute.values, start=1)
    ]
    known = {claim.text for claim in brief}
    return (*brief, *(claim for claim in sides if claim.text not in known))


def _concerns(claim: Claim, vector: Vectors, story: Story, passages: Passages, config: Config) -> bool:
    if claim.story_id is not None:
        return claim.story_id == story.id
    return story_about(np.asarray(vector), passages) >= config.stance.about
