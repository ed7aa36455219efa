"""The articles of a run as a page knows them: number, outlet, marked text, and which copy of a wire text they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.records import ArticleRow, Citation, Span, Stance, StoryReport
from pipeline.report import ids
from pipeline.report.marks import Mark, Woven, weave
from pipeline.report.read import Run
from pipeline.report.say import after, moment
from pipeline.report.view import Back, Place

_TITLE_SHOWN = 90  # characters of a title beside a quote; some sources put their first paragraph there


@dataclass(frozen=True, slots=True)
class Source:
    """An article with its number in the report (from 1); ``root`` is the id of the first copy of its text.

    ``woven`` is its marked text, None where the article is not on the page.
    """

    row: ArticleRow
    number: int
    root: str
    woven: Woven | None

    @property
    def outlet(self) -> str:
        """The outlet's name; the article's id where the input named none."""
        return outlet(self.row)

    @property
    def title(self) -> str:
        """The article's title."""
        return self.row.title.strip() or "Untitled"

    def place(self, passage: Span | None = None, note: str = "") -> Place:
        """The article, or a passage of it; one that is not marked leads to the article."""
        target = None
        if self.woven:
            target = self.woven.homes.get(passage) if passage else None
            target = target or ids.article(self.number)
        published = self.row.published or ""
        return Place(
            self.outlet,
            after(self.title, _TITLE_SHOWN),
            target,
            note,
            moment(published) if published else "",
            published,
        )


class Shelf:
    """The articles of a run, numbered from 1 in the order of the stories; those without a story come last.

    Texts are marked story by story, so that only one story's are held at a time.
    """

    def __init__(self, run: Run) -> None:
        """Number the articles of ``run``."""
        placed = [article_id for story in run.stories for article_id in story.article_ids]
        order = dict.fromkeys([*placed, *run.articles])
        self._articles = run.articles
        self._numbers = {article_id: number for number, article_id in enumerate(order, start=1)}
        self._stances = by_story(run.stances)

    def stances(self, story: StoryReport) -> Sequence[Stance]:
        """The stances of a story, in the order of the file."""
        return self._stances.get(story.story_id, [])

    def sources(self, number: int, story: StoryReport) -> dict[str, Source]:
        """The articles of story ``number`` with their texts marked, and any others that it names without."""
        own = self.stances(story)
        marks: dict[str, list[Mark]] = {
            article_id: [Mark(Span(start, end), "sentence") for start, end in self._articles[article_id].sentences]
            for article_id in story.article_ids
        }
        named = dict.fromkeys(story.article_ids)
        for article_id, mark in self._marks(number, story, own):
            named[article_id] = None
            if article_id in marks:
                marks[article_id].append(mark)
        named |= dict.fromkeys(name for d in story.disputes for value in d.values for name in value.article_ids)
        named |= dict.fromkeys(stance.article_id for stance in own)
        named |= dict.fromkeys(root_of(article_id, self._articles) for article_id in list(named))
        return {article_id: self._source(article_id, marks.get(article_id)) for article_id in named}

    def _source(self, article_id: str, marks: Sequence[Mark] | None) -> Source:
        row, number = self._articles[article_id], self._numbers[article_id]
        woven = None if marks is None else weave(row.text, number, marks)
        return Source(row, number, root_of(article_id, self._articles), woven)

    def _marks(self, number: int, story: StoryReport, own: Sequence[Stance]) -> Iterator[tuple[str, Mark]]:
        yield from _story_marks(number, story)
        yield from (_wire_mark(c) for wire in story.wire for c in wire.citations if self._says(c))
        claims = claim_numbers(own)
        for stance in own:
            claim = claims[stance.claim_id]
            target = ids.evidence(number, claim, self._numbers[stance.article_id])
            back = Back(target, f"C{claim}", f"back to claim {claim}")
            for e in stance.evidence:
                yield stance.article_id, Mark(Span(e.start, e.end), "passage", back)

    def _says(self, c: Citation) -> bool:
        return c.start < c.end and self._articles[c.article_id].text[c.start : c.end] == c.quote


def outlet(row: ArticleRow) -> str:
    """The outlet's name; the article's id where the input named none."""
    return row.source.strip() or row.id


def root_of(article_id: str, articles: Mapping[str, ArticleRow]) -> str:
    """The id of the first copy of an article's text, its own where it is none's copy."""
    seen = {article_id}
    while (parent := articles[article_id].duplicate_of) and parent in articles and parent not in seen:
        seen.add(parent)
        article_id = parent
    return article_id


def copy_note(source: Source, sources: Mapping[str, Source]) -> str:
    """``same wire text as OUTLET`` for a copy, else nothing."""
    return "" if source.root == source.row.id else f"same wire text as {sources[source.root].outlet}"


def grouped(article_ids: Sequence[str], sources: Mapping[str, Source]) -> list[str]:
    """The articles with copies of one text together, the first copy before the others; else in their order."""
    groups: dict[str, list[str]] = {}
    for article_id in article_ids:
        groups.setdefault(sources[article_id].root, []).append(article_id)
    return [
        name
        for root, names in groups.items()
        for name in [*(name for name in names if name == root), *(name for name in names if name != root)]
    ]


def claim_numbers(stances: Sequence[Stance]) -> dict[str, int]:
    """The claims of one story's stances, numbered from 1 in the order of the file."""
    return {name: number for number, name in enumerate(dict.fromkeys(s.claim_id for s in stances), start=1)}


def by_story(stances: Sequence[Stance]) -> dict[str, list[Stance]]:
    """The stances of each story, in the order of the file."""
    found: dict[str, list[Stance]] = {}
    for stance in stances:
        found.setdefault(stance.story_id, []).append(stance)
    return found


def _story_marks(number: int, story: StoryReport) -> Iterator[tuple[str, Mark]]:
    for index, sentence in enumerate(story.brief.sentences, start=1):
        back = Back(ids.brief(number, index), f"S{index}", f"back to sentence {index} of the brief")
        for c in sentence.citations:
            yield c.article_id, Mark(Span(c.start, c.end), "passage", back)
    for index, dispute in enumerate(story.disputes, start=1):
        back = Back(ids.dispute(number, index), f"D{index}", f"back to dispute {index}")
        for value in dispute.values:
            for c in value.citations:
                yield c.article_id, Mark(Span(c.start, c.end), "passage", back)
    for word in story.neutrality.loaded:
        yield word.article_id, Mark(Span(word.start, word.end), "loaded")


def _wire_mark(c: Citation) -> tuple[str, Mark]:
    return c.article_id, Mark(Span(c.start, c.end), "sentence")
