"""A raw row -> an article, or the reason why not."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.articles.dates import published
from pipeline.articles.language import code_of, foreign
from pipeline.articles.raw import whole
from pipeline.records import Article
from pipeline.text import normalise, split_sentences

_FEWEST_WORDS = 5
_LONGEST_WORD = 10_000  # characters; longer ones are data, not prose
_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """What a row gave: an article, a ``problem`` that rejects it, or an article and a ``note`` on what it lost."""

    article: Article | None
    problem: str = ""
    note: str = ""


def article_of(fields: Mapping[str, Any], language: str = "en", *, as_written: bool = False) -> ArticleRow:
    """Make an article of a row's fields; unknown fields are ignored.

    An article without an id gets one from its title, text, source, url and date, so the same row has the same id
    wherever it stands.

    Args:
        fields: ``text`` and optionally ``id, title, source, url, published, language, story_id``.
        language: ISO 639-1 code of the articles the models read.
        as_written: keep the text's characters, so that offsets hold in the text that was given.
    """
    raw = fields.get("text")
    if not isinstance(raw, str):
        return ArticleRow(None, _no_text(fields))
    said = scalar(fields.get("language")).strip()
    problem = _blob(raw, said, language)
    if problem:
        return ArticleRow(None, problem)
    text = whole(raw) if as_written else normalise(whole(raw))
    title = _one_line(fields.get("title"))
    sentences = split_sentences(text, title)
    problem = foreign(text, said, language) or _too_little(text, bool(sentences))
    if problem:
        return ArticleRow(None, problem)
    moment, note = published(fields.get("published"))
    source, url = _one_line(fields.get("source")), scalar(fields.get("url")).strip()
    article_id = " ".join(scalar(fields.get("id")).split())
    if len(article_id) > _LONGEST_ID:
        note = "; ".join(filter(None, (note, f"the id is longer than {_LONGEST_ID} characters; a digest is its id")))
        article_id = ""
    article = Article(
        id=article_id or _digest_id(title, text, source, url, moment or ""),
        text=text,
        title=title,
        source=source,
        published=moment,
        url=url or None,
        language=code_of(said) or said or None,
        story_id=scalar(fields.get("story_id")).strip() or None,
        sentences=sentences,
    )
    return ArticleRow(article, note="; ".join(filter(None, (note, _left_out(fields)))))


def scalar(value: object) -> str:
    """A string or number as text; nothing for null, lists and objects."""
    if not isinstance(value, (str, int, float)) or (isinstance(value, float) and math.isnan(value)):
        return ""
    return whole(str(value))


def _one_line(value: object) -> str:
    return " ".join(normalise(scalar(value)).split())


def _no_text(fields: Mapping[str, Any]) -> str:
    if "text" not in fields:
        have = ", ".join(map(str, fields))[:200]
        return f"no field text (fields: {have or 'none'}); name the one with the text so"
    kind = "null" if fields["text"] is None else type(fields["text"]).__name__
    return f"the field text is a {kind}, not a string; write the article's text there"


def _blob(raw: str, said: str, language: str) -> str:
    """Why megabytes without blanks are no article, found before the costlier steps."""
    longest = max(map(len, raw.split()), default=0) if len(raw) > _LONGEST_WORD else 0
    if longest <= _LONGEST_WORD:
        return ""
    other = foreign(raw[:_LONGEST_WORD], said, language)
    return other or f"a word of {longest} characters, which is data and no prose; take it out of the text"


def _too_little(text: str, has_sentences: bool) -> str:
    words = len(text.split())
    if words < _FEWEST_WORDS:
        count = "one word" if words == 1 else f"{words or 'no'} words"
        return f"the text has {count}, {_FEWEST_WORDS} are the least; leave it out or give the whole text"
    if not has_sentences:
        return "the text has no sentence, only headings or credits; give the text with its full stops"
    return ""


def _left_out(fields: Mapping[str, Any]) -> str:
    names = [name for name in ("id", "title", "source", "url", "language", "story_id") if _is_nested(fields.get(name))]
    return f"{' and '.join(names)} left out, being no string or number" if names else ""


def _is_nested(value: object) -> bool:
    return value is not None and not isinstance(value, (str, int, float))


def _digest_id(*parts: str) -> str:
    return "a-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
