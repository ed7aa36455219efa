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
from pipeline.progress import Stages
from pipeline.records import Brief, Neutrality, Reject, Stance, StanceLabel, Story, StoryReport
from pipeline.scoring import Score, score_summary
from pipeline.stance import score_text
from pipeline.story import gather_story, report_story
from pipeline.tools import Tools, load_tools

Row = TypeVar("Row")


def cluster_articles(
    sources: Sequence[str], out: Path, config: Config, stages: Stages, *, offline: bool, stdin: BinaryIO | None = None
) -> tuple[Reject, ...]:
    """Write ``{"id", "story_id"}`` per article, in order of article id; hand back the rows that can't be used."""
    with stages.stage("read"):
        reading = read_articles(sources, stdin=stdin, language=config.language, offline=offline)
    with stages.stage("stories"):
        stories = find_stories(reading.articles, Tools(config, offline=offline).embed, config.cluster)
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
    """Score single articles against claims: ``id, label, scores, evidence, quoted, parts, unscored`` per input row."""
    tools = _tools(config, stages, offline=offline)

    def work(row: StancePair) -> Any:
        if row.problem:
            cell = Stance("", row.id, row.claim, row.id, StanceLabel.UNSCORED, None, (), unscored=row.problem)
        else:
            cell = score_text(
                row.id, row.article, row.claim, tools.embed, tools.score, config.stance, language=config.language
            )
        return {
            "id": row.id,
            "label": cell.label,
            "scores": cell.scores,
            "evidence": cell.evidence,
            "quoted": cell.quoted,
            "parts": cell.parts,
            "unscored": cell.unscored,
        }

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
