"""Read all sources of a run: articles in canonical order, rejects with their places, digests of the inputs."""

import dataclasses
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from pipeline.articles.formats import check_sources, raw_rows
from pipeline.articles.raw import RawRow, rejected, shown, whole
from pipeline.articles.rows import article_of
from pipeline.errors import InputError
from pipeline.records import Article, Reject

_SHOWN = 3  # reasons named where nothing is usable
MOST_REJECTS = 100_000  # of one source; further ones are counted and told in one, so that they can't fill the memory


@dataclass(frozen=True, slots=True)
class InputDigest:
    """What was read from one source: SHA-256 of a file's bytes, and how many rows, usable or not."""

    path: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read. ``rejects`` also notes kept articles that lost something, such as an unreadable date."""

    articles: tuple[Article, ...]
    rejects: tuple[Reject, ...]
    inputs: tuple[InputDigest, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """An article and where it stood."""

    article: Article
    file: str
    line: int


class _Rejects:
    """The rejects of one source: the first ``MOST_REJECTS``, and of the others how many."""

    def __init__(self) -> None:
        self.listed: list[Reject] = []
        self._first_more: Reject | None = None
        self._more = 0

    def add(self, raw: RawRow, reason: str) -> None:
        if len(self.listed) < MOST_REJECTS:
            self.listed.append(rejected(raw.file, raw.line, reason))
            return
        self._first_more = self._first_more or rejected(raw.file, raw.line, reason)
        self._more += 1

    def all(self) -> list[Reject]:
        """Those listed, and one that tells how many are not."""
        first = self._first_more
        if first is None:
            return self.listed
        count = f"{self._more} more row{'s' * (self._more != 1)} can't be used or lost something"
        reason = f"from here on {count}, this one for: {first.reason}; check what wrote the file"
        return [*self.listed, rejected(first.file, first.line, reason)]


def read_articles(
    sources: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    strict: bool = False,
    language: str = "en",
    offline: bool = False,
) -> Reading:
    """Read articles from files, folders and ``-``.

    Rows with the same id and the same content are one article; the later ones are rejected. Rows with the same id and
    different content are all kept: one under the id, the others under the id and a digest of their content
    (``ID~1a2b3c4d``), with a note. Which one keeps the id depends on the content, not on the order of the input.

    Args:
        sources: paths, or ``-`` for JSONL on standard input.
        stdin: standard input, where ``-`` is among the sources.
        strict: stop at the first reject or note.
        language: ISO 639-1 code of the articles to keep.
        offline: refuse URLs other than ``file://``.

    Returns:
        Articles ordered by date, source and id; rejects by file, line and reason.

    Raises:
        InputError: a source does not exist, nothing usable is left, or there is a reject under ``strict``.
    """
    check_sources(sources, stdin, offline=offline)
    placed: list[_Placed] = []
    rejects: list[Reject] = []
    inputs: list[InputDigest] = []
    for source in sources:
        digest, rows = hashlib.sha256(), 0
        told = _Rejects()
        for raw in raw_rows(source, stdin, digest.update):
            rows += 1
            _take(raw, placed, told, language)
            _stop_if(strict, told.listed)
        rejects += told.all()
        inputs.append(InputDigest(whole(source), digest.hexdigest(), rows))
    articles, repeated = _distinct(placed)
    _stop_if(strict, repeated)
    if not articles:
        reasons = "; ".join(map(_line, rejects[:_SHOWN]))
        more = f"; and {len(rejects) - _SHOWN} more" if len(rejects) > _SHOWN else ""
        raise InputError(f"no usable article in {', '.join(map(shown, sources))}: {reasons}{more}")
    ordered = sorted((*rejects, *repeated), key=lambda reject: (reject.file, reject.line, reject.reason))
    return Reading(articles, tuple(ordered), tuple(inputs))


def _take(raw: RawRow, placed: list[_Placed], rejects: _Rejects, language: str) -> None:
    """Put a row among the articles or the rejects, or, with a note, among both."""
    if raw.fields is None:
        rejects.add(raw, raw.problem)
        return
    row = article_of(raw.fields, language)
    reasons = [reason for reason in (row.problem, raw.note, row.note) if reason]
    if reasons:
        rejects.add(raw, "; ".join(reasons))
    if row.article is not None:
        placed.append(_Placed(row.article, raw.file, raw.line))


def _stop_if(strict: bool, rejects: Sequence[Reject]) -> None:
    if strict and rejects:
        raise InputError(f"{_line(rejects[0])} (stopped because of --strict)")


def _place(file: str, line: int) -> str:
    return f"{file}, line {line}" if line else file


def _line(reject: Reject) -> str:
    return f"{_place(reject.file, reject.line)}: {reject.reason}"


def _distinct(placed: Sequence[_Placed]) -> tuple[tuple[Article, ...], list[Reject]]:
    """Settle equal ids, the same way for any order of the input."""
    groups: dict[str, dict[str, list[_Placed]]] = {}
    for item in placed:
        groups.setdefault(item.article.id, {}).setdefault(_content(item.article), []).append(item)
    articles: list[Article] = []
    rejects: list[Reject] = []
    taken = set(groups)
    for article_id, contents in sorted(groups.items()):
        for number, content in enumerate(sorted(contents)):
            first, *copies = sorted(contents[content], key=lambda item: (item.file, item.line))
            rejects += [rejected(copy.file, copy.line, _copy_of(first)) for copy in copies]
            if number == 0:
                articles.append(first.article)
                continue
            new_id = f"{article_id}~{content[:8]}"
            while new_id in taken:
                new_id += "~"
            taken.add(new_id)
            articles.append(dataclasses.replace(first.article, id=new_id))
            reason = f"another article has the id {article_id} too; this one is kept as {new_id}; give each its own id"
            rejects.append(rejected(first.file, first.line, reason))
    ordered = sorted(articles, key=lambda article: (article.published or "", article.source, article.id))
    return tuple(ordered), rejects


def _copy_of(first: _Placed) -> str:
    return f"the same article as {_place(first.file, first.line)}; kept once; take the copy out"


def _content(article: Article) -> str:
    """Digest of all that a row says, but for its id."""
    fields = (article.title, article.text, article.source, article.published, article.url)
    parts = (*fields, article.language, article.story_id)
    return hashlib.sha256("\0".join(part or "" for part in parts).encode()).hexdigest()
