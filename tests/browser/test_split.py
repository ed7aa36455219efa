"""A report too large for one page: a front page, and a page for every story beside it."""

from pathlib import Path

from conftest import SPLIT, Open
from places import card, enter, sentence, source, story, target
from playwright.sync_api import expect
from runfolder import Told


def test_every_story_has_its_page(large: Path, open_page: Open) -> None:
    links = open_page(large).locator("a.story-link").evaluate_all("links => links.map(link => link.href)")
    pages = {path.as_uri() for path in (large.parent / "report").glob("*.html")}
    assert len(links) == SPLIT
    assert {link.partition("#")[0] for link in links} == pages


def test_a_story_is_read_on_its_page_and_left_again(large: Path, open_page: Open) -> None:
    page = open_page(large)
    section = enter(page, "story-0004")
    assert page.url.startswith((large.parent / "report").as_uri())
    expect(section.locator("h2").first).to_contain_text("number 4")
    place = sentence(section, 1)
    link = place.locator("a.citation").first
    if not link.is_visible():
        place.locator("summary").first.click()
    link.click()
    expect(target(page, link)).to_be_in_viewport()
    expect(source(section, "n0004-0")).to_have_attribute("open", "")
    page.locator("a[href^='../report.html']").first.click()
    page.wait_for_url(f"{large.as_uri()}*")
    expect(card(page, "story-0004")).to_be_visible()


def test_stories_with_odd_ids_are_found_on_their_pages(split: Path, stories: tuple[Told, ...], open_page: Open) -> None:
    page = open_page(split)
    for told in stories:
        section = enter(page, told.report.story_id)
        expect(section.locator("h2").first).to_contain_text(" ".join(told.report.title.split()))
        for row in told.articles:
            expect(source(section, row.id)).to_have_count(1)
        page.locator("a[href^='../report.html']").first.click()
        page.wait_for_url(f"{split.as_uri()}*")
    assert {path.parent for path in split.parent.rglob("*.html")} == {split.parent, split.parent / "report"}


def test_a_story_page_leads_to_the_stories_beside_it(split: Path, open_page: Open) -> None:
    page = open_page(split)
    enter(page, "constructor")
    links = page.locator("a[href$='.html']").evaluate_all("links => links.map(link => link.href)")
    pages = {path.as_uri() for path in (split.parent / "report").glob("*.html")}
    assert len(set(links) & pages) == 2
    assert set(links) <= pages | {split.as_uri()}


def test_a_story_page_stands_alone(large: Path, open_page: Open) -> None:
    path = large.parent / "report" / "story-0007.html"
    page = open_page(path, java_script_enabled=False)
    expect(story(page, "story-0007").locator("h2").first).to_be_visible()
    assert path.stat().st_size < 200_000


def test_filters_of_the_front_page_outlast_a_look_at_a_story(large: Path, open_page: Open) -> None:
    page = open_page(large)
    page.locator("#search").fill("number 19")
    enter(page, "story-0019")
    page.go_back()
    expect(page.locator("#search")).to_have_value("number 19")
    expect(card(page, "story-0019")).to_be_visible()
    expect(card(page, "story-0004")).to_be_hidden()
