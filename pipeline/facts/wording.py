"""A claim in the notation of a source: "1.2 million" for "1,200,000", "Thursday" for "2 November 2017".

A model of sentence pairs knows words, not calendars: what the exact checks find to be the same is written the same.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from pipeline.facts.agreement import Agreement, agree
from pipeline.facts.dates import DateMention, dates
from pipeline.facts.folding import fold
from pipeline.facts.numerals import numerals
from pipeline.facts.quantities import Quantity, quantities
from pipeline.facts.unit_tables import SURFACES

_Change = tuple[int, int, str]
_WEEKDAY: Final = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? $")


def as_told(claim: str, source: str, published: datetime | None = None) -> str:
    """The claim with its numbers and dates written as ``source`` writes them where it states the very same.

    Args:
        claim: a sentence.
        source: one sentence or more.
        published: when the source appeared, for its weekdays and relative dates.
    """
    told = claim
    for start, end, text in sorted([*_numbers(claim, source), *_dates(claim, source, published)], reverse=True):
        told = told[:start] + (text[:1].upper() + text[1:] if start == 0 else text) + told[end:]
    return told


def _numbers(claim: str, source: str) -> Iterator[_Change]:
    stated = [(each, _figure(source, each)) for each in quantities(source)]
    for said in quantities(claim):
        own = _figure(claim, said)
        same = [span for each, span in stated if span and agree(said, each) is Agreement.SAME]
        if own and same:
            yield from _change(claim, own, [source[start:end] for start, end in same])


def _figure(text: str, quantity: Quantity) -> tuple[int, int] | None:
    """The characters of a measure with its unit, or of a count without what is counted; None where it isn't one number.

    Approximations are left where they are, as both sides have the same.
    """
    found = [n for n in numerals(fold(text)) if quantity.start <= n.start and n.end <= quantity.end]
    if len(found) != 1:
        return None
    measured = quantity.unit in SURFACES
    signs = text[quantity.start : found[0].start].rpartition(" ")[2]  # "$" of "more than $1,000"
    return found[0].start - len(signs), quantity.end if measured else found[0].end


def _dates(claim: str, source: str, published: datetime | None) -> Iterator[_Change]:
    stated = dates(source, published)
    for said in dates(claim):
        same = [source[each.start : each.end] for each in reversed(stated) if _same(said, each)]  # a dateline last
        if same:
            yield from _change(claim, _with_weekday(claim, said), same)


def _with_weekday(claim: str, said: DateMention) -> tuple[int, int]:
    before = _WEEKDAY.search(claim[: said.start])
    return before.start() if before else said.start, said.end


def _same(said: DateMention, stated: DateMention) -> bool:
    return said.resolved and (said.first, said.last) == (stated.first, stated.last)


def _change(claim: str, span: tuple[int, int], same: Sequence[str]) -> Iterator[_Change]:
    """To the first wording, unless one of them is the claim's own."""
    start, end = span
    if claim[start:end].lower() not in {text.lower() for text in same}:
        yield start, end, same[0]
