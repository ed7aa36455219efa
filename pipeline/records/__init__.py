"""The records that pass between the stages. Frozen, plain, and free of torch.

Offsets are characters, start included and end excluded, into the ``text`` of the article they belong to.
Scores are probabilities from 0 to 1. The field names are those of the run folder's files.
"""

from pipeline.records.articles import (
    Article,
    ArticleRow,
    Change,
    ChangeKind,
    Citation,
    Reject,
    Sentence,
    Span,
    Story,
    WireSentence,
)
from pipeline.records.briefs import (
    Brief,
    BriefSentence,
    Checks,
    Coverage,
    Dispute,
    DisputeValue,
    LoadedWord,
    Neutrality,
    Note,
    Origin,
    Repairs,
    StoryReport,
)
from pipeline.records.stances import (
    Claim,
    ClaimTotals,
    Evidence,
    Headline,
    PartStance,
    Stance,
    StanceLabel,
    StanceScores,
    Voice,
)

__all__ = [
    "Article",
    "ArticleRow",
    "Brief",
    "BriefSentence",
    "Change",
    "ChangeKind",
    "Checks",
    "Citation",
    "Claim",
    "ClaimTotals",
    "Coverage",
    "Dispute",
    "DisputeValue",
    "Evidence",
    "Headline",
    "LoadedWord",
    "Neutrality",
    "Note",
    "Origin",
    "PartStance",
    "Reject",
    "Repairs",
    "Sentence",
    "Span",
    "Stance",
    "StanceLabel",
    "StanceScores",
    "Story",
    "StoryReport",
    "Voice",
    "WireSentence",
]
