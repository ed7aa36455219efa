"""ECB+ (Cybulska and Vossen, 2014): news on 43 topics, each with two seminal events.

PATH is the folder ``ECB+`` of the archive in cltl/ecbPlus, or the folder above it: files ``<topic>/<topic>_<n>ecb.xml``
on the one event of a topic and ``<topic>/<topic>_<n>ecbplus.xml`` on the other, which are its two clusters. A file is a
``Document`` of ``token`` elements with the number of their sentence.

Sentences are joined from their words; the address of the page, the first sentence of many files, is left out, since it
tells the story. Mentions and coreference aren't read. A file that declares a document type is refused. Checked against
a published file of either kind.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from eval.benchmarks.readers.files import readable
from eval.benchmarks.readers.rows import ClusterRow
from eval.benchmarks.readers.trees import tree_of
from pipeline.errors import InputError

_NAME = re.compile(r"(?P<topic>\d+)_(?P<number>\d+)(?P<event>ecb|ecbplus)\.xml")
_NEEDS = "a Document of token elements, named TOPIC_NUMBERecb.xml or TOPIC_NUMBERecbplus.xml"
_ADDRESS = re.compile(r"https? :|www \.")
_QUOTES = re.compile(r"`` ?| ?''")
_BEFORE = re.compile(r" (?=[.,;:!?%)\]’”]|'s\b|n't\b)")
_AFTER = re.compile(r"(?<=[(\[“$£€]) ")
FILES = "the folder ECB+ of topics, each with files TOPIC_NUMBERecb.xml and TOPIC_NUMBERecbplus.xml"


def read(path: Path) -> Iterator[ClusterRow]:
    """Read the set, topic by topic.

    Raises:
        InputError: there is no file, or one can't be read, has another name, declares a document type or has no text.
    """
    folder = path / "ECB+" if (path / "ECB+").is_dir() else path
    files = [(file, _named(file)) for file in folder.glob("*/*.xml") if not file.name.startswith(".")]
    if not files:
        raise InputError(f"{path}: not the files of this set; needed: {FILES}")
    for file, name in sorted(files, key=lambda pair: _order(pair[1])):
        cluster = f"{name['topic']}{name['event']}"
        yield ClusterRow(file.stem, _text(file), cluster, name["topic"])


def _named(file: Path) -> re.Match[str]:
    name = _NAME.fullmatch(file.name)
    if name is None:
        raise InputError(f"{file}: not a file of this set; needed: {_NEEDS}")
    return name


def _order(name: re.Match[str]) -> tuple[int, str, int]:
    return int(name["topic"]), name["event"], int(name["number"])


def _text(file: Path) -> str:
    with readable(file, _NEEDS):
        data = file.read_bytes()
    sentences: dict[str, list[str]] = {}
    for token in tree_of(data, str(file)).iterfind("token"):
        sentences.setdefault(_sentence(token, file), []).append((token.text or "").strip())
    texts = [" ".join(words) for words in sentences.values()]
    text = "\n".join(_spaced(one) for one in texts if not _ADDRESS.match(one))
    if not text.strip():
        raise InputError(f"{file}: no text; needed: {_NEEDS}")
    return text


def _sentence(token: Element, file: Path) -> str:
    number = token.get("sentence")
    if number is None:
        raise InputError(f"{file}, token {token.get('t_id')}: no sentence; needed: {_NEEDS}")
    return number


def _spaced(words: str) -> str:
    """A sentence with the spaces that its words were written with, nearly."""
    return _AFTER.sub("", _BEFORE.sub("", _QUOTES.sub('"', words)))
