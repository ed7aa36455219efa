"""A story as a Markdown page: the brief with footnotes, what the sources dispute, who says what."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.export.escape import address, escaped
from pipeline.export.tables import outlet, speakers
from pipeline.files import whole_file
from pipeline.records import ArticleRow, Citation, Dispute, Stance, StanceLabel, StoryReport
from pipeline.report import Run, say
from pipeline.report.names import stems

_SIDES = (StanceLabel.SUPPORTS, StanceLabel.REFUTES, StanceLabel.MIXED, StanceLabel.NOT_STATED, StanceLabel.UNSCORED)


@dataclass(frozen=True, slots=True)
class _Page:
    """What all parts of one story's page need; footnotes are numbered from 1."""

    story: StoryReport
    stances: tuple[Stance, ...]
    articles: Mapping[str, ArticleRow]
    numbers: Mapping[Citation, int]

    def marks(self, citations: Iterable[Citation]) -> str:
        """The footnotes of citations, such as ``[^1][^4]``."""
        return "".join(f"[^{number}]" for number in sorted({self.numbers[citation] for citation in citations}))

    def source(self, article_id: str) -> str:
        """An article's outlet, and whose text it prints where it is a copy."""
        article = self.articles[article_id]
        first = self.articles.get(article.duplicate_of or "")
        return outlet(article) + (f" (same text as {outlet(first)})" if first else "")


def write_markdown(run: Run, folder: Path, chosen: Collection[str]) -> tuple[Path, ...]:
    """Write a page for each story whose id is chosen; their paths, in the order of the stories."""
    written = []
    for story, name in zip(run.stories, file_names([story.story_id for story in run.stories]), strict=True):
        if story.story_id in chosen:
            with whole_file(folder / name) as file:
                file.write(page(story, run))
            written.append(folder / name)
    return tuple(written)


def file_names(story_ids: Sequence[str]) -> list[str]:
    """A file's name for each story: its id where that is one and no other's, else with a digest of it."""
    return [f"{stem}.md" for stem in stems(story_ids, ascii_only=False)]


def page(story: StoryReport, run: Run) -> str:
    """The page of one story of a run. The same run gives the same text."""
    cited = [c for sentence in story.brief.sentences for c in sentence.citations]
    cited += [c for dispute in story.disputes for side in dispute.values for c in side.citations]
    numbers = {citation: number for number, citation in enumerate(dict.fromkeys(cited), start=1)}
    stances = tuple(stance for stance in run.stances if stance.story_id == story.story_id)
    parts = _Page(story, stances, run.articles, numbers)
    blocks = [*_head(parts), _brief(parts), *_disputes(parts), *_stances(parts), *_notes(parts)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _head(page: _Page) -> Iterator[str]:
    yield f"# {escaped(page.story.title) or 'Untitled story'}"
    own = [page.articles[name] for name in page.story.article_ids]
    outlets = len({outlet(article) for article in own})
    counted = f"{say.count(len(own), 'article')} from {say.count(outlets, 'outlet')}"
    days = say.days(article.published for article in own)
    yield f"*{counted}, {days}*" if days else f"*{counted}*"


def _brief(page: _Page) -> str:
    said = []
    for sentence in page.story.brief.sentences:
        warnings = "; ".join(say.warnings(sentence.checks, bool(sentence.citations)))
        said.append(escaped(sentence.text) + page.marks(sentence.citations) + (f" *({warnings})*" if warnings else ""))
    return " ".join(said)


def _disputes(page: _Page) -> Iterator[str]:
    if not page.story.disputes:
        return
    yield "## What the sources dispute"
    yield _table(
        ("On", "Value", "Stated by", "In these words"),
        [row for dispute in page.story.disputes for row in _sides(page, dispute)],
    )
    for dispute in page.story.disputes:
        if dispute.note:
            yield f"{escaped(dispute.topic)}: {say.NOTES[dispute.note]}"


def _sides(page: _Page, dispute: Dispute) -> Iterator[tuple[str, ...]]:
    for side in dispute.values:
        stated_by = dict.fromkeys(escaped(page.source(name)) for name in side.article_ids)
        yield (
            f"{escaped(dispute.topic)} ({escaped(dispute.kind)})",
            escaped(side.value),
            ", ".join(stated_by),
            escaped(side.statement) + page.marks(side.citations),
        )


def _stances(page: _Page) -> Iterator[str]:
    if not page.stances:
        return
    yield "## Who says what"
    shown = [label for label in _SIDES if any(stance.label is label for stance in page.stances)]
    claims: dict[tuple[str, str], list[Stance]] = {}
    for stance in page.stances:
        claims.setdefault((stance.claim_id, stance.claim), []).append(stance)
    yield _table(
        ("Claim", *(say.LOOKS[label].word.capitalize() for label in shown)),
        [
            (escaped(claim), *(_outlets(page, [one for one in own if one.label is label]) for label in shown))
            for (_, claim), own in claims.items()
        ],
    )


def _outlets(page: _Page, stances: Iterable[Stance]) -> str:
    named = []
    for stance in stances:
        quoted = f" (quoting {say.listing(speakers(stance)) or 'somebody'})" if stance.quoted else ""
        named.append(escaped(page.source(stance.article_id) + quoted))
    return ", ".join(dict.fromkeys(named))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *([cell or "–" for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _notes(page: _Page) -> Iterator[str]:
    for citation, number in page.numbers.items():
        article = page.articles[citation.article_id]
        when = f", {escaped(say.moment(article.published))}" if article.published else ""
        link = f" {link}" if (link := address(article.url)) else ""
        yield f"[^{number}]: {escaped(outlet(article))}{when}: “{escaped(citation.quote)}”{link}"
