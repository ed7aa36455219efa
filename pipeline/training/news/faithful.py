"""What a sentence surely says in other form: shortened, its attribution moved, or joined to its neighbour."""

import random
import re
from collections.abc import Callable

_OPENERS = "In|On|At|After|Before|During|Since|Earlier|Last|Following|According to|Meanwhile|However|Also|But|And|Still"
_ADDED = (
    "which|who|where|whose|after|as|while|following|amid|despite|adding|citing|saying|including|prompting|making|leaving"
    "|according to"
)
_NEGATIVE = r"if|unless|without|no|not|nobody|none|never|den(?:y|ied|ies)|false|only|except|until|but"
_OPENING = re.compile(rf"^[\"“]?(?:{_OPENERS})\b[^,;:\"“”]{{0,70}}, (?=\w)", re.IGNORECASE)
_CLOSING = re.compile(rf", (?:{_ADDED})\b[^\"“”;:]{{8,}}(?=[.!?]$)", re.IGNORECASE)
_INSERTED = re.compile(
    r", [^,;:\"“”]{6,70}, (?=(?:said|says|was|were|is|are|has|have|had|will|would|told|did|also)\b)", re.IGNORECASE
)
_BRACKETS = re.compile(r"\s?\([^()]{2,60}\)")
_FILLER = re.compile(
    r"(?<=[\w,] )(?:also|however|meanwhile|very|reportedly|really|just|simply)\s+(?=\w)", re.IGNORECASE
)
_TURNS = re.compile(rf"\b(?:{_NEGATIVE})\b|n['’]t\b", re.IGNORECASE)
_SAID = re.compile(
    r"^(?P<what>[^\"“”]{30,}), (?P<who>(?:the |an? )?[\w][\w .’'-]{2,40}?) (?P<verb>said|says|told reporters)"
    r"(?: (?:on )?\w+day)?\.$"
)
_LEAD_SAID = re.compile(
    r"^(?P<who>(?:The |An? )?[A-Za-z][\w .’'-]{2,40}?) (?P<verb>said|says)(?: on \w+day)? (?:that )?"
    r"(?P<what>[^\"“”]{30,})\.$"
)
_LEANS = re.compile(
    r"^(?:he|she|it|they|this|that|these|those|his|her|its|their|there|then|here|we|i|you|another|such|one|both)\b"
    r"|\b(?:also|too|however|he|she|they|it|his|her|their)\b",
    re.IGNORECASE,
)
_WHEN_SAID = re.compile(
    r"^ (?:in|on|at|during|after|before|by|to|of|as|late|early|earlier|last|this|yesterday|today|\w+day)\b",
    re.IGNORECASE,
)
_SHORTEST = 6


def shortened(sentence: str, draw: random.Random) -> str | None:
    """Leave out one part that can go without turning the meaning; None where there is none."""
    ways = [_OPENING, _CLOSING, _INSERTED, _BRACKETS, _FILLER]
    draw.shuffle(ways)
    for way in ways:
        found = way.search(sentence)
        if found is None or _TURNS.search(found.group()):
            continue
        left = sentence[: found.start()] + (" " if way is _INSERTED else "") + sentence[found.end() :]
        if len(left.split()) >= _SHORTEST:
            return left[:1].upper() + left[1:]
    return None


def reattributed(sentence: str, draw: random.Random) -> str | None:
    """Move who said it to the other end; None where nobody says anything, or in their own words."""
    found = _SAID.match(sentence)
    if found:
        who, what = found["who"], _lower_first(found["what"])
        if draw.random() < 0.5:
            return f"According to {who}, {what}."
        return f"{who[:1].upper()}{who[1:]} {found['verb']} {what}."
    found = _LEAD_SAID.match(sentence)
    if found and not _TURNS.search(found["who"]) and not _WHEN_SAID.match(found["what"]):
        return f"{found['what'][:1].upper()}{found['what'][1:]}, {_lower_first(found['who'])} {found['verb']}."
    return None


def joined(first: str, second: str) -> str | None:
    """Two short neighbouring sentences as one."""
    words = len(first.split()), len(second.split())
    if second.split(" ", 1)[0].lower() in {"and", "but", "or", "so", "while", "although", "if", "because"}:
        return None
    if not 5 <= min(words) <= max(words) <= 20 or first[-1:] != "." or re.search(r"[\"“”?:]", first + second):
        return None
    return f"{first[:-1]}, and {_lower_first(second)}"


def scattered(first: str, second: str) -> str | None:
    """Two short sentences of different places as one; None where the second leans on what stands before it."""
    return joined(first, second) if stands_alone(second) else None


def stands_alone(sentence: str) -> bool:
    """Whether a sentence has no word that leans on what stands before it."""
    return not _LEANS.search(sentence)


def _lower_first(text: str) -> str:
    opener = text.split(" ", 1)[0]
    ordinary = {"the", "a", "an", "he", "she", "they", "it", "we", "his", "her", "their", "this", "that", "there", "in"}
    return text[:1].lower() + text[1:] if opener.lower() in ordinary else text


FAITHFUL: dict[str, Callable[[str, random.Random], str | None]] = {
    "shortened": shortened,
    "reattributed": reattributed,
}
