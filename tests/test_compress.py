"""Insertions are taken out of sentences; what must not be lost stays, whatever a model of deletions says."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from fakes import Models, story

from pipeline.config import Brief as Settings
from pipeline.config import Compute, Config, ModelSource, load
from pipeline.models import load_tagger, new_tagger, save_tagger
from pipeline.records import Origin
from pipeline.summarise import write_brief
from pipeline.summarise.compress import shortened
from pipeline.summarise.fluency import reads_well
from pipeline.summarise.salience import Salience
from pipeline.summarise.select import options
from pipeline.tagging import tag_texts
from pipeline.tools import load_tools
from pipeline.windows import Part, Window, words_of


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        (
            "Ann Brook, the city's first elected mayor, opened the new tram line to Melbury on Friday.",
            "Ann Brook opened the new tram line to Melbury on Friday.",
        ),
        (
            "The line (built in nine years) carries forty thousand passengers every single day.",
            "The line carries forty thousand passengers every single day.",
        ),
        (
            "On Friday, the council of Melbury approved the budget by nine votes to six.",
            "The council of Melbury approved the budget by nine votes to six.",
        ),
        (
            "The council of Melbury approved the budget by nine votes, making it the largest so far.",
            "The council of Melbury approved the budget by nine votes.",
        ),
    ],
)
def test_an_insertion_is_taken_out(sentence: str, short: str) -> None:
    (version,) = shortened(sentence)
    assert version.text == short
    kept = " ".join("".join(sentence[start:end] for start, end in version.kept).split())
    assert kept.lower() == short.lower()


@pytest.mark.parametrize(
    "sentence",
    [
        "The line, which will not open before May, carries forty thousand passengers every day.",  # a negation
        "The line, which might close in May, carries forty thousand passengers every single day.",  # a modality
        "The line is unsafe and far too expensive for the city, according to the drivers' union.",  # a speaker
        "The line, the mayor said, carries forty thousand passengers every day of the week.",
        "He was convicted of perjury, obstruction of justice, and making false statements to officers.",  # a list
        "“The line, the largest in the region, is safe,” said the mayor of Melbury on Friday.",  # somebody's words
        "The man acted, with impunity, against the orders of his own captain for several years.",  # how, not what
    ],
)
def test_what_must_not_be_lost_stays(sentence: str) -> None:
    assert shortened(sentence) == ()


def test_the_main_clause_stays() -> None:
    sentence = "As of Tuesday, his party had won 156 seats, ensuring that he will remain the leader of the country."
    assert shortened(sentence)
    assert all("his party had won 156 seats" in version.text.lower() for version in shortened(sentence))


# --- with probabilities of a model


def kept(sentence: str, *removed: str, low: float = 0.1, high: float = 0.9) -> np.ndarray:
    """Probabilities of a model that would take out these parts."""
    shares = np.full(len(words_of(sentence)), high, dtype=np.float32)
    for part in removed:
        start = sentence.index(part)
        for place, (one, other) in enumerate(words_of(sentence)):
            if start <= one and other <= start + len(part):
                shares[place] = low
    return shares


@pytest.mark.parametrize(
    ("sentence", "removed"),
    [
        ("The president of the council signed the order on Friday.", " on Friday"),
        ("The president of the council on Friday signed the order.", " on Friday"),
        ("The council of the district ended its long strike in northern Melbury on Friday.", " in northern Melbury"),
        ("The mayor opened the new library at a crowded ceremony on Friday.", " at a crowded ceremony"),
        (
            "Ann Brook, chief executive of Melbury Trams, opened the new line to Hartley.",
            ", chief executive of Melbury Trams,",
        ),
        ("The firm, based in the old harbour, sold its ferries to an investor.", ", based in the old harbour,"),
        (
            "The mayor of Melbury opened the new library, hailing a victory for readers.",
            ", hailing a victory for readers",
        ),
        ("The council bought the trams from Ann Brook, an engineer of the region.", ", an engineer of the region"),
        ("The brutal regime of General Ost fell after a short war.", " brutal"),
        ("The price of bread in the town rose after a shockingly poor harvest.", " shockingly"),
    ],
)
def test_a_model_lets_more_stretches_go(sentence: str, removed: str) -> None:
    short = sentence.replace(removed, "", 1)
    assert all(version.text != short for version in shortened(sentence))
    best = shortened(sentence, kept(sentence, removed))[0]
    assert best.text == short
    assert "".join(sentence[start:end] for start, end in best.kept) == best.text
    assert shortened(sentence, kept(sentence)) == ()  # a model that would keep all
    assert shortened(sentence, kept(sentence, removed, low=0.45, high=0.45)) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "The line is unsafe and far too expensive for the city, according to the drivers' union.",
        "The line is unsafe and far too expensive for the whole city, the mayor of Melbury said.",
        "The council closed the old line for good, saying that its rails had become unsafe.",
        "The council closed the old line for good, citing a report about the state of its rails.",
        "The council closed the old line, possibly ending the long dispute about its rails.",
        "The largest port of the country was built in Melbury after the war.",  # largest where?
        "Unemployment among young people fell to 4 percent in Melbury after the reform.",
        "Voters in Melbury rejected the plan of the council after a campaign of weeks.",  # not all voters
        "The old line of the city will be closed until Friday for repairs of its rails.",
        "The mayor of the city was born in Melbury and has never moved away.",
        "She was accused of lying to officers, obstructing the court and bribing a witness.",
        "The so-called reform of the council has ended after a year of quarrels.",
        "“The brutal regime fell on Friday in Melbury,” said Ann Brook of the council.",
        "He met the French president, the German chancellor and the Pope of Rome.",
        "The council paid the driver an enormous 900 crowns for the old tram.",
    ],
)
def test_what_must_not_be_lost_stays_whatever_a_model_says(sentence: str) -> None:
    assert shortened(sentence, kept(sentence, sentence)) == ()


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ("Ann Brook, the mayor of Melbury, Ohio, opened the new line with a speech.", "Melbury, Ohio"),
        ("The council of the city paid 12 brutal thugs of the region for nine years.", "12 brutal thugs"),
        ("The court of Melbury ruled on May 5, 2020, that the law of the city was void.", "May 5, 2020"),
        ("Nine men of the Radical Party of Melbury left the council of the city.", "Radical Party"),
    ],
)
def test_names_figures_and_dates_go_whole_or_stay(sentence: str, whole: str) -> None:
    parts = whole.replace(",", "").split()
    for version in shortened(sentence, kept(sentence, sentence)):
        assert (whole in version.text) or not any(part in version.text for part in parts), version.text


def test_the_likeliest_versions_come_first_and_are_few() -> None:
    sentence = "Ann Brook, the mayor of Melbury, opened the line (built in years) at a ceremony on Friday, ending a long dispute."
    shares = kept(sentence, sentence, low=0.3)
    shares[-4:] = 0.01
    versions = shortened(sentence, shares)
    assert 1 < len(versions) <= 6
    assert all("dispute" not in version.text for version in versions[:3])
    assert len({version.text for version in versions}) == len(versions)
    assert shortened(sentence, shares, below=0.0) != versions


def test_without_probabilities_nothing_changes() -> None:
    passages = story(["The president of the council signed the order on Friday."])
    item = Salience(("president",), np.ones(1), np.zeros(1))
    assert len(options(passages, [item], compress=True)) == 1
    shares = [kept(passages.sentences[0].text, "on Friday")]
    assert len(options(passages, [item], compress=True, kept=shares)) == 2
    assert len(options(passages, [item], compress=False, kept=shares)) == 1


def test_a_brief_has_what_a_model_shortened() -> None:
    sentence = "The president of the council signed the order on Friday."

    class Compressing(Models):
        def tag(self, windows: Sequence[Sequence[Part]]) -> list[tuple[Window, np.ndarray]]:
            found = super().tag(windows)
            for parts, (window, shares) in zip(windows, found, strict=True):
                for word, share in zip(window.words, shares, strict=True):
                    if parts[word.part].text[word.start : word.end] in {"on", "Friday"}:
                        share[:] = 0  # no summary says it: not worth its length
            return found

        def kept(self, sentences: Sequence[str]) -> list[np.ndarray]:
            return [kept(one, "on Friday") for one in sentences]

    (found,) = write_brief(story([sentence]), Compressing(), Settings(min_words=10, max_words=20), ()).sentences
    assert (found.text, found.origin) == (sentence.replace(" on Friday", ""), Origin.COMPRESSED)


# --- fluency


SOURCE = "Ann Brook, who leads the council, was pleased with the vote (taken on Friday) of the “old guard”."


@pytest.mark.parametrize(
    "text",
    [
        "Ann Brook was pleased with the vote of the “old guard”.",
        "Ann Brook was pleased with the vote (taken on Friday).",
        SOURCE,
    ],
)
def test_whole_sentences_read_well(text: str) -> None:
    assert reads_well(text, SOURCE)


@pytest.mark.parametrize(
    "text",
    [
        "ann Brook was pleased with the vote.",
        "Ann Brook was pleased with the vote",
        "Ann Brook pleases the council.",
        "Ann Brook was pleased with the the vote.",
        "Ann Brook was pleased with.",
        "Ann Brook was pleased with the, vote.",
        "Ann Brook was pleased with the of the guard.",
        "Ann Brook was pleased with the vote of the “old guard.",
        "Ann Brook was pleased with the vote (taken on Friday.",
        "Ann Brook,, was pleased with the vote.",
        "Ann Brook was pleased with the vote , and left.",
        ", who leads the council, was pleased with the vote.",
        "",
    ],
)
def test_faults_that_a_deletion_brings_are_found(text: str) -> None:
    assert not reads_well(text, SOURCE)


def test_what_the_source_does_too_is_no_fault() -> None:
    source = "“That that man turned himself in, on Friday, was his own idea,” said Ann Brook"
    assert reads_well("“That that man turned himself in was his own idea,” said Ann Brook", source)


# --- the model


def test_the_model_of_a_folder_is_used_where_briefs_are_shortened(tmp_path: Path) -> None:
    model, tokenizer = new_tagger(("kept",))
    save_tagger(model, tmp_path / "head")
    source = ModelSource(source=str(tmp_path / "head"))
    tagger = load_tagger(source, Compute(threads=1), "compression")
    assert tagger.info.role == "compression"
    # Training writes no tokenizer: the encoder's own is taken.
    assert tagger.tokenizer("The council voted.")["input_ids"] == tokenizer("The council voted.")["input_ids"]
    texts = ["The council of Melbury approved twelve trams.", "", "word " * 600]
    tables = tag_texts(tagger, texts, unread=1.0)
    assert [table.shape for table in tables] == [(len(words_of(text)), 1) for text in texts]
    assert (tables[2][550:] == 1).all() and (tables[2][:500] < 1).all()

    settings = [f"models.compression={tmp_path / 'head'}"]
    tools = load_tools(load("tiny", settings), offline=True)
    shares = tools.kept(texts[:1])
    assert shares is not None and shares[0].shape == (7,)
    assert "compression" in {info.role for info in tools.models}
    assert load_tools(load("tiny", [*settings, "brief.compress=false"]), offline=True).kept(texts) is None
    assert load_tools(load("tiny"), offline=True).kept(texts) is None
    assert Config().models.compression == ModelSource(source="builtin:compress")
