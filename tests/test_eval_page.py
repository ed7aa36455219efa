"""The page of an evaluation: what it shows, that its drawings say what the figures say, that it is safe to open."""

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from xml.etree.ElementTree import Element

import html5lib
import pytest
from markupsafe import Markup

from eval.figures.calibration import reliability
from eval.report.charts import detection_bar, interval_bar, reliability_diagram
from eval.report.markdown import WARNING
from eval.report.page import page, view_of
from eval.results import Baseline, GateResult, Item, Result, Results, StoryLine

_LONG = "w" * 5000
_HOSTILE = (
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(2)>",
    '" onmouseover="alert(3)',
    "]]></svg><svg onload=alert(4)>",
    "</style><b style='x'>{{ 7 * 7 }}</b>",
    "\u202eright to left\u202c שלום",
    _LONG,
)


def _result(value: float | None = 0.5, **other: object) -> Result:
    low, high = (None, None) if value is None else (value - 0.1, value + 0.1)
    return replace(Result(value, low, high, 40, 0, "higher", "what it is", "mean", "stories"), **other)


def _stance(number: int, said: str, gold: str, loss: float = 0.0) -> Item:
    return Item("ferry", f"cell-{number:02}", (said, gold), f"claim {number}", f"source {number}", said, gold, loss)


def _stances() -> tuple[Item, ...]:
    right = [_stance(number, "supports", "supports") for number in range(3)]
    wrong = [_stance(number, "refutes", "supports", 0.5 + number / 100) for number in range(10, 25)]
    return (*right, *wrong, _stance(30, "missing", "not_stated", 1.0), Item("ferry", "cell-31", unscored="too long"))


def _results(**other: object) -> Results:
    sure = ((0.12, False), (0.14, True), (0.16, False), (0.18, False), (0.95, True))
    found = Results(
        metrics={
            "consistency": _result(0.75, unscored=2, baseline=Baseline("first sentences", 0.25)),
            "coverage": _result(None, n=0, reason="no fact is labelled"),
            "stance_macro_f1": _result(0.4, resampled="items"),
            "judges_kappa": _result(-0.2),
            "candidate_calibration": _result(0.1, better="lower"),
            "detected_number": _result(0.6, n=7),
            "perturbation_detected": _result(0.8),
            "perturbation_number": _result(None, n=0, reason="no brief has one"),
            "perturbation_auroc": _result(0.9),
            "something_new": _result(0.3),
        },
        gates=(
            GateResult("consistency>=0.9", "consistency", 0.75, passed=False),
            GateResult("x>1", "x", 2, passed=True),
        ),
        stories=(
            StoryLine("ferry", "Ferry aground", 4, "It ran aground.", {"consistency": 1.0, "coverage": None}),
            StoryLine("tram", "Tram strike", 3, "", {"consistency": 0.5, "recall": 0.2}),
        ),
        items={
            "consistency": (Item("ferry", "s/1", (1.0,), "text", loss=0.0),),
            "stance_macro_f1": _stances(),
            "dispute_recall": (Item("tram", "d/1", (0.0,), "missed", "evidence", "not found", "a dispute", 1.0),),
            "candidate_calibration": tuple(Item("ferry", str(place), pair) for place, pair in enumerate(sure)),
        },
        models={"nli": "builtin:nli 37a0"},
        labels={"stories": 2, "stance_cells": 20, "labellers": 1},
        meaningless=False,
        versions={"evenhand": "0.1.0", "torch": "2.1"},
        seed=13,
    )
    return replace(found, **other)


def _empty() -> Results:
    return Results({}, (), (), {}, {}, {}, meaningless=False, versions={}, seed=0)


def _hostile() -> Results:
    """Every text of a result is hostile."""
    each = _HOSTILE
    result = _result(0.4, says=each[0], baseline=Baseline(each[1], 0.2))
    items = tuple(Item(text, text, (text, text), text, text, text, text, 1.0) for text in each)
    return Results(
        metrics={**dict.fromkeys(each, result), "consistency": result, "coverage": _result(None, reason=each[1]),
                 **{f"detected_{text}": result for text in each}, "balance": _result(0.4, resampled=each[0])},
        gates=tuple(GateResult(text, text, None, passed=False, reason=text) for text in each),
        stories=tuple(StoryLine(text, text, 3, text, dict.fromkeys(each, 0.1)) for text in each),
        items={"stance_macro_f1": items, "coverage": items, "candidate_calibration": items},
        models=dict.fromkeys(each, each[0]),
        labels=dict.fromkeys(each, 1),
        meaningless=True,
        versions={**dict.fromkeys(each, each[1]), "evenhand": each[0]},
        seed=1,
    )  # fmt: skip


def _parse(html: str) -> Element:
    """Parse as a browser does; strict: text that leaked out of its place as markup is mostly a parse error."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False, strict=True)
    return parser.parse(html)


def _drawing(markup: Markup) -> Element:
    return next(
        element for element in _parse(f"<!doctype html><title>x</title>{markup}").iter() if _tag(element) == "svg"
    )


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _classed(root: Element, name: str) -> list[Element]:
    return [element for element in root.iter() if name in (element.get("class") or "").split()]


def _section(root: Element, name: str) -> Element:
    return next(element for element in root.iter() if element.get("aria-labelledby") == name)


def _rows(root: Element) -> dict[str, list[str]]:
    """The cells of each row by its heading."""
    rows = [[_text(cell) for cell in row if cell.tag in {"th", "td"}] for row in root.iter("tr")]
    return {row[0]: row[1:] for row in rows}


@pytest.fixture(scope="module")
def root() -> Element:
    return _parse(page(_results()))


# --- safe to open


@pytest.mark.parametrize("results", [_results(), _empty(), _hostile()], ids=["usual", "empty", "hostile"])
def test_page_has_only_its_own_elements(results: Results) -> None:
    root = _parse(page(results))
    names = {_tag(element) for element in root.iter()}
    assert not names & {"script", "img", "iframe", "object", "embed", "form", "link", "base"}
    keys = {key for element in root.iter() for key in element.attrib}
    assert not [key for key in keys if key.startswith("on") or key in {"style", "src", "srcset"}]
    links = {element.get("href", "") for element in root.iter("a")}
    assert all(link.startswith("#") for link in links)


def test_hostile_text_shows_as_text() -> None:
    shown = _text(_parse(page(_hostile())))
    for text in _HOSTILE:
        assert text in shown
    assert "{{ 7 * 7 }}" in shown


def test_policy_allows_only_the_pages_own_style(root: Element) -> None:
    policy = next(m.get("content", "") for m in root.iter("meta") if m.get("http-equiv") == "Content-Security-Policy")
    style = next(root.iter("style")).text or ""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert "@import" not in style and "url(" not in style


def test_control_characters_are_replaced() -> None:
    html = page(_results(items={"coverage": (Item("s", "a\x00b", (0.0,), "c\x1bd", loss=1.0),)}))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", html)
    assert "a\ufffdb" in html and "c\ufffdd" in html


def test_same_results_same_page() -> None:
    assert page(_results()) == page(_results())


# --- readable with a keyboard and a screen reader


@pytest.mark.parametrize("results", [_results(), _empty(), _hostile()], ids=["usual", "empty", "hostile"])
def test_every_table_and_drawing_is_named(results: Results) -> None:
    root = _parse(page(results))
    for table in root.iter("table"):
        assert table[0].tag == "caption" and _text(table[0])
        assert all(cell.get("scope") in {"row", "col"} for cell in table.iter("th"))
    for drawing in (element for element in root.iter() if _tag(element) == "svg" and not element.get("aria-hidden")):
        assert drawing.get("role") == "img"
        assert [_tag(child) for child in list(drawing)[:2]] == ["title", "desc"]
        assert (drawing[0].text or "").strip()


@pytest.mark.parametrize("results", [_results(), _empty(), _hostile()], ids=["usual", "empty", "hostile"])
def test_ids_are_unique_and_every_reference_leads_somewhere(results: Results) -> None:
    root = _parse(page(results))
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    assert set(ids.values()) == {1}
    wanted = {element.get("href", "")[1:] for element in root.iter("a")}
    wanted |= {element.get("aria-labelledby") for element in root.iter() if element.get("aria-labelledby")}
    assert wanted <= set(ids)
    assert len(list(root.iter("h1"))) == len(list(root.iter("main"))) == len(list(root.iter("footer"))) == 1


def test_what_scrolls_can_be_reached_and_is_named(root: Element) -> None:
    boxes = _classed(root, "scroll")
    assert boxes
    assert all(box.get("tabindex") == "0" and box.get("role") == "region" and box.get("aria-label") for box in boxes)


# --- the headline


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        ([], "No gates were set"),
        ([True], "The gate is met"),
        ([False], "The gate is not met"),
        ([True, True, True], "All 3 gates are met"),
        ([False, False], "None of the 2 gates is met"),
        ([True, False], "1 of 2 gates is not met"),
        ([True, False, False], "2 of 3 gates are not met"),
    ],
)
def test_headline_says_whether_gates_are_met(passed: list[bool], words: str) -> None:
    root = _parse(page(_results(gates=tuple(GateResult("a>0", "a", 1.0, passed=one) for one in passed))))
    assert _text(next(root.iter("h1"))).removeprefix("✗ ").removeprefix("✓ ") == words
    assert words in _text(next(root.iter("title")))


def test_gates_tell_what_was_found() -> None:
    gates = (GateResult("a>=0.9", "a", 0.75, passed=False), GateResult("b>0", "b", None, passed=False, reason="no b"))
    rows = _rows(_classed(_parse(page(_results(gates=gates))), "gates")[0])
    assert rows["a>=0.9"] == ["✗ not met", "0.750"]
    assert rows["b>0"] == ["✗ not met", "not computable: no b"]


def test_banner_stands_first_where_numbers_mean_nothing(root: Element) -> None:
    assert not _classed(root, "banner")
    meaningless = _parse(page(_results(meaningless=True)))
    main = next(meaningless.iter("main"))
    assert main[0].get("class") == "banner"
    assert WARNING in _text(main[0])
    assert _text(next(meaningless.iter("title"))).startswith("Meaningless")


# --- figures


def test_main_figures_with_interval_and_baseline_in_words(root: Element) -> None:
    rows = _rows(_section(root, "main-figures"))
    assert list(rows) == ["Figure", "consistency", "coverage", "stance_macro_f1"]
    says, value, interval, scored, unscored, beside = rows["consistency"]
    assert (says, value, scored, unscored, beside) == ("what it is", "0.750", "40", "2", "first sentences: 0.250")
    assert interval.endswith("[0.650, 0.850]")
    assert rows["coverage"] == ["what it is", "not computable: no fact is labelled", "0", "0", "–none"]
    assert rows["stance_macro_f1"][2].endswith("by items")


def test_all_figures_stand_under_their_group(root: Element) -> None:
    section = _section(root, "figures")
    groups = {_text(next(group.iter("h3"))): _rows(group) for group in section.iter("section") if group is not section}
    assert list(groups) == ["Briefs", "Stances", "The judge itself", "Kinds of error", "Others"]
    assert set(groups["Others"]) == {"Figure", "something_new"}
    assert sum(len(rows) - 1 for rows in groups.values()) == len(_results().metrics)
    assert "lower is better" in groups["The judge itself"]["candidate_calibration"][0]


def test_interval_bar_draws_what_it_says() -> None:
    drawing = _drawing(interval_bar("coverage", _result(0.75, baseline=Baseline("plain", 0.25))))
    ticks = sorted(float(tick.get("x1", "")) for tick in _classed(drawing, "tick"))
    left, right = ticks[0], ticks[-1]

    def shown(x: float) -> float:
        return (x - left) / (right - left)

    (dot,), (band,) = _classed(drawing, "dot"), _classed(drawing, "band")
    base = next(element for element in _classed(drawing, "base") if _tag(element) == "line")
    assert shown(float(dot.get("cx", ""))) == pytest.approx(0.75, abs=0.01)
    assert shown(float(band.get("x", ""))) == pytest.approx(0.65, abs=0.01)
    assert shown(float(band.get("x", "")) + float(band.get("width", ""))) == pytest.approx(0.85, abs=0.01)
    assert shown(float(base.get("x1", ""))) == pytest.approx(0.25, abs=0.01)
    assert drawing[0].text == "coverage: 0.750, 95 % interval 0.650 to 0.850"
    assert drawing[1].text == "On a scale from 0 to 1. Beside it, plain: 0.250."


def test_interval_bar_below_zero_and_without_figure() -> None:
    below = _drawing(interval_bar("kappa", _result(0.0, low=-0.5, high=0.5)))
    assert _text(_classed(below, "end")[0]) == "−1"
    assert float(_classed(below, "dot")[0].get("cx", "")) == pytest.approx(100)
    assert not _classed(_drawing(interval_bar("none", _result(None))), "dot")
    assert not _classed(_drawing(interval_bar("nan", _result(0.5, low=float("nan"), high=float("nan")))), "band")
    above = _drawing(interval_bar("more", _result(3.0)))
    assert float(_classed(above, "dot")[0].get("cx", "")) <= 200


def test_detection_bar_draws_what_it_says() -> None:
    drawing = _drawing(detection_bar("number", _result(0.5)))
    track, fill = _classed(drawing, "track")[0], _classed(drawing, "fill")[0]
    assert float(fill.get("width", "")) == pytest.approx(float(track.get("width", "")) / 2, abs=0.1)
    assert len(_classed(drawing, "whisker")) == 3
    assert drawing[1].text == "40 scored"


# --- charts


def test_reliability_diagram_has_a_circle_for_each_bin_by_area() -> None:
    bins = reliability([0.12, 0.14, 0.16, 0.18, 0.95], [False, True, False, False, True])
    drawing = _drawing(reliability_diagram("judge", bins))
    few, many = sorted(_classed(drawing, "bin"), key=lambda circle: float(circle.get("r", "")))
    assert float(many.get("r", "")) == pytest.approx(2 * float(few.get("r", "")))
    plane = _classed(drawing, "plane")[0]
    side, top, left = (float(plane.get(key, "")) for key in ("width", "y", "x"))
    assert (float(many.get("cx", "")) - left) / side == pytest.approx(0.15, abs=0.01)
    assert 1 - (float(many.get("cy", "")) - top) / side == pytest.approx(0.25, abs=0.01)
    assert [_text(count) for count in _classed(drawing, "count")] == ["4", "1"]
    assert drawing[1].text == "said 0.15, came true 0.25, 4 items; said 0.95, came true 1.00, 1 items"


def test_curves_leave_out_items_without_a_probability() -> None:
    bad = ((0.5, True), (float("nan"), True), (1.5, True), ("x", True), (0.5,), ())
    items = tuple(Item("s", str(place), pair) for place, pair in enumerate(bad))
    (curve,) = view_of(_results(items={"stance_calibration": items})).curves
    assert [one.count for one in curve.bins] == [1]


def test_confusion_matrix_counts_gold_in_rows(root: Element) -> None:
    rows = _rows(_classed(root, "confusion")[0])
    assert rows["The readers' label"] == ["supports", "refutes", "mixed", "not stated", "missing", "all"]
    assert rows["supports"] == ["right: 3 17%", "15 83%", "0", "0", "0", "18"]
    assert rows["not stated"] == ["0", "0", "0", "right: 0", "1 100%", "1"]
    assert rows["all"] == ["3", "15", "0", "0", "1", "19"]


def test_kinds_of_error_stand_beside_each_other(root: Element) -> None:
    rows = _rows(_classed(root, "kinds")[0])
    assert list(rows) == ["Kind", "number", "all of these"]
    assert rows["number"][0].endswith("0.600 [0.500, 0.700] n 7")
    assert rows["number"][1] == "not computable: no brief has one"
    assert rows["all of these"][0] == "not measured"


# --- stories and cases


def test_stories_with_figures_the_worst_marked_and_briefs(root: Element) -> None:
    rows = _rows(_classed(root, "stories")[0])
    assert rows["Story"] == ["articles", "consistency", "coverage", "recall"]
    assert rows["ferry"] == ["4", "1.000", "–", "–"]
    assert rows["tram"] == ["3", "0.500▾ worst", "–", "0.200"]
    briefs = [_text(brief) for brief in _classed(root, "brief")]
    assert briefs == ["ferry Ferry aground It ran aground.", "tram Tram strike No brief was written."]


def test_worst_of_a_column_where_lower_is_better() -> None:
    stories = tuple(StoryLine(name, name, 1, "", {"error": value}) for name, value in (("a", 0.1), ("b", 0.9)))
    view = view_of(_results(stories=stories, metrics={"error": _result(0.5, better="lower")}))
    assert [row.cells for row in view.stories] == [(("0.100", False),), (("0.900", True),)]


def test_worst_cases_come_first_and_only_the_first_sort_is_open(root: Element) -> None:
    sorts = _classed(root, "cases")
    assert [_text(next(sort.iter("summary"))) for sort in sorts] == [
        "Stances 16 of 19, the worst 10",
        "Disputes that were missed 1 of 1",
    ]
    assert ["open" in sort.attrib for sort in sorts] == [True, False]
    shown = [_text(case) for case in sorts[0].iter("li")]
    assert len(shown) == 10
    assert shown[0] == "cell-30 claim 30 ✗ saidmissing ✓ rightnot_stated Judged by source 30"
    assert shown[1].startswith("cell-24 ")
    assert [_text(one) for one in _classed(root, "clean")] == [
        "Brief sentences that the articles may not say none of 1"
    ]


# --- the rest


def test_footer_tells_what_it_was_made_with(root: Element) -> None:
    footer = _text(next(root.iter("footer")))
    for words in ("stories2", "stance cells20", "labeller1", "nlibuiltin:nli 37a0", "torch2.1", "1,000", "Seed 13"):
        assert words in footer


def test_empty_results_say_so() -> None:
    shown = _text(_parse(page(_empty())))
    for words in ("No gates were set", "Nothing was measured", "No story was labelled", "No cases were kept"):
        assert words in shown
