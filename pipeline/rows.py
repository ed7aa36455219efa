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
from pipeline.records import Article, Claim, StanceLabel, Story
from pipeline.score import Score, score_summary
from pipeline.stance import score_story
from pipeline.story import gather_story, report_story
from pipeline.text import normalise, split_sentences
from pipeline.tools import Tools, load_encoder_only, load_tools

Row = TypeVar("Row")


def cluster_articles(
    sources: Sequence[str], out: Path, config: Config, stages: Stages, *, offline: bool, stdin: BinaryIO | None = None
) -> None:
    """Write ``{"id", "story_id"}`` per article, in order of article id."""
    from pipeline.embed import embed

    with stages.stage("read"):
        reading = read_articles(sources, stdin=stdin)
    with stages.stage("stories"):
        encoder = load_encoder_only(config, offline=offline)
        stories = find_stories(
            reading.articles, lambda texts: embed(encoder, texts, tokens=config.compute.tokens), config.cluster
        )
    pairs = sorted((article_id, story.id) for story in stories for article_id in story.article_ids)
    output.write_jsonl(out, ({"id": article_id, "story_id": story_id} for article_id, story_id in pairs))


def brief_rows(path: Path, out: Path, config: Config, stages: Stages, *, offline: bool) -> None:
    """Brief stories that are already grouped: a row of ``stories.jsonl`` per input row."""
    tools = _tools(config, stages, offline=offline)

    def work(row: StoryRow) -> Any:
        if row.problem:
            return {"story_id": row.id, "unscored": row.problem}
        groups = find_duplicates(row.articles, share=config.duplicates.share).groups
        passages = gather_story(row.articles, tools, groups)
        title = next((article.title for article in row.articles if article.title), row.id)
        story = Story(row.id, title, tuple(article.id for article in row.articles))
        return report_story(story, passages, tools, config)

    _each(read_rows(path, StoryRow), work, out, "briefs", stages)


def stance_rows(path: Path, out: Path, config: Config, stages: Stages, *, offline: bool) -> None:
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
        text = normalise(row.article)
        article = Article(row.id, text, sentences=split_sentences(text))
        passages = gather([article], tools.embed([text[span.start : span.end] for span in article.sentences]), {})
        claim = Claim(row.id, row.claim)
        cell = score_story("", passages, [claim], tools.embed([claim.text]), tools.score, config.stance)[0]
        return {"id": row.id, "label": cell.label, "scores": cell.scores, "evidence": cell.evidence}

    _each(read_rows(path, StancePair), work, out, "stances", stages)


def score_rows(path: Path, out: Path, config: Config, stages: Stages, *, offline: bool) -> None:
    """Score summaries against documents: ``{"id", "score", "unscored", "sentences"}`` per input row."""
    tools = _tools(config, stages, offline=offline)

    def work(row: ScorePair) -> Any:
        if row.problem:
            return Score(row.id, None, row.problem, ())
        return score_summary(row.id, row.document, row.summary, tools.embed, tools.score)

    _each(read_rows(path, ScorePair), work, out, "scores", stages)


def _tools(config: Config, stages: Stages, *, offline: bool) -> Tools:
    with stages.stage("load models"):
        return load_tools(config, offline=offline)


def _each(rows: Iterable[Row], work: Callable[[Row], Any], out: Path, name: str, stages: Stages) -> None:
    listed = tuple(rows)
    output.write_jsonl(out, (work(row) for row in stages.each(name, listed, len(listed))))
