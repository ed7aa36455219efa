"""QAGS (Wang et al., 2020): generated summaries whose sentences three people each held against the article.

PATH is ``mturk_cnndm.jsonl`` or ``mturk_xsum.jsonl`` of W4ngatang/qags. Rows have ``article`` and
``summary_sentences``, each with ``sentence`` and ``responses`` of ``worker_id`` and ``response`` (``yes`` or ``no``).

A summary is consistent if most people said yes to each of its sentences. Texts are left as published, with the wrongly
decoded characters of some articles. Checked against the published ``mturk_xsum.jsonl``.
"""

from collections.abc import Iterator
from pathlib import Path

from eval.benchmarks.readers.files import json_lines, mark_of, pick
from eval.benchmarks.readers.rows import Judged
from eval.benchmarks.readers.votes import most

_NEEDS = "article and summary_sentences, each with sentence and responses whose response is yes or no"
_ANSWERS = {"yes": True, "no": False}
FILES = "mturk_cnndm.jsonl or mturk_xsum.jsonl"


def read(path: Path) -> Iterator[Judged]:
    """Read the set.

    Raises:
        InputError: the file is missing or can't be read, or a row lacks a field.
    """
    file = pick(path, (), FILES)
    for number, row in enumerate(json_lines(file, _NEEDS), start=1):
        article, sentences = row.text("article"), row.records("summary_sentences")
        summary = " ".join(sentence.text("sentence").strip() for sentence in sentences)
        votes = [[given.choice("response", _ANSWERS) for given in one.records("responses")] for one in sentences]
        consistent = all(most(answers) for answers in votes)
        yield Judged(f"{file.stem}-{number}", article, summary, consistent, None, mark_of(article))
