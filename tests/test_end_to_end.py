"""The main job on the sample stories with the built-in models."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from labelled import SAMPLE

import pipeline.story
from eval.labels.records import settled
from pipeline.config import load
from pipeline.progress import Stages
from pipeline.run import Job, Summary, run
from pipeline.schemas import FOLDER, names, schema

_SAMPLES = Path(pipeline.run.__file__).parent / "samples"
_FILES = ("articles.jsonl", "stories.jsonl", "stances.jsonl", "totals.jsonl", "rejected.jsonl", "report.html")


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def sample(prefixes: Sequence[str]) -> list[str]:
    """Sample rows of the stories whose article ids end in numbers that start so."""
    lines = (_SAMPLES / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if json.loads(line)["id"].split("-")[1].startswith(tuple(prefixes))]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    out = tmp_path_factory.mktemp("run")
    job = Job((str(_SAMPLES / "articles.jsonl"),), out, str(_SAMPLES / "claims.yaml"), offline=True)
    return out, run(job, load(), Stages())


@pytest.fixture(scope="module")
def texts(done: tuple[Path, Summary]) -> Mapping[str, str]:
    return {row["id"]: row["text"] for row in rows(done[0] / "articles.jsonl")}


def test_counts(done: tuple[Path, Summary]) -> None:
    counts = done[1].counts
    assert (counts.stories, counts.articles, counts.claims, counts.rejected) == (4, 21, 48, 0)
    assert counts.stances == sum(len(claim.stances) for story in SAMPLE for claim in story.claims)
    assert counts.unmatched_claims == ()


def test_the_stories_are_found(done: tuple[Path, Summary]) -> None:
    found = {frozenset(row["article_ids"]) for row in rows(done[0] / "stories.jsonl")}
    assert found == {frozenset(story.articles.ids) for story in SAMPLE}


def test_wire_copies_are_found(done: tuple[Path, Summary]) -> None:
    found = {
        frozenset((row["id"], row["duplicate_of"])) for row in rows(done[0] / "articles.jsonl") if row["duplicate_of"]
    }
    assert found == {frozenset(pair) for story in SAMPLE for pair in story.wire_copies}


def test_wire_sentences_stand_in_several_articles(done: tuple[Path, Summary]) -> None:
    for story in rows(done[0] / "stories.jsonl"):
        assert len(story["wire"]) >= 5  # each sample story has an agency text and its reprint
        for sentence in story["wire"]:
            assert len({citation["article_id"] for citation in sentence["citations"]}) > 1


def test_every_file_keeps_its_schema(done: tuple[Path, Summary]) -> None:
    for name in names():
        shipped = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
        assert shipped == schema(name), "write the schemas again: python -m pipeline.schemas"
        validator = jsonschema.Draft202012Validator(shipped)
        if name == "changes":  # of runs with a state: tests/test_state.py
            continue
        if name == "manifest":
            validator.validate(json.loads((done[0] / "manifest.json").read_text(encoding="utf-8")))
            continue
        for row in rows(done[0] / f"{name}.jsonl"):
            validator.validate(row)


def test_quotes_stand_at_their_offsets(done: tuple[Path, Summary], texts: Mapping[str, str]) -> None:
    seen = 0
    for story in rows(done[0] / "stories.jsonl"):
        holders = [*story["brief"]["sentences"], *(value for item in story["disputes"] for value in item["values"])]
        holders += story["wire"]
        for citation in (citation for holder in holders for citation in holder["citations"]):
            assert citation["quote"] == texts[citation["article_id"]][citation["start"] : citation["end"]]
            assert citation["article_id"] in story["article_ids"]
            seen += 1
    assert seen > 30
    for row in rows(done[0] / "articles.jsonl"):
        ends = [0, *(end for _, end in row["sentences"])]
        assert all(last <= start < end for last, (start, end) in zip(ends, row["sentences"], strict=False))
    for stance in rows(done[0] / "stances.jsonl"):
        for item in stance["evidence"]:
            assert item["text"] == texts[stance["article_id"]][item["start"] : item["end"]]


def test_briefs(done: tuple[Path, Summary]) -> None:
    for story in rows(done[0] / "stories.jsonl"):
        brief = story["brief"]
        assert 60 <= len(brief["text"].split()) <= 100
        assert brief["text"] == " ".join(sentence["text"] for sentence in brief["sentences"])
        assert len({sentence["text"] for sentence in brief["sentences"]}) == len(brief["sentences"]) >= 3
        for sentence in brief["sentences"]:
            assert all(sentence["checks"].values())
            quote = sentence["citations"][0]["quote"]
            if sentence["origin"] == "extracted":
                assert quote == sentence["text"]
            else:  # with insertions taken out: the same words in the same order
                assert sentence["origin"] == "compressed"
                words = iter(re.findall(r"\w+", quote.lower()))
                assert all(word in words for word in re.findall(r"\w+", sentence["text"].lower()))
        assert {row["article_id"] for row in story["coverage"]} == set(story["article_ids"])
        assert story["neutrality"]["brief_loaded_share"] <= story["neutrality"]["source_loaded_share"]


def test_a_copied_sentence_is_cited_in_both_copies(done: tuple[Path, Summary]) -> None:
    copies = [set(pair) for story in SAMPLE for pair in story.wire_copies]
    cited = [
        {citation["article_id"] for citation in sentence["citations"]}
        for story in rows(done[0] / "stories.jsonl")
        for sentence in story["brief"]["sentences"]
    ]
    assert any(pair <= ids for pair in copies for ids in cited)


def test_stances_against_hand_labels(done: tuple[Path, Summary]) -> None:
    gold = {
        (claim.id, article): settled(labels)
        for story in SAMPLE
        for claim in story.claims
        for article, labels in claim.stances.items()
    }
    said = {(row["claim_id"], row["article_id"]): row["label"] for row in rows(done[0] / "stances.jsonl")}
    assert said.keys() == gold.keys()
    for row in rows(done[0] / "stances.jsonl"):
        assert sum(row["scores"].values()) == pytest.approx(1.0, abs=2e-4)
    right = sum(said[cell] == label for cell, label in gold.items())
    commonest = max(sum(label == other for label in gold.values()) for other in set(gold.values()))
    assert right > commonest  # measured figures stand in the model card; this is the floor of usefulness


def test_totals_count_every_article_once_and_a_wire_text_as_one_voice(done: tuple[Path, Summary]) -> None:
    cells: dict[str, dict[str, str]] = {}
    for row in rows(done[0] / "stances.jsonl"):
        cells.setdefault(row["claim_id"], {})[row["article_id"]] = row["label"]
    copies = [pair for story in SAMPLE for pair in story.wire_copies]
    found = rows(done[0] / "totals.jsonl")
    assert [row["claim_id"] for row in found] == list(cells)
    for row in found:
        said = {name: voice["label"] for voice in row["voices"] for name in voice["article_ids"]}
        assert said == cells[row["claim_id"]]
        assert sum(row["totals"].values()) == len(row["voices"])
        assert sum(row["own"].values()) == sum(not voice["quoted"] for voice in row["voices"])
    together = [voice for row in found for voice in row["voices"] if set(voice["article_ids"]) in map(set, copies)]
    assert together


def test_disputes_against_hand_labels(done: tuple[Path, Summary]) -> None:
    figures = [
        {value["value"] for value in dispute["values"]}
        for story in rows(done[0] / "stories.jsonl")
        for dispute in story["disputes"]
    ]
    assert any("96 per cent" in values and "about 90 percent" in values for values in figures)
    assert any({"8.3 percent", "11.2 per cent"} <= values for values in figures)


def _run(lines: Sequence[str], folder: Path, name: str) -> Path:
    source = folder / "in.jsonl"
    source.write_text("\n".join(lines), encoding="utf-8")
    run(Job((str(source),), folder / name, str(_SAMPLES / "claims.yaml"), offline=True), load(), Stages())
    return folder / name


def _bytes(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in _FILES if name != "report.html"}


def test_row_order_and_a_kill_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: tuple[Path, Summary]
) -> None:
    lines = sample(["1", "4"])
    first = _run(lines, tmp_path, "first")
    work, finished = pipeline.story.work_on, []

    def cut(*args: Any) -> Any:
        if finished:
            raise KeyboardInterrupt
        finished.append(args)
        return work(*args)

    monkeypatch.setattr("pipeline.together._AT_ONCE", 1)  # what is worked on at the moment of a kill is done again
    monkeypatch.setattr(pipeline.story, "work_on", cut)
    with pytest.raises(KeyboardInterrupt):
        _run(lines[::-1], tmp_path, "second")
    assert not (tmp_path / "second" / "stories.jsonl").exists()
    redone: list[Any] = []
    monkeypatch.setattr(pipeline.story, "work_on", lambda *args: redone.append(args) or work(*args))
    second = _run(lines[::-1], tmp_path, "second")
    assert len(redone) == 1
    assert _bytes(first) == _bytes(second)
    assert sorted(path.name for path in second.iterdir()) == sorted((*_FILES, "manifest.json"))


def test_claims_from_the_brief_and_the_disputes(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(sample(["4"])), encoding="utf-8")
    out = tmp_path / "out"
    run(Job((str(source),), out, "auto", offline=True), load(), Stages())
    (story,) = rows(out / "stories.jsonl")
    stances = rows(out / "stances.jsonl")
    claims = {row["claim"] for row in stances}
    assert {sentence["text"] for sentence in story["brief"]["sentences"]} <= claims
    own = {
        (sentence["text"], sentence["citations"][0]["article_id"])
        for sentence in story["brief"]["sentences"]
        if sentence["checks"]["entailed"]
    }
    supported = {(row["claim"], row["article_id"]) for row in stances if row["label"] in {"supports", "mixed"}}
    assert own <= supported
