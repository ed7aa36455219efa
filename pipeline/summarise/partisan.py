"""Names that take a side and that one outlet alone uses, where others name the same plainly."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.passages import Passages
from pipeline.records import Span

_PENALTY: Final = 0.5  # what a sentence counts for with such a name
_ALIKE: Final = 0.4  # cosine from which another outlet's sentence may tell of the same
_QUOTED = re.compile(r"[“\"][^”\"]*(?:[”\"]|$)|^[^“\"]*”")  # an open quotation goes on to the end of the sentence
_MODIFIERS: Final = (
    r"so-called|self-styled|self-proclaimed|self-declared|self-appointed|terrorist|extremist|radical|fanatical|jihadi|"
    r"jihadist|fascist|murderous|bloodthirsty|barbaric|savage|ruthless|vicious|evil|treacherous|traitorous|puppet|rogue|"
    r"illegitimate|tyrannical|despotic|thuggish|rabid|unhinged|cowardly|spineless|power-hungry"
)
_KINDS: Final = {  # names of groups: plain ones, those plain with an adjective only, those that take a side alone
    "fighters": (
        r"militants|fighters|rebels|insurgents|gunmen|guerrillas|militias?|militiamen|armed groups?",
        r"groups?|forces|troops|soldiers|army|units?|cells?|gangs?|bands?|elements|organi[sz]ations?",
        r"terrorists|extremists|jihadis|jihadists|warlords|henchmen|zealots|fanatics",
    ),
    "rulers": (
        r"governments?|authorities|leadership|rulers?",
        r"administration|leaders?|cabinet|officials?|parliament|states?|councils?",
        r"regime|junta|clique|tyrants?|despots?|politburo",
    ),
    "crowd": (
        r"protest[eo]rs|demonstrators|marchers|activists|crowds?|campaigners|strikers|students",
        r"supporters|gatherings?|youths?",
        r"mobs?|hordes?|thugs|rabble|hooligans|agitators",
    ),
    "migrants": (r"migrants|immigrants|refugees|asylum[ -]seekers", r"arrivals", r"illegals|illegal aliens"),
    "alliance": (r"coalition|alliance|bloc|allies", r"axis|partners", ""),
    "party": (
        r"part(?:y|ies)|movements?|factions?|lawmakers|politicians|senators|deputies|unions?|opposition",
        r"media|press|reporters|journalists|experts?",
        "",
    ),
}
_BETWEEN = (
    r"(?:(?:[A-Z][\w’'.-]*|\w+-\w+|armed|foreign|international|military|regional|local|opposition|religious|political|"
    r"security|ruling) ){0,2}?"
)
_PLAIN = {kind: re.compile(rf"\b(?i:{plain})\b") for kind, (plain, _, _) in _KINDS.items()}
_SIDED = {
    kind: re.compile(rf"(?<![\w-])(?i:{sided})\b(?! change\b)") for kind, (_, _, sided) in _KINDS.items() if sided
}
_MODIFIED = {
    kind: re.compile(
        rf"(?<![\w-])(?P<sided>(?i:{_MODIFIERS})) (?P<whose>{_BETWEEN})(?:{'|'.join(filter(None, heads))})\b"
    )
    for kind, heads in _KINDS.items()
}
_PROPER = re.compile(rf"(?<![\w-])(?P<sided>(?i:{_MODIFIERS})) (?P<head>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*)")
_SYSTEM = re.compile(  # a system, no rulers: "the new sanctions regime"
    r"\b(?:tax|sanctions?|visa|inspections?|trade|tests?|testing|training|safety|legal|regulatory|licensing|tariffs?|rules|"
    r"benefits?) regime\b",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"\b[A-Z]\w+")


@dataclass(frozen=True, slots=True)
class PartisanName:
    """A name in sentence ``row`` that only its outlet uses; ``instead`` is the commonest plain one of other outlets.

    ``span`` holds characters of the sentence, end excluded.
    """

    row: int
    span: Span
    instead: str


@dataclass(frozen=True, slots=True)
class _Use:
    """A name that takes a side: where, by which word (lower-case, singular), and for what.

    ``kind`` is that of a group, or the capitalised name; ``whose`` holds capitalised words inside.
    """

    row: int
    span: Span
    word: str
    kind: str
    whose: tuple[str, ...] = ()


def penalty(passages: Passages) -> NDArray[np.float64]:
    """What each sentence counts for by the names that it uses, 0 to 1: 1 where none takes a side alone.

    Args:
        passages: the story's sentences, with unit vectors.

    Returns:
        Factors for the worth of the sentences, ½ for each with such a name. *Shape:* (sentences,).
    """
    factors = np.ones(len(passages.sentences), dtype=np.float64)
    factors[[name.row for name in partisan_names(passages)]] = _PENALTY
    return factors


def partisan_names(passages: Passages) -> tuple[PartisanName, ...]:
    """Find names that take a side, outside quotations, that no other outlet uses although one names the same plainly.

    A name is a listed noun for a group that takes a side ("regime"), or a listed noun or a capitalised name with an
    adjective that does ("so-called coalition"). The same is what another outlet, in a sentence of like content, calls
    by a plain noun of that kind or by that name; where nobody does, nothing is found. After the bias by word choice and
    labelling of Hamborg et al. (2019), by lists in place of coreference.
    """
    bare = [_own_words(sentence.text) for sentence in passages.sentences]
    uses = [use for row, text in enumerate(bare) for use in _uses(row, text)]
    if not uses:
        return ()
    outlets = [_outlet(passages, row) for row in range(len(bare))]
    users: dict[tuple[str, str], set[str]] = {}
    for use in uses:
        users.setdefault((use.word, use.kind), set()).add(outlets[use.row])
    for article in passages.articles:
        title = _own_words(article.title)
        for use in (*_uses(-1, title), *_uses(-1, title.lower())):  # headlines may have capitals throughout
            users.setdefault((use.word, use.kind), set()).add(article.source or article.id)
    found = []
    for use in uses:
        if len(users[use.word, use.kind]) == 1:
            instead = _instead(use, passages, bare, outlets)
            if instead:
                found.append(PartisanName(use.row, use.span, instead))
    return tuple(found)


def _own_words(text: str) -> str:
    """The text with blanks for what stands in quotation marks; offsets stay."""
    return _QUOTED.sub(lambda quote: " " * len(quote.group()), text)


def _outlet(passages: Passages, row: int) -> str:
    article = passages.articles[int(passages.owner[row])]
    return article.source or article.id


def _uses(row: int, text: str) -> Iterator[_Use]:
    """Names that take a side, each place once: with an adjective first, then by themselves."""
    taken = [match.span() for match in _SYSTEM.finditer(text)]
    for kind, pattern in _MODIFIED.items():
        for match in pattern.finditer(text):
            if _is_free(match.span(), taken):
                whose = tuple(_CAPITAL.findall(match["whose"]))
                yield _Use(row, Span(*match.span()), match["sided"].lower(), kind, whose)
    for match in _PROPER.finditer(text):
        if _is_free(match.span(), taken):
            yield _Use(row, Span(*match.span()), match["sided"].lower(), match["head"])
    for kind, pattern in _SIDED.items():
        for match in pattern.finditer(text):
            if _is_free(match.span(), taken):
                yield _Use(row, Span(*match.span()), _singular(match.group()), kind)


def _is_free(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    """Whether nothing taken overlaps; takes the span if so."""
    free = all(span[1] <= start or stop <= span[0] for start, stop in taken)
    if free:
        taken.append(span)
    return free


def _singular(word: str) -> str:
    return re.sub(r"men$", "man", word.lower()).removesuffix("s")


def _instead(use: _Use, passages: Passages, bare: list[str], outlets: list[str]) -> str:
    """The plain name that most other outlets use in sentences of like content; "" where none does."""
    pattern = _PLAIN.get(use.kind) or re.compile(rf"\b{re.escape(use.kind)}\b")
    users: dict[str, set[str]] = {}
    for row in np.flatnonzero(passages.vectors @ passages.vectors[use.row] >= _ALIKE).tolist():
        if outlets[row] == outlets[use.row] or not all(word in bare[row] for word in use.whose):
            continue
        sided = [one.span for one in _uses(row, bare[row])]
        for match in pattern.finditer(bare[row]):
            if all(match.end() <= span.start or span.end <= match.start() for span in sided):
                name = match.group().lower() if use.kind in _PLAIN else match.group()
                users.setdefault(name, set()).add(outlets[row])
    return min(users, key=lambda name: (-len(users[name]), name), default="")
