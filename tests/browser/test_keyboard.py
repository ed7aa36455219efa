"""Everything can be done with a keyboard alone, and a reader sees where the focus is."""

from collections.abc import Iterator
from pathlib import Path

from conftest import Open
from places import card, enter, sentence, shown, story, tab_to, target
from playwright.sync_api import Page, expect

_STOPS = 300  # more than there are
# Whether the focused element, or a box around it, looks other than without the focus; and what it is.
_FOCUS = """() => {
    const element = document.activeElement
    if (element === document.body) return null
    const boxes = [element, element.parentElement, element.closest('td') ?? element]
    const look = () => boxes.map(box => {
        const style = getComputedStyle(box)
        return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow].join()
    }).join()
    const focused = look()
    element.blur()
    const plain = look()
    element.focus({preventScroll: true})
    return {name: element.outerHTML.slice(0, 120), seen: focused !== plain && element.checkVisibility()}
}"""


def _stops(page: Page) -> Iterator[dict]:
    for _ in range(_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_FOCUS)
        if stop is None:  # past the last one
            return
        yield stop


def test_the_first_stop_skips_to_the_stories(report: Path, open_page: Open) -> None:
    page = open_page(report)
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    expect(page.locator("a.skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate("focused => focused.closest('main') !== null")


def test_stories_are_filtered_and_opened(report: Path, open_page: Open) -> None:
    page = open_page(report)
    tab_to(page, page.locator("#search"))
    page.keyboard.type("Harrow")
    expect(card(page, "constructor")).to_be_hidden()
    assert shown(page) == ["bridge"]
    tab_to(page, page.locator("#disputed"))
    page.keyboard.press("Space")
    expect(page.locator("#disputed")).to_be_checked()
    tab_to(page, card(page, "bridge").locator("a.story-link"))
    page.keyboard.press("Enter")
    expect(story(page, "bridge").locator("h2").first).to_be_in_viewport()


def test_enter_in_the_search_does_not_leave_the_page(report: Path, open_page: Open) -> None:
    page = open_page(report)
    page.locator("#search").focus()
    page.keyboard.type("Harrow")
    page.keyboard.press("Enter")
    expect(page.locator("#search")).to_have_value("Harrow")
    assert shown(page) == ["bridge"]


def test_a_citation_is_followed_and_focus_goes_on_from_there(report: Path, open_page: Open) -> None:
    page = open_page(report)
    place = sentence(enter(page, "bridge"), 1)
    link = place.locator("a.citation").first
    if not link.is_visible():
        tab_to(page, place.locator("summary").first)
        page.keyboard.press("Enter")
    tab_to(page, link)
    page.keyboard.press("Enter")
    marked = target(page, link)
    expect(marked).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate(
        "(focused, mark) => Boolean(mark.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING)",
        marked.element_handle(),
    )


def test_cells_open_and_rows_sort(report: Path, open_page: Open) -> None:
    page = open_page(report)
    section = enter(page, "bridge")
    button = section.locator("button[data-sort]").first
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(button).to_be_focused()
    summary = section.locator("table.stances td[data-label] summary").first
    tab_to(page, summary)
    page.keyboard.press("Enter")
    expect(section.locator("table.stances td[data-label] details[open]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(section.locator("table.stances td[data-label] details[open]")).to_have_count(0)


def test_every_stop_can_be_seen(report: Path, open_page: Open) -> None:
    page = open_page(report)
    enter(page, "bridge")
    stops = list(_stops(page))
    assert [stop["name"] for stop in stops if not stop["seen"]] == []
    assert 30 < len(stops) < _STOPS
