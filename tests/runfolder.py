"""Run folders made by hand, without models: short ways to write records, and the files that hold them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import output
from pipeline.records import (
    ArticleRow,
    Brief,
    BriefSentence,
    Checks,
    Citation,
    ClaimTotals,
    Coverage,
    Dispute,
    DisputeValue,
    Evidence,
    LoadedWord,
    Neutrality,
    Note,
    Origin,
    Reject,
    Repairs,
    Stance,
    StanceLabel,
    StanceScores,
    StoryReport,
    Voice,
    WireSentence,
)

_SCORES = {
    StanceLabel.SUPPORTS: StanceScores(0.9, 0.02, 0.08),
    StanceLabel.REFUTES: StanceScores(0.03, 0.88, 0.09),
    StanceLabel.MIXED: StanceScores(0.5, 0.46, 0.04),
    StanceLabel.NOT_STATED: StanceScores(0.05, 0.04, 0.91),
    StanceLabel.UNSCORED: None,
}


@dataclass(frozen=True, slots=True)
class Told:
    """One story with its articles and stances."""

    report: StoryReport
    articles: tuple[ArticleRow, ...]
    stances: tuple[Stance, ...] = ()


def article(
    article_id: str,
    source: str,
    title: str,
    lines: str,
    *,
    published: str | None = None,
    url: str | None = None,
    duplicate_of: str | None = None,
) -> ArticleRow:
    """An article of ``lines``: a sentence a line, a blank line between paragraphs. ``told`` names its story."""
    paragraphs = [paragraph.split("\n") for paragraph in lines.strip("\n").split("\n\n")]
    text, spans = "", []
    for paragraph in paragraphs:
        text += "\n\n" if text else ""
        for index, sentence in enumerate(paragraph):
            text += " " if index else ""
            spans.append((len(text), len(text) + len(sentence)))
            text += sentence
    return ArticleRow(article_id, title, source, published, url, "", duplicate_of, text, tuple(spans))


def cite(source: ArticleRow, quote: str) -> Citation:
    """A citation of words that stand in an article."""
    start = source.text.index(quote)
    return Citation(source.id, start, start + len(quote), quote)


def evidence(
    source: ArticleRow, quote: str, supports: float, refutes: float, *, speaker: str | None = None
) -> Evidence:
    """A sentence that speaks to a claim; somebody's words where there is a speaker."""
    place = cite(source, quote)
    return Evidence(place.start, place.end, quote, supports, refutes, speaker is not None, speaker)


def sentence(
    text: str, *citations: Citation, support: float = 0.97, origin: Origin = Origin.EXTRACTED, failed: str = ""
) -> BriefSentence:
    """A sentence of a brief; ``failed`` names the checks that it did not pass."""
    checks = Checks(*(name not in failed.split() for name in ("entailed", "numbers", "names")))
    return BriefSentence(text, origin, support, checks, citations)


def side(value: str, *citations: Citation) -> DisputeValue:
    """One side of a dispute, stated by the articles cited."""
    return DisputeValue(value, citations[0].quote, tuple(dict.fromkeys(c.article_id for c in citations)), citations)


def dispute(topic: str, kind: str, *sides: DisputeValue, note: Note | None = None) -> Dispute:
    """Values that can't both hold."""
    return Dispute(topic, kind, sides, note)


def stance(
    claim_id: str, claim: str, source: ArticleRow, label: StanceLabel, *shown: Evidence, quoted: bool = False
) -> Stance:
    """What an article does with a claim; ``told`` names the story."""
    reason = "longer than 512 tokens" if label is StanceLabel.UNSCORED else None
    return Stance("", claim_id, claim, source.id, label, _SCORES[label], shown, quoted, unscored=reason)


def told(
    story_id: str,
    title: str,
    articles: Sequence[ArticleRow],
    brief: Sequence[BriefSentence],
    *,
    disputes: Sequence[Dispute] = (),
    stances: Iterable[Stance] = (),
    loaded: Sequence[tuple[ArticleRow, str]] = (),
    wire: Sequence[tuple[Citation, ...]] = (),
    dropped: int = 0,
) -> Told:
    """A story; an article carries the sentences of the brief that cite it."""
    words = tuple(LoadedWord(c.article_id, c.start, c.end, c.quote) for c in (cite(*place) for place in loaded))
    report = StoryReport(
        story_id,
        title,
        tuple(row.id for row in articles),
        Brief(" ".join(s.text for s in brief), tuple(brief), Repairs(kept=len(brief), dropped=dropped)),
        tuple(disputes),
        tuple(
            Coverage(row.id, tuple(i for i, s in enumerate(brief) if row.id in {c.article_id for c in s.citations}))
            for row in articles
        ),
        Neutrality(0.0, len(words) / 200, words),
        tuple(WireSentence(citations) for citations in wire),
    )
    return Told(
        report,
        tuple(replace(row, story_id=story_id) for row in articles),
        tuple(replace(one, story_id=story_id) for one in stances),
    )


def write_run(folder: Path, stories: Sequence[Told], rejects: Sequence[Reject] = ()) -> Path:
    """Write the files of a run folder, all but the page, and return it."""
    articles = sorted((row for story in stories for row in story.articles), key=lambda row: row.id)
    output.write_jsonl(folder / "articles.jsonl", articles)
    output.write_jsonl(folder / "stories.jsonl", (story.report for story in stories))
    output.write_jsonl(folder / "stances.jsonl", (one for story in stories for one in story.stances))
    output.write_jsonl(folder / "totals.jsonl", (row for story in stories for row in _totals(story)))
    output.write_jsonl(folder / "rejected.jsonl", rejects)
    output.write_json(folder / "manifest.json", _manifest(stories, len(articles), len(rejects)))
    return folder


def _totals(story: Told) -> Iterator[ClaimTotals]:
    originals = {row.id: row.duplicate_of or row.id for row in story.articles}
    for claim_id, claim in dict.fromkeys((one.claim_id, one.claim) for one in story.stances):
        voices: dict[tuple[StanceLabel, bool, str], list[str]] = {}
        for one in story.stances:
            if one.claim_id == claim_id:
                voices.setdefault((one.label, one.quoted, originals[one.article_id]), []).append(one.article_id)
        every = tuple(Voice(label, quoted, tuple(names)) for (label, quoted, _), names in voices.items())
        counts = Counter(voice.label for voice in every)
        own = Counter(voice.label for voice in every if not voice.quoted)
        yield ClaimTotals(
            story.report.story_id,
            claim_id,
            claim,
            {label: counts[label] for label in StanceLabel},
            {label: own[label] for label in StanceLabel},
            every,
        )


def _manifest(stories: Sequence[Told], articles: int, rejected: int) -> dict:
    stances = sum(len(story.stances) for story in stories)
    return {
        "format": 1,
        "configuration": {},
        "seed": 0,
        "inputs": [{"path": "articles.jsonl", "sha256": "ab" * 32, "rows": articles + rejected}],
        "claims": "claims.yaml",
        "models": [
            {
                "role": "encoder",
                "source": "builtin:minilm",
                "revision": None,
                "licence": "Apache-2.0",
                "digest": "ab" * 32,
                "parameters": 22_700_000,
            }
        ],
        "label_map": None,
        "bf16": False,
        "versions": {"evenhand": "0.1.0"},
        "counts": {"articles": articles, "stories": len(stories), "stances": stances, "rejected": rejected},
        "seconds": {"total": 1.0},
    }
