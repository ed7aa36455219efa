"""A printed story can be checked on paper: its sentences, what they rest on, and nothing that only works on a screen."""

from io import BytesIO
from pathlib import Path

from conftest import Open
from places import enter
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from runfolder import Told


def _printed(page: Page) -> str:
    """The text of the PDF without its blanks, which lines and columns put anywhere."""
    reader = PdfReader(BytesIO(page.pdf(format="A4")))
    return "".join("".join(sheet.extract_text().split()) for sheet in reader.pages)


def test_every_sentence_is_printed_with_its_quotes_under_it(
    report: Path, stories: tuple[Told, ...], open_page: Open
) -> None:
    page = open_page(report)
    told = stories[0].report
    enter(page, told.story_id)
    printed = _printed(page)
    brief = printed[printed.index("Thebrief") :]
    at, end = 0, brief.index("Whatthesourcesdisagreeon")  # the articles, printed below, hold the quotes too
    for sentence in told.brief.sentences:
        for text in (sentence.text, *(citation.quote for citation in sentence.citations)):
            bare = "".join(text.split())
            at = brief.find(bare, at, end) + len(bare)
            assert at >= len(bare), f"not under its sentence: {text}"
    disputed = brief[end:]
    assert all("".join(value.value.split()) in disputed for dispute in told.disputes for value in dispute.values)


def test_controls_are_not_printed(report: Path, open_page: Open) -> None:
    page = open_page(report)
    enter(page, "bridge")
    page.emulate_media(media="print")
    for control in page.locator("button, #filters, a.skip").all():
        expect(control).to_be_hidden()


def test_paper_is_white_whatever_the_screen(report: Path, open_page: Open) -> None:
    page = open_page(report, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    assert colours[1] in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    assert max(int(part) for part in colours[0].strip("rgba()").split(",")[:3]) < 100


def test_the_page_is_as_it_was_after_printing(report: Path, open_page: Open) -> None:
    page = open_page(report)
    section = enter(page, "bridge")
    before = section.locator("details[open]").count()
    page.pdf()
    assert section.locator("details[open]").count() == before
