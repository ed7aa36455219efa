"""A claim in a source's notation: what is the same is written the same, and nothing else is touched."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts import as_told, quantities

_FRIDAY = datetime.fromisoformat("2017-11-03T08:00:00")


@pytest.mark.parametrize(
    ("claim", "source", "told"),
    [
        ("The firm sold 1.2 million packs.", "It has sold 1,200,000 packs.", "The firm sold 1,200,000 packs."),
        ("Fourteen people died.", "The toll is 14 people.", "14 people died."),
        ("The court set damages at $312.5 million.", "It set them at $312.5m.", "The court set damages at $312.5m."),
        ("It cost 2 million dollars.", "The price was $2 million.", "It cost $2 million."),
        ("Shares fell 8.3 percent.", "They lost 8.3 per cent.", "Shares fell 8.3 per cent."),
        ("They are about 40 kilometres away.", "some 40km short of it", "They are about 40km away."),
        ("More than 1,200 people came.", "More than twelve hundred people came.", "More than twelve hundred people came."),
        ("It began on Thursday, 2 November 2017.", "It began on Thursday.", "It began on Thursday."),
        ("It began on 2 November 2017.", "It began on Nov. 2.", "It began on Nov. 2."),
        ("It was passed in May 2017.", "It was passed in May this year.", "It was passed in May."),
        ("It began on 2 November 2017.", "Nov. 2 (Wire) - It began on Thursday.", "It began on Thursday."),
    ],
)  # fmt: skip
def test_the_same_is_written_the_same(claim: str, source: str, told: str) -> None:
    assert as_told(claim, source, _FRIDAY) == told


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Fourteen people died.", "The toll is 15 people."),
        ("Six uncounted ballot boxes were found.", "There were six ballot boxes."),
        ("More than 1,000 people came.", "1,187 people came."),
        ("The strike cancelled 588 flights.", "588 cancelled flights"),
        ("It cost 2 million dollars.", "It cost 2 million euros."),
        ("It began on 2 November 2017.", "It began on Friday."),
        ("It began on 2 November 2016.", "It began on Thursday."),
        ("It began on Thursday.", "It began on Nov. 2."),  # a claim has no day of its own
        ("Nobody came.", "1,187 people came on Thursday."),
    ],
)
def test_the_rest_is_left(claim: str, source: str) -> None:
    assert as_told(claim, source, _FRIDAY) == claim


def test_without_a_day_of_publication_no_weekday_is_a_date() -> None:
    claim = "It began on Thursday, 2 November 2017."
    assert as_told(claim, "It began on Thursday.") == claim


_COUNTS = st.sampled_from(["14 people", "fourteen people", "1.2 million people", "1,200,000 people", "nine people"])


@given(st.lists(_COUNTS, min_size=1, max_size=3), st.lists(_COUNTS, max_size=3))
def test_values_stay_what_they_were(said: list[str], stated: list[str]) -> None:
    claim = f"There were {' and then '.join(said)}."
    told = as_told(claim, f"We saw {' and then '.join(stated)}.")
    assert [(q.low, q.high, q.unit) for q in quantities(told)] == [(q.low, q.high, q.unit) for q in quantities(claim)]
    assert as_told(told, f"We saw {' and then '.join(stated)}.") == told
