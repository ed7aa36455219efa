"""Sets and lists to measure a measure of tone on, in the form that ``eval.benchmarks.neutrality`` describes."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.benchmarks.readers.files import Record, json_lines, readable, text_lines
from eval.figures.tone import inflected
from pipeline.errors import InputError
from pipeline.text import normalise, split_sentences

_BABE = "text, label (biased or non_biased) and outlet"
_PTC = "article_id, text and spans, each with technique, start and end"
_NEUS = "articles (title, text), target and target_title"
_LISTS = "*.txt (a lemma a line) or vader.tsv (token, mean)"
_LOADED = frozenset({"Loaded_Language", "Name_Calling,Labeling"})
_STRONG = 2.0  # of at most 4, VADER's mean rating of a word


@dataclass(frozen=True, slots=True)
class Labelled:
    """Sentences, of which some take a side.

    All of shape (sentences,); ``groups`` names the article, story or outlet of each, ``clustered`` says whether whole
    groups are to be drawn for intervals.
    """

    name: str
    texts: tuple[str, ...]
    sided: tuple[bool, ...]
    groups: tuple[str, ...]
    clustered: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A story: the sentences and title of an expert's summary, those of all its articles, and the articles' titles."""

    id: str
    summary: tuple[str, ...]
    articles: tuple[str, ...]
    title: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A list of single words, lower-case, in all their forms."""

    name: str
    words: frozenset[str]


def read_babe(path: Path) -> Labelled:
    """Sentences that experts called biased or not (BABE, Spinde et al. 2021), with their outlets.

    Raises:
        InputError: the file can't be read, or a row lacks a field.
    """
    rows = [
        (normalise(row.text("text")), row.choice("label", {"biased": True, "non_biased": False}), row.key("outlet"))
        for row in json_lines(path, _BABE)
    ]
    return _labelled("BABE", rows, _BABE, path, clustered=False)


def read_ptc(path: Path) -> Labelled:
    """Sentences with a span of loaded language or name-calling, and those without any (Da San Martino et al. 2020).

    Sentences with spans of other techniques only are left out: they may take a side in other ways.

    Raises:
        InputError: the file can't be read, or a row lacks a field.
    """
    rows = []
    for row in json_lines(path, _PTC):
        text = row.text("text")
        spans = _spans(row)
        for part in split_sentences(text):
            met = {technique for technique, start, end in spans if start < part.end and part.start < end}
            if not met or met & _LOADED:
                rows.append((text[part.start : part.end], bool(met), row.key("article_id")))
    return _labelled("PTC", rows, _PTC, path, clustered=True)


def _spans(row: Record) -> list[tuple[str, int, int]]:
    """Technique, start and end (excluded) of a row's spans."""
    given = row.records("spans") if row.fields.get("spans") else []
    try:
        return [(span.text("technique"), int(span.key("start")), int(span.key("end"))) for span in given]
    except ValueError as error:
        raise row.fault(f"a span's place is no number ({error})") from error


def read_neus(path: Path) -> tuple[Told, ...]:
    """Stories of articles with an expert's summary (NeuS, Lee et al. 2022); those without sentences are left out.

    Raises:
        InputError: the file can't be read, a row lacks a field, or no story has sentences.
    """
    found = []
    for number, row in enumerate(json_lines(path, _NEUS), start=1):
        parts = row.records("articles")
        told = Told(
            row.key("id") if row.has("id") else str(number),
            _sentences(row.text("target")),
            tuple(text for part in parts if part.fields.get("text") for text in _sentences(part.text("text"))),
            normalise(row.text("target_title")) if row.fields.get("target_title") else "",
            tuple(normalise(part.text("title")) for part in parts if part.fields.get("title")),
        )
        if told.summary and told.articles:
            found.append(told)
    if not found:
        raise InputError(f"{path}: no story; a row needs {_NEUS}")
    return tuple(found)


def sentences_of(name: str, stories: tuple[Told, ...]) -> Labelled:
    """Sentences of the articles (sided) beside those of the experts' summaries."""
    rows = [(text, False, told.id) for told in stories for text in told.summary]
    rows += [(text, True, told.id) for told in stories for text in told.articles]
    texts, sided, groups = zip(*rows, strict=True)
    return Labelled(f"{name}, sentences", texts, sided, groups, clustered=True)


def titles_of(name: str, stories: tuple[Told, ...]) -> Labelled | None:
    """Titles of the articles (sided) beside those of the experts' summaries; None where the stories have none."""
    rows = [(told.title, False, told.id) for told in stories if told.title]
    rows += [(title, True, told.id) for told in stories for title in told.titles]
    if len({sided for _, sided, _ in rows}) < 2:
        return None
    texts, sided, groups = zip(*rows, strict=True)
    return Labelled(f"{name}, titles", texts, sided, groups, clustered=True)


def read_lexicons(folder: Path) -> Iterator[Lexicon]:
    """Lists of a folder: ``*.txt`` of lemmas, which are inflected, and ``vader.tsv``, of which the strong words count.

    Entries of several words are left out; so are files whose name begins with ``LICENSE``.

    Raises:
        InputError: the folder holds no list, or one can't be read.
    """
    paths = sorted(path for path in folder.glob("*.txt") if not path.name.startswith("LICENSE"))
    for path in paths:
        lemmas = [line.strip() for line in text_lines(path, _LISTS) if line.strip() and not line.startswith("#")]
        yield Lexicon(path.stem, frozenset(form for lemma in lemmas if " " not in lemma for form in inflected(lemma)))
    rated = folder / "vader.tsv"
    if rated.is_file():
        yield Lexicon("vader (strong)", _rated(rated))
    elif not paths:
        raise InputError(f"{folder}: no lists; needed: {_LISTS}")


def read_words(path: Path) -> Callable[[str], bool]:
    """Whether a word is in a list in the form of ``pipeline/loaded_words.txt``: a trailing * matches any ending.

    Raises:
        InputError: the file can't be read.
    """
    entries = [line for line in text_lines(path, "a word a line") if line and not line.startswith("#")]
    pattern = re.compile("|".join(re.escape(entry).replace(r"\*", r"[\w-]*") for entry in entries), re.IGNORECASE)
    return lambda word: bool(pattern.fullmatch(word))


def _sentences(text: str) -> tuple[str, ...]:
    whole = normalise(text)
    return tuple(whole[part.start : part.end] for part in split_sentences(whole))


def _labelled(name: str, rows: Sequence[tuple[str, bool, str]], needs: str, path: Path, *, clustered: bool) -> Labelled:
    if len({sided for _, sided, _ in rows}) < 2:
        raise InputError(f"{path}: not both kinds of sentences; a row needs {needs}")
    texts, sided, groups = zip(*rows, strict=True)
    return Labelled(name, texts, sided, groups, clustered)


def _rated(path: Path) -> frozenset[str]:
    with readable(path, _LISTS), path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    try:
        return frozenset(
            row["token"].lower() for row in rows if row["token"].isalpha() and abs(float(row["mean"])) >= _STRONG
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path}: not as needed ({error}); needed: {_LISTS}") from error
