"""A reader opens a story and follows what it says back to the articles."""

from pathlib import Path

import pytest
from conftest import Open
from places import card, enter, sentence, source, story, target
from playwright.sync_api import expect
from runfolder import Told

from pipeline.records import StanceLabel

BRIDGE, HOSTILE, LIBRARY, LONE = range(4)


def test_every_story_opens_from_its_card(report: Path, stories: tuple[Told, ...], open_page: Open) -> None:
    page = open_page(report)
    for told in stories:
        section = enter(page, told.report.story_id)
        expect(section.locator("h2").first).to_be_in_viewport()
        expect(section.locator("h2").first).to_contain_text(" ".join(told.report.title.split()))
        page.go_back()
        expect(card(page, told.report.story_id)).to_be_visible()


def test_a_link_to_a_story_opens_it(report: Path, open_page: Open) -> None:
    page = open_page(report)
    enter(page, "constructor")
    shared = open_page(report).context.new_page()
    shared.goto(page.url)
    expect(story(shared, "constructor").locator("h2").first).to_be_in_viewport()


@pytest.mark.parametrize("which", [BRIDGE, HOSTILE, LIBRARY])
def test_every_citation_leads_to_its_quote_marked_in_the_article(
    report: Path, stories: tuple[Told, ...], open_page: Open, which: int
) -> None:
    told = stories[which].report
    page = open_page(report)
    section = enter(page, told.story_id)
    for number, written in enumerate(told.brief.sentences, start=1):
        place = sentence(section, number)
        for index, citation in enumerate(written.citations):
            link = place.locator("a.citation").nth(index)
            if not link.is_visible():
                place.locator("summary").first.click()
            link.click()
            marked = target(page, link)
            expect(marked).to_be_in_viewport()
            assert marked.evaluate("mark => mark.matches('.cited:target')")
            assert marked.evaluate("mark => mark.textContent") == citation.quote
            assert source(section, citation.article_id).evaluate(
                "(article, id) => article.open && article.contains(document.getElementById(id))",
                marked.get_attribute("id"),
            )
            page.go_back()
        expect(place.locator("a.citation")).to_have_count(len(written.citations))


def test_the_quote_stands_out_from_the_text_around_it(report: Path, open_page: Open) -> None:
    page = open_page(report)
    link = sentence(enter(page, "bridge"), 1).locator("a.citation").first
    if not link.is_visible():
        sentence(story(page, "bridge"), 1).locator("summary").first.click()
    link.click()
    looks = target(page, link).evaluate(
        """mark => [mark, mark.closest('details')].map(element => {
            const style = getComputedStyle(element)
            return [style.backgroundColor, style.outlineStyle, style.textDecorationLine].join()
        })"""
    )
    assert looks[0] != looks[1]


def test_a_sentence_that_failed_its_check_says_so(report: Path, open_page: Open) -> None:
    section = enter(open_page(report), "bridge")
    expect(sentence(section, 3)).to_contain_text("no cited sentence fully states this")
    expect(sentence(section, 1)).not_to_contain_text("Caution")


def test_all_that_a_story_has_is_on_its_page(report: Path, open_page: Open) -> None:
    section = enter(open_page(report), "bridge")
    expect(section.locator(".timeline").first).to_be_visible()
    expect(section.locator("table.coverage")).to_be_visible()
    for table in section.locator("table.disputes").all():
        expect(table).to_be_visible()
    disputes = " ".join(section.locator("table.disputes").all_inner_texts())
    assert all(value in disputes for value in ("41 centimetres", "58 centimetres", "six weeks", "ten weeks"))
    expect(section).to_contain_text("same wire text as Northsea Wire")


def test_every_cell_of_the_stance_table_opens_on_its_evidence(
    report: Path, stories: tuple[Told, ...], open_page: Open
) -> None:
    told = stories[BRIDGE]
    table = enter(open_page(report), "bridge").locator("table.stances")
    cells = table.locator("td[data-label]")
    assert sorted(cells.evaluate_all("cells => cells.map(cell => cell.dataset.label)")) == sorted(
        stance.label for stance in told.stances
    )
    assert {stance.label for stance in told.stances} == set(StanceLabel)
    for stance in told.stances:
        for item in stance.evidence:
            cell = cells.filter(has=table.page.locator("details")).filter(has_text=item.text)
            for one in cell.all():
                if not one.locator("details[open]").count():
                    one.locator("summary").first.click()
                expect(one.get_by_text(item.text).first).to_be_visible()
            assert cell.count() >= 1


def test_the_stance_table_sorts(report: Path, open_page: Open) -> None:
    table = enter(open_page(report), "bridge").locator("table.stances")
    buttons = table.page.locator("section.story[data-story='bridge'] button[data-sort]")
    before = table.locator("tbody th").all_inner_texts()
    seen = []
    for button in buttons.all():
        button.click()
        seen.append(table.locator("tbody th").all_inner_texts())
    assert all(sorted(order) == sorted(before) for order in seen)
    assert any(order != before for order in seen)
