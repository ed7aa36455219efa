"""Text of articles, names, ids and addresses shows as text, whatever stands in it. That none of it runs, and that
nothing is loaded, the watch in ``conftest.py`` asserts of every page that any test here opens."""

from pathlib import Path

import pytest
from conftest import Open
from hostile import ARABIC, EMOJI, FORMULA, LONG, STORY_ID, TEXTS, TITLE
from places import card, enter, source, unfold
from playwright.sync_api import expect
from runfolder import Told


def test_the_title_is_text_on_the_card_and_in_the_story(report: Path, open_page: Open) -> None:
    page = open_page(report)
    expect(card(page, STORY_ID)).to_contain_text(TITLE)
    expect(enter(page, STORY_ID).locator("h2").first).to_contain_text(TITLE)


def test_articles_are_shown_to_the_letter(report: Path, stories: tuple[Told, ...], open_page: Open) -> None:
    section = enter(open_page(report), STORY_ID)
    held = " ".join(source(section, row.id).evaluate("article => article.textContent") for row in stories[1].articles)
    assert [text for text in (*TEXTS, LONG, FORMULA) if text not in held] == []


def test_no_element_comes_from_an_article(report: Path, open_page: Open) -> None:
    page = open_page(report)
    assert page.locator("img, iframe, object, embed, link, base, marquee, article b[onmouseover], :is(i)").count() == 0
    assert page.locator("script").count() == 1
    assert (
        page.evaluate(
            "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames()).filter(n => n.startsWith('on'))"
        )
        == []
    )


def test_links_that_are_no_web_address_lead_nowhere(report: Path, open_page: Open) -> None:
    page = open_page(report)
    schemes = page.locator("a[href]").evaluate_all("links => [...new Set(links.map(link => link.protocol))].sort()")
    assert set(schemes) <= {"file:", "https:"}
    assert page.locator("a[href^='https:']:not([rel~='noreferrer'])").count() == 0


@pytest.mark.parametrize("text", [ARABIC, EMOJI])
def test_the_search_finds_other_scripts(report: Path, open_page: Open, text: str) -> None:
    """Asserted of what the search looks through: titles, outlets and briefs."""
    page = open_page(report)
    page.locator("#search").fill(text[:12])
    expect(card(page, STORY_ID)).to_be_visible()


def test_right_to_left_text_runs_from_right_to_left(report: Path, open_page: Open) -> None:
    section = enter(open_page(report), STORY_ID)
    arabic = section.locator("[data-sentence='3']").get_by_text(ARABIC, exact=True).first
    assert arabic.evaluate("e => getComputedStyle(e.closest('[dir]')).direction") == "rtl"


def test_a_very_long_word_breaks(report: Path, open_page: Open) -> None:
    page = open_page(report, width=390)
    section = enter(page, STORY_ID)
    unfold(page)
    ends = section.get_by_text(LONG).evaluate_all("boxes => boxes.map(box => box.getBoundingClientRect().right)")
    assert len(ends) > 3
    assert max(ends) <= 390
