"""Where things stand in the report page, by the names that its template promises."""

import json

from playwright.sync_api import Locator, Page


def card(page: Page, story_id: str) -> Locator:
    """A story's card on the front page."""
    return page.locator(f".card[data-story={_quoted(story_id)}]")


def shown(page: Page) -> list[str]:
    """The ids of the stories whose cards are shown, in their order."""
    return page.locator(".card:not([hidden])").evaluate_all("cards => cards.map(card => card.dataset.story)")


def story(page: Page, story_id: str) -> Locator:
    """A story's section."""
    return page.locator(f"section.story[data-story={_quoted(story_id)}]")


def enter(page: Page, story_id: str) -> Locator:
    """Go from the front page into a story."""
    card(page, story_id).locator("a.story-link").click()
    section = story(page, story_id)
    section.wait_for()
    return section


def sentence(section: Locator, number: int) -> Locator:
    """A sentence of the brief, from 1, with what it rests on."""
    return section.locator(f"[data-sentence='{number}']").first


def source(section: Locator, article_id: str) -> Locator:
    """An article's full text."""
    return section.locator(f"details.source[data-article={_quoted(article_id)}]")


def target(page: Page, link: Locator) -> Locator:
    """What a link inside the page leads to."""
    name = link.get_attribute("href") or ""
    assert name.startswith("#")
    return page.locator(f"[id={_quoted(name[1:])}]")


def unfold(page: Page) -> None:
    """Open all that is folded, but for the sheets of the stance tables, of which one is looked at at a time."""
    page.evaluate("document.querySelectorAll('details:not(td *)').forEach(details => details.open = true)")


def tab_to(page: Page, wanted: Locator, limit: int = 200) -> None:
    """Press Tab until the focus is there."""
    node = wanted.element_handle()
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("node => document.activeElement === node", node):
            return
    raise AssertionError(f"Tab does not lead to {wanted}")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # such strings are CSS strings too
