"""The report page: what it shows, that it is safe to open, and that its links lead where they say."""

import base64
import hashlib
import json
import re
import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from pipeline.report import read_run, render, view_of, write_report

_RUN = Path(__file__).parent / "data" / "report_run"
_FILES = ("articles.jsonl", "stories.jsonl", "stances.jsonl", "rejected.jsonl", "manifest.json")


def _parse(html: str) -> Element:
    """Parse as a browser does; strict: text that leaked out of its place as markup is mostly a parse error."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False, strict=True)
    return parser.parse(html)


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _classed(root: Element, name: str) -> list[Element]:
    return [element for element in root.iter() if name in (element.get("class") or "").split()]


def _without_backs(element: Element) -> str:
    """An element's text without the links back to what rests on it."""
    if element.get("class") == "backs":
        return ""
    return (element.text or "") + "".join(_without_backs(child) + (child.tail or "") for child in element)


def _by_id(root: Element) -> dict[str, Element]:
    return {element.get("id", ""): element for element in root.iter() if element.get("id")}


def _rows(name: str, folder: Path = _RUN) -> list[dict]:
    return [json.loads(line) for line in (folder / name).read_bytes().split(b"\n") if line]


def _write_rows(path: Path, rows: list[dict]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture(scope="module")
def html() -> str:
    return render(view_of(read_run(_RUN)))


@pytest.fixture(scope="module")
def page(html: str) -> Element:
    return _parse(html)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(_RUN, tmp_path / "run"))


# --- safe to open


def test_page_has_only_its_own_elements(page: Element) -> None:
    names = {element.tag for element in page.iter() if isinstance(element.tag, str)}
    assert not names & {"script", "img", "iframe", "object", "embed", "form", "link", "base", "i"}
    assert not [key for element in page.iter() for key in element.attrib if key.startswith("on") or key == "style"]


def test_hostile_text_shows_as_text(page: Element) -> None:
    titles = [_text(heading) for heading in page.iter("h2")]
    assert "<script>alert(1)</script>" in titles
    shown = _text(page)
    for text in ("<img src=x onerror=alert(2)>", "</title><script>alert(4)</script>", "<svg onload=alert(5)>"):
        assert text in shown
    assert "<b onmouseover=alert(6)>The mayor</b> opposed the rise." in shown


def test_links_leave_the_page_only_by_http(page: Element) -> None:
    links = [element for element in page.iter("a") if not element.get("href", "").startswith("#")]
    assert {link.get("href") for link in links} == {
        'https://gazette.example/ferry?id=7&ref="front"',
        "http://lantern.example/calanthe",
        "https://wire.example/1",
        "https://courier.example/water",
    }
    assert {link.get("rel") for link in links} == {"noopener noreferrer nofollow"}
    assert "javascript:alert(3)" in _text(page)


def test_nothing_is_loaded(page: Element, html: str) -> None:
    assert not [element for element in page.iter() if element.get("src") or element.get("srcset")]
    style = next(page.iter("style")).text or ""
    assert "@import" not in style
    assert "url(" not in style
    assert html.count("<style>") == 1


def test_policy_allows_only_the_pages_own_style(page: Element) -> None:
    policy = next(m.get("content", "") for m in page.iter("meta") if m.get("http-equiv") == "Content-Security-Policy")
    style = next(page.iter("style")).text or ""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_control_characters_are_replaced(folder: Path) -> None:
    rows = _rows("stories.jsonl", folder)
    rows[0]["title"] = "Ferry\x00 \x1b[31maground\x85."
    _write_rows(folder / "stories.jsonl", rows)
    html = write_report(folder).read_text(encoding="utf-8")
    assert "Ferry\ufffd \ufffd[31maground\ufffd." in _text(_parse(html))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", html)


# --- links lead where they say


def test_ids_are_unique_and_every_link_inside_the_page_has_its_target(page: Element) -> None:
    ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
    assert [name for name, times in ids.items() if times > 1] == []
    targets = {element.get("href", "")[1:] for element in page.iter("a") if element.get("href", "").startswith("#")}
    assert targets - set(ids) == set()
    named = {name for element in page.iter() for name in (element.get("aria-labelledby") or "").split()}
    assert named - set(ids) == set()


def test_every_citation_leads_to_exactly_its_quote(page: Element) -> None:
    ids = _by_id(page)
    wanted, shown = [], []
    for number, story in enumerate(_rows("stories.jsonl"), start=1):
        for index, sentence in enumerate(story["brief"]["sentences"], start=1):
            links = _classed(ids[f"s{number}-b{index}"], "cite")
            shown += ["".join(ids[link.get("href", "")[1:]].itertext()) for link in links]
            wanted += [citation["quote"] for citation in sentence["citations"]]
    assert shown == wanted
    assert len(wanted) == 12


def test_every_piece_of_evidence_leads_to_exactly_its_sentence(page: Element) -> None:
    ids = _by_id(page)
    pairs = []
    for item in (item for evidence in _classed(page, "evidence") for item in evidence.iter("li")):
        target = ids[[link.get("href", "") for link in item.iter("a")][-1][1:]]
        pairs.append((_text(next(item.iter("blockquote"))), _text(target)))
    assert len(pairs) == sum(len(stance["evidence"]) for stance in _rows("stances.jsonl"))
    assert all(quote == target for quote, target in pairs)


def test_source_sentences_link_back_to_what_rests_on_them(page: Element) -> None:
    ids = _by_id(page)
    places = {link.get("href", "")[1:] for backs in _classed(page, "backs") for link in backs.iter("a")}
    assert {"s1-b1", "s1-b4", "s1-d1", "s2-d1", "s2-b2"} <= places
    assert any(re.fullmatch(r"s1-c2-a\d", place) for place in places)
    assert places <= set(ids)


def test_article_text_is_whole_and_in_order(page: Element) -> None:
    bodies = [_classed(details, "body")[0] for details in _classed(page, "fulltext")]
    articles = {row["id"]: row for row in _rows("articles.jsonl")}
    order = [name for story in _rows("stories.jsonl") for name in story["article_ids"]]
    for body, name in zip(bodies, order, strict=True):
        paragraphs = [p for p in body.findall("p") if p.get("class") != "from"]
        assert [_without_backs(p) for p in paragraphs] == articles[name]["text"].split("\n\n")


# --- what it shows


def test_headings_are_in_order_and_the_page_has_its_landmarks(page: Element) -> None:
    levels = [int(element.tag[1]) for element in page.iter() if re.fullmatch(r"h[1-6]", str(element.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert next(page.iter("html")).get("lang") == "en"
    assert [len(list(page.iter(tag))) for tag in ("main", "footer")] == [1, 1]
    assert next(page.iter("a")).get("href") == f"#{next(page.iter('main')).get('id')}"
    assert all(header.get("scope") in {"row", "col"} for header in page.iter("th"))
    assert all(table.find("caption") is not None for table in page.iter("table"))


def test_counts_and_models_head_the_page(page: Element) -> None:
    (counts,) = _classed(page, "counts")
    assert [_text(dd) for dd in counts.iter("dd")] == ["2", "5 1 wire copy", "5", "5", "2"]
    (models,) = _classed(page, "models")
    assert [_text(entry) for entry in models.iter("dd")] == [
        "builtin:minilm abababababab Apache-2.0",
        "example/cross-encoder 0123456789ab MIT",
        "Evenhand 0.1.0",
    ]
    assert "Run finished 8 Mar 2031, 06:01 UTC" in _text(_classed(page, "when")[0])


def test_brief_shows_support_and_failed_checks(page: Element) -> None:
    ids = _by_id(page)
    assert "0.31 weak support" in _text(ids["s1-b2"])
    assert "Caution: no cited sentence fully states this; a number was not found in the sources." in _text(ids["s1-b2"])
    assert "0.98 strong support" in _text(ids["s1-b1"])
    assert "Carried by all 3 outlets" in _text(ids["s1-b1"])
    assert "Caution" not in _text(ids["s1-b1"])
    assert "a name was not found in the sources" in _text(ids["s2-b2"])
    assert "no source is cited" in _text(ids["s2-b3"])


def test_dispute_sets_values_beside_who_states_them(page: Element) -> None:
    ids = _by_id(page)
    sides = [_text(side) for side in ids["s1-d1"].find("ul")]
    stated = "All 214 passengers were taken ashore by noon, the harbour office said."
    assert [side.split(" Read ")[0] for side in sides] == [
        f"214 according to Coast Gazette (same wire text as Northsea Wire), Northsea Wire {stated}",
        "231 according to The Lantern Rescuers brought 231 people to land in a frantic seven-hour operation.",
    ]


def _matrix(page: Element, kind: str, number: int) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    table = _classed(page, kind)[number]
    parts = []
    for part in ("tbody", "tfoot"):
        rows = table.find(part).findall("tr")
        parts.append({_text(row.find("th")): [_text(cell) for cell in row.findall("td")] for row in rows})
    return parts[0], parts[1]


def test_coverage_shows_what_an_outlet_leaves_out(page: Element) -> None:
    rows, total = _matrix(page, "coverage", 0)
    yes, no = "●carries", "–not found"
    assert rows["The Lantern"] == [yes, no, no, yes, "2 of 4"]
    assert rows["Northsea Wire"] == [yes, yes, yes, no, "3 of 4"]
    assert total == {"Outlets that carry it": ["3", "2", "2", "1", ""]}


def test_totals_count_a_wire_copy_once(page: Element) -> None:
    rows, totals = _matrix(page, "stances", 0)
    assert len(rows) == 3
    assert [cell[0] for cell in rows['The Lantern "Asleep at the wheel" <img src=x onerror=alert(2)>']] == [
        "✓",
        "✓",
        "?",
    ]
    assert totals == {
        "Total ✓ supports": ["2", "1", "0"],
        "± mixed": ["0", "1", "0"],
        "· does not say": ["0", "0", "1"],
        "? could not be scored": ["0", "0", "1"],
    }
    assert "same wire text as Northsea Wire, not counted again" in next(
        name for name in rows if name.startswith("Coast")
    )


def test_quoted_evidence_is_told_from_the_outlets_own_words(page: Element) -> None:
    entry = _by_id(page)["s2-c2-a4"]
    assert "Quotes somebody" in _text(entry)
    assert "In its own words" in _text(_by_id(page)["s2-c1-a4"])


def test_loaded_words_stand_in_their_context(page: Element) -> None:
    words = [_text(item) for details in _classed(page, "wording") for item in details.iter("li")]
    assert words[2] == "Rescuers brought 231 people to land in a frantic seven-hour operation."
    assert [_text(mark) for mark in page.iter("mark")] == ["disgraceful", "blunder", "frantic", "shrugged"]


def test_rejected_rows_are_listed(page: Element) -> None:
    (section,) = _classed(page, "rejected")
    rows = [[_text(cell) for cell in row.findall("td")] for row in section.iter("tr")][1:]
    assert rows == [
        ["feeds/monday.jsonl", "12", "no text"],
        ["feeds/<script>alert(7)</script>.html", "whole file", "not UTF-8 at byte 3"],
    ]
