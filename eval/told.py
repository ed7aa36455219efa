"""What a run told of each labelled story."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.labels.records import Expectation, Labelled
from pipeline.records import ArticleRow, BriefSentence, Stance, StoryReport
from pipeline.report.read import Run


@dataclass(frozen=True, slots=True)
class Told:
    """A labelled story beside what the run has of it.

    Attributes:
        labels: what people found in it.
        articles: the run's, of those labelled, in the labels' order.
        missing: labelled articles that the run lacks.
        story: the run's story that holds most of them; None where it holds none.
        stances: the run's cells by claim and article.
    """

    labels: Expectation
    articles: tuple[ArticleRow, ...]
    missing: tuple[str, ...]
    story: StoryReport | None
    stances: Mapping[tuple[str, str], Stance]

    @property
    def document(self) -> str:
        """The articles one after the other, each under its outlet's name: what a sentence about the story rests on."""
        return "\n\n".join(f"{article.source}\n\n{article.text}".strip() for article in self.articles)

    @property
    def brief(self) -> tuple[BriefSentence, ...]:
        """The sentences of the story's brief."""
        return self.story.brief.sentences if self.story else ()


def told(expectations: Sequence[Labelled], run: Run) -> tuple[Told, ...]:
    """Find each labelled story in a run: the story with most of its articles, the first of equals."""
    stances = {(stance.claim_id, stance.article_id): stance for stance in run.stances}
    return tuple(_of(one, run, stances) for one in expectations)


def _of(one: Labelled, run: Run, stances: Mapping[tuple[str, str], Stance]) -> Told:
    ids = [article.id for article in one.articles]
    rows = tuple(run.articles[article_id] for article_id in ids if article_id in run.articles)
    counts = Counter(row.story_id for row in rows)
    best = min(counts, key=lambda story_id: (-counts[story_id], story_id), default=None)
    story = next((story for story in run.stories if story.story_id == best), None)
    claims = {claim.id for claim in one.labels.claims}
    cells = {key: stance for key, stance in stances.items() if key[0] in claims}
    missing = tuple(article_id for article_id in ids if article_id not in run.articles)
    return Told(one.labels, rows, missing, story, cells)
