"""The plain way: the same models as people ordinarily run them with transformers, in float32."""

import copy
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from transformers import pipeline as transformers_pipeline

from pipeline.arrays import CONTRADICTION, ENTAILMENT, NEUTRAL, Pair, Probabilities, Vectors
from pipeline.errors import ModelError
from pipeline.labels import LabelMap
from pipeline.models import Loaded, read_every_token

_PAIRS_BATCH = 8
_SENTENCES_BATCH = 32


def plain_classifier(
    model: Loaded, batch: int = _PAIRS_BATCH
) -> Callable[[Sequence[Pair]], list[list[dict[str, Any]]]]:
    """The classifier as people ordinarily run it: per pair a label and score of each class, best first."""
    classify = transformers_pipeline(
        "text-classification",
        model=float32(model),
        tokenizer=model.tokenizer,
        device=model.device,
        top_k=None,
        batch_size=batch,
        truncation=True,
    )

    def run(pairs: Sequence[Pair]) -> list[list[dict[str, Any]]]:
        unset = "TOKENIZERS_PARALLELISM" not in os.environ
        outputs = list(classify([{"text": premise, "text_pair": hypothesis} for premise, hypothesis in pairs]))
        if unset:  # the pipeline has turned parallel tokenisation off for the whole process, so for ours too
            os.environ.pop("TOKENIZERS_PARALLELISM", None)
        return outputs

    return run


def plain_vectors(encoder: Loaded, module: Any, articles: Sequence[Sequence[str]]) -> Vectors:
    """Vectors of all sentences, article by article, batch after batch as they come. *Shape:* (sentences, width)."""
    rows = []
    for article in articles:
        for start in range(0, len(article), _SENTENCES_BATCH):
            texts = list(article[start : start + _SENTENCES_BATCH])
            inputs = encoder.tokenizer(texts, padding=True, truncation=True, return_tensors="pt").to(encoder.device)
            with torch.no_grad():
                states = module(**inputs).last_hidden_state
            mask = inputs["attention_mask"].unsqueeze(-1).float()
            rows.append(((states * mask).sum(1) / mask.sum(1)).cpu().numpy())
    return np.concatenate(rows)


def plain_labels(model: Loaded, outputs: Sequence[Sequence[Mapping[str, Any]]]) -> list[int]:
    """Turn the pipeline's best label of each pair, by its name, into our order.

    Raises:
        ModelError: the model was loaded without a label map.
    """
    labels = _labels(model)
    output_of = {name: output for output, name in model.model.config.id2label.items()}
    ours = {labels.entailment: ENTAILMENT, labels.contradiction: CONTRADICTION}
    best = [max(output, key=lambda item: float(item["score"]))["label"] for output in outputs]
    return [ours.get(output_of[name], NEUTRAL) for name in best]


def plain_probabilities(model: Loaded, outputs: Sequence[Sequence[Mapping[str, Any]]]) -> Probabilities:
    """The pipeline's scores in our order; a two-class model has NaN for contradiction. *Shape:* (pairs, 3).

    Raises:
        ModelError: the model was loaded without a label map.
    """
    labels = _labels(model)
    names = {name: output for output, name in model.model.config.id2label.items()}
    table = np.full((len(outputs), 3), np.nan, dtype=np.float32)
    for row, output in enumerate(outputs):
        score = {names[item["label"]]: float(item["score"]) for item in output}
        table[row, ENTAILMENT] = score[labels.entailment]
        table[row, NEUTRAL] = 1 - score[labels.entailment] if labels.neutral is None else score[labels.neutral]
        if labels.contradiction is not None:
            table[row, CONTRADICTION] = score[labels.contradiction]
    return table


def _labels(model: Loaded) -> LabelMap:
    if model.labels is None:
        raise ModelError(f"{model.info.source}: loaded without a label map; load it with load_nli")
    return model.labels


def float32(model: Loaded) -> Any:
    """A copy of the model's module in float32, whole, with the attention that transformers would choose."""
    module = copy.deepcopy(model.model).float()
    read_every_token(module)
    if module._supports_sdpa:  # noqa: SLF001 - transformers has no other way to ask
        module.set_attn_implementation("sdpa")
    return module
