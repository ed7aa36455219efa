"""Measuring speed: the arithmetic, the label map, and the command on a handful of pairs. No test looks at a clock."""

import json
import os
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from pipeline.bench.plain import plain_classifier, plain_labels, plain_vectors
from pipeline.bench.rates import linear_operations, matmul_gflops, median_rate
from pipeline.bench.samples import fitting, read_samples, sample_pairs, without_repeats
from pipeline.bench.whole import Plain, measure_whole
from pipeline.cli import main
from pipeline.config import Compute, ModelSource, load
from pipeline.embed import embed
from pipeline.errors import ModelError
from pipeline.models import Loaded, load_nli, read_every_token
from pipeline.nli import score_pairs
from pipeline.tools import Tools
from pipeline.windows import Part

_WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "shop", "is", "open", "closed", "today", ".")
_PAIRS = [("the shop is open today .", "the shop is closed"), ("the shop", "is open"), ("today", "the shop is open")]


def tiny(folder: Path, labels: tuple[str, ...], given: tuple[str, ...] | None = None) -> Loaded:
    words = Tokenizer(WordLevel({word: index for index, word in enumerate(_WORDS)}, unk_token="[UNK]"))
    words.pre_tokenizer = Whitespace()
    words.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=words, **special, model_max_length=24).save_pretrained(folder)
    torch.manual_seed(0)
    size = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 8}
    names = {"id2label": dict(enumerate(labels)), "label2id": {label: index for index, label in enumerate(labels)}}
    model = BertForSequenceClassification(
        BertConfig(vocab_size=len(_WORDS), max_position_embeddings=24, **size, **names)
    )
    torch.nn.init.normal_(model.classifier.weight, std=5)  # far apart, so that rounding changes no label
    model.save_pretrained(folder)
    return load_nli(ModelSource(source=str(folder), labels=given), Compute(dtype="float32"))


def test_median_rate_is_of_the_middle_round() -> None:
    assert median_rate(100, [4.0, 1.0, 2.0]) == pytest.approx(50)
    assert median_rate(3, [0.5]) == pytest.approx(6)


def test_operations_by_hand() -> None:
    config = SimpleNamespace(hidden_size=4, intermediate_size=6, num_hidden_layers=2, num_labels=3)
    weights = 2 * (4 * 16 + 2 * 24)  # two layers: four projections of 4 x 4, two of 4 x 6
    attention = 2 * (4 * 4) * (5**2 + 7**2)  # two layers, 4 x hidden per square of tokens
    heads = 2 * 2 * (16 + 12)  # two sequences
    assert linear_operations(config, [5, 7]) == pytest.approx(2 * 12 * weights + attention + heads)
    assert linear_operations(config, []) == 0


def test_operations_where_the_last_layer_works_for_the_first_token() -> None:
    config = SimpleNamespace(hidden_size=4, intermediate_size=6, num_hidden_layers=2, num_labels=3)
    first = 2 * 12 * (4 * 16 + 2 * 24) + 4 * 4 * (5**2 + 7**2)
    last = 2 * 12 * 2 * 16 + 2 * 2 * (2 * 16 + 2 * 24) + 4 * 4 * 12  # keys, values; one query a sequence
    assert linear_operations(config, [5, 7], first_token=True) == pytest.approx(first + last + 2 * 2 * (16 + 12))


def test_operations_are_those_of_the_linear_layers(tmp_path: Path) -> None:
    model = tiny(tmp_path, ("entailment", "neutral", "contradiction")).model
    read_every_token(model)
    layers = sum(part.weight.numel() for part in model.bert.encoder.modules() if isinstance(part, torch.nn.Linear))
    head = model.bert.pooler.dense.weight.numel() + model.classifier.weight.numel()
    one_token = linear_operations(model.config, [1])
    assert one_token == pytest.approx(2 * (layers + head) + 4 * 8)


def test_operations_of_an_unknown_architecture_stay_open() -> None:
    assert linear_operations(SimpleNamespace(hidden_size=4, num_hidden_layers=2, num_labels=3), [5]) is None


def test_matrix_product_has_a_rate() -> None:
    assert matmul_gflops(torch.float32, torch.device("cpu"), size=16, rounds=1) > 0


def test_pairs_are_different_and_the_same_each_time() -> None:
    articles, claims = read_samples()
    pairs = sample_pairs(articles, claims, 300, 13)
    assert len(set(pairs)) == 300
    assert all(premise.strip() and hypothesis.strip() and premise != hypothesis for premise, hypothesis in pairs)
    assert pairs == sample_pairs(articles, claims, 300, 13)
    assert pairs != sample_pairs(articles, claims, 300, 14)


def test_pairs_are_of_sentences_and_neighbours_and_never_equal_texts() -> None:
    drawn = sample_pairs([["A.", "B.", "A."], ["B."]], ["A.", "C."], 99, 1)
    premises = ("A.", "B.", "A. B.", "B. A.")
    assert sorted(drawn) == sorted({(p, c) for p in premises for c in ("A.", "C.")} - {("A.", "A.")})


def test_articles_with_a_repeated_sentence_are_left_out() -> None:
    assert without_repeats([["a", "b"], ["b", "c"], ["c"], ["d", "d"], []]) == [["a", "b"], ["c"]]


@pytest.mark.parametrize(
    ("labels", "given"),
    [
        (("entailment", "neutral", "contradiction"), None),
        (("contradiction", "entailment", "neutral"), None),
        (("LABEL_0", "LABEL_1", "LABEL_2"), ("neutral", "contradiction", "entailment")),
        (("not_entailment", "entailment"), None),
    ],
)
def test_labels_of_the_plain_way_come_out_in_our_order(
    tmp_path: Path, labels: tuple[str, ...], given: tuple[str, ...] | None
) -> None:
    model = tiny(tmp_path, labels, given)
    outputs = plain_classifier(model)(_PAIRS)
    assert [len(output) for output in outputs] == [len(labels)] * len(_PAIRS)
    assert plain_labels(model, outputs) == np.nanargmax(score_pairs(model, _PAIRS), axis=1).tolist()


def test_each_name_has_its_place(tmp_path: Path) -> None:
    names = ("contradiction", "entailment", "neutral")
    model = tiny(tmp_path, names)
    outputs = [[{"label": name, "score": 0.2 + 0.6 * (name == best)} for name in names] for best in names]
    assert plain_labels(model, outputs) == [2, 0, 1]


def test_the_plain_way_leaves_the_process_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    classify = plain_classifier(tiny(tmp_path, ("entailment", "neutral", "contradiction")))
    monkeypatch.delenv("TOKENIZERS_PARALLELISM", raising=False)
    classify(_PAIRS)
    assert "TOKENIZERS_PARALLELISM" not in os.environ
    monkeypatch.setenv("TOKENIZERS_PARALLELISM", "true")
    classify(_PAIRS)
    assert os.environ["TOKENIZERS_PARALLELISM"] == "true"


def test_pairs_beyond_the_window_are_no_work(tmp_path: Path) -> None:
    model = tiny(tmp_path, ("entailment", "neutral", "contradiction"))
    assert fitting(model, [("the " * 30, "shop"), ("the shop", "is open")]) == ([("the shop", "is open")], [7])
    with pytest.raises(ModelError, match="24 tokens"):
        fitting(model, [("the " * 30, "shop")])


def test_both_ways_give_an_article_the_same_vectors() -> None:
    encoder = Tools(load(overrides=["compute.dtype=float32"]), offline=True).encoder
    article = ["A ferry sank.", "The coast guard ended its search for the missing on Sunday.", "Shares rose."]
    plain = plain_vectors(encoder, encoder.model, [article[:2], article[2:]])
    plain /= np.linalg.norm(plain, axis=1, keepdims=True)
    assert plain == pytest.approx(embed(encoder, article), abs=1e-5)


@pytest.mark.models
def test_the_command_prints_and_writes_every_figure(tmp_path: Path) -> None:
    out = tmp_path / "new" / "bench.json"
    arguments = [
        "bench",
        "--out",
        str(out),
        "--pairs",
        "24",
        "--plain-pairs",
        "8",
        "--no-stances",
        "--plain-stories",
        "0",
        "--offline",
        "--quiet",
    ]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    figures = json.loads(done.stdout)
    assert json.loads(out.read_text(encoding="utf-8")) == figures
    rates = ("pairs_per_second", "plain_pairs_per_second")
    rates = (*rates, "encoded_articles_per_second", "plain_encoded_articles_per_second")
    assert all(figures[name] > 0 for name in (*rates, "matmul_gflops", "speedup", "threads"))
    assert 0.5 <= figures["label_agreement"] <= 1
    assert 0 < figures["roofline_share"] <= 1
    assert (figures["pairs"], figures["device"]) == (24, "cpu")
    assert (figures["articles_per_second"], figures["plain_articles_per_second"], figures["whole"]) == (
        None,
        None,
        None,
    )
    assert figures["dtype"] in {"bfloat16", "float32"}


def test_the_command_refuses_no_pairs() -> None:
    assert CliRunner().invoke(main, ["bench", "--pairs", "0"]).exit_code == 2


def test_the_whole_job_says_the_same_both_ways() -> None:
    config = load("tiny", ["stance.sentences=1000000"])
    rates = measure_whole(config, 100.0, plain_stories=12, offline=True)
    assert (rates.agreement, rates.brief_agreement) == (1.0, 1.0)
    assert rates.articles == 21
    assert 12 < rates.plain_articles < 21
    assert rates.speedup > 0
    assert {"encoder", "nli", "salience"} <= set(rates.stages)
    assert sum(stage.share for stage in rates.stages.values()) + rates.other == pytest.approx(1.0)
    assert all(stage.roofline_share is None or stage.roofline_share > 0 for stage in rates.stages.values())


@pytest.mark.models
def test_the_plain_way_gives_the_numbers_of_ours() -> None:
    config = load(overrides=["compute.dtype=float32"])
    ours, plain = Tools(config, offline=True), Plain(config, offline=True)
    texts = ["A ferry sank off Lanto on Friday night.", "Nobody was hurt.", "A ferry sank off Lanto on Friday night."]
    pairs = [(texts[0], "A ferry sank."), (texts[0], "No ferry sank."), (texts[1], "Two people were hurt.")]
    np.testing.assert_allclose(ours.embed(texts), plain.embed(texts), atol=1e-5)
    np.testing.assert_allclose(ours.score(pairs), plain.score(pairs), atol=1e-4)
    parts = [[Part(text, 0, closes=True) for text in texts], [Part(texts[1], 1, closes=False)]]
    for (window, shares), (other, others) in zip(ours.tag(parts), plain.tag(parts), strict=True):
        assert window == other
        np.testing.assert_allclose(shares, others, atol=1e-4)
    for one, other in zip(ours.kept(texts) or [], plain.kept(texts) or [], strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4)
