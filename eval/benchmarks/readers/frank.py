"""FRANK (Pagnoni et al., 2021): summaries of CNN/DailyMail and XSum by nine systems, with errors by type.

PATH is ``human_annotations_sentence.json`` of artidoro/frank, or the folder that holds it (``data``). Its objects have
``hash`` (of the document), ``model_name``, ``article``, ``summary``, ``summary_sentences`` and
``summary_sentences_annotations``: for each sentence, the types of error that each annotator named, ``NoE`` for none.
Where an object lacks its article or summary, ``benchmark_data.json`` of the same folder gives it, by ``hash`` and
``model_name``. Both splits are read.

A sentence is consistent if most annotators found no error in it, a summary if all its sentences are, as in SummaC
(Laban et al., 2022); ``kind`` holds the types that most named for a faulty sentence, or all where they don't agree.
Layout as described in the repository's README and read by SummaC's code; not checked against a download.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from eval.benchmarks.readers.files import Record, json_list, pick
from eval.benchmarks.readers.rows import Judged
from eval.benchmarks.readers.votes import agreed, kind_of, most

_ANNOTATIONS = "human_annotations_sentence.json"
_TEXTS = "benchmark_data.json"
_NO_ERROR = "NoE"
_NEEDS = "hash, model_name, article, summary and summary_sentences_annotations (types of error by annotator)"
FILES = f"{_ANNOTATIONS}, or the folder that holds it"

Key = tuple[str, str]  # document and system


def read(path: Path) -> Iterator[Judged]:
    """Read the set.

    Raises:
        InputError: the file is missing or can't be read, or an object lacks a field.
    """
    file = pick(path, [_ANNOTATIONS], FILES)
    beside: Mapping[Key, Record] | None = None
    for row in json_list(file, _NEEDS):
        group, system = row.key("hash"), row.key("model_name")
        texts = row
        if not (row.has("article") and row.has("summary")):
            beside = _texts(file.parent / _TEXTS) if beside is None else beside
            texts = beside.get((group, system), row)
        faults = [names for names in map(_named, row.records("summary_sentences_annotations")) if not _sound(names)]
        kind = kind_of({name for names in faults for name in agreed([one - {_NO_ERROR} for one in names])})
        yield Judged(f"{group}-{system}", texts.text("article"), texts.text("summary"), not faults, kind, group)


def _named(sentence: Record) -> list[set[str]]:
    """Types that each annotator named for a sentence."""
    if not sentence.fields:
        raise sentence.fault("no annotator")
    return [set(sentence.texts(annotator)) for annotator in sentence.fields]


def _sound(names: list[set[str]]) -> bool:
    return most([_NO_ERROR in one for one in names])


def _texts(path: Path) -> Mapping[Key, Record]:
    if not path.is_file():
        return {}
    return {(row.key("hash"), row.key("model_name")): row for row in json_list(path, _NEEDS)}
