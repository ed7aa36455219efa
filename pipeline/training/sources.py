"""Articles of data sets, for claims written on them: the claims are ours, the articles stay where they are."""

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.text import split_sentences
from pipeline.training.rows import numbered_rows

_NEEDS = "id and articles with title and text, id and text, body_id and text, or article and summary"
_MOST = 26  # sentences of an article that the claims were judged on
_OPENING = 14  # the same, of articles that come one by one
_ENDS = frozenset(".?!")
_SPACED = re.compile(r" (?=[,.;:?!)%]|n't\b|'(?:s|m|d|re|ve|ll)\b)|(?<=[($£€]) |(?<=\w) (?=- )|(?<=\w -) ")


@dataclass(frozen=True, slots=True)
class WholeArticle:
    """A headline, which may be empty, and sentences; ``invented`` where it was written for training."""

    title: str
    sentences: tuple[str, ...] = ()
    invented: bool = True

    def line(self, number: int) -> str:
        """The headline for 0, else a sentence."""
        return self.sentences[number - 1] if number else self.title


def read_sources(paths: Sequence[Path]) -> dict[str, WholeArticle]:
    """The articles of data sets by the set's name and their own, "neus_full_train neus-train-12.0" for instance.

    An article has at most 26 sentences; of a text without a title of its own the first line is the headline. A row with
    ``article`` and ``summary`` (CNN/DailyMail, tokenised) has the summary's first sentence as its headline, at most 14
    sentences and the checksum of its text as its name. A text file is one article, whole, by its folder's name and its
    own without ending.

    Raises:
        InputError: a file is missing, or a row lacks a field.
    """
    found: dict[str, WholeArticle] = {}
    for path in paths:
        if path.suffix == ".txt":
            found[f"{path.resolve().parent.name} {path.stem}"] = _told(_text_of(path), None)
            continue
        for number, row in numbered_rows(path, _NEEDS):
            try:
                found.update((f"{path.name.split('.')[0]} {key}", article) for key, article in _articles(row))
            except KeyError as error:
                raise InputError(f"{path}, line {number}: no field {error}; a row needs {_NEEDS}") from error
    return found


def _articles(row: Mapping[str, Any]) -> Iterator[tuple[str, WholeArticle]]:
    if "articles" in row:
        for place, article in enumerate(row["articles"]):
            yield f"{row['id']}.{place}", _article(article["title"], article["text"])
    elif "body_id" in row:
        yield str(row["body_id"]), _article("", row["text"])
    elif "article" in row:
        yield f"{zlib.crc32(row['article'].encode()):08x}", _tokenised(row["article"], row["summary"])
    else:
        yield str(row["id"]), _told(row["text"])


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: can't be read as UTF-8 text ({error})") from error


def _told(text: str, most: int | None = _MOST) -> WholeArticle:
    """Of a text whose first line is the headline."""
    title, _, rest = text.strip().partition("\n")
    return _article(title, rest, most)


def _article(title: str, text: str, most: int | None = _MOST) -> WholeArticle:
    spans = split_sentences(text, every_line=True)[:most]
    return WholeArticle(title.strip(), tuple(text[span.start : span.end].replace("\n", " ") for span in spans), False)


def _tokenised(text: str, summary: Sequence[str]) -> WholeArticle:
    """Of a text whose tokens stand apart: a full stop ends a sentence, with the quotation mark that closes after it."""
    sentences, own, quoted, ended = list[str](), list[str](), False, False
    for token in text.split():
        closes = token in ('"', "''") and quoted
        if ended and not closes:
            sentences.append(_close(own))
            own, ended = [], False
        own.append(token)
        quoted ^= token in ('"', "''", "``")
        ended = token in _ENDS or (ended and closes)
    sentences += [_close(own)] if own else []
    return WholeArticle(_close(summary[0].split()) if summary else "", tuple(sentences[:_OPENING]), False)


def _close(tokens: Sequence[str]) -> str:
    """Tokens as written text: no space before a comma, inside brackets, quotation marks and around hyphens."""
    parts = _SPACED.sub("", " ".join(tokens)).split('"')
    return '"'.join(part.strip() if place % 2 else part for place, part in enumerate(parts)).strip()
