"""XSumFaith (Maynez et al., 2020): summaries of XSum, with the spans that three people found unsupported.

PATH is a folder with ``hallucination_annotations_xsum_summaries.csv`` (a row per worker and span, type ``NULL`` where
the worker found none) and, if it is to be told which errors are true of the world,
``factuality_annotations_xsum_summaries.csv``. The documents aren't part of the set. They lie in the same folder:

- ``documents.jsonl`` or ``documents.jsonl.gz``, rows of ``id`` (or ``bbcid``) and ``document``; or
- XSum's own ``<bbcid>.summary`` files, there or in ``bbc-summary-data``, whose text follows ``[SN]RESTBODY[SN]``.

A summary is consistent if most of its workers marked no span. ``kind`` holds the types that most of the others marked
(all of them where they don't agree) and ``factual`` if most of those asked held the summary to be true all the same.

Both CSV files were checked against the published repository, the ``.summary`` files against scripts that read them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from eval.benchmarks.readers.files import Record, csv_rows, json_lines, pick, readable
from eval.benchmarks.readers.rows import Judged
from eval.benchmarks.readers.votes import agreed, kind_of, most

_SPANS = "hallucination_annotations_xsum_summaries.csv"
_FACTS = "factuality_annotations_xsum_summaries.csv"
_DOCUMENTS = ("documents.jsonl", "documents.jsonl.gz")
_FOLDERS = ("", "bbc-summary-data")
_BODY = "[SN]RESTBODY[SN]"
_TYPES = {"NULL": None, "intrinsic": "intrinsic", "extrinsic": "extrinsic"}
_ANSWERS = {"yes": True, "no": False}
_NEEDS = "bbcid, system, summary, worker_id and hallucination_type (intrinsic, extrinsic or NULL)"
_NEEDS_FACTS = "bbcid, system, worker_id and is_factual (yes or no)"
_NEEDS_DOCUMENT = "id and document"
FILES = f"a folder with {_SPANS} and the documents: documents.jsonl (id, document) or XSum's BBCID.summary files"
# What the pages' buttons left in the files.
_BUTTONS = frozenset(
    {"Share this with", "Email", "Facebook", "Messenger", "Twitter", "Pinterest", "WhatsApp", "LinkedIn",
     "Copy this link", "These are external links and will open in a new window"}
)  # fmt: skip

Key = tuple[str, str]  # document and system


def read(path: Path) -> Iterator[Judged]:
    """Read the set.

    Raises:
        InputError: a file is missing or can't be read, a row lacks a field, or a document isn't there.
    """
    spans = _by_summary(csv_rows(pick(path, [_SPANS], FILES), _NEEDS))
    folder = path if path.is_dir() else path.parent
    has_facts = (folder / _FACTS).is_file()
    facts = _by_summary(csv_rows(folder / _FACTS, _NEEDS_FACTS)) if has_facts else {}
    documents = _documents(folder)
    for (number, system), rows in spans.items():
        found = _types(rows)
        consistent = most([not types for types in found.values()])
        kinds = set() if consistent else agreed([types for types in found.values() if types])
        if not consistent and most([row.choice("is_factual", _ANSWERS) for row in facts.get((number, system), ())]):
            kinds.add("factual")
        summary = rows[0].text("summary").replace("\\'", "'")  # the published file escapes them
        document = documents.get(number) or _from_summary_file(folder, number, rows[0])
        yield Judged(f"{number}-{system}", document, summary, consistent, kind_of(kinds), number)


def _by_summary(rows: Iterable[Record]) -> dict[Key, list[Record]]:
    found: dict[Key, list[Record]] = defaultdict(list)
    for row in rows:
        found[row.key("bbcid"), row.key("system")].append(row)
    return found


def _types(rows: Iterable[Record]) -> dict[str, set[str]]:
    """Types that each worker marked."""
    found: dict[str, set[str]] = {}
    for row in rows:
        name = row.choice("hallucination_type", _TYPES)
        found.setdefault(row.key("worker_id"), set()).update([name] if name else [])
    return found


def _documents(folder: Path) -> Mapping[str, str]:
    for name in _DOCUMENTS:
        if (folder / name).is_file():
            rows = json_lines(folder / name, _NEEDS_DOCUMENT)
            return {row.key("id", "bbcid"): row.text("document") for row in rows}
    return {}


def _from_summary_file(folder: Path, number: str, row: Record) -> str:
    places = [folder / name / f"{number}.summary" for name in _FOLDERS]
    path = next((place for place in places if place.is_file()), None) if number.isdigit() else None
    if path is None:
        raise row.fault(f"document {number} is neither in {_DOCUMENTS[0]} nor in a file {number}.summary in {folder}")
    with readable(path, FILES):
        _, mark, body = path.read_text(encoding="utf-8").partition(_BODY)
    lines = [line.strip() for line in body.splitlines()]
    text = "\n".join(line for line in lines if line and line not in _BUTTONS)
    if not mark or not text:
        raise row.fault(f"{path} has no text after {_BODY}")
    return text
