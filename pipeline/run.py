"""The main job: the stages in order, on one screen."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import BinaryIO

from pipeline import output
from pipeline.articles import Reading, read_articles
from pipeline.cache import Cache, opened
from pipeline.claims import read_claims
from pipeline.config import Config
from pipeline.engine import engine_of
from pipeline.errors import ConfigError, StoreError
from pipeline.files import remove_partials
from pipeline.finding import Found, find, grouped
from pipeline.manifest import manifest, run_key
from pipeline.progress import Stages
from pipeline.records import Claim, Reject, Repairs
from pipeline.report import write_report
from pipeline.results import Row, Shelf, keys_of, results
from pipeline.state import Outcome, State
from pipeline.story import Claims, Piece, piece_of

_REPAIRS = tuple(field.name for field in fields(Repairs))


@dataclass(frozen=True, slots=True)
class Job:
    """What to run on what. ``claims`` is a file, ``auto`` or ``none``; ``state`` a folder to go on from."""

    sources: tuple[str, ...]
    out: Path
    claims: str = "none"
    strict: bool = False
    offline: bool = False
    state: Path | None = None


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
    """What a run made; ``resumed`` counts the stories an earlier, unfinished start had done.

    ``notes`` are what the user should know beside.
    """

    out: Path
    counts: Counts
    resumed: int
    seconds: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stores:
    """What a run reads from and writes to beside its files."""

    journal: output.Journal
    state: State | None
    cache: Cache | None
    notes: tuple[str, ...]


def run(job: Job, config: Config, stages: Stages, stdin: BinaryIO | None = None) -> Summary:
    """Read articles, find their stories, brief and score each, and write the run folder.

    A run that was stopped goes on where it stopped when the same job is started again. With a state, the articles are
    added to the stories of the runs before, which keep their ids; what did not change is not worked on again.

    Raises:
        ConfigError: the state and the run are to lie in one folder.
        InputError: nothing usable in the input, or a bad row under ``strict``.
        ModelError: a model can't be loaded.
        StoreError: another run is at work in the folder, or the state can't be used.
    """
    if job.state is not None and job.state.resolve() == job.out.resolve():
        raise ConfigError(f"{job.out}: --state and --out name one folder; the state of all days needs one of its own")
    with ExitStack() as stack:
        stack.enter_context(output.locked(job.out))
        remove_partials(job.out)
        state = None
        if job.state is not None:
            stack.enter_context(output.locked(job.state))
            state = stack.enter_context(closing(State(job.state)))
        cache, notes = _cache(config, stack)
        journal = stack.enter_context(closing(output.Journal(job.out / ".journal.jsonl")))
        return _run(job, config, stages, stdin, _Stores(journal, state, cache, notes), stack)


def _run(
    job: Job, config: Config, stages: Stages, stdin: BinaryIO | None, stores: _Stores, stack: ExitStack
) -> Summary:
    with stages.stage("read"):
        reading = read_articles(
            job.sources, stdin=stdin, strict=job.strict, language=config.language, offline=job.offline
        )
        claims, claim_rejects = _claims(job, config.language)
    with stages.stage("load models"):
        engine = stack.enter_context(engine_of(config, offline=job.offline, cache=stores.cache))
        tools = engine.tools
        known = Claims(claims, tools.embed([claim.text for claim in claims]), auto=job.claims == "auto")
        basis = run_key(config, tools, known)
    with stages.stage("stories"):
        group = partial(grouped, tools=tools, settings=config.cluster, each=engine.each)
        found = find(reading.articles, group, config, stores.state)
    with stages.stage("duplicates"):
        by_id = {article.id: article for article in found.articles}
        pieces = [piece_of(story, by_id, config) for story in found.stories]
        names = keys_of(pieces, basis)
    resumed = len(stores.journal)
    shelf = Shelf(stores.journal, found.window.results, stores.cache)
    rows = results(pieces, names, shelf, engine, known, stages)
    counts = _counts(reading, claims, rows, len(claim_rejects), found)
    with stages.stage("write"):
        if stores.state is not None:
            outcome = Outcome(found.articles, found.stories, names, rows, found.input, found.changes)
            stores.state.commit(found.window, outcome)
        _write(job.out, found, pieces, rows, (*reading.rejects, *claim_rejects), state=stores.state is not None)
        made = manifest(config, tools, reading.inputs, job.claims, output.plain(counts), stages.seconds)
        output.write_json(job.out / "manifest.json", made)
        write_report(job.out)
        engine.keep(job.out)
    stores.journal.discard()
    problem = stores.cache.problem if stores.cache else ""
    notes = (*stores.notes, *filter(None, [problem]))
    return Summary(job.out, counts, resumed, sum(stages.seconds.values()), notes)


def _cache(config: Config, stack: ExitStack) -> tuple[Cache | None, tuple[str, ...]]:
    """The cache, or a note where none can be opened: a run needs none."""
    try:
        return stack.enter_context(opened(config.cache.megabytes)), ()
    except StoreError as error:
        return None, (f"nothing is kept for later runs: {error}",)


def _claims(job: Job, language: str) -> tuple[tuple[Claim, ...], tuple[Reject, ...]]:
    if job.claims in {"auto", "none"}:
        return (), ()
    read = read_claims(Path(job.claims), language)
    return read.claims, read.rejects


def _write(
    out: Path, found: Found, pieces: Sequence[Piece], rows: Sequence[Row], rejects: Sequence[Reject], *, state: bool
) -> None:
    piece_of_article = {article.id: piece for piece in pieces for article in piece.articles}
    articles = (
        output.article_row(article, piece.story.id, piece.copies.duplicate_of.get(article.id))
        for article in found.articles
        for piece in (piece_of_article[article.id],)
    )
    output.write_jsonl(out / "articles.jsonl", articles)
    output.write_jsonl(out / "stories.jsonl", (row["report"] for row in rows))
    output.write_jsonl(out / "stances.jsonl", (stance for row in rows for stance in row["stances"]))
    output.write_jsonl(out / "totals.jsonl", (total for row in rows for total in row["totals"]))
    output.write_jsonl(out / "rejected.jsonl", sorted(rejects, key=lambda row: (row.file, row.line, row.reason)))
    if state:
        output.write_jsonl(out / "changes.jsonl", found.changes)


def _counts(reading: Reading, claims: Sequence[Claim], rows: Sequence[Row], claim_rejects: int, found: Found) -> Counts:
    cells = [stance["claim_id"] for row in rows for stance in row["stances"]]
    scored = set(cells)
    briefs = [row["report"]["brief"] for row in rows]
    return Counts(
        stories=len(rows),
        articles=len(found.articles),
        claims=len(scored),
        stances=len(cells),
        rejected=len(reading.rejects) + claim_rejects,
        unmatched_claims=tuple(claim.id for claim in claims if claim.id not in scored),
        sentences=Counter(sentence["origin"] for brief in briefs for sentence in brief["sentences"]),
        repairs={name: sum(brief["repairs"][name] for brief in briefs) for name in _REPAIRS},
    )
