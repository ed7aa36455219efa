"""Takes the pictures of the README from a run folder: python docs/pictures.py FOLDER, or `make pictures`."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

_HERE = Path(__file__).parent
_LARGEST = 300_000  # bytes of a picture; the repository keeps every version
_WIDTH, _MARGIN = 1180, 12
_HEIGHT = 1400  # room for every picture: a page that grows for its picture is not drawn the same each time


def main(report: Path) -> int:
    """Write the pictures beside this file; 1 where one is too large to be kept."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            env={**os.environ, "LANGUAGE": "en_GB"},  # the form in which an empty date field asks for one
        )
        page = browser.new_page(
            viewport={"width": _WIDTH, "height": _HEIGHT}, color_scheme="light", reduced_motion="reduce"
        )
        page.goto(report.resolve().as_uri())
        story = page.locator("section.story").first
        _take(page, "report", page.locator("body > header"), page.locator("section.contents"))
        story.locator("[data-sentence='1'] summary").click()
        _take(page, "brief", story.locator("header"), story.locator("ol.brief"))
        _take(page, "stances", story.locator("h4[id$='-matrix']"), story.locator("table.stances"))
        browser.close()
    large = [path.name for path in _HERE.glob("*.png") if path.stat().st_size > _LARGEST]
    if large:
        sys.stderr.write(f"larger than {_LARGEST:,} bytes: {', '.join(large)}\n")
    return 1 if large else 0


def _take(page: Page, name: str, first: Locator, last: Locator) -> None:
    """Write a picture of the page from one element to the end of another, with a margin."""
    first.evaluate("(element, margin) => scrollBy(0, element.getBoundingClientRect().top - margin)", _MARGIN)
    boxes = [element.bounding_box() or {} for element in (first, last)]
    left = max(0, min(box["x"] for box in boxes) - _MARGIN)
    top = max(0, boxes[0]["y"] - _MARGIN)
    right = min(_WIDTH, max(box["x"] + box["width"] for box in boxes) + _MARGIN)
    bottom = boxes[1]["y"] + boxes[1]["height"] + _MARGIN
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    page.screenshot(path=_HERE / f"{name}.png", clip=clip)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) / "report.html"))
