"""Fills the templates: the front page, with or without the stories in it, and pages of single stories."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from pipeline.report import say
from pipeline.report.front import front_view
from pipeline.report.names import stems
from pipeline.report.pageview import FrontView, RunView, StoryView
from pipeline.report.read import Run
from pipeline.report.sources import Shelf
from pipeline.report.story import story_view

FOLDER = "report"  # of the story pages, beside the front page
_STYLES = ("base", "front", "story", "tables", "print")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A link to another story's page; ``href`` is relative to the page."""

    href: str
    title: str


@dataclass(frozen=True, slots=True)
class Asset:
    """A style or script that stands in the page, and the digest by which the page's policy lets it in."""

    text: Markup
    digest: str


def view_of(run: Run) -> RunView:
    """What the report shows of a run, all of it."""
    return RunView(front_view(run), tuple(story_views(run)))


def story_views(run: Run) -> Iterator[StoryView]:
    """The stories of a run, one after the other, so that not all of them need to be in memory."""
    shelf = Shelf(run)
    names = stems([story.story_id for story in run.stories])
    for number, (story, stem) in enumerate(zip(run.stories, names, strict=True), start=1):
        yield story_view(number, story, stem, shelf)


def render(run: RunView) -> str:
    """All of a report as one HTML document that loads nothing. The same view gives the same text."""
    return render_front(run.front, [render_section(story, len(run.stories)) for story in run.stories])


def render_front(front: FrontView, sections: list[str] | None) -> str:
    """The front page with the stories' sections in it, or with links to their own pages where there are None."""
    template = _environment().get_template("front_page.html.j2")
    marked = None if sections is None else [Markup(section) for section in sections]  # noqa: S704 - our own templates'
    return template.render(front=front, sections=marked, folder=FOLDER)


def render_section(story: StoryView, stories: int) -> str:
    """A story's section of the report, which has so many stories."""
    return _environment().get_template("story.html.j2").render(s=story, stories=stories, home="", alone=False)


def render_story(story: StoryView, stories: int, before: Neighbour | None, after: Neighbour | None) -> str:
    """A story as an HTML document of its own, with links to the front page and to the stories beside it."""
    template = _environment().get_template("story_page.html.j2")
    return template.render(s=story, stories=stories, home="../report.html", alone=True, before=before, after=after)


@cache
def _environment() -> Environment:
    package = files("pipeline.report")

    def load(name: str) -> str:
        return package.joinpath("templates", name).read_text(encoding="utf-8")

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=say.printable,
        loader=FunctionLoader(load),
        auto_reload=False,
    )
    environment.filters.update(count=say.count)
    environment.tests.update(iso_time=say.is_time)
    assets = package.joinpath("assets")
    style = "\n".join(assets.joinpath(f"{name}.css").read_text(encoding="utf-8").strip() for name in _STYLES)
    script = assets.joinpath("script.js").read_text(encoding="utf-8").strip()
    environment.globals.update(style=_asset(style), script=_asset(script), looks=say.LOOKS)
    return environment


def _asset(text: str) -> Asset:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Asset(Markup(text), digest)  # noqa: S704 - our own file
