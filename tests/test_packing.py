"""Batches keep every sequence once and stay within their budget."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.packing import pack, pack_alike


@given(st.lists(st.integers(1, 300)), st.integers(1, 1000))
def test_packing(lengths: list[int], budget: int) -> None:
    batches = pack(lengths, budget)
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[index] for index in batch) <= budget


@given(st.lists(st.integers(1, 40)), st.integers(1, 300))
def test_packing_alike(widths: list[int], budget: int) -> None:
    batches = pack_alike(widths, budget)
    assert sorted(index for batch in batches for index in batch) == list(range(len(widths)))
    for batch in batches:
        assert len({widths[index] for index in batch}) == 1
        assert len(batch) == 1 or len(batch) * widths[batch[0]] <= budget


def test_neighbours_in_length_share_a_batch() -> None:
    assert pack([5, 90, 6, 88], 180) == [[1, 3], [2, 0]]


def test_no_budget() -> None:
    with pytest.raises(ValueError, match="at least one token"):
        pack([1], 0)
