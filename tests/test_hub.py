"""Checkpoints from a Hub: a server on this machine hands out tiny ones, the command line fetches and caches them."""

import copy
import functools
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch
from hub import COMMIT, CUT_OFF, GATED, Hub, serving
from tiny import WRITERS, write_writer
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    DebertaV2Config,
    DebertaV2ForSequenceClassification,
    PreTrainedTokenizerFast,
    T5Config,
    T5ForConditionalGeneration,
)

from pipeline.arrays import CONTRADICTION, ENTAILMENT, NEUTRAL

_LABELS = {ENTAILMENT: "entailment", NEUTRAL: "neutral", CONTRADICTION: "contradiction"}
# What the loader asks of every NLI model, so that a model that knows nothing else gets in.
_KNOWN = (
    ("A man is asleep on the sofa.", "A man is sleeping.", ENTAILMENT),
    ("The shop is open today.", "The shop is closed today.", CONTRADICTION),
    ("A woman is playing the violin.", "The woman was born in Spain.", NEUTRAL),
)
_ORDERS = (
    (ENTAILMENT, NEUTRAL, CONTRADICTION),
    (CONTRADICTION, ENTAILMENT, NEUTRAL),
    (CONTRADICTION, NEUTRAL, ENTAILMENT),  # in capitals
)
_DRIVER = """
import json, sys
from click.testing import CliRunner
from pipeline.cli import main

done = []
for arguments in json.load(sys.stdin):
    result = CliRunner().invoke(main, arguments)
    done.append([result.exit_code, result.stdout, result.stderr, repr(result.exception)])
json.dump(done, sys.stdout)
"""


# --- tiny checkpoints


@functools.cache
def _tokenizer() -> PreTrainedTokenizerFast:
    splitter = Whitespace()
    texts = [text for premise, hypothesis, _ in _KNOWN for text in (premise, hypothesis)]
    words = dict.fromkeys(word for text in texts for word, _ in splitter.pre_tokenize_str(text))
    vocabulary = {word: index for index, word in enumerate(("[PAD]", "[UNK]", "[CLS]", "[SEP]", *words))}
    model = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    model.pre_tokenizer = splitter
    model.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=model,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=64,
    )


def _fitted(classes: Sequence[int], *, deberta: bool = False) -> Any:
    """A tiny classifier that gives the three known pairs these classes."""
    torch.manual_seed(1)
    settings = (DebertaV2Config if deberta else BertConfig)(
        vocab_size=len(_tokenizer()),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
        type_vocab_size=2,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        initializer_range=0.3,
        num_labels=max(classes) + 1,
    )
    model = (DebertaV2ForSequenceClassification if deberta else BertForSequenceClassification)(settings)
    premises, hypotheses, _ = zip(*_KNOWN, strict=True)
    pairs = _tokenizer()(list(premises), list(hypotheses), padding=True, return_tensors="pt")
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(40):
        loss = model(**pairs, labels=torch.tensor(classes)).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert model(**pairs).logits.argmax(-1).tolist() == list(classes)
    return model.eval()


def _write(model: Any, folder: Path, labels: Sequence[str] = ()) -> None:
    if labels:
        model.config.id2label = dict(enumerate(labels))
        model.config.label2id = {label: index for index, label in enumerate(labels)}
    model.save_pretrained(folder)
    _tokenizer().save_pretrained(folder)


def _write_three(folder: Path, order: Sequence[int], labels: Sequence[str]) -> None:
    model = copy.deepcopy(_three())
    rows = list(order)
    model.classifier.weight.data = model.classifier.weight.data[rows]
    model.classifier.bias.data = model.classifier.bias.data[rows]
    _write(model, folder, labels)


@functools.cache
def _three() -> BertForSequenceClassification:
    return _fitted([label for _, _, label in _KNOWN])


def _write_summariser(folder: Path) -> None:
    size = {"vocab_size": len(_tokenizer()), "d_model": 8, "d_kv": 4, "d_ff": 8, "num_layers": 1, "num_heads": 2}
    _write(T5ForConditionalGeneration(T5Config(**size)), folder)


# --- the Hub


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    root = tmp_path_factory.mktemp("hub")
    org = root / "org"
    for number, order in enumerate(_ORDERS):
        names = [_LABELS[label] for label in order]
        _write_three(org / f"order{number}", order, [name.upper() for name in names] if number == 2 else names)
    _write_three(org / "misnamed", _ORDERS[0], ("contradiction", "neutral", "entailment"))
    _write(_fitted([1 if label == ENTAILMENT else 0 for _, _, label in _KNOWN]), org / "two", ("0", "1"))
    _write_summariser(org / "summariser")
    for kind in WRITERS:
        write_writer(kind, org / kind)
    for name in (GATED, CUT_OFF, "broken"):
        write_writer("bart", org / name)
    _write(_fitted([label for _, _, label in _KNOWN], deberta=True), org / "deberta", list(_LABELS.values()))
    weights = org / "broken" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-64])
    with serving(root) as found:
        yield found


# --- the command line


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left behind."""

    code: int
    stdout: str
    stderr: str
    exception: str

    def refusal(self) -> str:
        """The one line of a command that ended with an error."""
        assert self.code not in {0, 130}, self
        assert self.exception.startswith("SystemExit"), self
        (line,) = self.stderr.splitlines()
        return line


def _run(commands: Mapping[str, Sequence[str | Path]], hub: Hub, home: Path) -> dict[str, Done]:
    """Run the commands one after the other in one new process that knows the Hub."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("HF_", "TRANSFORMERS_"))}
    environment |= {"HF_ENDPOINT": hub.url, "HF_HOME": str(home), "HF_HUB_DISABLE_TELEMETRY": "1"}
    arguments = [[*map(str, command)] for command in commands.values()]
    done = subprocess.run(
        [sys.executable, "-c", _DRIVER],
        input=json.dumps(arguments),
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {name: Done(*row) for name, row in zip(commands, json.loads(done.stdout), strict=True)}


@dataclass(frozen=True, slots=True)
class Session:
    """Two processes, the second one with ``--offline``: what each command did, what it wrote, what the Hub saw."""

    online: Mapping[str, Done]
    offline: Mapping[str, Done]
    folder: Path
    asked_offline: Sequence[str]

    def rows(self, name: str) -> list[dict[str, Any]]:
        lines = (self.folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]


def _article(number: int, text: str) -> dict[str, str]:
    return {
        "id": f"a{number}",
        "title": f"Council votes on trams, part {number}",
        "source": f"Paper {number}",
        "published": f"2017-11-0{number}T08:00:00Z",
        "language": "en",
        "text": text,
    }


@pytest.fixture(scope="module")
def session(hub: Hub, tmp_path_factory: pytest.TempPathFactory) -> Session:
    folder, home = tmp_path_factory.mktemp("session"), tmp_path_factory.mktemp("home")
    pairs = [
        {"id": str(row), "document": document, "summary": summary} for row, (document, summary, _) in enumerate(_KNOWN)
    ]
    (folder / "pairs.jsonl").write_text("\n".join(map(json.dumps, pairs)), encoding="utf-8")
    articles = [
        _article(1, "The city council voted on Friday to buy new trams. The mayor said that the trams were old."),
        _article(2, "On Friday the city council voted to buy new trams. Nine members were in favour, six against."),
    ]
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")

    def model(name: str, *more: str) -> list[str]:
        changes = (f"models.nli.source=org/{name}", "models.encoder.source=org/order0", "compute.threads=1", *more)
        return ["--config", "hub", "--quiet", *(word for change in changes for word in ("--set", change))]

    def score(name: str, out: str, *more: str) -> list[str | Path]:
        return ["score", folder / "pairs.jsonl", "--out", folder / f"{out}.jsonl", *model(name, *more)]

    stories = [{"id": "s", "articles": articles}]
    (folder / "stories.jsonl").write_text(json.dumps(stories[0]), encoding="utf-8")

    def brief(name: str, out: str, *more: str) -> list[str | Path]:
        changes = (f"models.summariser.source=org/{name}", "generate.max_tokens=12", *more)
        words = [word for change in changes for word in ("--set", change)]
        return ["brief", folder / "stories.jsonl", "--out", folder / f"{out}.jsonl", *model("order0"), *words]

    labels = "models.nli.labels=[not_entailment, entailment]"
    online = {
        **{f"order{number}": score(f"order{number}", f"order{number}") for number in range(len(_ORDERS))},
        "run": ["run", folder / "articles.jsonl", "--out", folder / "run", *model("order0")],
        "check": ["models", "check", *model("order0")],
        "two": score("two", "two", labels),
        "unnamed": score("two", "none"),
        "misnamed": score("misnamed", "none"),
        "wrong labels": score("two", "none", "models.nli.labels=[entailment, not_entailment]"),
        "summariser": score("summariser", "none"),
        "absent": score("absent", "none"),
        "revision": score("order0", "none", "models.nli.revision=v9"),
        "deberta": score("deberta", "deberta"),
        "writer": brief("bart", "writer", f"models.summariser.revision={COMMIT}"),
        **{kind: brief(kind, f"writer-{kind}") for kind in WRITERS if kind != "bart"},
        "writer revision": brief("bart", "none", "models.summariser.revision=v9"),
        **{name: brief(name, "none") for name in (GATED, CUT_OFF, "broken")},
    }
    first = _run(online, hub, home)
    before = len(hub.asked)
    _write_three(hub.root / "org" / "uncached", _ORDERS[0], list(_LABELS.values()))
    offline = {
        "again": [*score("order0", "again"), "--offline"],
        "uncached": [*score("uncached", "none"), "--offline"],
        "writer again": [*brief("bart", "writer-again", f"models.summariser.revision={COMMIT}"), "--offline"],
    }
    second = _run(offline, hub, home)
    return Session(first, second, folder, hub.asked[before:])


@pytest.mark.parametrize("number", range(len(_ORDERS)))
def test_three_classes_in_any_order(session: Session, number: int) -> None:
    done = session.online[f"order{number}"]
    assert (done.code, done.stderr) == (0, ""), done
    rows = session.rows(f"order{number}")
    assert [row["id"] for row in rows] == ["0", "1", "2"]
    assert rows[0]["score"] > max(rows[1]["score"], rows[2]["score"])
    first = session.rows("order0")
    assert [row["score"] for row in rows] == pytest.approx([row["score"] for row in first], abs=0.01)


def test_two_classes_named_by_the_configuration(session: Session) -> None:
    assert session.online["two"].code == 0, session.online["two"]
    rows = session.rows("two")
    assert rows[0]["score"] > max(rows[1]["score"], rows[2]["score"])


def test_the_commit_is_on_record(session: Session) -> None:
    assert session.online["run"].code == 0, session.online["run"]
    manifest = json.loads((session.folder / "run" / "manifest.json").read_text(encoding="utf-8"))
    assert [model["role"] for model in manifest["models"]] == ["encoder", "nli", "summariser", "compression"]
    for model in manifest["models"]:
        assert model["parameters"] > 0
        assert len(model["digest"]) == 64
        assert model["digest"] in session.online["check"].stdout
    for model in manifest["models"][:2]:  # the third is built in
        assert (model["source"], model["revision"]) == ("org/order0", COMMIT)


@pytest.mark.parametrize("name", ["unnamed", "misnamed", "wrong labels"])
def test_labels_that_do_not_fit_are_refused(session: Session, name: str) -> None:
    assert "models.nli.labels" in session.online[name].refusal()


def test_a_summariser_is_refused(session: Session) -> None:
    line = session.online["summariser"].refusal()
    assert "org/summariser" in line
    assert "no classifier of pairs" in line


def test_what_the_hub_does_not_have_is_refused(session: Session) -> None:
    assert "org/absent" in session.online["absent"].refusal()
    assert "v9" in session.online["revision"].refusal()


def test_offline_reads_the_cache_and_nothing_else(session: Session) -> None:
    assert session.offline["again"].code == 0, session.offline["again"]
    assert session.rows("again") == session.rows("order0")
    assert "org/uncached" in session.offline["uncached"].refusal()
    assert session.asked_offline == []


def test_a_summariser_from_the_hub_writes_and_is_read_again_offline(session: Session) -> None:
    assert session.online["writer"].code == 0, session.online["writer"]
    assert session.offline["writer again"].code == 0, session.offline["writer again"]
    (row,) = session.rows("writer")
    assert session.rows("writer-again") == [row]
    assert {sentence["origin"] for sentence in row["brief"]["sentences"]} <= {"extracted", "compressed"}


@pytest.mark.parametrize("kind", sorted(set(WRITERS) - {"bart"}))
def test_every_family_of_summarisers_is_fetched_and_checked(session: Session, kind: str) -> None:
    assert session.online[kind].code == 0, session.online[kind]
    (row,) = session.rows(f"writer-{kind}")
    assert row["brief"]["sentences"]
    assert {sentence["origin"] for sentence in row["brief"]["sentences"]} <= {"extracted", "compressed"}


def test_another_family_of_classifiers_is_fetched(session: Session) -> None:
    assert session.online["deberta"].code == 0, session.online["deberta"]
    rows = session.rows("deberta")
    assert rows[0]["score"] > max(rows[1]["score"], rows[2]["score"])


@pytest.mark.parametrize("name", [GATED, CUT_OFF, "broken", "writer revision"])
def test_a_summariser_that_can_not_be_fetched_whole_is_refused(session: Session, name: str) -> None:
    line = session.online[name].refusal()
    assert "models.summariser org/" in line


def test_nothing_is_written_after_a_refusal(session: Session) -> None:
    assert not (session.folder / "none.jsonl").exists()
