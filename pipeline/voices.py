"""Whose words a sentence gives: the outlet's own, or somebody's whom it quotes or names."""

import re
from functools import lru_cache

from pipeline.verbs import has_finite_verb

_VERBS = (
    r"said|says|say|saying|told|tells|claimed|claims|announced|insisted|insists|alleged|argued|argues|stated|states|"
    r"tweeted|declared|denied|denies|warned|warns|estimated|estimates|added|adds|reported|reports|testified|believes?|"
    r"maintains|maintained|suggested|wrote|confirmed|acknowledged|conceded|predicted|promised|vowed|asserted|complained"
)
_WORD = r"[\w'’.&-]+"
_WHO = rf"(?:(?!(?:and|but|that|which|who|as|when|while|if|because)\b){_WORD}[ ,]{{0,2}}){{0,7}}?{_WORD}"
_QUOTE = re.compile(r"[“\"][^”\"]{8,}[”\"]?")
_WAYS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:[Aa]ccording to|in the words of) (?P<who>{_WHO})(?=[,.;:]|$| (?:on|in|who|which|and|that)\b)",
        # “…”, said the minister.
        rf"[,”\"?!]\s+(?:{_VERBS}) (?P<who>(?!(?:that|to|it|so|in|on|at)\b){_WHO})"
        r"(?=[,.;:]|$| (?:on|in|at|who|which|after)\b)",
        # The minister said that …; “…”, the minister said.
        rf"(?:^|[,;:”\"]\s+|\b(?:but|and|as|while|that|because|although|whose) )(?P<who>{_WHO})"
        r"(?:, (?:who|which|whose|an?|the) [^,]+,)?"
        rf"(?: (?:has|have|had|later|also|then|only|further|themselves|himself|herself|now|still|on \w+day))*"
        rf"[ ,]+(?:{_VERBS})\b",
    )
)
_ANY = re.compile(rf"\b(?:{_VERBS}|according to)\b", re.IGNORECASE)
_GIVEN = re.compile(rf"\b(?:{_VERBS}|[Aa]ccording to|in the words of)\b")
_NOBODY = frozenset({"that", "which", "who", "this", "there", "not"})
_PASSIVE = frozenset({"is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "not"})


def is_reported(sentence: str) -> bool:
    """Whether the sentence gives somebody's words, in quotation marks or attributed, rather than the outlet's own."""
    return bool(_QUOTE.search(sentence) or _ANY.search(sentence))


@lru_cache(maxsize=8192)  # a sentence is evidence for many claims
def speaker_of(sentence: str) -> str | None:
    """Who is said to speak in a sentence, as it stands there; None where nobody is named."""
    if not _GIVEN.search(sentence):
        return None
    bare = _QUOTE.sub(lambda quote: "“" + "_" * (len(quote.group()) - 2) + "”", sentence)
    for way in _WAYS:
        for found in way.finditer(bare):
            words = found["who"].lower().split()
            if words[-1] not in _PASSIVE | _NOBODY and "_" not in found["who"]:
                return _without_clause(sentence[found.start("who") : found.end("who")].strip(" ,."))
    return None


def _without_clause(who: str) -> str:
    """The speaker without what is said before: "Jonas Wiebe, 54" of "Nobody came, Jonas Wiebe, 54"."""
    parts = who.split(", ")
    said = max((place for place, part in enumerate(parts) if has_finite_verb(part)), default=-1)
    return ", ".join(parts[said + 1 :]) or who
