"""The commands that write one output row per input row, in order."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from pipeline import output
from pipeline.articles import read_articles
from pipeline.claims import ScorePair, StancePair, StoryRow, read_rows
from pipeline.cluster import find_stories
from pipeline.config import Config
from pipeline.duplicates import find_duplicates
from pipeline.passages import gather
from pipeline.progress import Stages
from pipeline.records import Article, Brief, Claim, Neutrality, Reject, StanceLabel, Story, StoryReport
from pipeline.scoring import Score, score_summary
from pipeline.stance import score_story
from pipeline.story import gather_story, report_story
from pipeline.text import split_sentences
from pipeline.tools import Tools, load_encoder_only, load_tools

Row = TypeVar("Row")


def cluster_articles(
    sources: Sequence[str], out: Path, config: Config, stages: Stages, *, offline: bool, stdin: BinaryIO | None = None
) -> tuple[Reject, ...]:
    """Write ``{"id", "story_id"}`` per article, in order of article id; hand back the rows that can't be used."""
    from pipeline.embed import embed

    with stages.stage("read"):
        reading = read_articles(sources, stdin=stdin, language=config.language)
    with stages.stage("stories"):
        encoder = load_encoder_only(config, offline=offline)
        stories = find_stories(
            reading.articles, lambda texts: embed(encoder, texts, tokens=config.compute.tokens), config.cluster
        )
    pairs = sorted((article_id, story.id) for story in stories for article_id in story.article_ids)
    output.write_jsonl(out, ({"id": article_id, "story_id": story_id} for article_id, story_id in pairs))
    return reading.rejects


def brief_rows(path: Path, out: Path, config: Config, stages: Stages, *, offline: bool) -> tuple[Reject, ...]:
    """Brief stories that are already grouped: a row of ``stories.jsonl`` per input row."""
    tools = _tools(config, stages, offline=offline)

    def work(row: StoryRow) -> Any:
        if row.problem:
            return {**output.plain(_nothing(row.id)), "unscored": row.problem}
        groups = find_duplicates(row.articles, share=config.duplicates.share).groups
        passages = gather_story(row.articles, tools, groups)
        title = next((article.title for article in row.articles if article.title), row.id)
        story = Story(row.id, title, tuple(article.id for article in row.articles))
        return report_story(story, passages, tools, config)

    rows = read_rows(path, StoryRow)
    _each(rows, work, out, "briefs", stages)
    return tuple(reject for row in rows for reject in row.rejects)


def stance_rows(path: Path, out: Path, config: Config, stages: Stages, *, offline: bool) -> tuple[Reject, ...]:
    """Score single articles against claims: ``{"id", "label", "scores", "evidence"}`` per input row."""
    tools = _tools(config, stages, offline=offline)

    def work(row: StancePair) -> Any:
        if row.problem:
            return {
                "id": row.id,
                "label": StanceLabel.UNSCORED,
                "scores": None,
                "evidence": [],
                "unscored": row.problem,
            }
        text = row.article  # as written, so that offsets hold in what was given
        article = Article(row.id, text, sentences=split_sentences(text) or split_sentences(text, every_line=True))
        passages = gather([article], tools.embed([text[span.start : span.end] for span in article.sentences]), {})
        claim = Claim(row.id, row.claim)
        cell = score_story("", passages, [claim], tools.embed([claim.text]), tools.score, config.stance)[0]
        return {"id": row.id, "label": cell.label, "scores": cell.scores, "evidence": cell.evidence}

    _each(read_rows(path, StancePair), work, out, "stances", stages)
    return ()


def score_rows(path: Path, out: Path, config: Config, stages: Stages, *, offline: bool) -> tuple[Reject, ...]:
    """Score summaries against documents: ``{"id", "score", "unscored", "sentences"}`` per input row."""
    tools = _tools(config, stages, offline=offline)

    def work(row: ScorePair) -> Any:
        if row.problem:
            return Score(row.id, None, row.problem, ())
        return score_summary(row.id, row.document, row.summary, tools.embed, tools.score)

    _each(read_rows(path, ScorePair), work, out, "scores", stages)
    return ()


def _nothing(story_id: str) -> StoryReport:
    """The row of a story that could not be briefed."""
    return StoryReport(story_id, "", (), Brief("", ()), (), (), Neutrality(0.0, 0.0, ()))


def _tools(config: Config, stages: Stages, *, offline: bool) -> Tools:
    with stages.stage("load models"):
        return load_tools(config, offline=offline)


def _each(rows: Iterable[Row], work: Callable[[Row], Any], out: Path, name: str, stages: Stages) -> None:
    listed = tuple(rows)
    output.write_jsonl(out, (work(row) for row in stages.each(name, listed, len(listed))))
