"""The articles of a run as the page knows them: number, outlet, marked text, and which copy of a wire text they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.records import ArticleRow, Span, Stance, StoryReport
from pipeline.report import ids
from pipeline.report.marks import Mark, Woven, weave
from pipeline.report.read import Run
from pipeline.report.say import after
from pipeline.report.view import Back, Place

_TITLE_SHOWN = 90  # characters of a title beside a quote; some sources put their first paragraph there


@dataclass(frozen=True, slots=True)
class Source:
    """An article with its number on the page (from 1) and its marked text; ``root`` is the first copy's id."""

    row: ArticleRow
    number: int
    root: str
    woven: Woven

    @property
    def outlet(self) -> str:
        """The outlet's name; the article's id where the input named none."""
        return self.row.source.strip() or self.row.id

    @property
    def title(self) -> str:
        """The article's title."""
        return self.row.title.strip() or "Untitled"

    def place(self, passage: Span | None = None, note: str = "") -> Place:
        """A link to the article, or to a passage of it, which must be a marked one."""
        target = self.woven.homes[passage] if passage else ids.article(self.number)
        return Place(self.outlet, after(self.title, _TITLE_SHOWN), target, note)


def sources_of(run: Run) -> dict[str, Source]:
    """Every article by id, numbered in the order of the stories; articles without a story come last."""
    placed = [article_id for story in run.stories for article_id in story.article_ids]
    order = list(dict.fromkeys([*placed, *run.articles]))
    numbers = {article_id: number for number, article_id in enumerate(order, start=1)}
    marks: dict[str, list[Mark]] = {
        article_id: [Mark(Span(start, end), "sentence") for start, end in run.articles[article_id].sentences]
        for article_id in order
    }
    for article_id, mark in _marks(run, numbers):
        marks[article_id].append(mark)
    return {
        article_id: Source(
            row=run.articles[article_id],
            number=number,
            root=_root(article_id, run.articles),
            woven=weave(run.articles[article_id].text, number, marks[article_id]),
        )
        for article_id, number in numbers.items()
    }


def copy_note(source: Source, sources: Mapping[str, Source]) -> str:
    """``same wire text as OUTLET`` for a copy, else nothing."""
    return "" if source.root == source.row.id else f"same wire text as {sources[source.root].outlet}"


def claim_numbers(stances: Sequence[Stance]) -> dict[str, int]:
    """The claims of one story's stances, numbered from 1 in the order of the file."""
    return {name: number for number, name in enumerate(dict.fromkeys(s.claim_id for s in stances), start=1)}


def by_story(stances: Sequence[Stance]) -> dict[str, list[Stance]]:
    """The stances of each story, in the order of the file."""
    grouped: dict[str, list[Stance]] = {}
    for stance in stances:
        grouped.setdefault(stance.story_id, []).append(stance)
    return grouped


def _root(article_id: str, articles: Mapping[str, ArticleRow]) -> str:
    seen = {article_id}
    while (parent := articles[article_id].duplicate_of) and parent in articles and parent not in seen:
        seen.add(parent)
        article_id = parent
    return article_id


def _marks(run: Run, numbers: Mapping[str, int]) -> Iterator[tuple[str, Mark]]:
    stances = by_story(run.stances)
    for number, story in enumerate(run.stories, start=1):
        yield from _story_marks(number, story)
        own = stances.get(story.story_id, [])
        claims = claim_numbers(own)
        for stance in own:
            claim = claims[stance.claim_id]
            target = ids.evidence(number, claim, numbers[stance.article_id])
            back = Back(target, f"C{claim}", f"back to claim {claim}")
            for e in stance.evidence:
                yield stance.article_id, Mark(Span(e.start, e.end), "passage", back)


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
