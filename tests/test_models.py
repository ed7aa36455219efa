"""Loading: tiny checkpoints made here, and the built-in ones."""

import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing
from transformers import (
    BartConfig,
    BartForConditionalGeneration,
    BertConfig,
    BertForSequenceClassification,
    PreTrainedTokenizerFast,
)

from pipeline import models
from pipeline.bench.plain import float32
from pipeline.config import Compute, ModelSource, load
from pipeline.errors import ModelError
from pipeline.models import describe, load_nli, reads_first_token
from pipeline.nli import check_labels, score_pairs
from pipeline.places import BUILTIN
from pipeline.tools import Tools, load_tools

_WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "shop", "is", "open", "closed", "today", ".")
_ORDERS = (
    ("entailment", "neutral", "contradiction"),
    ("contradiction", "entailment", "neutral"),
    ("CONTRADICTION", "NEUTRAL", "ENTAILMENT"),
)


def tokenizer() -> PreTrainedTokenizerFast:
    words = Tokenizer(WordLevel({word: index for index, word in enumerate(_WORDS)}, unk_token="[UNK]"))
    words.pre_tokenizer = Whitespace()
    words.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=words,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=24,
    )


def checkpoint(folder: Path, labels: tuple[str, ...], layers: int = 1) -> ModelSource:
    settings = BertConfig(
        vocab_size=len(_WORDS),
        hidden_size=8,
        num_hidden_layers=layers,
        num_attention_heads=2,
        intermediate_size=8,
        max_position_embeddings=24,
        id2label=dict(enumerate(labels)),
        label2id={label: index for index, label in enumerate(labels)},
    )
    BertForSequenceClassification(settings).save_pretrained(folder)
    tokenizer().save_pretrained(folder)
    return ModelSource(source=str(folder))


@pytest.mark.parametrize("labels", _ORDERS)
def test_any_order_of_labels_comes_out_in_ours(tmp_path: Path, labels: tuple[str, ...]) -> None:
    loaded = load_nli(checkpoint(tmp_path, labels), Compute())
    pairs = [("the shop is open today .", "the shop is closed"), ("the shop", "is open")]
    scores = score_pairs(loaded, pairs)
    encoded = loaded.tokenizer(*zip(*pairs, strict=True), padding=True, return_tensors="pt")
    raw = loaded.model(**encoded).logits.float().softmax(-1).detach().numpy()
    lowered = [label.lower() for label in labels]
    expected = raw[:, [lowered.index(name) for name in ("entailment", "neutral", "contradiction")]]
    assert scores == pytest.approx(expected, abs=5e-3)
    assert scores.sum(axis=1) == pytest.approx(1.0, abs=1e-5)


def test_the_first_token_alone_gives_what_the_whole_last_layer_gives(tmp_path: Path) -> None:
    loaded = load_nli(checkpoint(tmp_path, _ORDERS[0], layers=2), Compute(dtype="float32"))
    pairs = [("the shop is open today .", "the shop is closed"), ("the shop", "is open")]
    encoded = loaded.tokenizer(*zip(*pairs, strict=True), padding=True, return_tensors="pt")
    whole = BertForSequenceClassification.from_pretrained(tmp_path).eval()
    assert reads_first_token(loaded.model)
    assert loaded.model(**encoded).logits.tolist() == [
        pytest.approx(row, abs=1e-6) for row in whole(**encoded).logits.tolist()
    ]
    assert not reads_first_token(float32(loaded))


def test_two_classes_have_no_contradiction(tmp_path: Path) -> None:
    scores = score_pairs(load_nli(checkpoint(tmp_path, ("not_entailment", "entailment")), Compute()), [("the", "shop")])
    assert np.isnan(scores[0, 2])
    assert scores[0, 0] + scores[0, 1] == pytest.approx(1.0)


def test_unknown_labels_are_refused_and_settled_by_the_configuration(tmp_path: Path) -> None:
    source = checkpoint(tmp_path, ("LABEL_0", "LABEL_1", "LABEL_2"))
    with pytest.raises(ModelError, match=r"models\.nli\.labels"):
        load_nli(source, Compute())
    settled = ModelSource(source=source.source, labels=("neutral", "entailment", "contradiction"))
    loaded = load_nli(settled, Compute())
    assert loaded.labels is not None
    assert loaded.labels.entailment == 1


def test_a_summariser_is_no_nli_model(tmp_path: Path) -> None:
    size = {"encoder_layers": 1, "decoder_layers": 1, "encoder_attention_heads": 2, "decoder_attention_heads": 2}
    ffn = {"encoder_ffn_dim": 8, "decoder_ffn_dim": 8, "d_model": 8, "vocab_size": len(_WORDS)}
    BartForConditionalGeneration(BartConfig(**size, **ffn)).save_pretrained(tmp_path)
    tokenizer().save_pretrained(tmp_path)
    with pytest.raises(ModelError, match="no classifier of pairs"):
        load_nli(ModelSource(source=str(tmp_path)), Compute())


def test_a_model_that_does_not_know_the_known_pairs_is_refused(tmp_path: Path) -> None:
    loaded = load_nli(checkpoint(tmp_path, _ORDERS[0]), Compute())
    with pytest.raises(ModelError, match="label order"):
        check_labels(loaded)  # random weights give one label to all three pairs, or a wrong one


def test_what_cannot_be_scored_is_nan(tmp_path: Path) -> None:
    loaded = load_nli(checkpoint(tmp_path, _ORDERS[0]), Compute())
    scores = score_pairs(loaded, [("the " * 30, "shop"), ("", "shop"), ("the", "  "), ("the", "shop")])
    assert np.isnan(scores[:3]).all()
    assert not np.isnan(scores[3]).any()
    assert score_pairs(loaded, []).shape == (0, 3)


def test_missing_models_say_where_to_look(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no such built-in model; there are builtin:minilm"):
        load_nli(ModelSource(source="builtin:none"), Compute())
    with pytest.raises(ModelError, match="no such folder"):
        load_nli(ModelSource(source=str(tmp_path / "none")), Compute())
    with pytest.raises(ModelError, match="org/none"):
        load_nli(ModelSource(source="org/none"), Compute(), offline=True)
    with pytest.raises(ModelError, match="--device"):
        load_nli(checkpoint(tmp_path, _ORDERS[0]), Compute(device="nonsense"))


def test_another_encoder_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models.weights, "ENCODER_SHA256", hashlib.sha256(b"").hexdigest())
    with pytest.raises(ModelError, match="not the encoder"):
        load_nli(ModelSource(source="builtin:nli"), Compute())


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools(load(), offline=True)


def test_the_built_in_models(tools: Tools) -> None:
    vectors = tools.embed(["A ferry sank.", "A ship went down.", "Shares rose.", "A ferry sank."])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2
    assert (vectors[0] == vectors[3]).all()
    assert tools.embed([]).shape == (0, 384)
    assert {info.role for info in tools.models} == {"encoder", "nli", "stance", "summariser", "compression"}
    assert describe("nli", ModelSource(source="builtin:nli")).digest == tools.nli.info.digest


def test_scores_do_not_hang_on_the_batch(tools: Tools) -> None:
    pairs = [(f"The council met {'again ' * number}on Friday.", "The council met.") for number in range(40)]
    together = tools.score(pairs)
    alone = np.concatenate([tools.score([pair]) for pair in pairs])
    assert together == pytest.approx(alone, abs=1e-3)
    texts = [premise for premise, _ in pairs]
    assert tools.embed(texts) == pytest.approx(np.concatenate([tools.embed([text]) for text in texts]), abs=1e-4)


@pytest.mark.models
def test_a_folder_that_training_wrote_is_a_model_of_its_own(tools: Tools, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(BUILTIN / "nli", folder)
    mine = load_nli(ModelSource(source=str(folder)), Compute(), offline=True)
    pairs = [("A ferry sank off Lanto on Friday.", "A ferry sank."), ("Nobody was hurt.", "Two people were hurt.")]
    assert score_pairs(mine, pairs).tolist() == score_pairs(tools.nli, pairs).tolist()
    assert mine.info.digest == tools.nli.info.digest
