"""(premise, hypothesis) pairs -> entailment, neutral, contradiction."""

from collections.abc import Sequence

import numpy as np
import torch

from pipeline.arrays import CONTRADICTION, ENTAILMENT, NEUTRAL, Pair, Probabilities
from pipeline.errors import ModelError
from pipeline.models import Loaded
from pipeline.packing import run_alike
from pipeline.pairing import encode_pairs, padded_width

_WORDS = ("entailed", "left open", "contradicted")
_KNOWN = (
    (("A man is asleep on the sofa.", "A man is sleeping."), ENTAILMENT),
    (("The shop is open today.", "The shop is closed today."), CONTRADICTION),
    (("A woman is playing the violin.", "The woman was born in Spain."), NEUTRAL),
)


def score_pairs(model: Loaded, pairs: Sequence[Pair], *, tokens: int = 8192) -> Probabilities:
    """Score each pair once, in batches of like length; a pair's scores don't depend on the others.

    Args:
        model: from ``models.load_nli``.
        pairs: (premise, hypothesis) texts; equal pairs are scored once.
        tokens: padded size of a batch.

    Returns:
        Probabilities of entailment, neutral and contradiction. *Shape:* (pairs, 3). A row is NaN where the pair
        is longer than the model's window or a text is empty: it could not be scored. A two-class model gives NaN for
        contradiction, and all that is not entailment as neutral. A text entails itself: equal texts get 1, 0, 0.
    """
    unique = {pair: row for row, pair in enumerate(dict.fromkeys(pairs))}
    result = np.full((len(unique), 3), np.nan, dtype=np.float32)
    same = [row for pair, row in unique.items() if pair[0].strip() == pair[1].strip() != ""]
    result[same] = (1.0, 0.0, 0.0)
    usable = [pair for pair in unique if pair[0].strip() and pair[1].strip() and pair[0].strip() != pair[1].strip()]
    if usable:
        result[[unique[pair] for pair in usable]] = _score(model, usable, tokens)
    return result[[unique[pair] for pair in pairs]] if unique else result


def check_labels(model: Loaded) -> None:
    """Prove the label map on three known pairs.

    Raises:
        ModelError: the model does not give a known pair its label.
    """
    scores = score_pairs(model, [pair for pair, _ in _KNOWN])
    two_class = model.labels is not None and model.labels.contradiction is None
    for (pair, label), row in zip(_KNOWN, scores, strict=True):
        expected = NEUTRAL if two_class and label == CONTRADICTION else label
        said = int(np.nanargmax(row))
        if said != expected:
            raise ModelError(
                f"{model.info.source}: finds {pair[1]!r} {_WORDS[said]} by {pair[0]!r}; its label order is not what "
                "its names say, or it is no NLI model: set models.nli.labels"
            )


def _score(model: Loaded, pairs: Sequence[Pair], tokens: int) -> Probabilities:
    encoded = encode_pairs(model.tokenizer, pairs)
    lengths = [len(ids) for ids in encoded.ids]
    fitting = [row for row, length in enumerate(lengths) if length <= model.window]
    logits = np.full((len(pairs), int(model.model.config.num_labels)), np.nan, dtype=np.float32)

    def work(batch: list[int]) -> None:
        rows = [fitting[place] for place in batch]
        inputs = _tensors(model, [encoded.ids[row] for row in rows], [encoded.segments[row] for row in rows])
        logits[rows] = model.model(**inputs).logits.float().cpu().numpy()

    with torch.inference_mode():
        widths = [padded_width(lengths[row]) for row in fitting]
        run_alike(widths, model.batch_tokens(tokens), work, model.info.source)
    return _in_order(model, logits)


def _tensors(model: Loaded, ids: Sequence[list[int]], segments: Sequence[list[int]]) -> dict[str, torch.Tensor]:
    size = min(max(padded_width(len(row)) for row in ids), model.window)
    table = torch.full((len(ids), size), model.tokenizer.pad_token_id or 0, dtype=torch.long)
    kinds, mask = torch.zeros_like(table), torch.zeros_like(table)
    for place, (row, kind) in enumerate(zip(ids, segments, strict=True)):
        table[place, : len(row)] = torch.tensor(row)
        kinds[place, : len(row)] = torch.tensor(kind)
        mask[place, : len(row)] = 1
    inputs = {"input_ids": table.to(model.device), "attention_mask": mask.to(model.device)}
    if "token_type_ids" in model.tokenizer.model_input_names:
        inputs["token_type_ids"] = kinds.to(model.device)
    return inputs


def _in_order(model: Loaded, logits: Probabilities) -> Probabilities:
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares = exponents / exponents.sum(axis=1, keepdims=True)
    labels = model.labels
    if labels is None:
        raise ModelError(f"{model.info.source}: loaded without a label map; load it with load_nli")
    if labels.neutral is None or labels.contradiction is None:
        entailed = shares[:, labels.entailment]
        return np.stack([entailed, 1 - entailed, np.full_like(entailed, np.nan)], axis=1)
    ordered: Probabilities = shares[:, [labels.entailment, labels.neutral, labels.contradiction]]
    return ordered
