"""What a number counts: unit tables, the crude noun finder, and when two units may be compared.

A unit is a short string: ``percent``, an ISO 4217 code (``USD``), a measure (``km``, ``year``), the lemma of the
counted noun (``people``, ``ship``), or one of ``fraction``, ``ordinal``, ``age``, ``score``, ``clock``, ``label``.
An empty unit means that none could be read. All functions expect text folded by ``folding.fold``.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pipeline.facts.unit_tables import (
    ATTACHED,
    CASUALTIES,
    DIMENSIONS,
    IRREGULAR,
    LEMMAS,
    NOT_PLURAL,
    PASS,
    PEOPLE,
    STOP,
    SURFACES,
)

_FLAT: Final = MappingProxyType({s: unit for unit, line in SURFACES.items() for s in line.split("|")})


def _surface_pattern() -> re.Pattern[str]:
    forms = sorted(_FLAT, key=lambda s: (-len(s), s))
    body = "|".join(re.escape(s).replace(r"s\?", "s?").replace(r"\ ", r"[\s-]") for s in forms)
    return re.compile(rf"(?:\s?-\s?|\s)?(?P<unit>{body})(?![^\W_])")


def _surface_units() -> Mapping[str, str]:
    table: dict[str, str] = {}
    for surface, unit in _FLAT.items():
        table[surface.removesuffix("?")] = unit
        if surface.endswith("s?"):
            table[surface[:-2]] = unit
    return MappingProxyType(table)


_MEASURE: Final = _surface_pattern()
_MEASURES: Final = _surface_units()
_ATTACHED_MEASURE: Final = re.compile(r"(?P<unit>[glhcfp])(?![^\W_])")
_WORD: Final = re.compile(r"(?P<gap>\s?-\s?|\s+)(?P<word>u\.s\.|[^\W\d_][^\W\d_'’]*)")
_VERBED: Final = re.compile(
    r"\s+(?:(?:were|was|are|is|have|has|had|been|being|be|reported|confirmed|more|people|others|of\sthem)\s+){0,4}"
    r"(killed|dead|died|injured|wounded|hurt|missing|arrested|detained|displaced)\b"
)


def measure_after(text: str, pos: int) -> tuple[str, int]:
    """The measure, currency or per cent written at ``pos`` (an optional space or hyphen first).

    Returns:
        Its unit and the offset where it ends; ``("", pos)`` where there is none.
    """
    found = _MEASURE.match(text, pos)
    if found is not None:
        return _MEASURES[re.sub(r"[\s-]+", " ", found["unit"]).replace("per cent", "percent")], found.end()
    found = _ATTACHED_MEASURE.match(text, pos)
    if found is not None and pos and text[pos - 1].isdigit():
        return ATTACHED[found["unit"]], found.end()
    return "", pos


def counted_after(text: str, pos: int, *, verbs: bool = True) -> tuple[str, int]:
    """The lemma of the noun that a number ending at ``pos`` counts, looked for in the next five words.

    With ``verbs`` what befell the counted ("14 were killed") stands in for a noun.

    Returns:
        The unit and where the noun ends; ``("", pos)`` where no plural noun or casualty word follows in time.
    """
    verbed = _VERBED.match(text, pos) if verbs else None
    at = pos
    for index in range(5):
        word = _WORD.match(text, at)
        if word is None:
            break
        surface = word["word"]
        joined = "-" in word["gap"]
        if surface in PASS and (not joined or surface in ("plus", "strong", "odd")):
            at = word.end()
            continue
        if surface in STOP:
            break
        at = word.end()
        unit = lemma(surface)
        if unit in _MEASURES and index:
            unit = _MEASURES[unit]
        if unit in CASUALTIES or is_plural(surface) or (index == 0 and joined):
            return unit, at
    return (lemma(verbed[1]), verbed.end(1)) if verbed is not None else ("", pos)


def single_after(text: str, pos: int) -> tuple[str, int]:
    """The kind of person that a "one" ending at ``pos`` counts, within three words; else ``("", pos)``."""
    at = pos
    for _ in range(3):
        word = _WORD.match(text, at)
        if word is None or word["word"] in STOP:
            break
        at = word.end()
        unit = lemma(word["word"])
        if unit in PEOPLE:
            return unit, at
    verbed = _VERBED.match(text, pos)
    return (lemma(verbed[1]), verbed.end(1)) if verbed is not None else ("", pos)


def is_plural(word: str) -> bool:
    """Whether a folded word looks like a plural noun (crude: its ending and two small lists)."""
    if word in IRREGULAR:
        return True
    if word in NOT_PLURAL or len(word) < 3:
        return False
    if word.endswith("s"):
        return not word.endswith(("ss", "us", "is"))
    return word.endswith(("men", "people")) or word in ("children", "police", "troops", "aircraft", "staff")


def lemma(word: str) -> str:
    """A crude singular of a folded noun; words of one meaning (``troops``, ``soldiers``) share one lemma."""
    known = LEMMAS.get(word) or IRREGULAR.get(word)
    if known is not None:
        return known
    if word.endswith("men") and len(word) > 5:
        word = word[:-2] + "an"
    elif word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("ches", "shes", "sses", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in NOT_PLURAL:
        word = word[:-1]
    return LEMMAS.get(word, word)


def is_counted_people(unit: str) -> bool:
    """Whether a unit counts people of some kind (``passenger``, ``dead``)."""
    return unit in PEOPLE


def same_unit(a: str, b: str) -> bool:
    """Whether two numbers with these units speak of the same measure, so that a difference is a conflict."""
    return a == b or {a, b} == {"pound", "GBP"}


def loosely_same(a: str, b: str) -> bool:
    """Whether equal numbers with these units may state one fact (``14 people`` and ``14 passengers``).

    An unread unit goes with any counted noun, with an age and a label; the dead are never the injured.
    """
    if same_unit(a, b):
        return True
    if not a or not b:
        other = a or b
        return other not in DIMENSIONS and other not in ("percentage point", "ordinal", "score", "clock")
    if {a, b} == {"age", "year"}:
        return True
    if "people" in (a, b) or (a in CASUALTIES) != (b in CASUALTIES):
        return a in PEOPLE and b in PEOPLE
    return False
