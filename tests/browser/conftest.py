"""One browser for all tests, a context of its own for each, and a watch over what the page does in it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import chromium
import pytest
from hostile import hostile
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request, expect, sync_playwright
from runfolder import Told, write_run
from stories import REJECTS, bridge, library, lone, many

from pipeline.report import read_run, write_report, writing
from pipeline.report.front import front_view
from pipeline.report.page import render_front

SPLIT = 70  # stories, more than one page holds
MANY = 2_000
Open = Callable[..., Page]

expect.set_options(timeout=3_000)


class Watch:
    """What a page did and must not do: ask the network, log an error, break its policy, ask the reader, run text."""

    def __init__(self, context: BrowserContext) -> None:
        self.faults: list[str] = []
        context.on("request", self._request)
        context.on("console", lambda message: self._logged(message.type, message.text))
        context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))
        context.on("dialog", self._dialog)

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).scheme not in {"file", "data", "blob"}:
            self.faults.append(f"request: {request.url}")

    def _logged(self, kind: str, text: str) -> None:
        if kind in {"error", "warning", "assert"}:
            self.faults.append(f"console: {text}")

    def _dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if not path:
        pytest.exit("no browser was found; make test-browser installs one", returncode=1)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open a file in a context of its own; when the test is over, nothing may have been done that a page must not."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def opens(path: Path, width: int = 1280, height: int = 800, **settings) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **settings)
        context.set_default_timeout(3_000)
        opened.append((context, Watch(context)))
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield opens
    for context, watch in opened:
        for page in context.pages:
            if page.evaluate("window.owned !== undefined"):
                watch.faults.append("text of an article ran")
        context.close()
        assert watch.faults == []


@pytest.fixture(scope="session")
def stories() -> tuple[Told, ...]:
    return (bridge(), hostile(), library(), lone())


@pytest.fixture(scope="session")
def report(stories: tuple[Told, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the hand-written stories."""
    return write_report(write_run(tmp_path_factory.mktemp("small"), stories, REJECTS))


@pytest.fixture(scope="session")
def split(stories: tuple[Told, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the hand-written stories as if they were too many for one page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "MOST_STORIES", 1)
        return write_report(write_run(tmp_path_factory.mktemp("split"), stories, REJECTS))


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of more stories than one page holds."""
    return write_report(write_run(tmp_path_factory.mktemp("large"), many(SPLIT)))


@pytest.fixture(scope="session")
def largest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The front page of 2,000 stories; their own pages, which take most of the time, are left out."""
    folder = write_run(tmp_path_factory.mktemp("largest"), many(MANY))
    path = folder / "report.html"
    path.write_text(render_front(front_view(read_run(folder)), None), encoding="utf-8")
    return path
