"""NeuS (Lee et al., 2022): articles of the left, the right and the centre on one issue, and AllSides' own roundup.

PATH is ``test.source``, ``val.source`` or ``train.source`` of HLTCHKUST/framing-bias-metric with its ``.target`` beside
it, or the folder, of which the test set is read. A line of the source has the three articles with ``[SEP]`` between
them, each ``TITLE=> title. ARTICLE=> text`` or the text alone; the same line of the target has the summary, in the same
form. PATH may also be ``.jsonl``, as crawled: ``id``, ``roundup`` (paragraphs) and ``news``, by side, each with
``newsTitle`` and ``newBody`` (paragraphs).

The reference is the roundup without its title. Articles without text are left out. Checked against the published
``val.source``, ``val.target`` and ``headline_11_2021-10-19_crawled_all.jsonl``.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from eval.benchmarks.readers.files import Record, json_lines, pick, text_lines
from eval.benchmarks.readers.rows import SummaryRow
from pipeline.errors import InputError

_NAMES = ("test.source", "val.source", "train.source")
_SEPARATOR = "[SEP]"
_TITLED = re.compile(r"TITLE=>\s*(?P<title>.*?)\.?\s*ARTICLE=>(?P<text>.*)", re.DOTALL)
_SIDES = ("left", "center", "right")
_NEEDS = "articles with [SEP] between them, each TITLE=> title. ARTICLE=> text, and its summary in the .target file"
_NEEDS_JSON = "id, roundup, and news by left, center and right, each with newsTitle and newBody"
FILES = f"{_NAMES[0]} with its .target beside it, the folder that holds them, or a .jsonl as crawled"


def read(path: Path) -> Iterator[SummaryRow]:
    """Read the set.

    Raises:
        InputError: a file is missing or can't be read, the two differ in length, or a row lacks an article or summary.
    """
    source = pick(path, _NAMES, FILES)
    if source.suffix in {".jsonl", ".gz"}:
        yield from map(_crawled, json_lines(source, _NEEDS_JSON))
        return
    target = source.with_suffix(".target")
    if target == source:
        raise InputError(f"{source}: not a .source file; needed: {FILES}")
    stories, summaries = text_lines(source, _NEEDS), text_lines(target, _NEEDS)
    if len(stories) != len(summaries):
        raise InputError(
            f"{source} has {len(stories)} lines and {target.name} {len(summaries)}; a row needs a line in both"
        )
    for number, (story, summary) in enumerate(zip(stories, summaries, strict=True), start=1):
        articles = tuple(part for part in map(_parts, story.split(_SEPARATOR)) if part[1])
        reference = _parts(summary)[1]
        if not articles:
            raise InputError(f"{source}, line {number}: no article; a row needs {_NEEDS}")
        if not reference:
            raise InputError(f"{target}, line {number}: no summary; a row needs {_NEEDS}")
        yield SummaryRow(f"{source.stem}-{number}", articles, reference)


def _parts(text: str) -> tuple[str, str]:
    """Title, which may be empty, and text."""
    found = _TITLED.fullmatch(text.strip())
    return (found["title"].strip(), found["text"].strip()) if found else ("", text.strip())


def _crawled(row: Record) -> SummaryRow:
    news = row.fields.get("news")
    if not isinstance(news, dict):
        raise row.fault("news is no object")
    articles = []
    for side in _SIDES:
        given = news.get(side)
        if not isinstance(given, dict):
            continue
        article = Record(f"{row.place}, {side}", given, row.needs)
        text = " ".join(paragraph.strip() for paragraph in article.texts("newBody")).strip()
        if text:
            articles.append((article.text("newsTitle").strip(), text))
    reference = " ".join(paragraph.strip() for paragraph in row.texts("roundup")).strip()
    if not articles or not reference:
        raise row.fault("no article" if not articles else "no summary")
    return SummaryRow(row.key("id"), tuple(articles), reference)
