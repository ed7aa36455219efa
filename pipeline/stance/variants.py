"""A claim with a figure of the source in place of its own: where the source entails that, it gives another value.

"Fourteen people died" beside "seven people were confirmed dead" is neither entailed nor surely contradicted for a model
of sentence pairs; "seven people died" is entailed, so what the claim says of fourteen is refuted.
"""

from collections.abc import Iterator

from pipeline.facts import dates, dates_conflict, differs, quantities, supports

_MOST = 4


def other_values(claim: str, sentence: str) -> tuple[str, ...]:
    """The claim with one number or date replaced by one of the same kind and another value, at most four of them.

    Numbers and dates of the claim that the sentence states are left alone.
    """
    return tuple(dict.fromkeys([*_numbers(claim, sentence), *_days(claim, sentence)]))[:_MOST]


def _numbers(claim: str, sentence: str) -> Iterator[str]:
    stated = quantities(sentence)
    for said in quantities(claim):
        if not any(supports(other, said) for other in stated):
            for other in stated:
                if differs(said, other):
                    yield _put(claim, said.start, said.end, sentence[other.start : other.end])


def _days(claim: str, sentence: str) -> Iterator[str]:
    stated = dates(sentence, None)
    for said in dates(claim, None):
        if all(dates_conflict(said, other) for other in stated):
            for other in stated:
                yield _put(claim, said.start, said.end, sentence[other.start : other.end])


def _put(claim: str, start: int, end: int, new: str) -> str:
    if start == 0:
        new = new[:1].upper() + new[1:]
    return claim[:start] + new + claim[end:]
