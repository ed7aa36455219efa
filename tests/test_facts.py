"""Numbers, dates and names: hand-made cases with expectations, and what must hold for any text."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.facts import (
    Agreement,
    Quantity,
    agree,
    check,
    check_facts,
    dates,
    dates_conflict,
    differs,
    name_found,
    names,
    quantities,
    read_source,
)

DATA = Path(__file__).parent / "data"
PUBLISHED = datetime(2017, 11, 4, 12, 0)


def cases(name: str, part: str | None = None) -> list[Any]:
    """The cases of a file as parameters; one with `limit` is a known limit and must still fail."""
    loaded = yaml.safe_load((DATA / f"facts_{name}.yaml").read_text(encoding="utf-8"))
    rows = loaded if part is None else loaded[part]
    return [
        pytest.param(
            row,
            id=f"{i}-{next(iter(row.values()))}"[:60],
            marks=[pytest.mark.xfail(reason=row["limit"], strict=True)] if "limit" in row else [],
        )
        for i, row in enumerate(rows)
    ]


def day(value: date | None) -> datetime | None:
    return datetime(value.year, value.month, value.day, 12, 0) if value is not None else None


@pytest.mark.parametrize("case", cases("quantities"))
def test_quantities_are_read_with_unit_and_approximation(case: dict[str, Any]) -> None:
    text = case["text"]
    read = [[text[q.start : q.end], round(q.low, 9), round(q.high, 9), q.unit, q.approx] for q in quantities(text)]
    assert read == [[s, round(low, 9), round(high, 9), *rest] for s, low, high, *rest in case["expect"]] or read == [
        [s, pytest.approx(low), pytest.approx(high), *rest] for s, low, high, *rest in case["expect"]
    ]


def only(text: str) -> Quantity:
    (found,) = quantities(text)
    return found


@pytest.mark.parametrize("case", cases("agreement"))
def test_two_quantities_agree_or_differ(case: dict[str, Any]) -> None:
    a, b = only(case["a"]), only(case["b"])
    assert (agree(a, b), agree(b, a)) == (Agreement(case["agree"]),) * 2
    assert (differs(a, b), differs(b, a)) == (case["differs"],) * 2


@pytest.mark.parametrize("case", cases("dates", "mentions"))
def test_dates_are_read_and_resolved(case: dict[str, Any]) -> None:
    text = case["text"]
    read = dates(text, day(case.get("published")))
    assert [[text[d.start : d.end], d.first, d.last] for d in read] == case["expect"]
    assert all(d.resolved == (d.first is not None) for d in read)


@pytest.mark.parametrize("case", cases("dates", "conflicts"))
def test_dates_conflict(case: dict[str, Any]) -> None:
    published = day(case.get("published"))
    (a,), (b,) = dates(case["a"], published), dates(case["b"], published)
    assert (dates_conflict(a, b), dates_conflict(b, a)) == (case["conflict"],) * 2


@pytest.mark.parametrize("case", cases("names", "mentions"))
def test_names_are_read_with_key(case: dict[str, Any]) -> None:
    read = names(case["text"], frozenset(case.get("ordinary", ())))
    assert [[n.text, n.key] for n in read] == case["expect"]
    assert all(case["text"][n.start : n.end] == n.text for n in read)


@pytest.mark.parametrize("case", cases("names", "found"))
def test_a_name_is_found_in_a_source(case: dict[str, Any]) -> None:
    (name,) = names(case["name"])
    assert name_found(name, names(case["sources"])) is case["found"]


@pytest.mark.parametrize("case", cases("checks"))
def test_a_sentence_is_checked_against_its_sources(case: dict[str, Any]) -> None:
    result = check(case["sentence"], case["sources"], day(case.get("published")))
    assert list(result.missing) == case["missing"]
    counts = {
        "numbers": [result.numbers, result.numbers_matched],
        "dates": [result.dates, result.dates_matched],
        "names": [result.names, result.names_matched],
    }
    assert {kind: counts[kind] for kind in counts if kind in case} == {k: case[k] for k in counts if k in case}
    found = {"numbers": result.numbers_found, "dates": result.dates_found, "names": result.names_found}
    assert found == {kind: looked == had for kind, (looked, had) in counts.items()}


def test_a_wrong_number_is_told_from_an_unmentioned_one() -> None:
    contradicted = check("It killed 17 people.", ["It killed 14 people."])
    unmentioned = check("It killed 17 people.", ["It burnt 14 cars."])
    assert (contradicted.numbers_contradicted, unmentioned.numbers_contradicted) == (1, 0)


def test_a_value_with_another_unit_is_counted_apart() -> None:
    result = check("It took 14 weeks.", ["It took 14 boats."])
    assert (result.numbers, result.numbers_matched, result.numbers_by_value) == (1, 0, 1)


def test_each_source_has_its_own_day_of_publication() -> None:
    earlier = read_source("It fell on Friday.", datetime(2017, 10, 28))
    later = read_source("It fell on Friday.", PUBLISHED)
    sentence = "It fell on Nov. 3."
    assert not check_facts(sentence, [earlier], PUBLISHED).dates_found
    assert check_facts(sentence, [earlier, later], PUBLISHED).dates_found


def test_a_leap_day_is_looked_for_in_leap_years() -> None:
    (mention,) = dates("It fell on Feb. 29.", PUBLISHED)
    assert mention.first == date(2016, 2, 29)


NEWS = st.lists(
    st.sampled_from(
        "14 1,500 2.3bn $ € % percent km three hundred and a half third to - – between from the of in on Nov. 3 2014 "
        "Friday last week ago years people killed No. Flight al-Qaim Deir Ezzor U.S. ’s ' , . : / old aged million "
        "İstanbul ǅ ﬁve １４ ½ dozen twenty one first 5:30 p.m. \n".split(" ")
    ),
    max_size=30,
).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), NEWS))
def test_offsets_lie_in_the_text_and_results_repeat(text: str) -> None:
    read = (*quantities(text), *dates(text, PUBLISHED), *names(text))
    assert all(0 <= r.start < r.end <= len(text) for r in read)
    assert read == (*quantities(text), *dates(text, PUBLISHED), *names(text))


@settings(max_examples=200, deadline=None)
@given(NEWS)
def test_a_sentence_has_its_own_facts(text: str) -> None:
    result = check(text, [text], PUBLISHED)
    assert result.missing == ()


@settings(max_examples=200, deadline=None)
@given(NEWS, NEWS)
def test_comparisons_are_symmetric_and_each_agrees_with_itself(a: str, b: str) -> None:
    read = quantities(f"{a}. {b}")
    for x in read:
        assert agree(x, x) is Agreement.SAME
        assert not differs(x, x)
        for y in read:
            assert agree(x, y) is agree(y, x)
            assert differs(x, y) is differs(y, x)
