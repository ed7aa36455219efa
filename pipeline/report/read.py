"""Reads a run folder into records and refuses one whose parts don't fit together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from pipeline.errors import InputError
from pipeline.records import ArticleRow, Reject, Stance, StoryReport

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Run:
    """The files of a run folder. Articles by id, in the file's order."""

    articles: Mapping[str, ArticleRow]
    stories: tuple[StoryReport, ...]
    stances: tuple[Stance, ...]
    rejects: tuple[Reject, ...]
    manifest: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mention:
    """A passage that some file of the run points at; ``text`` is what it says stands there."""

    where: str
    article_id: str
    start: int
    end: int
    text: str


def read_run(run_dir: Path, *, strict: bool = True) -> Run:
    """Read ``articles, stories, stances, rejected`` (JSONL) and ``manifest.json`` from a run folder.

    Args:
        run_dir: the folder.
        strict: refuse a quote that doesn't stand at its offsets; an evaluation counts it as a wrong citation.

    Raises:
        InputError: a file is missing or unreadable, a row lacks a field, an id is unknown or given twice,
            or a quote doesn't stand at its offsets.
    """
    rows = _rows(run_dir / "articles.jsonl", TypeAdapter(ArticleRow))
    articles = {row.id: row for row in rows}
    if len(articles) != len(rows):
        raise InputError(f"{run_dir / 'articles.jsonl'}: an id stands there twice; run `evenhand run` again")
    manifest = run_dir / "manifest.json"
    run = Run(
        articles=articles,
        stories=_rows(run_dir / "stories.jsonl", TypeAdapter(StoryReport)),
        stances=_rows(run_dir / "stances.jsonl", TypeAdapter(Stance)),
        rejects=_rows(run_dir / "rejected.jsonl", TypeAdapter(Reject)),
        manifest=_parse(TypeAdapter(dict[str, Any]), _read(manifest), str(manifest)),
    )
    _check(run, run_dir, strict=strict)
    return run


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; a report needs the folder of a finished `evenhand run`") from error


def _rows(path: Path, row: TypeAdapter[_Row]) -> tuple[_Row, ...]:
    # Only \n ends a row: str.splitlines would also cut at U+2028, which JSON strings may hold as it is.
    lines = enumerate(_read(path).split(b"\n"), start=1)
    return tuple(_parse(row, line, f"{path}, line {number}") for number, line in lines if line.strip())


def _parse(row: TypeAdapter[_Row], data: bytes, where: str) -> _Row:
    try:
        return row.validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{where}: {f'{key}: ' if key else ''}{first['msg']}; run `evenhand run` again") from error


def _check(run: Run, run_dir: Path, *, strict: bool) -> None:
    for article in run.articles.values():
        for start, end in article.sentences:
            if not 0 <= start < end <= len(article.text):
                raise InputError(f"{run_dir / 'articles.jsonl'}: {article.id}: no sentence can stand at {start}-{end}")
    for where, article_id in _named(run):
        if article_id not in run.articles:
            raise InputError(f"{run_dir / where}: unknown article {article_id}; run `evenhand run` again")
    stories = {story.story_id for story in run.stories}
    for stance in run.stances:
        if stance.story_id not in stories:
            raise InputError(f"{run_dir / 'stances.jsonl'}: unknown story {stance.story_id}; run `evenhand run` again")
    for mention in mentions(run) if strict else ():
        text = run.articles[mention.article_id].text
        if not 0 <= mention.start < mention.end or text[mention.start : mention.end] != mention.text:
            raise InputError(
                f"{run_dir / mention.where}: article {mention.article_id} does not say {mention.text!r} "
                f"at {mention.start}-{mention.end}; run `evenhand run` again"
            )


def mentions(run: Run) -> Iterator[Mention]:
    """Every passage that the stories and stances of a run point at."""
    for story in run.stories:
        citations = [c for sentence in story.brief.sentences for c in sentence.citations]
        citations += [c for dispute in story.disputes for value in dispute.values for c in value.citations]
        for c in citations:
            yield Mention("stories.jsonl", c.article_id, c.start, c.end, c.quote)
        for word in story.neutrality.loaded:
            yield Mention("stories.jsonl", word.article_id, word.start, word.end, word.text)
    for stance in run.stances:
        for e in stance.evidence:
            yield Mention("stances.jsonl", stance.article_id, e.start, e.end, e.text)


def _named(run: Run) -> Iterator[tuple[str, str]]:
    for story in run.stories:
        yield from (("stories.jsonl", article_id) for article_id in story.article_ids)
        yield from (("stories.jsonl", entry.article_id) for entry in story.coverage)
        for dispute in story.disputes:
            yield from (("stories.jsonl", name) for value in dispute.values for name in value.article_ids)
    yield from (("stories.jsonl", m.article_id) for m in mentions(run))
    yield from (("stances.jsonl", stance.article_id) for stance in run.stances)
