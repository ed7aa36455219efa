"""A claim that states two facts, taken apart: "X did A and B" into "X did A." and "X B.".

Without a parser only plain coordinations are taken apart; all else stays whole, which is scored as it stands.
"""

import re

from pipeline.verbs import AUXILIARY, FINITE

_SUBJECT = r"(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Ii]t|[Hh]e|[Ss]he|[Tt]hey|\d[\d,.]*|[A-Z][\w'’.-]*)"
_VERB = re.compile(rf"\b{FINITE}\b")
_AND = re.compile(r",? and |; ")
_NOT_APART = re.compile(
    r"\b(?:between|both|either|neither|if|unless|whether|who|which|that|because)\b|[“”\"]", re.IGNORECASE
)
_STARTS_WITH_VERB = re.compile(rf"^(?:(?:also|then|later|not|never|[a-z]+ly) )?(?P<verb>{FINITE})\b")
_NAMES_ITS_OWN = re.compile(rf"^{_SUBJECT}(?: [\w'’.-]+){{0,5}}? {FINITE}\b")
_PRONOUN = re.compile(r"^(?:it|he|she|they)\b", re.IGNORECASE)
_NO_PASSIVE = frozenset(
    "appeared arrived belonged collapsed continued crashed decided died disappeared emerged escaped expired failed "
    "happened lasted occurred refused remained resigned resulted returned succeeded survived travelled traveled".split()
)
_FEWEST_WORDS = 3


def parts_of(claim: str) -> tuple[str, ...]:
    """The facts of a claim as sentences of their own; the claim alone where it states one, or can't be taken apart."""
    text = " ".join(claim.split())
    found = list(_AND.finditer(text))
    if len(found) != 1 or _NOT_APART.search(text):
        return (claim,)
    left, right = text[: found[0].start()].rstrip(" ."), text[found[0].end() :].rstrip(" .")
    verb = _VERB.search(left)
    if verb is None or verb.start() == 0 or min(len(left.split()), len(right.split()) + 1) < _FEWEST_WORDS:
        return (claim,)
    subject = left[: verb.start()].rstrip()
    if _STARTS_WITH_VERB.match(right):
        return f"{left}.", f"{subject} {_finite(right, left[verb.start() :])}."
    if _PRONOUN.match(right):
        return f"{left}.", f"{_PRONOUN.sub(lambda _: subject, right, count=1)}."
    if _NAMES_ITS_OWN.match(right):
        return f"{left}.", f"{right[:1].upper()}{right[1:]}."
    return (claim,)


def _finite(right: str, predicate: str) -> str:
    """The second predicate with the auxiliary of the first where it leans on it: "was hit and killed" was killed."""
    opening = re.match(rf"(?:{'|'.join(AUXILIARY.split())})(?: (?:not|been|be|being))*", predicate)
    verb = _STARTS_WITH_VERB.match(right)
    own = {*AUXILIARY.split(), *_NO_PASSIVE}
    leans = opening is not None and verb is not None and verb["verb"] not in own
    return f"{opening.group()} {right}" if leans and opening else right
