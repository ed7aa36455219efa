"""A raw row -> an article, or the reason why not."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.articles.dates import published
from pipeline.articles.language import code_of, foreign
from pipeline.articles.raw import one_line, whole
from pipeline.records import Article
from pipeline.text import normalise, split_sentences

_FEWEST_WORDS = 5
_LONGEST_WORD = 10_000  # characters; longer ones are data, not prose
_LONGEST_ID = 200
_LONGEST_TEXT = 2_000_000  # characters, the length of three thick novels
_LONGEST_FIELD = 2000  # characters of a title, source, address, language or story id
_BESIDE = ("title", "source", "url", "language", "story_id")


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
    fields = dict(fields)
    left_out = _left_out(fields)
    said = one_line(scalar(fields.get("language")))
    problem = _blob(raw, said, language)
    if problem:
        return ArticleRow(None, problem)
    text = whole(raw) if as_written else normalise(whole(raw))
    title = _mended(fields.get("title"))
    sentences = split_sentences(text, title)
    problem = foreign(text, said, language) or _too_little(text, bool(sentences))
    if problem:
        return ArticleRow(None, problem)
    moment, note = published(fields.get("published"))
    source, url = _mended(fields.get("source")), one_line(scalar(fields.get("url")))
    article_id = one_line(scalar(fields.get("id")))
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
        story_id=one_line(scalar(fields.get("story_id"))) or None,
        sentences=sentences,
    )
    return ArticleRow(article, note="; ".join(filter(None, (note, *left_out))))


def scalar(value: object) -> str:
    """A string or number as text; nothing for null, true and false, what is no finite number, lists and objects."""
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        return ""
    if isinstance(value, float) and not math.isfinite(value):
        return ""
    return whole(str(value))


def _mended(value: object) -> str:
    return " ".join(normalise(scalar(value)).split())


def _no_text(fields: Mapping[str, Any]) -> str:
    if "text" not in fields:
        have = ", ".join(map(str, fields))[:200]
        return f"no field text (fields: {have or 'none'}); name the one with the text so"
    kind = "null" if fields["text"] is None else type(fields["text"]).__name__
    return f"the field text is a {kind}, not a string; write the article's text there"


def _blob(raw: str, said: str, language: str) -> str:
    """Why megabytes are no article, found before the costlier steps."""
    longest = max(map(len, raw.split()), default=0) if len(raw) > _LONGEST_WORD else 0
    if longest <= _LONGEST_WORD:
        if len(raw) <= _LONGEST_TEXT:
            return ""
        return f"the text has {len(raw)} characters, and at most {_LONGEST_TEXT} are read; split it into articles"
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


def _left_out(fields: dict[str, Any]) -> list[str]:
    """Take out the fields that can't be used; a note for each kind of them."""
    odd = [name for name in ("id", *_BESIDE) if _is_odd(fields.get(name))]
    if isinstance(fields.get("id"), float) and not math.isfinite(fields["id"]):
        odd.insert(0, "id")
    long = [name for name in _BESIDE if isinstance(fields.get(name), str) and len(fields[name]) > _LONGEST_FIELD]
    for name in (*odd, *long):
        del fields[name]
    notes = [f"{' and '.join(odd)} left out, being no string or number"] if odd else []
    return notes + ([f"{' and '.join(long)} left out, being longer than {_LONGEST_FIELD} characters"] if long else [])


def _is_odd(value: object) -> bool:
    return isinstance(value, bool) or (value is not None and not isinstance(value, (str, int, float)))


def _digest_id(*parts: str) -> str:
    return "a-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
