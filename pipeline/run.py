"""The main job: the stages in order, on one screen."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, BinaryIO

from pipeline import output
from pipeline.articles import Reading, read_articles
from pipeline.claims import read_claims
from pipeline.cluster import find_stories
from pipeline.config import Config
from pipeline.duplicates import Duplicates, find_duplicates
from pipeline.manifest import manifest, run_key
from pipeline.progress import Stages
from pipeline.records import Article, Claim, Reject, Repairs, Story
from pipeline.report import write_report
from pipeline.story import Claims, work_on
from pipeline.tools import Tools, load_tools

_REPAIRS = tuple(field.name for field in fields(Repairs))


@dataclass(frozen=True, slots=True)
class Job:
    """What to run on what. ``claims`` is a file, ``auto`` or ``none``."""

    sources: tuple[str, ...]
    out: Path
    claims: str = "none"
    strict: bool = False
    offline: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of what; ``unmatched_claims`` are about no story of the input.

    ``sentences`` are those of the briefs by origin, ``repairs`` what became of the sentences first written.
    """

    stories: int
    articles: int
    claims: int
    stances: int
    rejected: int
    unmatched_claims: tuple[str, ...]
    sentences: Mapping[str, int]
    repairs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run made; ``resumed`` counts the stories an earlier, unfinished start had done."""

    out: Path
    counts: Counts
    resumed: int
    seconds: float


def run(job: Job, config: Config, stages: Stages, stdin: BinaryIO | None = None) -> Summary:
    """Read articles, find their stories, brief and score each, and write the run folder.

    A run that was stopped goes on where it stopped when the same job is started again.

    Raises:
        InputError: nothing usable in the input, or a bad row under ``strict``.
        ModelError: a model can't be loaded.
    """
    with stages.stage("read"):
        reading = read_articles(job.sources, stdin=stdin, strict=job.strict, language=config.language)
        claims, claim_rejects = _claims(job, config.language)
    with stages.stage("load models"):
        tools = load_tools(config, offline=job.offline)
    articles = reading.articles
    with stages.stage("duplicates"):
        copies = find_duplicates(articles, share=config.duplicates.share)
    with stages.stage("stories"):
        stories = find_stories(articles, tools.embed, config.cluster)
        known = Claims(claims, tools.embed([claim.text for claim in claims]), auto=job.claims == "auto")
    journal = output.Journal(job.out / ".journal.jsonl")
    resumed = len(journal)
    try:
        results = _work(articles, stories, copies, known, tools, config, journal, stages)
    finally:
        journal.close()
    counts = _counts(reading, claims, results, len(claim_rejects))
    with stages.stage("write"):
        _write(job.out, articles, stories, copies, results, (*reading.rejects, *claim_rejects))
        made = manifest(config, tools, reading.inputs, job.claims, output.plain(counts), stages.seconds)
        output.write_json(job.out / "manifest.json", made)
        write_report(job.out)
    journal.discard()
    return Summary(job.out, counts, resumed, sum(stages.seconds.values()))


def _claims(job: Job, language: str) -> tuple[tuple[Claim, ...], tuple[Reject, ...]]:
    if job.claims in {"auto", "none"}:
        return (), ()
    read = read_claims(Path(job.claims), language)
    return read.claims, read.rejects


def _work(
    articles: Sequence[Article],
    stories: Sequence[Story],
    copies: Duplicates,
    claims: Claims,
    tools: Tools,
    config: Config,
    journal: output.Journal,
    stages: Stages,
) -> list[Mapping[str, Any]]:
    """Rows of every story, from the journal where an earlier start of this job has done it."""
    by_id = {article.id: article for article in articles}
    basis = run_key(config, tools, claims)
    results = []
    for story in stages.each("briefs and stances", stories, len(stories)):
        members = [by_id[article_id] for article_id in story.article_ids]
        key = output.digest(basis, story, members)
        row = journal.get(key)
        if row is None:
            row = output.plain(work_on(story, members, claims, copies, tools, config))
            journal.put(key, row)
        results.append(row)
    return results


def _write(
    out: Path,
    articles: Sequence[Article],
    stories: Sequence[Story],
    copies: Duplicates,
    results: Sequence[Mapping[str, Any]],
    rejects: Sequence[Reject],
) -> None:
    story_of = {article_id: story.id for story in stories for article_id in story.article_ids}
    rows = (
        output.article_row(article, story_of[article.id], copies.duplicate_of.get(article.id)) for article in articles
    )
    output.write_jsonl(out / "articles.jsonl", rows)
    output.write_jsonl(out / "stories.jsonl", (result["report"] for result in results))
    output.write_jsonl(out / "stances.jsonl", (stance for result in results for stance in result["stances"]))
    output.write_jsonl(out / "totals.jsonl", (row for result in results for row in result["totals"]))
    output.write_jsonl(out / "rejected.jsonl", sorted(rejects, key=lambda row: (row.file, row.line, row.reason)))


def _counts(
    reading: Reading, claims: Sequence[Claim], results: Sequence[Mapping[str, Any]], claim_rejects: int
) -> Counts:
    cells = [stance["claim_id"] for result in results for stance in result["stances"]]
    scored = set(cells)
    briefs = [result["report"]["brief"] for result in results]
    return Counts(
        stories=len(results),
        articles=len(reading.articles),
        claims=len(scored),
        stances=len(cells),
        rejected=len(reading.rejects) + claim_rejects,
        unmatched_claims=tuple(claim.id for claim in claims if claim.id not in scored),
        sentences=Counter(sentence["origin"] for brief in briefs for sentence in brief["sentences"]),
        repairs={name: sum(brief["repairs"][name] for brief in briefs) for name in _REPAIRS},
    )
