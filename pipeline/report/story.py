"""One story as the page shows it: brief, disputes, wording, articles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.records import (
    BriefSentence,
    Citation,
    Dispute,
    DisputeValue,
    LoadedWord,
    Span,
    StoryReport,
    WireSentence,
)
from pipeline.report import ids, say
from pipeline.report.coverage import coverage
from pipeline.report.matching import matched
from pipeline.report.moments import earliest, moment_of
from pipeline.report.pageview import StoryView
from pipeline.report.sources import Shelf, Source, copy_note
from pipeline.report.stances import stance_table
from pipeline.report.timeline import timeline
from pipeline.report.view import (
    ArticleView,
    CoverageRow,
    DisputeView,
    LoadedView,
    Place,
    Quote,
    SentenceView,
    ValueView,
    WireView,
    WordingView,
)


@dataclass(frozen=True, slots=True)
class _Story:
    """What the parts of one story's view need: its number from 1, its articles, and its citations numbered from 1."""

    number: int
    sources: Mapping[str, Source]
    citations: Mapping[Citation, int]


def story_view(number: int, story: StoryReport, stem: str, shelf: Shelf) -> StoryView:
    """Story ``number`` (from 1), whose page's file is called ``stem``."""
    sources = shelf.sources(number, story)
    own = [sources[article_id] for article_id in story.article_ids]
    rows = coverage(story, sources)
    parts = _Story(number, sources, _citation_numbers(story))
    return StoryView(
        id=story.story_id,
        stem=stem,
        anchor=ids.story(number),
        number=number,
        title=story.title.strip(),
        outlets=tuple(dict.fromkeys(source.outlet for source in own)),
        days=say.days(source.row.published for source in own),
        copies=sum(source.root != source.row.id for source in own),
        brief=tuple(
            _sentence(parts, index, sentence, rows) for index, sentence in enumerate(story.brief.sentences, start=1)
        ),
        repairs=say.repairs(story.brief.repairs),
        disputes=tuple(_dispute(parts, index, dispute) for index, dispute in enumerate(story.disputes, start=1)),
        coverage=rows,
        timeline=timeline(number, story, own, sources),
        stances=stance_table(number, story.article_ids, shelf.stances(story), sources),
        wording=_wording(story, sources),
        wire=tuple(_wire(sentence, sources) for sentence in story.wire),
        articles=tuple(_article(source, sources) for source in own),
    )


def _citation_numbers(story: StoryReport) -> dict[Citation, int]:
    """Citations numbered from 1 in reading order: the brief first; a passage cited again keeps its number."""
    cited = [c for sentence in story.brief.sentences for c in sentence.citations]
    cited += [c for dispute in story.disputes for value in dispute.values for c in value.citations]
    return {citation: number for number, citation in enumerate(dict.fromkeys(cited), start=1)}


def _quotes(story: _Story, cited: Sequence[Citation], statement: str) -> tuple[Quote, ...]:
    quotes = []
    for c in dict.fromkeys(cited):
        source = story.sources[c.article_id]
        place = source.place(Span(c.start, c.end), copy_note(source, story.sources))
        quotes.append(Quote(story.citations[c], c.quote, matched(c.quote, statement), place))
    return tuple(quotes)


def _sentence(story: _Story, number: int, sentence: BriefSentence, rows: Sequence[CoverageRow]) -> SentenceView:
    return SentenceView(
        anchor=ids.brief(story.number, number),
        number=number,
        label=f"S{number}",
        text=sentence.text,
        origin=say.ORIGINS[sentence.origin],
        support=sentence.support,
        word=say.support(sentence.support),
        warnings=say.warnings(sentence.checks, bool(sentence.citations)),
        quotes=_quotes(story, sentence.citations, sentence.text),
        carried=sum(row.cells[number - 1] for row in rows),
        outlets=len(rows),
    )


def _dispute(story: _Story, number: int, dispute: Dispute) -> DisputeView:
    return DisputeView(
        anchor=ids.dispute(story.number, number),
        label=f"D{number}",
        topic=dispute.topic,
        kind=dispute.kind,
        note=say.NOTES[dispute.note] if dispute.note else "",
        values=tuple(_value(story, value) for value in dispute.values),
    )


def _value(story: _Story, value: DisputeValue) -> ValueView:
    quotes = _quotes(story, value.citations, value.value)
    shown = next((quote for quote in quotes if value.statement in quote.text), None)
    cited = {c.article_id: Span(c.start, c.end) for c in reversed(value.citations)}
    stated_by = [story.sources[name] for name in value.article_ids]
    dated = [(moment, source) for source in stated_by if (moment := moment_of(source.row.published))]
    since = next((source.row.published or "" for source in earliest(dated)), "")
    return ValueView(
        value=value.value,
        statement=value.statement,
        source=shown.place if shown else None,
        stated_by=tuple(
            source.place(cited.get(source.row.id), copy_note(source, story.sources)) for source in stated_by
        ),
        since=say.moment(since) if since else "",
        since_iso=since,
        quotes=tuple(quote for quote in quotes if quote.text != value.statement),
    )


def _wire(sentence: WireSentence, sources: Mapping[str, Source]) -> WireView:
    places = tuple(sources[c.article_id].place(Span(c.start, c.end)) for c in sentence.citations)
    return WireView(sentence.citations[0].quote, places)


def _wording(story: StoryReport, sources: Mapping[str, Source]) -> WordingView:
    words: dict[str, list[LoadedWord]] = {}
    for word in story.neutrality.loaded:
        words.setdefault(word.article_id, []).append(word)
    articles: list[tuple[Place, tuple[LoadedView, ...]]] = []
    for article_id in sorted(words, key=lambda name: sources[name].number):
        found = sorted(words[article_id], key=lambda word: (word.start, word.end))
        articles.append((sources[article_id].place(), tuple(_loaded(word, sources[article_id]) for word in found)))
    return WordingView(
        brief_share=say.share(story.neutrality.brief_loaded_share),
        source_share=say.share(story.neutrality.source_loaded_share),
        articles=tuple(articles),
    )


def _loaded(word: LoadedWord, source: Source) -> LoadedView:
    around = ((start, end) for start, end in source.row.sentences if start <= word.start and word.end <= end)
    start, end = next(around, (word.start, word.end))
    return LoadedView(
        before=say.before(source.row.text[start : word.start]),
        word=word.text,
        after=say.after(source.row.text[word.end : end]),
        target=source.place(Span(word.start, word.end)).target,
    )


def _article(source: Source, sources: Mapping[str, Source]) -> ArticleView:
    row = source.row
    published = row.published or ""
    return ArticleView(
        id=row.id,
        anchor=ids.article(source.number),
        number=source.number,
        outlet=source.outlet,
        title=source.title,
        published=say.moment(published) if published else "",
        published_iso=published,
        url=row.url or "",
        link=say.web_address(row.url),
        copy_of=None if source.root == row.id else sources[source.root].place(),
        paragraphs=source.woven.paragraphs if source.woven else (),
        words=len(row.text.split()),
    )
