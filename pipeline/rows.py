"""The commands that write one output row per input row, in order."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from pipeline import output
from pipeline.articles import read_articles
from pipeline.cache import opened
from pipeline.claims import ScorePair, StancePair, StoryRow, read_rows
from pipeline.config import Config
from pipeline.duplicates import find_duplicates
from pipeline.errors import StoreError
from pipeline.finding import grouped
from pipeline.progress import Stages
from pipeline.records import Brief, Neutrality, Reject, Stance, StanceLabel, Story, StoryReport
from pipeline.scoring import Score, score_summary
from pipeline.stance import score_text
from pipeline.story import gather_story, report_story
from pipeline.summarise import Models
from pipeline.together import some_at_a_time
from pipeline.tools import Tools

logger = logging.getLogger(__name__)

Row = TypeVar("Row")


def cluster_articles(
    sources: Sequence[str], out: Path, config: Config, stages: Stages, *, offline: bool, stdin: BinaryIO | None = None
) -> tuple[Reject, ...]:
    """Write ``{"id", "story_id"}`` per article, in order of article id; hand back the rows that can't be used."""
    with stages.stage("read"):
        reading = read_articles(sources, stdin=stdin, language=config.language, offline=offline)
    with _tools(config, stages, ("encoder",), offline=offline) as tools, stages.stage("stories"):
        stories = grouped(reading.articles, tools, config.cluster)
    pairs = sorted((article_id, story.id) for story in stories for article_id in story.article_ids)
    output.write_jsonl(out, ({"id": article_id, "story_id": story_id} for article_id, story_id in pairs))
    return reading.rejects


def brief_rows(path: Path, out: Path, config: Config, stages: Stages, *, offline: bool) -> tuple[Reject, ...]:
    """Brief stories that are already grouped: a row of ``stories.jsonl`` per input row."""

    def work(row: StoryRow, models: Models) -> Any:
        if row.problem:
            return {**output.plain(_nothing(row.id)), "unscored": row.problem}
        groups = find_duplicates(row.articles, share=config.duplicates.share).groups
        passages = gather_story(row.articles, models, groups)
        title = next((article.title for article in row.articles if article.title), row.id)
        story = Story(row.id, title, tuple(article.id for article in row.articles))
        return report_story(story, passages, models, config)

    with _tools(config, stages, ("encoder", "nli", "salience"), offline=offline) as tools:
        rows = read_rows(path, StoryRow)
        sizes = [len(row.articles) for row in rows]
        _each(rows, sizes, work, tools, out, stages.each("briefs", rows, len(rows)))
    return tuple(reject for row in rows for reject in row.rejects)


def stance_rows(path: Path, out: Path, config: Config, stages: Stages, *, offline: bool) -> tuple[Reject, ...]:
    """Score single articles against claims: ``id, label, scores, evidence, quoted, parts, unscored`` per input row."""

    def work(row: StancePair, models: Models) -> Any:
        if row.problem:
            cell = Stance("", row.id, row.claim, row.id, StanceLabel.UNSCORED, None, (), unscored=row.problem)
        else:
            cell = score_text(
                row.id,
                row.article,
                row.claim,
                models.embed,
                models.score_claims,
                config.stance,
                language=config.language,
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

    with _tools(config, stages, ("encoder", config.models.reader), offline=offline) as tools:
        rows = read_rows(path, StancePair)
        _each(rows, [1] * len(rows), work, tools, out, stages.each("stances", rows, len(rows)))
    return ()


def score_rows(path: Path, out: Path, config: Config, stages: Stages, *, offline: bool) -> tuple[Reject, ...]:
    """Score summaries against documents: ``{"id", "score", "unscored", "sentences"}`` per input row."""

    def work(row: ScorePair, models: Models) -> Any:
        if row.problem:
            return Score(row.id, None, row.problem, ())
        return score_summary(row.id, row.document, row.summary, models.embed, models.score)

    with _tools(config, stages, ("encoder", "nli"), offline=offline) as tools:
        rows = read_rows(path, ScorePair)
        _each(rows, [1] * len(rows), work, tools, out, stages.each("scores", rows, len(rows)))
    return ()


def _nothing(story_id: str) -> StoryReport:
    """The row of a story that could not be briefed."""
    return StoryReport(story_id, "", (), Brief("", ()), (), (), Neutrality(0.0, 0.0, ()))


@contextmanager
def _tools(config: Config, stages: Stages, roles: Sequence[str], *, offline: bool) -> Iterator[Tools]:
    """The models, with the cache if it can be opened; what is wrong with one of ``roles`` is told before any work."""
    with ExitStack() as stack:
        try:
            cache = stack.enter_context(opened(config.cache.megabytes))
        except StoreError as error:
            logger.warning("nothing is kept for later runs: %s", error)
            cache = None
        tools = Tools(config, offline=offline, cache=cache)
        with stages.stage("load models"):
            for role in roles:
                tools.facts(role)
        yield tools
        if cache is not None and cache.problem:
            logger.warning("%s", cache.problem)


def _each(
    rows: Sequence[Row],
    sizes: Sequence[int],
    work: Callable[[Row, Models], Any],
    tools: Tools,
    out: Path,
    told: Iterable[Row],
) -> None:
    """Write what a work makes of each row; some are worked on side by side, so that the models get larger batches.

    ``told`` are the rows again, as who follows the progress sees them pass.
    """
    made = some_at_a_time(zip(sizes, (partial(work, row) for row in rows), strict=True), tools)
    output.write_jsonl(out, (next(made) for _ in told))
