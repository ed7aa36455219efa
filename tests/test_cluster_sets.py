"""Sets of the clustering benchmarks: how files become batches, and the table of the shipped method."""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.benchmarks.cluster_sets import ecb, ecb_halves, joined, made, neus_held_out, neus_training, own
from eval.benchmarks.clustering import read, table

PLACES = "Karsa Lodden Pell Tarn Veld Orrin Mauk Zell".split()


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """How often each letter stands in each text, as unit rows."""
    rows = np.array([[text.lower().count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"] for text in texts])
    unit: NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write(
        tmp_path / "cluster" / "ecbplus_train.jsonl.gz",
        [
            {
                "id": f"{topic}_{number}{kind}",
                "text": f"{kind} fire in {PLACES[topic % 8]}\nA {kind} fire burned {number} sheds near {PLACES[topic % 8]}.",
                "topic": topic,
                "subtopic": f"{topic}{kind}",
            }
            for topic in (1, 2, 10, 20, 21, 22, 35)
            for kind in ("ecb", "ecbplus")
            for number in (1, 2)
        ],
    )
    for name in ("neus_train", "neus_val", "neus_full_train", "neus_full_val"):
        write(
            tmp_path / "summarisation" / f"{name}.jsonl.gz",
            [
                {
                    "id": f"{name.rpartition('_')[2]}-{number}",
                    "articles": [
                        {"title": f"Vote in {PLACES[number]}", "text": f"{PLACES[number]} voted {side}.", "date": date}
                        for side, date in (("yes", "2020-03-11"), ("no", "8/29/18"), ("again", ""))
                    ],
                }
                for number in range(7)
            ],
        )
    return tmp_path


def test_ecb_is_split_by_topic(data: Path) -> None:
    first, rest = ecb(data)
    assert set(first.topics) == {"1", "2", "10", "20"} and set(rest.topics) == {"21", "22", "35"}
    assert set(first.stories) == {f"{topic}{kind}" for topic in (1, 2, 10, 20) for kind in ("ecb", "ecbplus")}
    one, other = ecb_halves(data)
    assert set(one.topics) == {"1", "10"} and set(other.topics) == {"2", "20"}
    assert len(one.articles) == len(one.stories) == len(one.topics) == 8
    assert joined("all", first, rest).articles == first.articles + rest.articles


def test_neus_stories_keep_their_half(data: Path) -> None:
    even, odd = neus_training(data, "neus", 2, 1)
    assert [set(batch.stories) for batch in even] == [{"train-0", "train-2"}]
    assert [set(batch.stories) for batch in odd] == [{"train-1", "train-3"}]
    even, odd = neus_training(data, "neus_full", 2, 9)
    assert [len(even), len(odd)] == [2, 1], "what is left over is not used"
    assert [article.published for article in even[0].articles[:3]] == ["2020-03-11", "2018-08-29", None]
    openings, whole = neus_held_out(data)
    assert len(openings.articles) == 21 and "val-6" in whole.stories


def test_made_and_own_batches_have_stories_and_dates() -> None:
    for batch, size in ((made(40, 3), 40), (own(), 51)):
        assert len(batch.articles) == len(batch.stories) == len(batch.topics) == size
        assert all(article.published for article in batch.articles)
    assert len(set(own().stories)) == 9


def test_table_has_a_row_for_each_method_and_batch(data: Path) -> None:
    batches = read(data, encode)
    assert [one.batch.name for one in batches][-1] == "ECB+ topics 1-35"
    np.testing.assert_array_equal(batches[-1].vectors, np.concatenate([batches[0].vectors, batches[1].vectors]))
    lines = list(table(batches))
    assert len(lines) == 2 + 6 * 5 and len({line.count("|") for line in lines}) == 1
    assert sum("+0.000 [+0.000, +0.000]" in line for line in lines[2:7]) == 5
