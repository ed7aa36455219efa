"""What models said before: found by content, bounded in size, and never in the way."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from pipeline.cache import FOLDER_VARIABLE, Cache, folder, key
from pipeline.cli import main
from pipeline.config import load
from pipeline.progress import Stages
from pipeline.recall import recall
from pipeline.run import Job, Summary, run
from pipeline.tools import Tools

_FILES = ("articles.jsonl", "stories.jsonl", "stances.jsonl", "totals.jsonl", "rejected.jsonl", "report.html")


def test_what_was_put_is_found_again_by_another_opening(tmp_path: Path) -> None:
    with Cache(tmp_path, 1) as cache:
        cache.put("vectors", {key("a"): b"one", key("b"): b"two"})
        cache.put("vectors", {key("a"): b"other"})
    with Cache(tmp_path, 1) as cache:
        assert cache.get([key("a"), key("c"), key("b")]) == {key("a"): b"one", key("b"): b"two"}
        assert [(kind.kind, kind.entries, kind.bytes) for kind in cache.usage().kinds] == [("vectors", 2, 6)]


def test_texts_are_told_apart_where_they_meet() -> None:
    assert len({key("ab", "c"), key("a", "bc"), key("abc"), key("abc", "")}) == 4


def test_what_was_not_used_longest_goes_first(tmp_path: Path) -> None:
    block = bytes(100_000)
    for round_ in range(9):
        with Cache(tmp_path, 1) as cache:
            cache.put("stories", {key(str(round_)): block})
            cache.get([key("0")])
    with Cache(tmp_path, 1) as cache:
        cache.put("stories", {key("last"): block, key("last but one"): block})
    with Cache(tmp_path, 1) as cache:
        usage = cache.usage()
        there = cache.get([key(name) for name in ("0", "1", "8", "last")])
    assert usage.bytes <= 1_000_000
    assert set(there) == {key("0"), key("8"), key("last")}


def test_more_than_fits_is_cut_down_to_the_limit(tmp_path: Path) -> None:
    with Cache(tmp_path, 1) as cache:
        cache.put("stories", {key(str(number)): bytes(50_000) for number in range(60)})
    with Cache(tmp_path, 1) as cache:
        assert 500_000 < cache.usage().bytes <= 1_000_000


def test_two_processes_may_use_it_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from pipeline.cache import Cache, key\n"
        "with Cache(Path(sys.argv[1]), 10) as cache:\n"
        "    for number in range(200): cache.put('scores', {key(sys.argv[2], str(number)): b'x'})"
    )
    started = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in "ab"]
    assert [process.wait() for process in started] == [0, 0]
    with Cache(tmp_path, 10) as cache:
        assert cache.usage().kinds[0].entries == 400


def test_only_what_lacks_is_worked_out_and_equal_items_once(tmp_path: Path) -> None:
    asked: list[list[str]] = []

    def look(cache: Cache, texts: list[str], basis: str = "m") -> np.ndarray:
        def work(places: list[int]) -> np.ndarray:
            asked.append([texts[place] for place in places])
            return np.array([[len(texts[place]), np.nan] for place in places], dtype=np.float32)

        return recall(cache, "vectors", basis, [(text,) for text in texts], work)

    with Cache(tmp_path, 1) as cache:
        first = look(cache, ["a", "bb", "a"])
        second = look(cache, ["ccc", "bb"])
        look(cache, ["bb"], "another model")
    np.testing.assert_array_equal(first, np.array([[1, np.nan], [2, np.nan], [1, np.nan]], dtype=np.float32))
    np.testing.assert_array_equal(second, np.array([[3, np.nan], [2, np.nan]], dtype=np.float32))
    assert asked == [["a", "bb"], ["ccc"], ["bb"]]


def _articles(path: Path, more: str = "") -> str:
    texts = [
        f"The bridge at Orra was closed on Monday after a barge struck it. Nobody was hurt, the mayor said.{more}",
        "A barge struck the bridge at Orra on Monday. Two people were hurt, police said.",
        "Shares of Lumen rose by 4 per cent on Tuesday after its results. Analysts had expected less.",
    ]
    rows = [{"id": str(number), "source": f"Paper {number}", "text": text} for number, text in enumerate(texts)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def _run(source: str, out: Path, *changes: str) -> Summary:
    return run(
        Job((source,), out, "auto", offline=True), load("tiny", ["models.encoder=builtin:minilm", *changes]), Stages()
    )


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def _refuse(*_: object, **__: object) -> None:
    raise AssertionError("a model was loaded, or articles grouped anew")


def _without_models(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("load_encoder", "load_nli", "load_tagger"):
        monkeypatch.setattr(f"pipeline.models.{name}", _refuse)


@pytest.mark.models
def test_a_second_run_loads_no_model_and_gives_the_same_bytes(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = _articles(tmp_path / "in.jsonl")
    config = load()
    run(Job((source,), tmp_path / "one", "auto", offline=True), config, Stages())
    _without_models(monkeypatch)
    monkeypatch.setattr("pipeline.finding.find_stories", _refuse)
    run(Job((source,), tmp_path / "two", "auto", offline=True), config, Stages())
    for name in _FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    manifests = [json.loads((tmp_path / name / "manifest.json").read_text(encoding="utf-8")) for name in ("one", "two")]
    assert [{**manifest, "seconds": 0} for manifest in manifests[:1]] == [{**manifests[1], "seconds": 0}]
    assert [item.name for item in kept.iterdir()] == ["cache.sqlite"]


def test_one_changed_article_leaves_the_other_story_alone(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pipeline.story

    work, worked = pipeline.story.work_on, []
    monkeypatch.setattr(
        pipeline.story, "work_on", lambda *args: worked.append(args[0].story.article_ids) or work(*args)
    )
    _run(_articles(tmp_path / "in.jsonl"), tmp_path / "one")
    before = len(worked)
    _run(_articles(tmp_path / "in.jsonl", " The river is closed to ships."), tmp_path / "two")
    assert {"2"}.isdisjoint(*worked[before:])
    assert "0" in worked[before]
    _run(_articles(tmp_path / "in.jsonl"), tmp_path / "three", "stance.sure=0.5")
    assert ("2",) in worked[before + 1 :]


@pytest.mark.models
def test_the_row_commands_ask_for_nothing_twice(tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [json.loads(line)["text"] for line in Path(_articles(tmp_path / "in.jsonl")).read_text().splitlines()]
    pairs = [{"id": str(n), "document": text, "summary": "Two were hurt."} for n, text in enumerate(texts)]
    cells = [{"id": str(n), "article": text, "claim": "Two people were hurt."} for n, text in enumerate(texts)]
    stories = [{"id": "s", "articles": [{"id": str(n), "text": text} for n, text in enumerate(texts[:2])]}]
    for name, rows in (("score", pairs), ("stance", cells), ("brief", stories)):
        source = tmp_path / f"{name}.jsonl"
        source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        arguments = [name, str(source), "--set", "models.nli=builtin:nli", "--quiet", "--config", "tiny", "--out"]
        encoder = ["--set", "models.encoder=builtin:minilm"]
        first = CliRunner().invoke(main, [*arguments, str(tmp_path / "one"), *encoder])
        assert first.exit_code == 0, first.output
        with monkeypatch.context() as without:
            if name != "brief":  # whose words are weighed anew
                _without_models(without)
            again = CliRunner().invoke(main, [*arguments, str(tmp_path / "two"), *encoder])
        assert again.exit_code == 0, again.output
        assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
        assert len((tmp_path / "one").read_text().splitlines()) == len(rows)


def test_a_row_command_goes_on_without_a_cache(
    tmp_path: Path, kept: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.mkdir()
    (kept / "cache.sqlite").write_text("no database " * 200, encoding="utf-8")
    arguments = ["cluster", _articles(tmp_path / "in.jsonl"), "--config", "tiny", "--out", str(tmp_path / "out")]
    said = CliRunner().invoke(main, arguments)
    assert said.exit_code == 0, said.output
    assert "nothing is kept for later runs" in caplog.text + said.output + capsys.readouterr().err
    assert len((tmp_path / "out").read_text().splitlines()) == 3


def test_a_row_command_tells_of_a_cache_that_fails_in_the_midst(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(cache: Cache, kind: str, values: object) -> None:
        cache.problem = "nothing more is kept for later runs (disk full)"

    monkeypatch.setattr(Cache, "put", full)
    arguments = ["cluster", _articles(tmp_path / "in.jsonl"), "--config", "tiny", "--out", str(tmp_path / "out")]
    said = CliRunner().invoke(main, arguments)
    assert said.exit_code == 0, said.output
    assert "disk full" in caplog.text
    assert len((tmp_path / "out").read_text().splitlines()) == 3


def test_a_cache_that_cannot_be_opened_is_told_and_no_obstacle(tmp_path: Path, kept: Path) -> None:
    kept.mkdir()
    (kept / "cache.sqlite").write_text("no database " * 200, encoding="utf-8")
    summary = _run(_articles(tmp_path / "in.jsonl"), tmp_path / "one")
    assert summary.counts.stories == 2
    (note,) = summary.notes
    assert "nothing is kept for later runs" in note
    assert "cache.sqlite" in note


def test_a_cache_that_is_spoilt_in_the_midst_gives_nothing_and_says_so(tmp_path: Path) -> None:
    with Cache(tmp_path, 1) as cache:
        cache.put("stories", {key("x"): bytes(100_000)})
    path = tmp_path / "cache.sqlite"
    data = path.read_bytes()
    path.write_bytes(data[:-60_000] + bytes(range(255, 195, -1)) * 1000)
    with Cache(tmp_path, 1) as cache:
        assert cache.get([key("x")]) == {}
        assert "nothing more is kept for later runs (database disk image is malformed)" in cache.problem
        cache.put("stories", {key("y"): b"y"})


def test_it_can_be_turned_off(tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _run(_articles(tmp_path / "in.jsonl"), tmp_path / "one", "cache.megabytes=0")
    assert not kept.exists()
    monkeypatch.setenv(FOLDER_VARIABLE, "off")
    assert folder() is None
    _run(_articles(tmp_path / "in.jsonl"), tmp_path / "two")


def test_the_command_shows_and_clears(tmp_path: Path, kept: Path) -> None:
    with Cache(kept, 5) as cache:
        cache.put("scores", {key("x"): bytes(3000)})
    shown = CliRunner().invoke(main, ["cache", "show", "--set", "cache.megabytes=5"])
    assert shown.exit_code == 0
    assert "of 5.0 MB" in shown.stdout.splitlines()[0]
    assert shown.stdout.splitlines()[1].split("\t")[:2] == ["scores", "1"]
    cleared = CliRunner().invoke(main, ["cache", "clear"])
    assert cleared.exit_code == 0
    assert "freed" in cleared.stdout
    assert list(kept.iterdir()) == []


def test_no_text_at_all_asks_no_model_for_rows(kept: Path) -> None:
    with Cache(kept, 1) as cache:
        tools = Tools(load("tiny"), offline=True, cache=cache)
        assert tools.score([]).shape == (0, 3)
