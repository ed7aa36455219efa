"""Names in a sentence: capitalised phrases and acronyms with offsets and a normalised key.

Known limits: without capitals there are no names; a lone word that opens a sentence is a name unless it is a common
opener or occurs in lower case in the text (or in ``ordinary``), so that a rare ordinary word there passes for one;
"Bank of England" is one name but "the bank's governor" none.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pipeline.facts.folding import fold
from pipeline.facts.name_tables import (
    ALIASES,
    CALENDAR,
    DEMONYMS,
    FUNCTION,
    INSTITUTIONS,
    MODIFIERS,
    NAME_MONTHS,
    NUMERALS,
    OPENERS,
    SOFT_TITLES,
    TITLES,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name at characters ``start`` to ``end``, ``text`` as written, and the ``key`` that spellings share.

    The key is in lower case without diacritics, apostrophes, Arabic articles, initials, titles and "the"; hyphens are
    spaces, and the adjective of a country is the country ("Syrian" has the key ``syria``).
    """

    start: int
    end: int
    text: str
    key: str


class Headline(StrEnum):
    """Lines whose capitals say nothing."""

    TITLE = "title"
    CAPITALS = "capitals"


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    folded: str
    possessive: bool
    opening: bool
    headline: Headline | None


_UPPER: Final = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u017f"
_TOKEN: Final = re.compile(
    rf"(?<!\w)(?:(?:[{_UPPER}]\.){{2,}}"
    rf"|(?P<lead>(?:(?:al|el|ad|as|ar|az|ash|an|at|ez|es)[-‑ʼ'’]|[dl]['’]|(?:[Nn]on|[Aa]nti|[Pp]ro|[Ee]x|[Pp]an|[Pp]ost|[Pp]re)[-‑]))?"
    rf"(?P<word>[{_UPPER}][\w'’ʼ]*(?:[-‑–&][\w'’ʼ]+){{0,8}}))"
)
_PREFIX: Final = re.compile(r"(?:non|anti|pro|ex|pan|post|pre)[-‑]$", re.IGNORECASE)
_GAP: Final = re.compile(
    r"[ \u00a0](?:(?:&|of the|of|for the|for|the|de la|de|da|do|dos|del|della|di|du|la|le|van der|van|von|der|den|"
    r"bin|ibn|bint|al|el|ul|abu)[ \u00a0])?"
)
_POSSESSIVE: Final = re.compile(r"['’ʼ]s?$")
_TAIL: Final = re.compile(r"(?:[-‑–][a-z][\w]*)+$")
_OPENING: Final = re.compile(r"(?:^|[.!?:…\n•*]|(?<=\s)[-–—])[\s\"'“”‘’(\[]*$")
_ARTICLE: Final = re.compile(r"\b(?:al|el|ad|as|ar|az|ash|an|at|ez|es|ul)-(?=\w)")
_MARKS: Final = str.maketrans("", "", "'’ʼ‘`.")
_DAY: Final = re.compile(r"\.?\s\d")
_OFFICE: Final = frozenset("state defense defence health education energy commerce treasury homeland".split())
_ORDINARY: Final = OPENERS | FUNCTION
_LOWER: Final = re.compile(r"(?<![\w'’-])[a-z][a-z'’]+(?![\w-])")


def names(text: str, ordinary: Set[str] = frozenset()) -> tuple[Name, ...]:
    """Every name of ``text`` in order.

    Args:
        text: one sentence or more, as written.
        ordinary: folded words known to be no names, such as the lower-case words of the sources.
    """
    tokens = _tokens(text)
    if not tokens:
        return ()
    common = {fold(m[0]) for m in _LOWER.finditer(text)} | ordinary
    inside = {t.folded for t in tokens if not t.opening and not t.headline}
    common -= inside
    found: list[Name] = []
    for phrase in _phrases(text, tokens):
        for piece in _pieces(text, phrase):
            kept = _trimmed(piece, common, inside)
            if kept:
                name = _name(text, kept)
                if name.key:
                    found.append(name)
    return tuple(found)


def lower_words(text: str) -> frozenset[str]:
    """The words that ``text`` has in lower case and nowhere capitalised inside a sentence, folded."""
    capital = {t.folded for t in _tokens(text) if not t.opening and not t.headline}
    return frozenset(fold(m[0]) for m in _LOWER.finditer(text)) - capital


def key_of(text: str) -> str:
    """The normalised key of a name as written, without its titles."""
    plain = fold(text)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    plain = _ARTICLE.sub("", plain.replace("‑", "-").replace("–", "-")).translate(_MARKS)
    words = re.sub(r"[^\w&]+", " ", plain).split()
    kept = [w for i, w in enumerate(words) if w != "the" and not (w in ("al", "el", "ul") and i + 1 < len(words))]
    if len(kept) > 1:
        # Initials go, but not the letter of "B-52".
        pairs = zip(kept, [*kept[1:], ""], strict=True)
        kept = [w for w, after in pairs if len(w) > 1 or w.isdigit() or after.isdigit()] or kept
        kept = kept[:1] + [NUMERALS.get(w, w) for w in kept[1:]]
    key = " ".join(_country(w) for w in kept)
    return ALIASES.get(key, key)


def _country(word: str) -> str:
    return DEMONYMS.get(word) or DEMONYMS.get(word.removesuffix("s")) or word


def _tokens(text: str) -> tuple[_Token, ...]:
    lines = _headlines(text)
    return tuple(_token(text, m, lines) for m in _TOKEN.finditer(text) if _counts(m))


def _counts(found: re.Match[str]) -> bool:
    word = found["word"]
    return word is None or (word[0].isupper() and (len(word) > 1 or found["lead"] is None))


def _token(text: str, found: re.Match[str], headlines: Sequence[tuple[int, int, Headline]]) -> _Token:
    start, end = found.span()
    if found["lead"] is not None and _PREFIX.search(found["lead"]):
        start = found.start("word")
    surface = text[start:end]
    tail = _TAIL.search(surface)
    if tail is not None and surface[: tail.start()].lower() not in ("al", "el"):
        # The lower-case part of "US-led" is no part of the name.
        surface = surface[: tail.start()]
    owned = _POSSESSIVE.search(surface)
    if owned is not None:
        surface = surface[: owned.start()]
    opening = _OPENING.search(text[max(0, start - 12) : start]) is not None or start == 0
    at = bisect_right(headlines, start, key=lambda line: line[0]) - 1
    headline = headlines[at][2] if at >= 0 and start < headlines[at][1] else None
    return _Token(
        start, start + len(surface), surface, surface.lower().replace("’", "'"), owned is not None, opening, headline
    )


def _headlines(text: str) -> tuple[tuple[int, int, Headline], ...]:
    """Lines in title case (ordinary words too), or of three or more words in capitals: there a capital says nothing."""
    found, at = [], 0
    for line in text.split("\n"):
        words = [w.strip("\"'“”‘’,:;!?()") for w in line.split() if w[0].isalpha()]
        long = [w for w in words if len(w) > 3]
        capital = sum(w[0].isupper() for w in long)
        titled = len(words) >= 5 and len(long) >= 4 and capital >= 0.8 * len(long)
        plain = (
            titled
            and not line.rstrip().endswith(".")
            and any(w[0].isupper() and fold(w) in _ORDINARY for w in words[1:])
        )
        if len(words) >= 3 and line.isupper():
            found.append((at, at + len(line), Headline.CAPITALS))
        elif plain:
            found.append((at, at + len(line), Headline.TITLE))
        at += len(line) + 1
    return tuple(found)


def _phrases(text: str, tokens: Sequence[_Token]) -> tuple[tuple[_Token, ...], ...]:
    """Runs of tokens that may be one name: joined by a space, a particle, or the stop of an abbreviation."""
    runs: list[list[_Token]] = []
    for token in tokens:
        last = runs[-1][-1] if runs else None
        if last is not None and _joins(text, last, token):
            runs[-1].append(token)
        else:
            runs.append([token])
    return tuple(tuple(run) for run in runs)


def _joins(text: str, last: _Token, token: _Token) -> bool:
    gap = text[last.end : token.start]
    if last.possessive or token.headline:
        return False
    if token.folded in FUNCTION and not token.text.isupper() and token.folded not in NUMERALS:
        return False
    if gap.startswith(". ") and (last.folded in TITLES or len(last.text) == 1 or last.folded in ("st", "mt", "ft")):
        gap = gap[1:]
    return _GAP.fullmatch(gap) is not None


def _pieces(text: str, phrase: Sequence[_Token]) -> tuple[tuple[_Token, ...], ...]:
    """The phrase cut at titles, days and months, which are left out."""
    pieces: list[list[_Token]] = [[]]
    office = False
    for i, token in enumerate(phrase):
        rest = phrase[i + 1 :]
        if office and token.folded in _OFFICE:
            continue
        title = _is_title(token, rest, alone=not pieces[-1] and not rest)
        surname = bool(pieces[-1]) and token.folded in NAME_MONTHS and not _DAY.match(text, token.end)
        calendar = token.folded.rstrip(".") in CALENDAR and not surname
        office = title and token.folded == "secretary" and bool(rest) and " of " in text[token.end : rest[0].start]
        if title or calendar:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return tuple(tuple(piece) for piece in pieces if piece)


def _is_title(token: _Token, rest: Sequence[_Token], *, alone: bool) -> bool:
    if token.folded not in TITLES:
        return False
    if token.folded not in SOFT_TITLES or alone:
        return True
    if token.folded in MODIFIERS:
        return bool(rest) and _is_title(rest[0], rest[1:], alone=False)
    following = next((t.folded for t in rest if t.folded not in TITLES), None)
    return following is None or following not in INSTITUTIONS


def _trimmed(piece: Sequence[_Token], common: Set[str], inside: Set[str]) -> tuple[_Token, ...]:
    """The piece without words that are capitalised only because they open a sentence or stand in a headline.

    In a headline only countries, acronyms and what is capitalised ``inside`` sentences elsewhere are names.
    """
    kept = list(piece)
    while kept and _is_function(kept[0]):
        kept.pop(0)
    if len(kept) != 1:
        return tuple(kept)
    token = kept[0]
    doubtful = token.opening or token.headline or len(piece) > 1
    acronym = token.text.isupper() and len(token.text) > 1 and token.headline is not Headline.CAPITALS
    if token.headline and not acronym and token.folded not in inside and _country(token.folded) == token.folded:
        return ()
    if len(token.text) == 1 or (doubtful and not acronym and (token.folded in OPENERS or token.folded in common)):
        return ()
    return (token,)


def _is_function(token: _Token) -> bool:
    acronym = token.text.isupper() and len(token.text) > 1 and token.headline is not Headline.CAPITALS
    return token.folded in FUNCTION and not acronym


def _name(text: str, tokens: Sequence[_Token]) -> Name:
    start, end = tokens[0].start, tokens[-1].end
    return Name(start, end, text[start:end], key_of(text[start:end]))
