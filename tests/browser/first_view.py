"""How long a report takes until it is seen and until it can be used: python tests/browser/first_view.py FOLDER

Without FOLDER it makes the report of 2,000 small stories. Times are milliseconds from opening the file, the median and
the slowest of several visits, each in a fresh context.
"""

import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a command, the tests' helpers are not beside it

import chromium
from playwright.sync_api import Browser, sync_playwright
from runfolder import write_run
from stories import many

from pipeline.report import write_report

_VISITS = 9
_TIMES = """new Promise(done => {
    new PerformanceObserver(list => {
        const largest = list.getEntries().at(-1).startTime
        const [painted] = performance.getEntriesByName('first-contentful-paint')
        const [loaded] = performance.getEntriesByType('navigation')
        done({'first paint': painted.startTime, 'largest paint': largest, 'loaded': loaded.loadEventEnd})
    }).observe({type: 'largest-contentful-paint', buffered: true})
})"""


def measure(browser: Browser, page: Path) -> dict[str, list[float]]:
    """The times of each visit, by what was waited for."""
    times: dict[str, list[float]] = {}
    for _ in range(_VISITS):
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        view = context.new_page()
        view.goto(page.as_uri())
        for name, value in view.evaluate(_TIMES).items():
            times.setdefault(name, []).append(value)
        context.close()
    return times


def main(folder: Path) -> None:
    """Print the size of the front page and the times of its first view."""
    page = folder / "report.html"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find())
        view = browser.new_page()
        view.goto(page.as_uri())
        nodes = view.evaluate("document.querySelectorAll('*').length")
        cards = view.locator(".card").count()
        times = measure(browser, page)
        browser.close()
    write = sys.stdout.write
    write(f"{cards:,} stories, {page.stat().st_size:,} bytes, {nodes:,} elements\n")
    for name, values in times.items():
        write(f"{name}: median {statistics.median(values):.0f} ms, slowest {max(values):.0f} ms\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]).resolve())
    else:
        with TemporaryDirectory() as made:
            write_report(write_run(Path(made), many(2_000)))
            main(Path(made))
