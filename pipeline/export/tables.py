"""The tables of a run. What their columns mean stands in README.md beside this file."""

from collections.abc import Iterable, Iterator

from pipeline.export.columns import Cell, Column, Kind, Table
from pipeline.records import ArticleRow, Citation, Stance, StoryReport
from pipeline.report import Run

QUOTED = " (quoted)"  # after a label that rests on somebody's words alone

_LINES = "\n"
_STANCES = (
    Column("story_id"),
    Column("story_title"),
    Column("claim_id"),
    Column("claim"),
    Column("article_id"),
    Column("outlet"),
    Column("published", Kind.MOMENT),
    Column("label"),
    Column("supports", Kind.NUMBER),
    Column("refutes", Kind.NUMBER),
    Column("not_stated", Kind.NUMBER),
    Column("quoted", Kind.FLAG),
    Column("speaker", Kind.TEXTS),
    Column("evidence", Kind.TEXTS, _LINES),
    Column("duplicate_of"),
)
_MATRIX = (Column("story_id"), Column("outlet"), Column("article_id"))  # and a column a claim
_BRIEFS = (
    Column("story_id"),
    Column("title"),
    Column("number", Kind.COUNT),
    Column("text"),
    Column("origin"),
    Column("support", Kind.NUMBER),
    Column("entailed", Kind.FLAG),
    Column("numbers", Kind.FLAG),
    Column("names", Kind.FLAG),
    Column("citations", Kind.TEXTS, " "),
    Column("quotes", Kind.TEXTS, _LINES),
)
_DISPUTES = (
    Column("story_id"),
    Column("topic"),
    Column("kind"),
    Column("value"),
    Column("statement"),
    Column("outlets", Kind.TEXTS),
    Column("article_ids", Kind.TEXTS),
    Column("note"),
    Column("dispute", Kind.COUNT),
)
_ARTICLES = (
    Column("article_id"),
    Column("title"),
    Column("outlet"),
    Column("published", Kind.MOMENT),
    Column("url"),
    Column("story_id"),
    Column("duplicate_of"),
    Column("sentences", Kind.COUNT),
    Column("words", Kind.COUNT),
)


def tables(run: Run) -> tuple[Table, ...]:
    """All tables of a run, rows in the order of its files."""
    return (
        Table("stances", _STANCES, tuple(_stances(run))),
        _matrix(run),
        Table("briefs", _BRIEFS, tuple(_briefs(run.stories))),
        Table("disputes", _DISPUTES, tuple(_disputes(run))),
        Table("articles", _ARTICLES, tuple(_articles(run.articles.values()))),
    )


def outlet(article: ArticleRow) -> str:
    """The outlet's name; the article's id where the input named none."""
    return article.source.strip() or article.id


def speakers(stance: Stance) -> tuple[str, ...]:
    """Whose words the evidence of a stance gives, each once."""
    return tuple(dict.fromkeys(e.speaker for e in stance.evidence if e.speaker))


def _stances(run: Run) -> Iterator[tuple[Cell, ...]]:
    titles = {story.story_id: story.title for story in run.stories}
    for stance in run.stances:
        article, scores = run.articles[stance.article_id], stance.scores
        yield (
            stance.story_id,
            titles[stance.story_id],
            stance.claim_id,
            stance.claim,
            article.id,
            outlet(article),
            article.published,
            stance.label.value,
            scores.supports if scores else None,
            scores.refutes if scores else None,
            scores.not_stated if scores else None,
            stance.quoted,
            speakers(stance),
            tuple(e.text for e in stance.evidence),
            article.duplicate_of,
        )


def _matrix(run: Run) -> Table:
    names = _claim_names(run.stances)
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for stance in run.stances:
        label = stance.label.value + (QUOTED if stance.quoted else "")
        rows.setdefault((stance.story_id, stance.article_id), {})[names[stance.claim_id, stance.claim]] = label
    return Table(
        "matrix",
        (*_MATRIX, *(Column(name) for name in names.values())),
        tuple(
            (story, outlet(run.articles[article]), article, *(cells.get(name) for name in names.values()))
            for (story, article), cells in rows.items()
        ),
    )


def _claim_names(stances: Iterable[Stance]) -> dict[tuple[str, str], str]:
    """A heading for every claim, by id and text; no two are the same."""
    names: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    for stance in stances:
        key = (stance.claim_id, stance.claim)
        if key not in names:
            name = f"{stance.claim_id}: {stance.claim}"
            while name in taken:
                name += " (again)"
            taken.add(name)
            names[key] = name
    return names


def _briefs(stories: Iterable[StoryReport]) -> Iterator[tuple[Cell, ...]]:
    for story in stories:
        for number, sentence in enumerate(story.brief.sentences, start=1):
            checks = sentence.checks
            yield (
                story.story_id,
                story.title,
                number,
                sentence.text,
                sentence.origin.value,
                sentence.support,
                checks.entailed,
                checks.numbers,
                checks.names,
                tuple(_place(citation) for citation in sentence.citations),
                tuple(citation.quote for citation in sentence.citations),
            )


def _place(citation: Citation) -> str:
    return f"{citation.article_id}:{citation.start}-{citation.end}"


def _disputes(run: Run) -> Iterator[tuple[Cell, ...]]:
    for story in run.stories:
        for number, dispute in enumerate(story.disputes, start=1):
            for side in dispute.values:
                yield (
                    story.story_id,
                    dispute.topic,
                    dispute.kind,
                    side.value,
                    side.statement,
                    tuple(dict.fromkeys(outlet(run.articles[name]) for name in side.article_ids)),
                    side.article_ids,
                    dispute.note.value if dispute.note else None,
                    number,
                )


def _articles(articles: Iterable[ArticleRow]) -> Iterator[tuple[Cell, ...]]:
    for row in articles:
        yield (
            row.id,
            row.title,
            outlet(row),
            row.published,
            row.url,
            row.story_id,
            row.duplicate_of,
            len(row.sentences),
            len(row.text.split()),
        )
