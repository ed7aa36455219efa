"""Fills the report page from a run folder and writes it."""

import base64
import hashlib
import os
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from pipeline.records import Reject
from pipeline.report import say
from pipeline.report.read import Run, read_run
from pipeline.report.sources import by_story, sources_of
from pipeline.report.story import story_view
from pipeline.report.view import ModelView, RejectView, RunView

_VERSION_SHOWN = 12  # characters of a digest or commit; enough to tell models apart at a glance


def write_report(run_dir: Path) -> Path:
    """Write ``report.html`` into a run folder from its other files and return its path. It appears whole or not at all.

    Raises:
        InputError: the folder is not that of a finished run (see ``read_run``).
        OSError: the page can't be written.
    """
    html = render(view_of(read_run(run_dir)))
    path = run_dir / "report.html"
    partial = run_dir / f".report.html.{os.getpid()}"
    try:
        partial.write_text(html, encoding="utf-8", newline="\n")
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def render(run: RunView) -> str:
    """The page as HTML: one document that loads nothing and runs no script. The same view gives the same text."""
    package = files("pipeline.report")
    style = package.joinpath("style.css").read_text(encoding="utf-8")
    template = package.joinpath("template.html.j2").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=say.printable
    )
    environment.filters.update(count=say.count, listing=say.listing)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.from_string(template).render(run=run, style=style, style_digest=digest, looks=say.LOOKS)


def view_of(run: Run) -> RunView:
    """What the page shows of a run."""
    sources = sources_of(run)
    stances = by_story(run.stances)
    placed = {article_id for story in run.stories for article_id in story.article_ids}
    manifest = run.manifest
    finished = str(manifest.get("finished") or "")
    versions = manifest.get("versions")
    return RunView(
        stories=tuple(
            story_view(number, story, stances.get(story.story_id, []), sources)
            for number, story in enumerate(run.stories, start=1)
        ),
        articles=len(run.articles),
        copies=sum(source.root != article_id for article_id, source in sources.items()),
        outlets=len({source.outlet for source in sources.values()}),
        claims=len({(stance.claim_id, stance.claim) for stance in run.stances}),
        unplaced=len(run.articles.keys() - placed),
        rejected=tuple(_reject(row) for row in run.rejects),
        models=_models(manifest.get("models")),
        days=say.days(article.published for article in run.articles.values()),
        finished=say.moment(finished) if finished else "",
        finished_iso=finished,
        version=str(versions.get("evenhand") or "") if isinstance(versions, Mapping) else "",
    )


def _reject(row: Reject) -> RejectView:
    return RejectView(row.file, str(row.line) if row.line else "whole file", row.reason)


def _models(listed: object) -> tuple[ModelView, ...]:
    """The manifest's models: a list of ``{role, source, revision, digest, licence}``, or such rows by role."""
    if isinstance(listed, Mapping):
        return tuple(_model(str(role), entry) for role, entry in sorted(listed.items()))
    if isinstance(listed, list):
        return tuple(_model("", entry) for entry in listed)
    return ()


def _model(role: str, entry: object) -> ModelView:
    row: Mapping[str, Any] = entry if isinstance(entry, Mapping) else {"source": entry}
    revision, digest = str(row.get("revision") or ""), str(row.get("digest") or "").removeprefix("sha256:")
    return ModelView(
        role=str(row.get("role") or role or "model"),
        name=str(row.get("source") or row.get("name") or "not recorded"),
        version=(revision or digest)[:_VERSION_SHOWN],
        detail=f"revision {revision}" if revision else f"SHA-256 {digest}" if digest else "",
        licence=str(row.get("licence") or ""),
    )
