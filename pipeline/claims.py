"""Claims files, and the JSONL files of the single-row commands."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, Self, TypeVar

import yaml

from pipeline.articles import (
    Ambiguous,
    RawRow,
    article_of,
    csv_file_rows,
    json_file_rows,
    one_line,
    other_language,
    rejected,
    scalar,
    whole,
)
from pipeline.errors import InputError
from pipeline.records import Article, Claim, Reject
from pipeline.text import normalise
from pipeline.yamltree import read_yaml, yaml_text

_YAML = frozenset({".yaml", ".yml"})
_CSV = frozenset({".csv", ".tsv"})
_MOST_WORDS = 60  # of a claim


@dataclass(frozen=True, slots=True)
class ReadClaims:
    """Claims in the file's order, and entries that can't be used."""

    claims: tuple[Claim, ...]
    rejects: tuple[Reject, ...]


class RowKind(Protocol):
    """A row kind of a single-row command."""

    @classmethod
    def from_row(cls, row: RawRow, default_id: str) -> Self:
        """Make the row; where it can't be used its ``problem`` says why."""
        ...


Kind = TypeVar("Kind", bound=RowKind)


@dataclass(frozen=True, slots=True)
class StancePair:
    """An article's text and a claim; ``problem`` says why the row can't be scored."""

    id: str
    article: str = ""
    claim: str = ""
    problem: str = ""

    @classmethod
    def from_row(cls, row: RawRow, default_id: str) -> Self:
        """See ``RowKind``."""
        problem = _problem(row, ("article", "claim"))
        return cls(_id(row, default_id), _text(row, "article"), _text(row, "claim"), problem)


@dataclass(frozen=True, slots=True)
class ScorePair:
    """A document and its summary; ``problem`` says why the row can't be scored."""

    id: str
    document: str = ""
    summary: str = ""
    problem: str = ""

    @classmethod
    def from_row(cls, row: RawRow, default_id: str) -> Self:
        """See ``RowKind``."""
        problem = _problem(row, ("document", "summary"))
        return cls(_id(row, default_id), _text(row, "document"), _text(row, "summary"), problem)


@dataclass(frozen=True, slots=True)
class StoryRow:
    """Articles already grouped, in canonical order; ``problem`` says why none can be used.

    ``rejects`` are the articles of the row that can't be used, and what the others lost.
    """

    id: str
    articles: tuple[Article, ...] = ()
    problem: str = ""
    rejects: tuple[Reject, ...] = ()

    @classmethod
    def from_row(cls, row: RawRow, default_id: str) -> Self:
        """See ``RowKind``; articles without an id are numbered within the story."""
        row_id = _id(row, default_id)
        listed = (row.fields or {}).get("articles")
        if row.fields is None or not isinstance(listed, list) or not listed:
            reason = row.problem or "no list articles with an object in it; put the articles there"
            return cls(row_id, problem=f"line {row.line}: {reason}")
        found, reasons = _articles(row_id, listed)
        rejects = tuple(rejected(row.file, row.line, reason) for reason in (*reasons, row.note) if reason)
        ordered = sorted(found, key=lambda article: (article.published or "", article.source, article.id))
        return cls(row_id, tuple(ordered), "" if found else f"line {row.line}: {'; '.join(reasons[:3])}", rejects)


def read_rows(path: Path, kind: type[Kind]) -> tuple[Kind, ...]:
    """Read a JSONL file (also ``.gz``), keeping its order.

    A row that can't be used gives an object with a ``problem``, so that no row is lost; blank lines are no rows.
    A row without an id is called ``row-NUMBER``.

    Raises:
        InputError: the file does not exist, is empty, or is no text.
    """
    rows = []
    try:
        for number, row in enumerate(json_file_rows(path), start=1):
            if not row.line:
                raise InputError(f"{path}: {rejected(row.file, 0, row.problem).reason}")
            rows.append(kind.from_row(row, f"row-{number}"))
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror or error}); check the path") from error
    return tuple(rows)


def read_claims(path: Path, language: str = "en") -> ReadClaims:
    """Read reference claims from JSONL, CSV or YAML with ``text`` and optional ``id`` and ``story_id``.

    YAML holds a list, or a list under ``claims``; an entry may be the text alone. A claim without an id is called
    ``claim-`` and the first 8 hexadecimal digits of its text's (and story's) SHA-256. Entries without text and entries
    that repeat an id, or the text of a claim about the same story, or that are no claim (``unusable``), go to the
    rejects. ``language`` is what the models read.

    Raises:
        InputError: the file does not exist, can't be read, or holds no claim.
    """
    found: dict[str, Claim] = {}
    by_text: dict[tuple[str, str | None], Claim] = {}
    rejects: list[Reject] = []
    for row in _claim_rows(path):
        claim = _claim(row, language)
        if isinstance(claim, str):
            rejects.append(rejected(row.file, row.line, claim))
            continue
        same = (claim.text, claim.story_id)
        if same in by_text:
            reason = f"the claim {claim.id} repeats the text of {by_text[same].id}; take one of them out"
            rejects.append(rejected(row.file, row.line, reason))
        elif claim.id in found:
            reason = f"the claim {claim.text[:60]!r} has the id {claim.id} of another claim; give each its own"
            rejects.append(rejected(row.file, row.line, reason))
        else:
            found[claim.id] = by_text[same] = claim
            rejects += [rejected(row.file, row.line, row.note)] if row.note else []
    if not found:
        reasons = "; ".join(f"line {reject.line}: {reject.reason}" for reject in rejects[:3])
        raise InputError(f"--claims {path}: no claim with text; write a list of id and text ({reasons or 'empty'})")
    return ReadClaims(tuple(found.values()), tuple(rejects))


def unusable(text: str, language: str) -> str:
    """Why a text can't be scored as a claim; empty where it can."""
    words = len(text.split())
    if not words:
        return "a claim without text; give it a field text"
    if text.rstrip(" ”\"'").endswith("?"):
        return "a question can be neither supported nor refuted; write as a statement what it asks about"
    if words > _MOST_WORDS:
        return f"the claim has {words} words, and at most {_MOST_WORDS} are read; state one thing in one sentence"
    other = other_language(text, language)
    return f"the claim looks like language {other}, the models read {language}; translate it" if other else ""


def _claim_rows(path: Path) -> Iterator[RawRow]:
    if not path.is_file():
        raise InputError(f"--claims {path}: no such file; name a file, auto or none")
    suffix = path.suffix.lower()
    rows = _yaml_rows if suffix in _YAML else csv_file_rows if suffix in _CSV else json_file_rows
    try:
        for row in rows(path):
            if not row.line:
                raise InputError(f"--claims {path}: {rejected(row.file, 0, row.problem).reason}")
            yield row
    except OSError as error:
        raise InputError(f"--claims {path}: can't be read ({error.strerror or error}); check its rights") from error


def _yaml_rows(path: Path) -> Iterator[RawRow]:
    """Entries of a YAML list, each with the line it starts at."""
    try:
        tree, node = read_yaml(yaml_text(path))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"--claims {path}: not readable as YAML ({' '.join(str(error).split())})") from error
    if isinstance(tree, dict) and isinstance(node, yaml.MappingNode):
        tree = tree.get("claims")
        node = next((value for key, value in node.value if key.value == "claims"), None)
    if not isinstance(tree, list) or not isinstance(node, yaml.SequenceNode):
        raise InputError(f"--claims {path}: not a list of claims; write a list of id and text, or one under claims")
    for entry, mark in zip(tree, node.value, strict=True):
        line = mark.start_mark.line + 1
        fields = {"text": entry} if isinstance(entry, str) else entry
        if isinstance(fields, dict):
            yield RawRow(str(path), line, fields)
        else:
            yield RawRow(str(path), line, problem=f"a {type(entry).__name__}, not a claim; write id and text")


def _claim(row: RawRow, language: str) -> Claim | str:
    """The claim of a row, or why it gives none."""
    if row.fields is None:
        return row.problem
    raw = row.fields.get("text")
    if raw is not None and not isinstance(raw, str):
        return f"the text of the claim is a {type(raw).__name__}, not a string; put it in quotes"
    text = " ".join(normalise(whole(raw or "")).split())
    problem = unusable(text, language)
    if problem:
        return problem
    story = one_line(scalar(row.fields.get("story_id"))) or None
    claim_id = one_line(scalar(row.fields.get("id")))
    return Claim(claim_id or _claim_id(text, story), text, story)


def _claim_id(text: str, story: str | None) -> str:
    named = f"{story}\n{text}" if story else text
    return f"claim-{hashlib.sha256(named.encode()).hexdigest()[:8]}"


def _id(row: RawRow, default_id: str) -> str:
    return scalar((row.fields or {}).get("id")).strip() or default_id


def _problem(row: RawRow, needed: tuple[str, ...]) -> str:
    """What keeps the needed texts of a row from being used."""
    if row.fields is None:
        return f"line {row.line}: {row.problem}"
    missing = [name for name in needed if not isinstance(row.fields.get(name), str)]
    if missing:
        return f"line {row.line}: no string in {' and '.join(missing)}"
    empty = [name for name in needed if not row.fields[name].strip()]
    if empty:
        return f"line {row.line}: the {' and the '.join(empty)} {'are' if len(empty) > 1 else 'is'} empty"
    return f"line {row.line}: {row.note}" if row.note else ""


def _text(row: RawRow, name: str) -> str:
    """A text field as it stands, so that offsets into it hold."""
    value = (row.fields or {}).get(name)
    return whole(value) if isinstance(value, str) else ""


def _articles(row_id: str, listed: list[Any]) -> tuple[list[Article], list[str]]:
    """The usable articles of a story, and what is wrong with the others."""
    found: dict[str, Article] = {}
    reasons = []
    for number, item in enumerate(listed, start=1):
        if not isinstance(item, Mapping):
            reasons.append(f"article {number}: a {type(item).__name__}, not an object with a text")
            continue
        if isinstance(item, Ambiguous):
            reasons.append(f"article {number}: {item.problem}")
            continue
        fields = {**item, "id": scalar(item.get("id")).strip() or f"{row_id}-{number}"}
        row = article_of(fields, as_written=True)
        article, reason = row.article, row.problem or row.note
        if article is not None and found.get(article.id) == article:
            reason = f"the same article as {article.id} before it; kept once"
        elif article is not None:
            new_id = article.id
            while new_id in found:
                new_id += f"~{number}"
                reason = f"another article has the id {article.id} too; this one is kept as {new_id}"
            found[new_id] = replace(article, id=new_id)
        if reason:
            reasons.append(f"article {number}: {reason}")
    return list(found.values()), reasons
