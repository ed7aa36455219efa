"""``evenhand eval``: labels and a run folder -> results. Models are asked only what is not known yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.files import write_results
from eval.gates import check_gates, read_gates
from eval.judging import Judge, KeptJudge, Unasked
from eval.labels import bundled, read_expectations
from eval.labels.records import Labelled
from eval.measures import measure_all
from eval.report import write_pages
from eval.results import Measure, Results, StoryLine
from eval.statistics import compute, on_items
from eval.told import Told, told
from pipeline.config import Config
from pipeline.output import digest, write_jsonl
from pipeline.places import describe
from pipeline.progress import Stages
from pipeline.records import Article
from pipeline.report.read import Run, read_run
from pipeline.versions import code_digest, versions

_RANDOM = "random:"
_STORY_FIGURES = (
    "consistency",
    "coverage",
    "citation_precision",
    "stance_accuracy",
    "dispute_recall",
    "candidate_auroc",
)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What to evaluate: labels (the bundled ones if none), a run folder (made if none), demands, and where to write."""

    out: Path
    expectations: tuple[Path, ...] = ()
    run: Path | None = None
    gates: tuple[str, ...] = ()
    offline: bool = False


def evaluate(job: Evaluation, config: Config, stages: Stages) -> Results:
    """Evaluate, and write ``results.json``, ``report.md`` and ``report.html``.

    Answers of the models are kept in ``judgements.jsonl``: after a change of labels only new sentences are scored.

    Raises:
        InputError: labels or run can't be used.
        ConfigError: a gate can't be read.
        ModelError: a model can't be loaded.
    """
    metric_names = [measure.name for measure in measure_all((), Unasked(), config.seed)]
    read_gates((*config.eval.gates, *job.gates), metric_names)  # a bad gate is told before hours of work
    with stages.stage("labels"):
        labelled = read_expectations(job.expectations or bundled())
    folder = job.run or _made_run(job, labelled, config, stages)
    run = read_run(folder, strict=False)
    judge = KeptJudge(job.out / "judgements.jsonl", _basis(config), lambda: _judge(config, offline=job.offline))
    try:
        with stages.stage("judge and measure"):
            results = assess(labelled, run, judge, job.gates, config)
    finally:
        judge.close()
    with stages.stage("write"):
        write_results(job.out, results)
        write_pages(job.out, results)
    return results


def assess(labelled: Sequence[Labelled], run: Run, judge: Judge, gates: Sequence[str], config: Config) -> Results:
    """Measure a run against labels.

    Raises:
        ConfigError: a gate can't be read.
    """
    stories = told(labelled, run)
    measures = measure_all(stories, judge, config.seed)
    demanded = read_gates((*config.eval.gates, *gates), [measure.name for measure in measures])
    metrics = {measure.name: compute(measure, config.seed) for measure in measures}
    models = {model["role"]: f"{model['source']} {model['digest'][:12]}".strip() for model in run.manifest["models"]}
    return Results(
        metrics=metrics,
        gates=check_gates(demanded, metrics),
        stories=tuple(_line(one, measures) for one in stories),
        items={measure.name: measure.items for measure in measures},
        models=models,
        labels=_counts(labelled),
        meaningless=any(source.startswith(_RANDOM) for source in (*models.values(), *_sources(config))),
        versions=run.manifest["versions"],
        seed=config.seed,
    )


def _made_run(job: Evaluation, labelled: Sequence[Labelled], config: Config, stages: Stages) -> Path:
    """Run the pipeline on the labelled articles and claims; an unchanged finished run is used again."""
    folder = job.out / "run"
    articles, claims = job.out / "articles.jsonl", job.out / "claims.jsonl"
    write_jsonl(articles, [_row(article) for one in labelled for article in one.articles])
    write_jsonl(claims, [{"id": claim.id, "text": claim.text} for one in labelled for claim in one.labels.claims])
    key = digest(_basis(config), articles.read_text(encoding="utf-8"), claims.read_text(encoding="utf-8"))
    mark = job.out / "run.key"
    if not (mark.is_file() and mark.read_text(encoding="utf-8") == key and (folder / "report.html").is_file()):
        from pipeline.run import Job, run

        mark.unlink(missing_ok=True)
        run(Job((str(articles),), folder, str(claims), strict=True, offline=job.offline), config, stages)
        mark.write_text(key, encoding="utf-8")
    return folder


def _row(article: Article) -> dict[str, str]:
    fields = ("id", "title", "source", "published", "url", "language", "text")
    return {name: value for name in fields if (value := getattr(article, name))}


def _basis(config: Config) -> str:
    """Digest of what a judgement depends on: models, settings, and the versions of what computes it."""
    roles = config.models
    known = [describe(role, getattr(roles, role)) for role in ("encoder", "nli")]
    return digest(config.model_dump(mode="json", exclude={"eval"}), known, versions(), code_digest())


def _sources(config: Config) -> tuple[str, str]:
    """The models that judge; the run may have been made with others."""
    return config.models.encoder.source, config.models.nli.source


def _judge(config: Config, *, offline: bool) -> Judge:
    from eval.judging.model import ModelJudge
    from pipeline.tools import load_tools

    return ModelJudge(load_tools(config, offline=offline))


def _counts(labelled: Sequence[Labelled]) -> dict[str, int]:
    labels = [one.labels for one in labelled]
    return {
        "stories": len(labels),
        "articles": sum(len(one.articles) for one in labelled),
        "stance_cells": sum(len(claim.stances) for one in labels for claim in one.claims),
        "facts": sum(len(one.must_say) for one in labels),
        "candidates": sum(len(one.candidates) for one in labels),
        "disputes": sum(len(one.disputes) for one in labels),
        "non_disputes": sum(len(one.non_disputes) for one in labels),
        "labellers": len({labeller for one in labels for labeller in one.labellers}),
    }


def _line(one: Told, measures: Sequence[Measure]) -> StoryLine:
    name = one.labels.id
    return StoryLine(
        id=name,
        title=one.story.title if one.story else "",
        articles=len(one.articles),
        brief=" ".join(sentence.text for sentence in one.brief),
        figures={measure.name: _of_story(measure, name) for measure in measures if measure.name in _STORY_FIGURES},
    )


def _of_story(measure: Measure, story: str) -> float | None:
    rows = [item.values for item in measure.items if item.story == story and item.unscored is None]
    value = on_items(measure.statistic, rows)(np.arange(len(rows))) if rows else float("nan")
    return None if np.isnan(value) else value
