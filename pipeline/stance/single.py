"""One text beside one claim, outside any story."""

from pipeline.claims import unusable
from pipeline.config import Stance as Settings
from pipeline.passages import gather
from pipeline.records import Article, Claim, Stance, StanceLabel
from pipeline.stance.cells import score_story
from pipeline.stance.judge import Judge
from pipeline.stance.reading import Embedder, Scorer
from pipeline.text import split_sentences


def score_text(
    row_id: str,
    text: str,
    claim: str,
    embedder: Embedder,
    scorer: Scorer,
    settings: Settings,
    *,
    language: str = "en",
    judge: Judge | None = None,
) -> Stance:
    """Score a text against a claim; offsets of the evidence are into ``text`` exactly as given.

    Args:
        row_id: of the article and of the claim in the result.
        text: any length.
        claim: one sentence; what is no claim is unscored, with the reason.
        embedder: texts to unit vectors.
        scorer: NLI of (premise, hypothesis) pairs.
        settings: thresholds.
        language: what the models read, an ISO 639-1 code.
        judge: what joins the evidence; the built-in one by default.
    """
    spans = split_sentences(text) or split_sentences(text, every_line=True)
    problem = unusable(claim, language) if spans else "the article has no text"
    if problem:
        return Stance("", row_id, claim, row_id, StanceLabel.UNSCORED, None, (), unscored=problem)
    article = Article(row_id, text, sentences=spans)
    passages = gather([article], embedder([text[span.start : span.end] for span in spans]), {})
    return score_story("", passages, [Claim(row_id, claim)], embedder, scorer, settings, judge)[0]
