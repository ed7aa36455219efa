"""Texts -> unit vectors."""

from collections.abc import Sequence

import numpy as np
import torch

from pipeline.arrays import Vectors
from pipeline.models import Loaded
from pipeline.packing import run_alike
from pipeline.pairing import padded_width

_MOST_TOKENS = 256  # what the built-in encoder was trained to read
_AT_ONCE = 8192  # texts tokenised before they are encoded: as Python's lists, tokens take much room


def embed(encoder: Loaded, texts: Sequence[str], *, tokens: int = 8192) -> Vectors:
    """Encode each text by the mean of its token vectors (Reimers and Gurevych 2019), scaled to length 1.

    Equal texts are encoded once. A text is read up to 256 tokens.

    Args:
        encoder: from ``models.load_encoder``.
        texts: any number, also none.
        tokens: padded size of a batch.

    Returns:
        *Shape:* (texts, width of the encoder).
    """
    width = int(encoder.model.config.hidden_size)
    unique = {text: row for row, text in enumerate(dict.fromkeys(texts))}
    vectors = np.empty((len(unique), width), dtype=np.float32)
    listed = list(unique)
    for start in range(0, len(listed), _AT_ONCE):
        vectors[start : start + _AT_ONCE] = _encoded(encoder, listed[start : start + _AT_ONCE], width, tokens)
    return vectors[[unique[text] for text in texts]]


def _encoded(encoder: Loaded, texts: Sequence[str], width: int, tokens: int) -> Vectors:
    """Vectors of different texts, no more than their tokens fit in memory."""
    window = min(encoder.window, _MOST_TOKENS)
    ids = encoder.tokenizer(texts, truncation=True, max_length=window)["input_ids"]
    vectors = np.empty((len(texts), width), dtype=np.float32)

    def work(batch: list[int]) -> None:
        size = min(padded_width(len(ids[batch[0]])), window)
        some = {"input_ids": [ids[row] for row in batch]}
        inputs = encoder.tokenizer.pad(some, padding="max_length", max_length=size, return_tensors="pt")
        inputs = inputs.to(encoder.device)
        states = encoder.model(**inputs).last_hidden_state.float()
        mask = inputs["attention_mask"].unsqueeze(-1).float()
        means = (states * mask).sum(1) / mask.sum(1)
        vectors[batch] = torch.nn.functional.normalize(means, dim=1).cpu().numpy()

    widths, budget = [padded_width(len(row)) for row in ids], encoder.batch_tokens(tokens)
    with torch.inference_mode(), torch.autocast(encoder.device.type, torch.bfloat16, enabled=encoder.bf16):
        # Padded to a width of its own and batched with its like, a text has the same vector in any company.
        run_alike(widths, budget, work, encoder.info.source)
    return vectors
