"""Measures of tone on tiny sets of our own."""

import json
from pathlib import Path

import numpy as np
import pytest

from eval.benchmarks.neutrality import (
    area_table,
    areas,
    count,
    is_loaded,
    main,
    measures,
    rate_table,
    verdicts,
    word_lists,
)
from eval.benchmarks.tone import (
    Told,
    read_babe,
    read_lexicons,
    read_neus,
    read_ptc,
    read_words,
    sentences_of,
    titles_of,
)
from eval.figures.bootstrap import Estimate
from eval.figures.tone import FEATURES, features, inflected, intensifies, own_words, share
from pipeline.errors import InputError
from pipeline.loaded import loaded_spans

LOADED = "The {} minister slammed a disastrous plan in {}."
PLAIN = "The {} minister presented a new plan in {}."
_PLACES = ("Melbury", "Karsk", "Ostria", "Port Gale")
_WHO = ("finance", "health", "interior", "labour", "foreign", "justice")


def _write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def babe(tmp_path: Path) -> Path:
    rows = [
        {"text": text.format(who, place), "label": label, "outlet": place}
        for who in _WHO for place in _PLACES for text, label in ((LOADED, "biased"), (PLAIN, "non_biased"))
    ]  # fmt: skip
    return _write(tmp_path / "babe.jsonl", rows)


@pytest.fixture
def ptc(tmp_path: Path) -> Path:
    rows = []
    for number, place in enumerate(_PLACES):
        first, second, third = (
            LOADED.format("labour", place),
            PLAIN.format("labour", place),
            "Who believes any of it now?",
        )
        text = f"{first} {second} {third}"
        start, doubt = text.index("slammed"), text.index(third)
        spans = [
            {"technique": "Loaded_Language", "start": start, "end": start + 7},
            {"technique": "Doubt", "start": doubt, "end": doubt + len(third)},
        ]
        rows.append({"article_id": str(number), "text": text, "spans": spans})
    return _write(
        tmp_path / "ptc.jsonl", [*rows, {"article_id": "plain", "text": "It rained in Melbury.", "spans": []}]
    )


@pytest.fixture
def neus(tmp_path: Path) -> Path:
    rows = [
        {
            "articles": [{"title": "Minister slams plan", "text": LOADED.format(who, place)} for place in _PLACES[:2]],
            "target": PLAIN.format(who, "two towns"),
            "target_title": "Minister speaks of plan",
        }
        for who in _WHO
    ]
    return _write(tmp_path / "neus.jsonl", rows)


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "LICENSE-some.txt").write_text("may be used", encoding="utf-8")
    (folder / "verbs.txt").write_text("# some verbs\npresent\nfind out\n", encoding="utf-8")
    (folder / "vader.tsv").write_text(
        "token\tmean\tsd\n:)\t2.5\t1\ndisastrous\t-2.9\t1\nplan\t0.1\t1\n", encoding="utf-8"
    )
    return folder


# --- words


def test_words_in_quotations_do_not_count() -> None:
    assert own_words("He called it “a disastrous plan” and left.") == ["he", "called", "it", "and", "left"]
    assert share("“Disastrous”, he said.", is_loaded) == 0
    assert share("", is_loaded) == 0
    assert share("A disastrous plan.", is_loaded) == pytest.approx(1 / 3)


def test_adverbs_and_intensifiers() -> None:
    met = [word for word in "clearly only family very july bravely reply utterly friendly".split() if intensifies(word)]
    assert met == ["clearly", "very", "bravely", "utterly"]


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("admit", {"admit", "admits", "admitted", "admitting"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("argue", {"argue", "argues", "argued", "arguing"}),
        ("say", {"say", "says", "saying"}),
    ],
)
def test_forms(lemma: str, forms: set[str]) -> None:
    assert forms <= inflected(lemma)


def test_features_are_finite_and_named() -> None:
    for text in ("", "“All of it.”", "We must really go, but how?", LOADED):
        assert features(text).shape == (len(FEATURES),)
        assert np.isfinite(features(text)).all()
    found = dict(zip(FEATURES, features("We must really go, but how?"), strict=True))
    assert found["must, should"] == found["I, we, you"] == found["-ly adverbs"] == pytest.approx(1 / 6)
    assert found["! and ?"] == 1 and found["quoted"] == 0


def test_our_list_has_no_entry_twice_and_matches_plain_news_nowhere() -> None:
    lines = (Path(__file__).parent.parent / "pipeline" / "loaded_words.txt").read_text(encoding="utf-8").splitlines()
    entries = [line for line in lines if not line.startswith("#")]
    assert len(entries) == len(set(entries)) <= 350
    assert entries == [entry.strip().lower() for entry in entries]
    plain = (
        "The council of Melbury voted on Tuesday for a budget of nine million crowns, officials said. Prosecutors charged "
        "two men with arson after a fire that killed three people. The central bank left its rate unchanged. Barbara Bragg, "
        "Ryan Stokes and Laura Cunningham, who run the hospital, told reporters that a bird flu was found in swans."
    )
    assert loaded_spans(plain) == ()
    sided = "The embattled minister blasted a ludicrous plan."
    assert [sided[span.start : span.end] for span in loaded_spans(sided)] == ["embattled", "blasted", "ludicrous"]


# --- reading


def test_reading(babe: Path, ptc: Path, neus: Path, lists: Path, tmp_path: Path) -> None:
    one = read_babe(babe)
    assert (len(one.texts), sum(one.sided), set(one.groups)) == (48, 24, set(_PLACES))
    spans = read_ptc(ptc)
    assert sum(spans.sided) == 4 and len(spans.texts) == 9  # the doubting sentences are left out
    assert all("slammed" in text for text, sided in zip(spans.texts, spans.sided, strict=True) if sided)
    told = read_neus(neus)
    assert sentences_of("x", told).sided.count(True) == 12
    titles = titles_of("x", told)
    assert titles is not None and len(titles.texts) == 18
    assert titles_of("x", (Told("1", ("A.",), ("B.",), "", ()),)) is None
    words = {lexicon.name: lexicon.words for lexicon in read_lexicons(lists)}
    assert "presented" in words["verbs"] and "find out" not in words["verbs"]
    assert words["vader (strong)"] == {"disastrous"}
    (tmp_path / "own.txt").write_text("# ours\nslam*\nevil\n", encoding="utf-8")
    met = read_words(tmp_path / "own.txt")
    assert met("Slammed") and met("evil") and not met("evils")


def test_what_cant_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_babe(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match="label is 'odd'"):
        read_babe(_write(tmp_path / "odd.jsonl", [{"text": "A.", "label": "odd", "outlet": "Post"}]))
    with pytest.raises(InputError, match="not both kinds"):
        read_babe(_write(tmp_path / "one.jsonl", [{"text": "A.", "label": "biased", "outlet": "Post"}]))
    span = {"technique": "Doubt", "start": "x", "end": 3}
    with pytest.raises(InputError, match="no number"):
        read_ptc(_write(tmp_path / "ptc.jsonl", [{"article_id": 1, "text": "It rained.", "spans": [span]}]))
    with pytest.raises(InputError, match="no story"):
        read_neus(_write(tmp_path / "neus.jsonl", []))
    with pytest.raises(InputError, match="no lists"):
        list(read_lexicons(tmp_path))


# --- measuring


def test_loaded_words_tell_apart_what_differs_in_them(babe: Path, ptc: Path, neus: Path, lists: Path) -> None:
    lexicons, first, told = list(read_lexicons(lists)), read_babe(babe), read_neus(neus)
    sets = [first, read_ptc(ptc), sentences_of("neus", told)]
    found = areas(measures(lexicons, {}, first, sets[2]), sets)
    assert all(area is not None and area.value == 1 for area in found["loaded words"])
    assert all(area is not None and area.value < 0.2 for area in found["verbs"])  # only plain sentences "present"
    held = found["regression on words"][0]
    assert held is not None and held.value == 1
    lines = list(area_table(sets, found))
    assert lines[2] == "| sentences, of them sided | 48, 24 | 9, 4 | 18, 12 |"
    assert {line.count("|") for line in lines} == {5}
    said = list(verdicts(sets, found))
    assert "tells apart (above 0.6): loaded words" in said[0] and "the wrong way: verbs" in said[0]
    assert said[-2].startswith("tells apart (above 0.6) on every set: loaded words")
    assert "adverbs" not in said[-1]


def test_verdicts_in_words(babe: Path) -> None:
    first = read_babe(babe)
    found = {"a": [Estimate(0.55, 0.52, 0.58, 9)], "b": [Estimate(0.5, 0.45, 0.55, 9)], "c": [None]}
    assert list(verdicts([first], found)) == [
        "BABE: a little: a; nothing: b",
        "tells apart (above 0.6) on every set: no measure",
        "above 0.5 on every set: a",
    ]


def test_rates(neus: Path) -> None:
    counted = count([["A disastrous plan.", "It failed."], [""]], is_loaded)
    assert counted.met.tolist() == [1, 0] and counted.words.tolist() == [5, 0]
    assert counted.rates.tolist() == [200, 0]
    head, _, ours, adverbs = rate_table("neus", read_neus(neus), word_lists([], {}))
    assert head.startswith("| neus, 6 stories")
    assert ours.startswith(
        "| loaded words | 0.00 | 222.22 | - | 222.22 [222.22, 222.22] | 100 % 0 % 0 % | 0.00 | 333.33 |"
    )
    assert adverbs.startswith("| adverbs and intensifiers | 0.00 | 0.00 |")


def test_the_command(
    babe: Path, ptc: Path, neus: Path, lists: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest = ["--ptc", str(ptc), "--neus", str(neus), "--lexicons", str(lists)]
    monkeypatch.setattr("sys.argv", ["neutrality", "--babe", str(babe), *rest])
    main()
    printed = capsys.readouterr().out
    assert "| loaded words | 1.000 [1.000, 1.000] |" in printed and "| neus, 6 stories" in printed
    monkeypatch.setattr("sys.argv", ["neutrality", "--babe", str(babe.parent / "none.jsonl"), *rest])
    with pytest.raises(SystemExit, match="no such file"):
        main()
