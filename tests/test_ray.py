"""The Ray engine on a cluster of two workers on this machine: the same bytes as here, whoever is killed."""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from pipeline.articles import read_articles
from pipeline.cluster import cluster
from pipeline.config import Cluster, Config, load
from pipeline.engine import LocalEngine, engine_of
from pipeline.engine.parts import Store
from pipeline.errors import ConfigError, EngineError
from pipeline.progress import Stages
from pipeline.records import Story
from pipeline.run import Job, run
from pipeline.story import Claims, Piece, piece_of
from pipeline.tools import Tools

if find_spec("ray") is None:  # it is imported late, as in a run
    pytest.skip("Ray is not installed: pip install 'evenhand[ray]'", allow_module_level=True)

_RAY = ("engine.name=ray", "engine.workers=2", "compute.threads=1")
_TINY = ("models.encoder=builtin:minilm", "cluster.distance=0.62", "stance.about=0.4")
_SAMPLES = Path(__file__).parent.parent / "pipeline" / "samples" / "articles.jsonl"
_PLACES = ("Orra", "Tarn", "Harl")
_EVENTS = (
    ("A barge struck the bridge at {place} on Monday and the river was closed.", "{count} sailors were hurt."),
    ("The council of {place} bought new trams for its northern line.", "They cost {count} million, the mayor said."),
    ("Fire destroyed the timber mill near {place} in the night.", "Police said {count} people were taken to safety."),
)


@pytest.fixture(scope="module")
def room() -> Iterator[Any]:
    """A cluster of two processors, started and stopped by the engine's own means."""
    from pipeline.engine.session import session

    with session(load("tiny", _RAY)) as found:
        yield found


def _config(*changes: str, far: bool) -> Config:
    return load("tiny", (*_TINY, "compute.threads=1", *(_RAY if far else ()), *changes))


def _articles(path: Path) -> str:
    rows = [
        {
            "id": f"{event}-{place}-{paper}",
            "source": f"Paper {paper}",
            "published": "2026-03-02",
            "story_id": f"{event}-{place}",
            "text": " ".join((opening.format(place=place), more.format(count=3 + number + paper))),
        }
        for number, place in enumerate(_PLACES)
        for event, (opening, more) in enumerate(_EVENTS)
        for paper in range(2)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def _piece(source: Path, config: Config, *ids: str) -> Piece:
    by_id = {article.id: article for article in read_articles([str(source)]).articles}
    return piece_of(Story("s", "A story", ids), by_id, config)


def _no_claims() -> Claims:
    return Claims((), np.zeros((0, 384), dtype=np.float32), auto=True)


def _workers() -> list[int]:
    """Processes of the actors of this test's own cluster: children of the raylet that this process started."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            title = (entry / "cmdline").read_bytes()
            if title.startswith(b"ray::MapWorker") and _parent(_parent(int(entry.name))) == os.getpid():
                found.append(int(entry.name))
        except (OSError, ValueError):
            continue
    return found


def _parent(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


class _Killer(threading.Thread):
    """Kills one worker when the first result of a stage is there."""

    def __init__(self, storage: Path, stage: str) -> None:
        super().__init__(daemon=True)
        self.storage, self.stage, self.killed = storage, stage, 0
        self.before: list[int] = []

    def run(self) -> None:
        while not list(self.storage.glob(f"work-*/{self.stage}/out/*.parquet")):
            time.sleep(0.005)
        self.before = _workers()
        os.kill(self.before[0], signal.SIGKILL)
        self.killed = self.before[0]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for the worker in /proc")
def test_the_same_bytes_with_a_worker_killed_in_the_middle(
    room: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    source, storage = _articles(tmp_path / "in.jsonl"), tmp_path / "storage"
    run(Job((source,), tmp_path / "here", "auto", offline=True), _config(far=False), Stages())
    killer = _Killer(storage, "stories")
    killer.start()
    config = _config(f"engine.storage={storage}", far=True)
    run(Job((source,), tmp_path / "there", "auto", offline=True), config, Stages())
    assert killer.killed
    assert len(killer.before) == 2
    files = [path.relative_to(tmp_path / "here") for path in (tmp_path / "here").rglob("*") if path.is_file()]
    assert len(files) > 5
    for name in files:
        if name.name != "manifest.json":
            assert (tmp_path / "there" / name).read_bytes() == (tmp_path / "here" / name).read_bytes(), name
    assert sorted(path.name for path in storage.iterdir()) == ["articles.parquet", "stances.parquet", "stories.parquet"]
    kept = pq.read_table(storage / "stories.parquet").to_pylist()
    lines = (tmp_path / "here" / "stories.jsonl").read_bytes().splitlines()
    assert [row["body"] for row in kept] == lines
    assert len(lines) == len(_PLACES) * len(_EVENTS)
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")


@pytest.mark.models
def test_the_builtin_models_say_there_what_they_say_here(room: Any) -> None:
    here = load("default", ("compute.threads=1",))
    there = load("default", _RAY)
    ids = [json.loads(line)["id"] for line in _SAMPLES.read_text(encoding="utf-8").splitlines()]
    pieces = [_piece(_SAMPLES, here, *ids[:2])]
    expected = list(LocalEngine(Tools(here, offline=True), here).work(pieces, _no_claims()))
    with engine_of(there, offline=True) as engine:
        assert list(engine.work(pieces, _no_claims())) == expected


def test_vectors_have_the_same_bits(room: Any, tmp_path: Path) -> None:
    words = "barge bridge river council tram mayor mill fire night police sailor line paper bank vote".split()
    rng = np.random.default_rng(5)
    texts = [" ".join(rng.choice(words, size=int(size))) for size in rng.integers(1, 30, 300)]
    texts += texts[:3]
    expected = Tools(_config(far=False), offline=True).embed(texts)
    with engine_of(_config("engine.workers=1", far=True), offline=True) as engine:
        np.testing.assert_array_equal(engine.tools.embed(texts), expected)


def test_stories_found_by_blocks_of_time_are_those_found_at_once(room: Any) -> None:
    rng = np.random.default_rng(3)
    centres = rng.normal(size=(400, 16))
    vectors = np.repeat(centres, 3, axis=0) + rng.normal(scale=0.3, size=(1200, 16))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    texts = [f"event {row // 3} of {_PLACES[row % 3]}" for row in range(1200)]
    days = [datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=row // 30) for row in range(1200)]
    given: Sequence[None] = [None] * 1200
    settings = Cluster(distance=0.62, max_days=3)
    with engine_of(_config(far=True), offline=True) as engine:
        there = cluster(vectors, texts, days, given, settings, dense=100, each=engine.each)
    here = cluster(vectors, texts, days, given, settings, dense=100)
    assert there == here
    assert len(here) > 100


def test_a_fault_of_our_own_reaches_the_user_as_it_is(room: Any, tmp_path: Path) -> None:
    config = _config(far=True)
    piece = _piece(Path(_articles(tmp_path / "in.jsonl")), config, "0-Orra-0", "0-Orra-1")
    claims = Claims((None,), np.zeros((0, 384), dtype=np.float32))  # type: ignore[arg-type]
    with engine_of(config, offline=True) as engine:
        with pytest.raises(ValueError, match="zip"):
            list(engine.work([piece], claims))
        with pytest.raises(ZeroDivisionError):
            list(engine.each(lambda number: 1 // number, [1, 0]))
        assert list(engine.each(abs, range(-30, 0))) == list(range(30, 0, -1))


def test_what_kills_every_worker_ends(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.engine.ray.RETRIES", 1)
    with engine_of(_config(far=True), offline=True) as engine, pytest.raises(EngineError, match="gave up"):
        list(engine.each(os._exit, [1]))


def test_without_ray_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ConfigError, match=r"pip install 'evenhand\[ray\]'"), engine_of(_config(far=True)):
        pass


def test_a_cluster_that_is_not_there_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ray.is_initialized", lambda: False)
    there = _config("engine.address=127.0.0.1:1", far=True)
    with pytest.raises(EngineError, match=r"engine\.address: 127\.0\.0\.1:1: can't be used"), engine_of(there):
        pass


def test_several_machines_need_a_storage(monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import nullcontext

    from pipeline.engine.session import Room

    monkeypatch.setattr("pipeline.engine.ray.session", lambda config: nullcontext(Room(2, 1, 0, 3)))
    with pytest.raises(ConfigError, match="3 machines"), engine_of(_config(far=True)):
        pass


def test_the_local_engine_is_the_default() -> None:
    with engine_of(load("tiny")) as engine:
        assert isinstance(engine, LocalEngine)
        assert list(engine.each(abs, [-1, 2])) == [1, 2]


def test_rows_lie_in_parts_of_bounded_size(tmp_path: Path) -> None:
    for root in (str(tmp_path / "path"), (tmp_path / "url").as_uri()):
        store = Store.at(root).beside()
        rows = [(str(number), bytes([number]) * 10) for number in range(7)]
        names = store.parts("stage", rows, 3)
        assert [len(list(store.read(name))) for name in names] == [3, 3, 1]
        assert [row for name in names for row in store.read(name)] == [(int(n), n, body) for n, body in rows]
        big = store.parts("big", [(str(number), bytes(2**24)) for number in range(4)], 100)
        assert len(big) == 2
        store.remove()
    assert [list((tmp_path / name).iterdir()) for name in ("path", "url")] == [[], []]


def test_a_storage_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for root in (str(tmp_path / "file"), "nosuch://bucket/folder"):
        with pytest.raises(EngineError, match=r"engine\.storage") as raised:
            Store.at(root).parts("stage", [("a", b"b")], 1)
        assert "\n" not in str(raised.value)
