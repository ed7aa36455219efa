"""Whether the numbers, dates and names of a sentence stand in its sources: the exact checks beside the NLI model.

Known limits: values are looked for one by one, so a number or name moved into another's place passes, which is the
NLI model's task; a lone "one" is only missed where a source counts the same thing differently.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from pipeline.facts.agreement import differs, supports
from pipeline.facts.dates import DateMention, date_supported, dates
from pipeline.facts.name_match import NameIndex, in_index, name_index
from pipeline.facts.name_tables import COUNTRIES, OPENERS, TITLES
from pipeline.facts.names import Name, key_of, lower_words, names
from pipeline.facts.quantities import Quantity, quantities


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What a source states, read once for any number of sentences; ``words`` is its normalised text."""

    quantities: tuple[Quantity, ...]
    dates: tuple[DateMention, ...]
    names: NameIndex
    ordinary: frozenset[str]
    words: str
    cased: bool


@dataclass(frozen=True, slots=True)
class FactCheck:
    """What of a sentence was found in its sources.

    ``numbers_found``, ``dates_found`` and ``names_found`` say that all were (also where there are none). ``missing``
    are those that were not, as written, in order. ``numbers``, ``dates`` and ``names`` count what was looked for,
    ``*_matched`` what was found; ``numbers_by_value`` counts the numbers whose value a source has with any unit, and
    ``numbers_contradicted`` the missing ones where a source has another value of the same unit.
    """

    numbers_found: bool
    dates_found: bool
    names_found: bool
    missing: tuple[str, ...]
    numbers: int
    numbers_matched: int
    numbers_by_value: int
    numbers_contradicted: int
    dates: int
    dates_matched: int
    names: int
    names_matched: int


_WORD: Final = re.compile(r"[\w'’.-]+")


def read_source(text: str, published: datetime | None = None) -> SourceFacts:
    """Read a source's facts; ``published`` resolves its weekdays and relative dates."""
    cased = sum(c.isupper() for c in text) > 0.005 * len(text)
    return SourceFacts(
        quantities(text), dates(text, published), name_index(names(text)), lower_words(text),
        f" {key_of(text)} ", cased,
    )  # fmt: skip


def check(sentence: str, sources: Sequence[str], published: datetime | None = None) -> FactCheck:
    """Look for every number, date and name of ``sentence`` in ``sources``, which appeared with it on ``published``.

    A number is found where a source's is the same or compatible with it in unit, and it claims no more than the source
    ("at least 14" does not give "17", but "96 percent" gives "more than 90 percent"). A date is found where a source
    names the same time or a finer one, a name where ``name_found`` holds for the sources together.
    """
    return check_facts(sentence, [read_source(source, published) for source in sources], published)


def check_facts(sentence: str, sources: Sequence[SourceFacts], published: datetime | None = None) -> FactCheck:
    """``check`` against sources that were read before, each with its own day of publication."""
    numbers = quantities(sentence)
    days = [d for d in dates(sentence, published) if _can_be_checked(d)]
    ordinary = frozenset[str]().union(*(s.ordinary for s in sources))
    named = names(sentence, ordinary)
    stated = [q for s in sources for q in s.quantities]
    lost_numbers = [q for q in numbers if not _number_found(q, stated)]
    lost_dates = [d for d in days if not _date_found(d, sources, published)]
    lost_names = [n for n in named if not any(_name_in(n, s) for s in sources)]
    lost = sorted(
        [(q.start, q.end) for q in lost_numbers]
        + [(d.start, d.end) for d in lost_dates]
        + [(n.start, n.end) for n in lost_names]
    )
    return FactCheck(
        numbers_found=not lost_numbers,
        dates_found=not lost_dates,
        names_found=not lost_names,
        missing=tuple(sentence[start:end] for start, end in lost),
        numbers=len(numbers),
        numbers_matched=len(numbers) - len(lost_numbers),
        numbers_by_value=sum(any(_same_value(q, s) for s in stated) for q in numbers),
        numbers_contradicted=sum(any(differs(q, s) for s in stated) for q in lost_numbers),
        dates=len(days),
        dates_matched=len(days) - len(lost_dates),
        names=len(named),
        names_matched=len(named) - len(lost_names),
    )


def _number_found(said: Quantity, stated: Sequence[Quantity]) -> bool:
    if any(_supports(said, source) for source in stated):
        return True
    # "one man" says no more than "a man": it is missed only where it is contradicted.
    return said.low == said.high == 1 and _counts(said) and not any(differs(said, s) for s in stated)


def _supports(said: Quantity, source: Quantity) -> bool:
    named = said.unit == "label" or source.unit == "label" or (said.unit == "ordinal" and said.low > 3)
    if named and said.low == source.low and said.high == source.high:
        # "87th minute" and "87 minutes", "Flight 370" and "the 370".
        return True
    return supports(source, said)


def _counts(quantity: Quantity) -> bool:
    return quantity.unit not in ("label", "ordinal", "age", "score", "clock", "percent", "fraction")


def _same_value(said: Quantity, source: Quantity) -> bool:
    return source.low <= said.low <= source.high or said.low <= source.low <= said.high


def _can_be_checked(mention: DateMention) -> bool:
    parts = (mention.year, mention.month, mention.day, mention.weekday)
    return mention.resolved or any(part is not None for part in parts)


def _date_found(said: DateMention, sources: Sequence[SourceFacts], published: datetime | None) -> bool:
    if any(date_supported(said, source) for s in sources for source in s.dates):
        return True
    if said.relative and published is not None and said.first is not None and said.last is not None:
        # "this week" around the day of publication claims nothing beyond it.
        return said.first <= published.date() <= said.last
    return False


def _name_in(name: Name, source: SourceFacts) -> bool:
    if in_index(name, source.names):
        return True
    first, _, rest = name.key.partition(" ")
    if not rest:
        # A capital on an ordinary word ("the Police") claims nothing.
        return (not source.cased or name.key in source.ordinary) and f" {name.key} " in source.words
    if f" {name.key} " in source.words:
        return True
    lead, _, text = name.text.partition(" ")
    if first in source.ordinary or first in TITLES or first in OPENERS:
        return in_index(replace(name, key=rest, text=text), source.names)
    # "Frenchman Dubuisson" is found where France and Dubuisson are, "US Navy" where the US and a navy are.
    country = key_of(lead)
    if country not in COUNTRIES or not text:
        return False
    parts = (replace(name, text=lead, key=country), replace(name, text=text, key=key_of(text)))
    return all(_name_in(part, source) for part in parts)
