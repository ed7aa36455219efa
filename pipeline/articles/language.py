"""Which language a text is in (py3langid, BSD-3-Clause; its model comes with it, without pickle)."""

import functools
import re

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_FEWEST_LETTERS = 40  # fewer don't tell the language
# Probability of the wanted language under which a text is taken for another: none of 6,000 English news articles and
# 17 of 30,000 single sentences of them (lists of foreign names) lie under it.
_UNLIKELY = 0.1
_READ = 600  # characters


def foreign(text: str, said: str, wanted: str) -> str:
    """Why a text is not in the wanted language; empty where it is, or where it is too short to tell.

    Args:
        text: the text, or its beginning.
        said: what the field language says, such as ``en``, ``en-GB``, ``en_US``; other forms are not relied on.
        wanted: an ISO 639-1 code.
    """
    code = code_of(said)
    if code and code != wanted:
        return f"the field language says {said}, the models read {wanted}; correct the field or leave the article out"
    found = other_language(text, wanted)
    if found:
        return f"the text looks like language {found}, the models read {wanted}; leave the article out"
    return ""


def code_of(said: str) -> str:
    """The ISO 639-1 code of a language tag, lower case; empty where it has none."""
    match = re.fullmatch(r"([a-z]{2})(?:[-_].*)?", said.strip().lower())
    return match.group(1) if match else ""


def other_language(text: str, wanted: str) -> str:
    """ISO 639-1 code of a text's language if it is surely not the wanted one; empty where it is or can't be told."""
    start = text[:_READ]
    if sum(map(str.isalpha, start)) < _FEWEST_LETTERS or (start.isascii() and " " not in start):
        return ""
    ranked = _identifier().rank(start)
    return str(ranked[0][0]) if dict(ranked).get(wanted, 0.0) < _UNLIKELY else ""


@functools.cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
