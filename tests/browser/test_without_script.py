"""Everything that the page holds can be read where scripts are off."""

from pathlib import Path

from conftest import Open
from places import card, sentence, source, story
from playwright.sync_api import expect
from runfolder import Told


def test_every_story_can_be_opened(report: Path, stories: tuple[Told, ...], open_page: Open) -> None:
    page = open_page(report, java_script_enabled=False)
    for told in stories:
        card(page, told.report.story_id).locator("a.story-link").click()
        expect(story(page, told.report.story_id).locator("h2").first).to_be_in_viewport()
        page.goto(report.as_uri())


def test_controls_that_need_a_script_are_not_shown(report: Path, open_page: Open) -> None:
    page = open_page(report, java_script_enabled=False)
    expect(page.locator("#filters")).to_be_hidden()
    for control in page.locator("button").all():
        expect(control).to_be_hidden()


def test_every_card_is_shown(report: Path, stories: tuple[Told, ...], open_page: Open) -> None:
    page = open_page(report, java_script_enabled=False)
    for told in stories:
        expect(card(page, told.report.story_id)).to_be_visible()


def test_a_citation_can_be_followed(report: Path, stories: tuple[Told, ...], open_page: Open) -> None:
    page = open_page(report, java_script_enabled=False)
    card(page, "bridge").locator("a.story-link").click()
    section = story(page, "bridge")
    first = sentence(section, 1)
    first.locator("summary").first.click()
    link = first.locator("a.citation").first
    quote = stories[0].report.brief.sentences[0].citations[0]
    body = source(section, quote.article_id)
    link.click()
    if not body.locator(".cited").first.is_visible():
        body.locator("summary").first.click()
    expect(page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}']")).to_have_text(quote.quote)
    expect(page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}']")).to_be_visible()
