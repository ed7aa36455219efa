"""A claim with a value of the source in place of its own: where the source entails that, it gives another value.

"Fourteen people died" beside "seven people were confirmed dead" is neither entailed nor surely contradicted for a model
of sentence pairs; "seven people died" is entailed, so what the claim says of fourteen is refuted. So is what it says of
one person where the source says it of another.
"""

from collections.abc import Iterator
from datetime import datetime

from pipeline.facts.agreement import differs, supports
from pipeline.facts.dates import dates, dates_conflict
from pipeline.facts.names import Name, names
from pipeline.facts.quantities import quantities

_MOST = 4
_MOST_NAMES = 6


def other_values(claim: str, sentence: str, published: datetime | None = None) -> tuple[str, ...]:
    """The claim with one number or date replaced by one of the same kind and another value, at most four of them.

    Numbers and dates of the claim that the sentence, which appeared on ``published``, states are left alone.
    """
    return tuple(dict.fromkeys([*_numbers(claim, sentence), *_days(claim, sentence, published)]))[:_MOST]


def other_names(claim: str, sentence: str) -> tuple[str, ...]:
    """The claim with one of its names replaced by one that only the sentence has, at most six of them."""
    own, others = names(claim), names(sentence)
    news = [other for other in others if not any(_alike(name, other) for name in own)]
    found = (_put(claim, name.start, name.end, other.text) for name in own for other in news)
    return tuple(dict.fromkeys(found))[:_MOST_NAMES]


def _alike(one: Name, other: Name) -> bool:
    """Whether one name is part of the other: "Renn" of "Tobias Renn"."""
    return one.key in other.key or other.key in one.key


def _numbers(claim: str, sentence: str) -> Iterator[str]:
    stated = quantities(sentence)
    for said in quantities(claim):
        if not any(supports(other, said) for other in stated):
            for other in stated:
                if differs(said, other):
                    yield _put(claim, said.start, said.end, sentence[other.start : other.end])


def _days(claim: str, sentence: str, published: datetime | None) -> Iterator[str]:
    stated = dates(sentence, published)
    for said in dates(claim, None):
        if all(dates_conflict(said, other) for other in stated):
            for other in stated:
                yield _put(claim, said.start, said.end, sentence[other.start : other.end])


def _put(claim: str, start: int, end: int, new: str) -> str:
    if start == 0:
        new = new[:1].upper() + new[1:]
    return claim[:start] + new + claim[end:]
