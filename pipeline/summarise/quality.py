"""How well a source sentence would stand in a brief, read on its own."""

import re

from pipeline.loaded import loaded_spans

COMFORTABLE = 30  # words; longer sentences are hard to read
_SHORTEST = 8
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
_DANGLING = re.compile(
    r"(?:and|but|so|or|yet|also|then|there|here|such|however|meanwhile|instead|still|once|earlier|later|another|both|"
    r"some|the (?:two|pair|(?:source|statement|group|move|figure|sum|award|measure|offer|decision|suit|report|other)s?)"
    r")\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"(?:(?:[\w’'-]+ ){0,3}[\w’'-]+, )?(?:it|its|he|she|they|his|her|their|this|that|these|those)\b", re.IGNORECASE
)
_OWN_VOICE = re.compile(r"\b(?:I|we|you|my|our|your|us|me)\b")


def quality(sentence: str, comfortable: int = COMFORTABLE) -> float:
    """Rate a sentence from 0 (never) to 1: whole, of fair length, plain, not leaning on what stood before it.

    Args:
        sentence: as it stands in the article.
        comfortable: words up to which length costs nothing.
    """
    words = len(sentence.split())
    if words < _SHORTEST or not sentence.rstrip("”\"'’)").endswith((".", "!", "?")):
        return 0.0
    score = min(1.0, comfortable / words) ** 2
    quoted = sum(len(match.group()) for match in _QUOTED.finditer(sentence)) / len(sentence)
    score *= 1.0 - 0.8 * quoted
    if sentence.count("“") != sentence.count("”") or sentence.count('"') % 2:
        score *= 0.1
    if _DANGLING.match(sentence):
        score *= 0.4
    if _PRONOUN.match(sentence):
        score *= 0.15
    if _OWN_VOICE.search(_QUOTED.sub("", sentence)) or sentence.rstrip().endswith("?"):
        score *= 0.2
    return float(score * 0.7 ** len(loaded_spans(sentence)))
