"""The project's own simple form, for sets that have no reader: JSONL or JSONL.gz, one kind of row in a file.

- consistency: ``document, summary, label`` (1 consistent, 0 not), optional ``error_type`` (a text or a list), or
  ``document, correct, incorrect``, which makes two rows;
- stance: ``claim``, ``evidence`` or ``article``, and ``label``: ``supports``, ``refutes``, ``mixed``, ``not_stated``
  (or ``not_enough_info``) or ``discusses``;
- summaries: ``articles`` (each with ``text``, optional ``title``; those of an empty text are dropped) and ``target``;
- clusters: ``id, text, topic, subtopic``; a cluster is a subtopic of its topic.

``id`` is optional but for clusters.
"""

from collections.abc import Iterator
from pathlib import Path

from eval.benchmarks.readers.files import Record, json_lines, mark_of, pick
from eval.benchmarks.readers.rows import ClusterRow, Judged, Row, StanceLabel, StanceRow, SummaryRow, task_of
from eval.benchmarks.readers.votes import kind_of

_NEEDS = (
    "document, summary and label; document, correct and incorrect; claim, evidence and label; articles and target; "
    "or id, text, topic and subtopic"
)
_LABELS: dict[str, StanceLabel] = {
    "supports": "supports",
    "refutes": "refutes",
    "mixed": "mixed",
    "not_stated": "not_stated",
    "not_enough_info": "not_stated",
    "discusses": "discusses",
}
FILES = "a .jsonl or .jsonl.gz file of the project's own form"


def read(path: Path) -> Iterator[Row]:
    """Read a file; its first row decides what it is of.

    Raises:
        InputError: the file is missing or can't be read, a row lacks a field, or is for another task than the first.
    """
    file = pick(path, (), FILES)
    task = None
    for number, record in enumerate(json_lines(file, _NEEDS), start=1):
        name = record.key("id") if record.has("id") else f"{file.name.split('.')[0]}-{number}"
        for row in _rows(record, name):
            task = task or task_of(row)
            if task_of(row) != task:
                raise record.fault(f"a row for {task_of(row)} in a file for {task}")
            yield row


def _rows(record: Record, name: str) -> Iterator[Row]:
    if record.has("articles"):
        yield _summary(record, name)
    elif record.has("claim"):
        article = record.text("article", "evidence")
        yield StanceRow(name, article, record.text("claim"), record.choice("label", _LABELS))
    elif record.has("document"):
        yield from _judged(record, name)
    elif record.has("topic"):
        topic = record.key("topic")
        cluster = f"{topic}/{record.key('subtopic')}"
        yield ClusterRow(record.key("id"), record.text("text"), cluster, topic)
    else:
        raise record.fault("none of the fields of any task")


def _judged(record: Record, name: str) -> Iterator[Judged]:
    document = record.text("document")
    group, kind = mark_of(document), _kind(record)
    if record.has("correct"):
        yield Judged(f"{name}-correct", document, record.text("correct"), True, None, group)
        yield Judged(f"{name}-incorrect", document, record.text("incorrect"), False, kind, group)
        return
    label = record.fields.get("label")
    if label not in (0, 1):  # true and false are these, too
        raise record.fault(f"label is {label!r}, neither 1 nor 0")
    yield Judged(name, document, record.text("summary"), bool(label), kind, group)


def _kind(record: Record) -> str | None:
    if not record.has("error_type"):
        return None
    if isinstance(record.fields["error_type"], list):
        return kind_of(record.texts("error_type"))
    return record.text("error_type").strip()


def _summary(record: Record, name: str) -> SummaryRow:
    parts = [part for part in record.records("articles") if part.fields.get("text") != ""]
    if not parts:
        raise record.fault("articles without text")
    titles = [part.text("title").strip() if part.fields.get("title") else "" for part in parts]
    articles = tuple((title, part.text("text")) for title, part in zip(titles, parts, strict=True))
    return SummaryRow(name, articles, record.text("target"))
