"""Runs with a state: a day's articles join the stories of the days before, and no stop leaves half a state."""

from pathlib import Path

import jsonschema
import pytest
from days import LUMEN, MONDAY, SETTINGS, TUESDAY, Days, article, rows

import pipeline.run
import pipeline.story
from pipeline.articles import read_articles
from pipeline.config import Config, load
from pipeline.errors import ConfigError, StoreError
from pipeline.schemas import schema
from pipeline.state import State


@pytest.fixture
def config() -> Config:
    return load("tiny", SETTINGS)


@pytest.fixture
def days(tmp_path: Path, config: Config) -> Days:
    return Days(tmp_path, config)


def _members(out: Path) -> dict[str, list[str]]:
    return {row["story_id"]: row["article_ids"] for row in rows(out / "stories.jsonl")}


def _bytes(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.glob("*.jsonl"))}


def _worked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    work, seen = pipeline.story.work_on, []
    monkeypatch.setattr(pipeline.story, "work_on", lambda *args: seen.append(args[0].story.article_ids) or work(*args))
    return seen


def test_ids_stay_and_only_changed_stories_are_worked_on(days: Days, monkeypatch: pytest.MonkeyPatch) -> None:
    monday = _members(days.run("mon", MONDAY))
    assert sorted(monday.values()) == [["a", "b"], ["c"]]
    bridge, lumen = (next(name for name, ids in monday.items() if article in ids) for article in "ac")
    worked = _worked(monkeypatch)
    out = days.run("tue", TUESDAY)
    tuesday = _members(out)
    assert tuesday[bridge] == ["a", "b", "d"]
    assert tuesday[lumen] == ["c"]
    assert sorted(worked) == [("a", "b", "d"), ("e",)]
    (new,) = set(tuesday) - set(monday)
    changes = rows(out / "changes.jsonl")
    assert changes == [
        {"kind": "grown", "story_id": bridge, "others": [], "article_ids": ["d"]},
        {"kind": "new", "story_id": new, "others": [], "article_ids": ["e"]},
    ]
    for row in changes:
        jsonschema.Draft202012Validator(schema("changes")).validate(row)
    assert [row["id"] for row in rows(out / "articles.jsonl")] == list("abcde")


def test_day_by_day_gives_the_stories_of_all_at_once(days: Days) -> None:
    days.run("mon", MONDAY)
    together = _members(days.run("all", [*TUESDAY, *MONDAY], state=False))
    assert sorted(_members(days.run("tue", TUESDAY)).values()) == sorted(together.values())


def test_what_is_known_already_changes_nothing(days: Days, monkeypatch: pytest.MonkeyPatch) -> None:
    days.run("mon", MONDAY)
    first = _bytes(days.run("tue", TUESDAY))
    worked = _worked(monkeypatch)
    again = _bytes(days.run("again", TUESDAY))
    assert worked == []
    assert again == first
    older = days.run("older", MONDAY[:2])
    assert worked == []
    assert (older / "changes.jsonl").read_text(encoding="utf-8") == ""
    assert _members(older) == _members(days.folder / "tue")


def test_another_text_under_a_known_id_is_kept_beside_it(days: Days) -> None:
    days.run("mon", MONDAY)
    changed = {**MONDAY[0], "text": f"{MONDAY[0]['text']} The mayor spoke again later about the bridge at Orra."}
    ids = [row["id"] for row in rows(days.run("tue", [changed]) / "articles.jsonl")]
    assert len(ids) == 4
    assert sum(name.startswith("a~") for name in ids) == 1
    assert [row["id"] for row in rows(days.run("again", [changed]) / "articles.jsonl")] == ids


@pytest.mark.parametrize("stop", ["in the work", "in the commit", "after the commit"])
def test_a_stop_leaves_the_state_before_or_after_and_the_next_start_ends_alike(
    tmp_path: Path, config: Config, monkeypatch: pytest.MonkeyPatch, stop: str
) -> None:
    calm, rough = Days(tmp_path / "calm", config), Days(tmp_path / "rough", config)
    for each in (calm, rough):
        each.folder.mkdir()
        each.run("mon", MONDAY)
    expected = _bytes(calm.run("tue", TUESDAY))
    with monkeypatch.context() as cut:
        if stop == "in the work":
            cut.setattr(pipeline.story, "work_on", _stop)
        elif stop == "in the commit":
            cut.setattr("pipeline.state._packed", _stop)  # the old rows are deleted by then
        else:
            cut.setattr(pipeline.run, "_write", _stop)
        with pytest.raises(KeyboardInterrupt):
            rough.run("tue", TUESDAY)
    assert not (rough.folder / "tue" / "stories.jsonl").exists()
    articles = read_articles([str(rough.folder / "mon.jsonl"), str(rough.folder / "tue.jsonl")]).articles
    state = State(rough.state)
    unknown = [article.id for article in state.unknown(articles)]
    state.close()
    assert unknown == ([] if stop == "after the commit" else ["d", "e"])
    assert _bytes(rough.run("tue", TUESDAY)) == expected


def _stop(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_stories_long_past_are_kept_and_not_shown(days: Days) -> None:
    days.run("mon", MONDAY)
    late = {**article("z", "A storm took roofs off in Harl. {more}", 0, ""), "published": "2026-05-20"}
    assert list(_members(days.run("may", [late])).values()) == [["z"]]
    state = State(days.state)
    assert state.unknown(read_articles([str(days.folder / "mon.jsonl")]).articles) == ()
    state.close()
    # A story that new articles name is there again, however old it is.
    monday = next(name for name, ids in _members(days.folder / "mon").items() if "c" in ids)
    named = {**article("y", LUMEN, 0, "A year on."), "published": "2026-05-20", "story_id": monday}
    assert _members(days.run("june", [named]))[monday] == ["c", "y"]


def test_a_story_without_a_date_counts_as_of_its_day(days: Days) -> None:
    days.run("mon", MONDAY)
    undated = {"id": "u", "source": "Paper u", "text": "A whale swam up the river to Orra. People came to look at it."}
    assert ["u"] in _members(days.run("tue", [undated])).values()
    late = {**article("z", "A storm took roofs off in Harl. {more}", 0, ""), "published": "2026-05-20"}
    assert ["u"] not in _members(days.run("may", [late])).values()


def test_other_settings_work_all_shown_stories_anew(days: Days, monkeypatch: pytest.MonkeyPatch) -> None:
    days.run("mon", MONDAY)
    worked = _worked(monkeypatch)
    days.config = load("tiny", (*SETTINGS, "seed=14"))
    days.run("again", MONDAY)
    assert sorted(worked) == [("a", "b"), ("c",)]


def test_two_runs_with_one_state_or_folder_at_once_are_refused(days: Days) -> None:
    from pipeline.output import locked

    days.run("mon", MONDAY)
    for folder in (days.state, days.folder / "tue"):
        with locked(folder), pytest.raises(StoreError, match=f"{folder.name}: another run is at work in this folder"):
            days.run("tue", TUESDAY)
    days.run("tue", TUESDAY)


def test_a_state_that_is_none_is_told_and_left_alone(days: Days) -> None:
    days.state.mkdir()
    (days.state / "state.sqlite").write_text("no state " * 200, encoding="utf-8")
    with pytest.raises(StoreError, match=r"state\.sqlite: this state can't be used"):
        days.run("mon", MONDAY)
    assert (days.state / "state.sqlite").read_text(encoding="utf-8").startswith("no state")


def test_a_spoilt_state_is_told(days: Days) -> None:
    days.run("mon", MONDAY)
    path = days.state / "state.sqlite"
    path.write_bytes(path.read_bytes()[:4096] + bytes(range(256)) * 128)
    with pytest.raises(StoreError, match=r"state\.sqlite: this state can't be used \(.*\); move the file away"):
        days.run("tue", TUESDAY)


def test_state_and_run_need_folders_of_their_own(days: Days) -> None:
    days.state = days.folder / "mon"
    with pytest.raises(ConfigError, match="--state and --out name one folder"):
        days.run("mon", MONDAY)
