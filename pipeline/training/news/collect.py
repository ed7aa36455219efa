"""``evenhand train pairs``: training pairs out of articles with summaries and out of judged summaries."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.output import write_jsonl
from pipeline.training.judged import Judged, Part, document_key, judged_of, part_of
from pipeline.training.news.judged import judged_pairs
from pipeline.training.news.make import NewsText, cells_of_article, judged_of_article, pairs_of
from pipeline.training.news.words import WORD, Lexicon, read_lexicon, sentences_of, tidy
from pipeline.training.pairs import JUDGEMENTS
from pipeline.training.rows import numbered_rows

_NEEDS = "article and summary, articles and target, or a document and judged summaries"
_MOST_SENTENCES = 60
_CLAIMED = 15  # sentences of an article that are claims about another
_EXCHANGED = 1500  # commonest verbs and nouns that stand in for others
_DETERMINERS = {"the", "a", "an", "his", "her", "their", "its"}


@dataclass(frozen=True, slots=True)
class Sources:
    """What to make pairs of. ``most`` articles are drawn of each file; documents in ``hold_out`` are left alone.

    ``shape`` is what to write: ``pairs``; ``documents``, rows of ``document, correct, incorrect``, the whole article
    with a faithful sentence and with the same at fault, as ``train consistency`` reads them; or ``cells``, rows of
    ``article, claim, label``, as ``train stance`` reads them.
    """

    data: tuple[Path, ...]
    hold_out: tuple[Path, ...]
    out: Path
    most: int
    seed: int
    shape: str = "pairs"


@dataclass(slots=True)
class _Read:
    articles: list[NewsText] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)


def make_pairs(sources: Sources) -> Iterator[str]:
    """Read the files, write the pairs as JSONL, and yield the lines to show.

    Rows with ``document`` are judged summaries, of which only documents of the part ``train`` are used.

    Raises:
        InputError: a file is missing, or a row has none of the known shapes.
    """
    kept_apart = {document_key(row["document"]) for path in sources.hold_out for _, row in numbered_rows(path, _NEEDS)}
    read = _Read()
    for path in sources.data:
        _read_file(path, sources, kept_apart, read)
    documents = [" ".join(article.sentences) for article in read.articles]
    cased = [text for text in documents if text != text.lower()]
    lexicon = read_lexicon(documents, cased)
    words = exchangeable(documents, lexicon)
    yield f"{len(read.articles):,} articles, {len(read.judged):,} judged summaries"
    used: Counter[str] = Counter()
    rows: list[dict[str, Any]] = []
    if sources.shape == "pairs":
        pairs = [pair for article in read.articles for pair in pairs_of(article, lexicon, words, used, sources.seed)]
        pairs += judged_pairs(read.judged, lexicon)
        rows = [{**asdict(pair), "label": JUDGEMENTS[pair.label]} for pair in pairs]
        counts = Counter(f"{row['source']}\t{row['label']}" for row in rows)
    elif sources.shape == "cells":
        for article in read.articles:
            rows += map(asdict, cells_of_article(article, lexicon, words, used, sources.seed))
        counts = Counter(f"{row['source']}\t{row['label']}" for row in rows)
    else:
        for article in read.articles:
            for good, bad in judged_of_article(article, lexicon, words, used, sources.seed):
                rows.append({"document": good.document, "correct": good.summary, "incorrect": bad.summary})
        counts = used
    write_jsonl(sources.out, rows)
    yield from (f"{name}\t{count:,}" for name, count in sorted(counts.items()))


def exchangeable(documents: Iterable[str], lexicon: Lexicon) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The commonest past-tense verbs ("-ed") and nouns (mostly after a determiner) of a collection."""
    times: Counter[str] = Counter()
    determined: Counter[str] = Counter()
    for text in documents:
        before = ""
        for word in WORD.findall(text):
            if word.isalpha() and word.islower() and len(word) > 3:
                times[word] += 1
                determined[word] += before in _DETERMINERS
            before = word.lower()
    known = [word for word, _ in times.most_common() if word in lexicon.common]
    verbs = [word for word in known if word.endswith("ed") and determined[word] < 0.05 * times[word]]
    nouns = [word for word in known if determined[word] > 0.35 * times[word]]
    return tuple(verbs[: _EXCHANGED // 3]), tuple(nouns[:_EXCHANGED])


def _read_file(path: Path, sources: Sources, kept_apart: set[str], read: _Read) -> None:
    rows = list(numbered_rows(path, _NEEDS))
    random.Random(f"{sources.seed} {path.name}").shuffle(rows)
    name, taken = path.name.split(".")[0], 0
    for number, row in rows:
        if taken == sources.most and "document" not in row:
            break
        try:
            if "document" in row:
                _read_judged(row, name, kept_apart, read)
            else:
                read.articles += [
                    text for text in _texts(row, name, sources.shape) if _apart(text.sentences, kept_apart)
                ]
                taken += 1
        except (KeyError, TypeError) as error:
            raise InputError(f"{path}, line {number}: no field {error}; a row needs {_NEEDS}") from error


def _read_judged(row: dict[str, Any], name: str, kept_apart: set[str], read: _Read) -> None:
    document = row["document"]
    if part_of(document) is Part.TRAIN and document_key(document) not in kept_apart:
        read.judged += judged_of(row, f"judged-{name}")


def _texts(row: dict[str, Any], name: str, shape: str) -> Iterator[NewsText]:
    if "article" in row:
        yield NewsText(_sentences(row["article"]), tuple(map(_ended, map(tidy, row["summary"]))), name)
        return
    target = _sentences(row["target"])
    texts = [_sentences(article["text"]) for article in row["articles"]]
    if shape == "cells":
        # What one outlet wrote of the event is a claim about what the other wrote.
        pairs = [(one, other) for one in texts for other in texts if one is not other and len(one) > 5]
        yield from (NewsText(one, other[:_CLAIMED], name) for one, other in pairs)
        return
    # What the outlets wrote together is what the summary rests on.
    yield NewsText(tuple(dict.fromkeys(sentence for text in texts for sentence in text[:20])), target, name)
    for text in texts:
        if len(text) > 5:
            yield NewsText(text, (), name)


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(sentences_of(text)[:_MOST_SENTENCES])


def _ended(sentence: str) -> str:
    return sentence if sentence[-1:] in '.!?"' else f"{sentence}."


def _apart(sentences: Sequence[str], kept_apart: set[str]) -> bool:
    return document_key(" ".join(sentences[:12])) not in kept_apart
