"""Articles, and the files that the tests of the readers write them to."""

import csv
import gzip
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.articles import Reading, read_articles
from pipeline.errors import InputError
from pipeline.records import Article

FERRY = (
    "The ferry Astrid ran onto a sandbank outside the harbour of Velm on Tuesday morning, the coast guard said.\n\n"
    "All 214 passengers were brought ashore in lifeboats, and nobody was hurt in the accident."
)
LIBRARY = (
    "The council of Orrick voted nine to four for a budget that closes two of the town's five libraries.\n\n"
    "Parents had stood on the steps of the town hall since noon to speak against the plan."
)
GERMAN = (
    "Die Fähre lief am Dienstag kurz nach Sonnenaufgang vor dem Hafen auf eine Sandbank, teilte die Küstenwache mit. "
    "Alle Fahrgäste wurden mit Booten an Land gebracht."
)
CHINESE = (
    "星期二早晨渡轮在港口外搁浅海岸警卫队表示所有乘客都已安全上岸没有人受伤"
    "天气预报说大雾将持续到星期四船运公司答应支付旅馆费用"
)
HERON = "A heron nested on the roof of the town hall on Monday, and the clerk let it stay for case {}."
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ferry aground off Velm | Velm Post</title>
<meta property="og:site_name" content="Velm Post"><meta property="og:title" content="Ferry aground off Velm">
<link rel="canonical" href="https://example.org/velm/ferry">
<meta property="article:published_time" content="2017-11-07T14:05:00+01:00"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Ferry aground off Velm</h1>
<p>The ferry Astrid ran onto a sandbank outside the harbour on Tuesday – the coast guard said.</p>
<p>All 214 passengers were brought ashore in lifeboats, and nobody was hurt in the accident.</p>
<p>Fog had lain over the strait since midnight, and two freighters had turned back before.</p>
</article><footer>Copyright Velm Post</footer></body></html>"""


def jsonl(path: Path, rows: Sequence[Mapping[str, Any]]) -> str:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def row(number: int) -> dict[str, Any]:
    """A row that differs from every other."""
    return {"id": f"n{number:04}", "title": f"Ferry {number} aground", "text": f"{FERRY}\n\nThis was case {number}."}


def heron(number: int) -> dict[str, Any]:
    """A good row among bad ones."""
    return {"id": f"good-{number}", "text": HERON.format(number)}


def heron_line(number: int) -> bytes:
    return json.dumps(heron(number)).encode()


def ids_of(reading: Reading) -> set[str]:
    return {article.id for article in reading.articles}


def places(reading: Reading) -> list[tuple[str, int]]:
    return [(reject.file, reject.line) for reject in reading.rejects]


def reasons(reading: Reading) -> list[tuple[int, str]]:
    return [(reject.line, reject.reason) for reject in reading.rejects]


def refused(path: Path, content: bytes | str) -> str:
    """The message with which a file that holds nothing usable is refused."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(InputError) as caught:
        read_articles([str(path)])
    assert str(path) in str(caught.value)
    return str(caught.value)


def one(reading: Reading) -> Article:
    assert reading.rejects == ()
    (article,) = reading.articles
    return article


FULL = {
    "id": "velm-1",
    "title": "Ferry  aground",
    "text": FERRY,
    "source": "Velm Post",
    "url": "https://example.org/velm/ferry",
    "published": "2017-11-07T14:05:00+01:00",
    "language": "en",
    "story_id": "ferry",
    "author": "not read",
}


def write(kind: str, path: Path) -> str:
    """Write the full row in a format; the path."""
    file = path / f"articles.{kind}"
    line = json.dumps(FULL).encode() + b"\n"
    if kind in {"jsonl", "ndjson", "json"}:
        file.write_bytes(line)
    elif kind == "jsonl.gz":
        file.write_bytes(gzip.compress(line))
    elif kind in {"csv", "csv.gz", "tsv"}:
        text = io.StringIO()
        table = csv.DictWriter(text, list(FULL), delimiter="\t" if kind == "tsv" else ",")
        table.writeheader()
        table.writerow(FULL)
        file.write_bytes(gzip.compress(text.getvalue().encode()) if kind == "csv.gz" else text.getvalue().encode())
    elif kind == "parquet":
        pq.write_table(pa.Table.from_pylist([FULL]), file)
    elif kind == "dataset":
        datasets.Dataset.from_list([FULL]).save_to_disk(str(file))
    elif kind == "splits":
        datasets.DatasetDict({"train": datasets.Dataset.from_list([FULL])}).save_to_disk(str(file))
    return str(file)
