"""The watch over pages sees what it is there for, and the report's policy stops what gets past its template."""

from pathlib import Path

import pytest
from conftest import Watch
from playwright.sync_api import Browser


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<img src="https://evil.example/x.png">', "request: https://evil.example/x.png"),
        ("<script>console.error('broken')</script>", "console: broken"),
        ("<script>throw new Error('broken')</script>", "broken"),
        ("<script>alert('broken')</script>", "dialog: broken"),
        ("<script nonce=x>eval('1')</script>", "Content Security Policy"),
    ],
)
def test_the_watch_sees_a_fault(browser: Browser, tmp_path: Path, body: str, fault: str) -> None:
    policy = "script-src 'nonce-x'" if "nonce" in body else "default-src * 'unsafe-inline'"
    (tmp_path / "page.html").write_text(f'<meta http-equiv="Content-Security-Policy" content="{policy}">{body}')
    context = browser.new_context(offline=True)
    watch = Watch(context)
    context.new_page().goto((tmp_path / "page.html").as_uri())
    context.close()
    assert fault in " ".join(watch.faults)


def test_the_policy_lets_no_other_script_run_and_nothing_load(browser: Browser, report: Path) -> None:
    context = browser.new_context(offline=True)
    watch, stopped = Watch(context), []
    context.on("requestfailed", lambda request: stopped.append(request.failure))
    page = context.new_page()
    page.goto(report.as_uri())
    page.evaluate(
        """() => {
            const script = document.createElement('script')
            script.textContent = 'window.owned = 1'
            document.body.append(script)
            document.body.insertAdjacentHTML('beforeend', '<img src="https://evil.example/x.png" onerror="window.owned=2">')
            return fetch('https://evil.example/').catch(() => {})
        }"""
    )
    assert page.evaluate("window.owned") is None
    context.close()
    assert len([fault for fault in watch.faults if "Content Security Policy" in fault]) >= 3
    assert stopped == ["csp"]  # what a script asks for is stopped even earlier
