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

from pipeline.export.tables import tables
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
    names = Counter(element.tag for element in page.iter() if isinstance(element.tag, str))
    assert not names.keys() & {"img", "iframe", "object", "embed", "link", "base", "i"}
    assert (names["script"], names["form"]) == (1, 1)
    assert "alert(" not in (next(page.iter("script")).text or "")
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


def _digest(element: Element) -> str:
    return base64.b64encode(hashlib.sha256((element.text or "").encode()).digest()).decode()


def test_policy_allows_only_the_pages_own_style_and_script(page: Element) -> None:
    policy = next(m.get("content", "") for m in page.iter("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy.split("; ") == [
        "default-src 'none'",
        f"script-src 'sha256-{_digest(next(page.iter('script')))}'",
        f"style-src 'sha256-{_digest(next(page.iter('style')))}'",
        "img-src data:",
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
            links = _classed(ids[f"s{number}-b{index}"], "citation")
            targets = [ids[link.get("href", "")[1:]] for link in links]
            assert all("cited" in target.get("class", "").split() for target in targets)
            shown += ["".join(target.itertext()) for target in targets]
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
    bodies = [_classed(details, "body")[0] for details in _classed(page, "source")]
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
    (table,) = _classed(ids["s1-d1"], "disputes")
    sides = [[_text(cell) for cell in row] for row in table.find("tbody")]
    stated = "All 214 passengers were taken ashore by noon, the harbour office said."
    assert [[value, who, words.split(" Read ")[0]] for value, who, _, words in sides] == [
        ["214", "Coast Gazette (same wire text as Northsea Wire), Northsea Wire", stated],
        ["231", "The Lantern", "Rescuers brought 231 people to land in a frantic seven-hour operation."],
    ]
    assert [since for _, _, since, _ in sides] == ["4 Mar 2031, 08:05 UTC", "5 Mar 2031, 20:15 UTC"]


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
    assert [_text(mark) for mark in page.iter("mark") if not mark.get("class")] == [
        "disgraceful",
        "blunder",
        "frantic",
        "shrugged",
    ]


def test_rejected_rows_are_listed(page: Element) -> None:
    (section,) = _classed(page, "rejected")
    rows = [[_text(cell) for cell in row.findall("td")] for row in section.iter("tr")][1:]
    assert rows == [
        ["feeds/monday.jsonl", "12", "no text"],
        ["feeds/<script>alert(7)</script>.html", "whole file", "not UTF-8 at byte 3"],
    ]


# --- the front page


def test_cards_say_what_the_filters_need(page: Element) -> None:
    first, second = _classed(page, "card")
    assert (
        first.attrib.items()
        >= {
            "data-story": "ferry",
            "data-outlets": "Coast Gazette\nThe Lantern\nNorthsea Wire",
            "data-from": "2031-03-04",
            "data-to": "2031-03-05",
            "data-size": "3",
            "data-disputes": "2",
            "data-unsupported": "1",
        }.items()
    )
    assert [link.get("href") for card in (first, second) for link in _classed(card, "story-link")] == ["#s1", "#s2"]
    assert "1 sentence with a caution" in _text(first)
    assert _text(_classed(first, "lead")[0]).startswith("The ferry Calanthe ran onto a sandbank")


def test_controls_stay_hidden_without_the_script(page: Element) -> None:
    ids = _by_id(page)
    assert "hidden" in ids["filters"].attrib
    assert {"search", "outlet", "from", "to", "disputed", "unsupported", "sort", "shown"} <= ids.keys()
    assert [option.text for option in ids["outlet"]][1:] == sorted(
        {row["source"] for row in _rows("articles.jsonl")}, key=str.casefold
    )
    buttons = [button for button in page.iter("button") if button.get("type") == "button"]
    assert buttons and all("hidden" in button.attrib for button in buttons)


# --- stories


def test_sentences_open_their_evidence_with_shared_words_marked(page: Element) -> None:
    sentences = _classed(page, "sentence")
    numbers = [[s.get("data-sentence") for s in _classed(story, "sentence")] for story in _classed(page, "story")]
    wanted = [len(story["brief"]["sentences"]) for story in _rows("stories.jsonl")]
    assert numbers == [[str(number) for number in range(1, count + 1)] for count in wanted]
    assert all(sentence.find("details/summary") is not None for sentence in sentences)
    second = [[mark.text for mark in quote.iter("mark")] for quote in sentences[1].iter("blockquote")]
    assert second[0] == ["passengers were taken ashore by noon, the harbour office said"]


def test_every_cell_of_the_matrix_holds_what_the_run_says_of_it(page: Element) -> None:
    known = {(row["story_id"], row["article_id"], row["claim_id"]): row for row in _rows("stances.jsonl")}
    seen = set()
    for story in _classed(page, "story"):
        (table,) = _classed(story, "stances")
        claims = [th.get("data-claim") for th in table.find("thead/tr")][1:]
        for row in table.find("tbody"):
            for claim, cell in zip(claims, row.findall("td"), strict=True):
                key = (story.get("data-story"), row.get("data-article"), claim)
                assert cell.find("details/summary") is not None
                if key not in known:
                    assert cell.get("data-quoted") is None and cell.get("data-label") == "unscored"
                    continue
                seen.add(key)
                stance = known[key]
                assert cell.get("data-label") == stance["label"]
                scores = stance["scores"] or {}
                assert cell.get("data-supports") == (str(scores["supports"]) if scores else None)
                assert cell.get("data-not-stated") == (str(scores["not_stated"]) if scores else None)
                quotes = ["".join(quote.itertext()) for quote in cell.iter("blockquote")]
                assert quotes == [e["text"] for e in stance["evidence"]]
    assert seen == known.keys()


def test_the_page_saves_the_columns_that_export_writes(html: str) -> None:
    found = re.search(r"const COLUMNS = \[(.*?)\];", html, re.DOTALL)
    stances = tables(read_run(_RUN))[0]
    assert re.findall(r'"(\w+)"', found[1]) == [column.name for column in stances.columns]


def test_timeline_says_who_was_first(page: Element) -> None:
    rows = [[_text(cell) for cell in row] for row in _classed(page, "first-reports")[0].find("tbody")]
    assert rows[0][1] == "Northsea Wire 4 Mar 2031, 08:05 UTC"
    assert rows[0][2] == (
        "Coast Gazette (same wire text as Northsea Wire) 4 Mar 2031, 09:40 UTC, The Lantern 5 Mar 2031, 20:15 UTC"
    )
    assert rows[3][1:] == ["The Lantern 5 Mar 2031, 20:15 UTC", "nobody"]


def test_what_an_outlet_leaves_out_is_said_in_words(page: Element) -> None:
    parts = [(item.tag, _text(item)) for item in _classed(page, "omissions")[0].find("dl")]
    where = parts.index(("dt", "The Lantern"))
    assert [text[:2] for _, text in parts[where + 1 : where + 3]] == ["S2", "S3"]


def test_verification_tells_what_it_replaced_and_dropped(folder: Path) -> None:
    rows = _rows("stories.jsonl", folder)
    rows[0]["brief"]["repairs"] = {"kept": 1, "next_draft": 1, "extracted": 2, "dropped": 3, "left_out": 40}
    _write_rows(folder / "stories.jsonl", rows)
    page = _parse(write_report(folder).read_text(encoding="utf-8"))
    assert _text(_classed(page, "repairs")[0]) == (
        "Verification: 1 sentence kept as first written; 1 replaced by a later draft; 2 replaced by a source’s own "
        "sentence; 3 dropped because no source says it; 40 source sentences not read for want of room."
    )
    card = next(card for card in _classed(page, "card") if card.get("data-story") == "ferry")
    assert card.get("data-unsupported") == "4"
    assert "3 sentences dropped" in _text(card)
