"""Tiny checkpoints with random weights, built from configurations: nothing is downloaded."""

from collections.abc import Callable, Mapping
from pathlib import Path

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing
from transformers import (
    BartConfig,
    BartForConditionalGeneration,
    LEDConfig,
    LEDForConditionalGeneration,
    LlamaConfig,
    LlamaForCausalLM,
    PegasusConfig,
    PegasusForConditionalGeneration,
    PreTrainedModel,
    PreTrainedTokenizerFast,
    T5Config,
    T5ForConditionalGeneration,
)

WORDS = "the city council of Melbury approved twelve new trams on Friday after a debate . , and cost crowns".split()
_TEMPLATE = (
    "{% for message in messages %}{{ message['role'] }} : {{ message['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}assistant : {% endif %}"
)
_IDS = {"pad_token_id": 0, "bos_token_id": 2, "eos_token_id": 3, "decoder_start_token_id": 2}


def tokenizer(*, template: bool = False) -> PreTrainedTokenizerFast:
    """A word-level tokenizer with the separator of PRIMERA."""
    names = ["[PAD]", "[UNK]", "<s>", "</s>", "<doc-sep>", *WORDS]
    model = Tokenizer(WordLevel({name: index for index, name in enumerate(names)}, unk_token="[UNK]"))
    model.pre_tokenizer = Whitespace()
    model.post_processor = TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 2), ("</s>", 3)])
    made = PreTrainedTokenizerFast(
        tokenizer_object=model,
        pad_token="[PAD]",
        unk_token="[UNK]",
        bos_token="<s>",
        eos_token="</s>",
        additional_special_tokens=["<doc-sep>"],
        model_max_length=256,
    )
    if template:
        made.chat_template = _TEMPLATE
    return made


def _bart() -> PreTrainedModel:
    return BartForConditionalGeneration(
        BartConfig(**_layers(), **_IDS, vocab_size=_size(), max_position_embeddings=256, forced_eos_token_id=None)
    )


def _pegasus() -> PreTrainedModel:
    return PegasusForConditionalGeneration(
        PegasusConfig(**_layers(), **_IDS, vocab_size=_size(), max_position_embeddings=256, forced_eos_token_id=None)
    )


def _led() -> PreTrainedModel:
    return LEDForConditionalGeneration(
        LEDConfig(
            **_layers(),
            **_IDS,
            vocab_size=_size(),
            max_encoder_position_embeddings=256,
            max_decoder_position_embeddings=256,
            attention_window=[8],
        )
    )


def _t5() -> PreTrainedModel:
    sizes = {"d_model": 16, "d_kv": 8, "d_ff": 16, "num_layers": 1, "num_heads": 2}
    return T5ForConditionalGeneration(T5Config(**sizes, **_IDS, vocab_size=_size()))


def _llama() -> PreTrainedModel:
    sizes = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    ids = {key: _IDS[key] for key in ("pad_token_id", "bos_token_id", "eos_token_id")}
    return LlamaForCausalLM(LlamaConfig(**sizes, **ids, vocab_size=_size(), max_position_embeddings=256))


def _layers() -> dict[str, int]:
    return {
        "d_model": 16,
        "encoder_layers": 1,
        "decoder_layers": 1,
        "encoder_attention_heads": 2,
        "decoder_attention_heads": 2,
        "encoder_ffn_dim": 16,
        "decoder_ffn_dim": 16,
    }


def _size() -> int:
    return len(WORDS) + 5


WRITERS: Mapping[str, Callable[[], PreTrainedModel]] = {
    "bart": _bart,
    "pegasus": _pegasus,
    "led": _led,
    "t5": _t5,
    "llama": _llama,
}


def write_writer(kind: str, folder: Path, *, template: bool = True) -> Path:
    """Save a writer with random weights and its tokenizer; a causal one with a chat template unless told."""
    torch.manual_seed(13)
    model = WRITERS[kind]()
    model.save_pretrained(folder)
    tokenizer(template=template and kind == "llama").save_pretrained(folder)
    return folder
