"""Files of expectations -> labels with their articles. A mistake is told with file, line and the nearest valid key."""

import difflib
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, ValidationError

from eval.labels.lines import Place, line_of, with_lines
from eval.labels.records import Expectation, Labelled
from pipeline.articles import read_articles
from pipeline.errors import InputError
from pipeline.records import Article
from pipeline.yamltree import yaml_text

SAMPLE = "sample"
_SPACE = re.compile(r"\s+")
_MOST_TOLD = 5  # mistakes of one file in one message


def bundled() -> tuple[Path, ...]:
    """The hand labels that come with the installation."""
    folder = Path(str(files("eval") / "expectations"))
    return tuple(sorted(folder.glob("*.yaml")))


def read_expectations(paths: Sequence[Path]) -> tuple[Labelled, ...]:
    """Read files of expectations, or folders of them, in order of story id.

    Raises:
        InputError: a file is missing or has a mistake; all mistakes of the first bad file are told, with their lines.
    """
    found = tuple(sorted(_all_of(paths), key=str))
    if not found:
        raise InputError("no expectations: name a .yaml file or a folder that holds some")
    read = sorted((_read(path) for path in found), key=lambda one: one.labels.id)
    for kind, ids in (
        ("story", [one.labels.id for one in read]),
        ("article", [article.id for one in read for article in one.articles]),
        ("claim", [claim.id for one in read for claim in one.labels.claims]),
    ):
        twice = next((name for number, name in enumerate(ids) if name in ids[:number]), None)
        if twice is not None:
            raise InputError(f"expectations: {kind} {twice!r} stands twice; give each {kind} one id")
    return tuple(read)


def _all_of(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from path.glob("*.yaml")
        elif path.is_file():
            yield path
        else:
            raise InputError(f"{path}: no such file of expectations")


def _read(path: Path) -> Labelled:
    try:
        tree, lines = with_lines(yaml_text(path))
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror or error}); check its rights") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(tree, dict):
        raise InputError(f"{path}, line 1: expectations are a mapping of id, articles, labellers and labels")
    try:
        labels = Expectation.model_validate(tree)
    except ValidationError as error:
        mistakes = [(item["loc"], _explain(item)) for item in error.errors()]
        raise InputError(_told(path, lines, mistakes)) from error
    articles = _articles(path, labels)
    mistakes = list(_mistakes(labels, {article.id: article for article in articles}))
    if mistakes:
        raise InputError(_told(path, lines, mistakes))
    return Labelled(labels=labels, articles=articles)


def _told(path: Path, lines: Mapping[Place, int], mistakes: Sequence[tuple[Place, str]]) -> str:
    told = [f"{path}, line {line_of(lines, place)}: {text}" for place, text in mistakes[:_MOST_TOLD]]
    more = len(mistakes) - len(told)
    return "; ".join(told) + (f"; and {more} more" if more else "")


def _articles(path: Path, labels: Expectation) -> tuple[Article, ...]:
    named = labels.articles.file
    place = _sample() if named == SAMPLE else path.parent / named
    if not place.exists():
        raise InputError(f"{path}: articles.file {named}: no such file beside it; or write '{SAMPLE}'")
    articles = _file(place)
    known = {article.id for article in articles}
    for article_id in labels.articles.ids:
        if article_id not in known:
            raise InputError(f"{path}: articles.ids: {named} has no article {article_id}; {_near(article_id, known)}")
    wanted = set(labels.articles.ids) or known
    return tuple(article for article in articles if article.id in wanted)


@functools.cache
def _file(path: Path) -> tuple[Article, ...]:
    return read_articles((str(path),)).articles


def _sample() -> Path:
    return Path(str(files("pipeline") / "samples" / "articles.jsonl"))


def _mistakes(labels: Expectation, articles: Mapping[str, Article]) -> Iterator[tuple[Place, str]]:
    """What the labels say of the articles that isn't so."""
    for place, article_id in labels.named():
        if article_id not in articles:
            yield place, f"article {article_id} is not of this story; {_near(article_id, articles)}"
    for place, article_id, quote in labels.mentions():
        if article_id in articles and not holds(articles[article_id], quote):
            yield place, f"{article_id} does not hold {quote!r} word for word"
    for number, dispute in enumerate(labels.disputes):
        for row, side in enumerate(dispute.values):
            for article_id in side.article_ids:
                if article_id in articles and not any(holds(articles[article_id], quote) for quote in side.quotes):
                    yield ("disputes", number, "values", row), f"{article_id} holds none of the quotes"
    for number, claim in enumerate(labels.claims):
        for article_id, given in claim.stances.items():
            if len(given) > len(labels.labellers):
                where: Place = ("claims", number, "stances", article_id)
                yield where, f"{len(given)} labels by {len(labels.labellers)} labellers"


def holds(article: Article, words: str) -> bool:
    """Whether an article's headline or text has these words, whatever the spaces between them."""
    wanted = _SPACE.sub(" ", words)
    return any(wanted in _SPACE.sub(" ", text) for text in (article.text, article.title))


def _explain(item: Mapping[str, Any]) -> str:
    place: Place = item["loc"]
    name = ".".join(str(part) for part in place)
    if item["type"] == "extra_forbidden":
        return f"unknown key {name}; {_near(str(place[-1]), _keys(place[:-1]))}"
    if item["type"] == "missing":
        return f"{name} is missing"
    return f"{name}: {item['msg']} (got {item.get('input')!r})"


def _keys(place: Place) -> list[str]:
    """The keys that a mapping at this place may have."""
    kind: Any = Expectation
    for part in place:
        if isinstance(part, int):
            kind = next((inner for inner in get_args(kind) if inner is not ...), None)
        elif isinstance(kind, type) and issubclass(kind, BaseModel) and part in kind.model_fields:
            kind = kind.model_fields[part].annotation
            if get_origin(kind) is Union:
                kind = get_args(kind)[0]
    return list(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else []


def _near(name: str, valid: Mapping[str, Any] | set[str] | Sequence[str]) -> str:
    close = difflib.get_close_matches(name, list(valid), n=1, cutoff=0.5)
    return f"did you mean {close[0]}?" if close else f"valid: {', '.join(sorted(valid)) or 'none'}"
