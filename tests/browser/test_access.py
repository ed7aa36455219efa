"""Reading with any eyes and on any screen: axe finds nothing serious, nothing scrolls sideways, colours follow."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Open
from places import enter, unfold
from playwright.sync_api import Page

_AXE = Axe()
each_width = pytest.mark.parametrize("width", [390, 1280])
each_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])


def _findings(page: Page, part: str = "html") -> list[str]:
    """What axe finds in a part of the page that is serious or critical, with where it stands."""
    found = _AXE.run(page, part, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:120]}"
        for rule in found
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]


@each_width
@each_scheme
def test_axe_finds_nothing_serious_on_the_page_with_all_stories_unfolded(
    report: Path, open_page: Open, width: int, scheme: str
) -> None:
    page = open_page(report, width=width, color_scheme=scheme)
    unfold(page)
    assert _findings(page) == []


@each_scheme
def test_axe_finds_nothing_serious_where_a_cell_shows_its_evidence(report: Path, open_page: Open, scheme: str) -> None:
    page = open_page(report, color_scheme=scheme)
    enter(page, "bridge").locator("table.stances td[data-label] summary").first.click()
    assert _findings(page, "table.stances") == []


@each_scheme
def test_axe_finds_nothing_serious_in_a_story_page(large: Path, open_page: Open, scheme: str) -> None:
    page = open_page(next((large.parent / "report").glob("*.html")), width=390, color_scheme=scheme)
    assert _findings(page) == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_scrolls_sideways(report: Path, open_page: Open, width: int) -> None:
    page = open_page(report, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_colours_follow_the_readers_scheme(report: Path, open_page: Open) -> None:
    light, dark = (
        open_page(report, color_scheme=scheme).evaluate("getComputedStyle(document.documentElement).backgroundColor")
        for scheme in ("light", "dark")
    )
    assert _brightness(light) > 0.8
    assert _brightness(dark) < 0.2


def test_nothing_moves_for_a_reader_who_wants_no_motion(report: Path, open_page: Open) -> None:
    page = open_page(report, reduced_motion="reduce")
    moving = page.evaluate(
        """[...document.querySelectorAll('*')].filter(element => {
            const style = getComputedStyle(element)
            return style.scrollBehavior === 'smooth'
                || [style.transitionDuration, style.animationDuration].some(time => parseFloat(time) > 0.01)
        }).map(element => element.outerHTML.slice(0, 80))"""
    )
    assert moving == []


def _brightness(colour: str) -> float:
    red, green, blue = (int(part) for part in colour[colour.index("(") + 1 : -1].split(",")[:3])
    return (red + green + blue) / (3 * 255)
