"""Pages made to take for ever, to unfold or to open files: an article or one reject, in seconds."""

import json
import time
import zlib
from pathlib import Path
from typing import Any

import pytest

from pipeline.articles import read_articles

_TEXT = "A heron nested on the roof of the town hall on Monday, and the clerk let it stay."
_MIB = 2**20


def _good(path: Path) -> str:
    path.write_text(json.dumps({"id": "good", "text": _TEXT}) + "\n")
    return str(path)


def _beside(path: Path) -> list[str]:
    """The reasons to reject what a file holds, which is read beside a good one."""
    found = read_articles([_good(path.parent / "good.jsonl"), str(path)])
    assert "good" in {article.id for article in found.articles}
    return [reject.reason for reject in found.rejects]


_LEAD = f"<p>{_TEXT}</p>" * 5


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<div>" * 15_000, ""),
        ("<p>x" * 300_000, "tags, and at most 20000"),
        ("<table><tr><td>" * 7000, "tags, and at most 20000"),
        ("<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">", "200 attributes"),
        ("<p " + "".join(f"a{number}='>'" for number in range(1000)) + ">", "200 attributes"),
        ("&amp;" * 400_000, ""),
        ("&#x26;lt;" * 100_000, ""),
        ("<!--" * 200_000, ""),
        ("x" * (9 * _MIB), "more than 8 MiB"),
        ("<script type='application/ld+json'>" + "[" * 100_000 + "</script>", ""),
        ("<script type='application/ld+json'>" + '{"@graph":' * 800 + "1" + "}" * 800 + "</script>", ""),
        ("<time datetime='99999-99-99'></time>" + "9" * 6000, ""),
    ],
)
def test_hostile_page_takes_seconds_at_most(tmp_path: Path, body: str, said: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<html><body><article>{_LEAD}{body}</article></body></html>")
    began = time.monotonic()
    reasons = _beside(path)
    assert time.monotonic() - began < 20
    assert not said or said in reasons[0]
    assert len(reasons) <= 1


def test_entities_of_a_page_open_no_file_and_do_not_unfold(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("The treasure lies below the third oak of the park.")
    laughs = "".join(f'<!ENTITY a{number + 1} "{f"&a{number};" * 10}">' for number in range(12))
    path = tmp_path / "page.xhtml"
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "ha">{laughs}<!ENTITY s SYSTEM "file://{secret}">]>'
        f"<html><body><article>{_LEAD}<p>It said &s; and then &a12; to all of them.</p></article></body></html>"
    )
    found = read_articles([str(path)])
    assert "treasure" not in found.articles[0].text
    assert len(found.articles[0].text) < 2000


def test_a_page_that_the_library_trips_over_is_one_reject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(*args: Any, **kwargs: Any) -> None:
        raise RecursionError("too deep\nby far")

    monkeypatch.setattr("trafilatura.bare_extraction", trip)
    path = tmp_path / "page.html"
    path.write_text(f"<html><body>{_LEAD}</body></html>")
    (reason,) = _beside(path)
    assert reason.startswith("no article could be taken out of this page (too deep by far)")


def test_bytes_of_a_page_are_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(zlib.compress(f"<html><body>{_LEAD}</body></html>".encode(), 0))
    reasons = _beside(path)
    assert all("treasure" not in reason for reason in reasons)
    found = read_articles([str(tmp_path / "good.jsonl"), str(path)])
    assert len(found.articles) + len(found.rejects) == 2
