"""One story as the page shows it: brief, disputes, coverage, wording, articles."""

from collections.abc import Mapping, Sequence

from pipeline.records import (
    BriefSentence,
    Citation,
    Dispute,
    DisputeValue,
    LoadedWord,
    Span,
    Stance,
    StoryReport,
    WireSentence,
)
from pipeline.report import ids, say
from pipeline.report.sources import Source, copy_note
from pipeline.report.stances import stance_table
from pipeline.report.view import (
    ArticleView,
    CoverageRow,
    DisputeView,
    LoadedView,
    Place,
    Quote,
    SentenceView,
    StoryView,
    ValueView,
    WireView,
    WordingView,
)


def story_view(number: int, story: StoryReport, stances: Sequence[Stance], sources: Mapping[str, Source]) -> StoryView:
    """Story ``number`` (from 1) with the stances of its articles."""
    own = [sources[article_id] for article_id in story.article_ids]
    coverage = _coverage(story, own, sources)
    citations = _citation_numbers(story)
    return StoryView(
        anchor=ids.story(number),
        number=number,
        title=story.title.strip() or "Untitled story",
        outlets=tuple(dict.fromkeys(source.outlet for source in own)),
        days=say.days(source.row.published for source in own),
        copies=sum(source.root != source.row.id for source in own),
        brief=tuple(
            _sentence(number, index, sentence, citations, coverage, sources)
            for index, sentence in enumerate(story.brief.sentences)
        ),
        disputes=tuple(
            _dispute(number, index, dispute, citations, sources)
            for index, dispute in enumerate(story.disputes, start=1)
        ),
        coverage=coverage,
        stances=stance_table(number, story.article_ids, stances, sources),
        wording=_wording(story, sources),
        wire=tuple(_wire(sentence, sources) for sentence in story.wire),
        articles=tuple(_article(source, sources) for source in own),
    )


def _citation_numbers(story: StoryReport) -> dict[Citation, int]:
    """Citations numbered from 1 in reading order: the brief first; a passage cited again keeps its number."""
    cited = [c for sentence in story.brief.sentences for c in sentence.citations]
    cited += [c for dispute in story.disputes for value in dispute.values for c in value.citations]
    return {citation: number for number, citation in enumerate(dict.fromkeys(cited), start=1)}


def _quotes(
    cited: Sequence[Citation], numbers: Mapping[Citation, int], sources: Mapping[str, Source]
) -> tuple[Quote, ...]:
    quotes = []
    for c in dict.fromkeys(cited):
        source = sources[c.article_id]
        quotes.append(Quote(numbers[c], c.quote, source.place(Span(c.start, c.end), copy_note(source, sources))))
    return tuple(quotes)


def _sentence(
    story: int,
    index: int,
    sentence: BriefSentence,
    numbers: Mapping[Citation, int],
    coverage: Sequence[CoverageRow],
    sources: Mapping[str, Source],
) -> SentenceView:
    return SentenceView(
        anchor=ids.brief(story, index + 1),
        label=f"S{index + 1}",
        text=sentence.text,
        origin=say.ORIGINS[sentence.origin],
        support=sentence.support,
        word=say.support(sentence.support),
        warnings=say.warnings(sentence.checks, bool(sentence.citations)),
        quotes=_quotes(sentence.citations, numbers, sources),
        carried=sum(row.cells[index] for row in coverage),
    )


def _dispute(
    story: int, index: int, dispute: Dispute, numbers: Mapping[Citation, int], sources: Mapping[str, Source]
) -> DisputeView:
    return DisputeView(
        anchor=ids.dispute(story, index),
        label=f"D{index}",
        topic=dispute.topic,
        kind=dispute.kind,
        note=say.NOTES[dispute.note] if dispute.note else "",
        values=tuple(_value(value, numbers, sources) for value in dispute.values),
    )


def _value(value: DisputeValue, numbers: Mapping[Citation, int], sources: Mapping[str, Source]) -> ValueView:
    quotes = _quotes(value.citations, numbers, sources)
    shown = next((quote for quote in quotes if value.statement in quote.text), None)
    cited = {c.article_id: Span(c.start, c.end) for c in reversed(value.citations)}
    stated_by = tuple(
        sources[name].place(cited.get(name), copy_note(sources[name], sources)) for name in value.article_ids
    )
    return ValueView(
        value=value.value,
        statement=value.statement,
        source=shown.place if shown else None,
        stated_by=stated_by,
        quotes=tuple(quote for quote in quotes if quote.text != value.statement),
    )


def _coverage(story: StoryReport, own: Sequence[Source], sources: Mapping[str, Source]) -> tuple[CoverageRow, ...]:
    """A row an outlet; it carries what any of its articles carries."""
    carried = {entry.article_id: set(entry.sentences) for entry in story.coverage}
    by_outlet: dict[str, list[Source]] = {}
    for source in own:
        by_outlet.setdefault(source.outlet, []).append(source)
    rows = []
    for outlet, articles in by_outlet.items():
        seen = set().union(*(carried.get(source.row.id, set()) for source in articles))
        notes = [copy_note(source, sources) for source in articles]
        note = notes[0] if all(notes) else ""
        cells = tuple(index in seen for index in range(len(story.brief.sentences)))
        rows.append(CoverageRow(outlet, note, cells))
    return tuple(rows)


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
        anchor=ids.article(source.number),
        number=source.number,
        outlet=source.outlet,
        title=source.title,
        published=say.moment(published) if published else "",
        published_iso=published,
        url=row.url or "",
        link=say.web_address(row.url),
        copy_of=None if source.root == row.id else sources[source.root].place(),
        paragraphs=source.woven.paragraphs,
        words=len(row.text.split()),
    )
