"""Finite verbs, told by their forms alone: auxiliaries, irregular pasts, words in -ed."""

import re

_IRREGULAR = (
    "beat became began broke brought built bought caught chose came cost cut did drew fell fought found gave got grew "
    "held hit kept knew led left lost made met paid put quit ran rose said sank sat saw sent set shot sold spent spoke "
    "stood struck swore told took thought threw voted went won wrote"
)
AUXILIARY = (
    "is are was were has have had will would can could may might must did does do shall should isn't wasn't won't "
    "hasn't haven't didn't doesn't don't can't"
)
_NO_VERB = "hundred indeed speed need seed feed weed breed shed united".split()
_REGULAR = rf"(?!{'|'.join(_NO_VERB)})[a-z]{{2,}}ed"
FINITE = rf"(?:{'|'.join(AUXILIARY.split())}|{'|'.join(_IRREGULAR.split())}|{_REGULAR})"
_CLAUSE = re.compile(rf"\b(?:{'|'.join((*AUXILIARY.split(), *_IRREGULAR.split()))})\b", re.IGNORECASE)
_ANY = re.compile(rf"\b{FINITE}\b|\w{{3,}}n['’]t\b", re.IGNORECASE)


def has_finite_verb(text: str) -> bool:
    """Whether a text has a word that looks like a finite verb; a verb in the simple present is not told from a noun."""
    return bool(_ANY.search(text))


def is_clause(text: str) -> bool:
    """Whether a text has an auxiliary or an irregular past; a word in -ed may be a participle and does not count."""
    return bool(_CLAUSE.search(text))
