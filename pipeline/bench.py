"""How fast this installation is, beside the plain way of running the same models in the same process.

Both sides get the same weights, texts, device and threads and take turns; the median round counts.

* Pairs: ours is ``nli.score_pairs``, tokenisation included. Plain is transformers' text-classification pipeline,
  float32, batches of 8, on a random subset of them. No two pairs are equal: ours scores equal pairs once.
* Articles: sentences turned into vectors. Ours is ``embed.embed`` on all at once. Plain goes article by article: the
  same encoder, float32, padded batches of 32 in the given order, mean of the token vectors. An article that repeats a
  sentence of an earlier one is left out.
"""

import copy
import os
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

import numpy as np
import torch
from transformers import pipeline as transformers_pipeline

from pipeline.articles import read_articles
from pipeline.claims import read_claims
from pipeline.config import Config
from pipeline.embed import Vectors
from pipeline.errors import ModelError
from pipeline.models import Loaded
from pipeline.nli import CONTRADICTION, ENTAILMENT, NEUTRAL, Pair
from pipeline.passages import sentences_of
from pipeline.progress import Stages
from pipeline.tools import Tools, load_tools

T = TypeVar("T")
U = TypeVar("U")

_SAMPLES = Path(__file__).parent / "samples"
_SEED = 13  # not the configuration's, so that figures of two configurations are of the same pairs
_ROUNDS = 3
_WARM_UP = 16  # pairs, sentences
_PLAIN_PAIRS_BATCH = 8
_PLAIN_SENTENCES_BATCH = 32


@dataclass(frozen=True, slots=True)
class BenchResult:
    """What was measured.

    ``speedup`` is ours over plain, in pairs; ``label_agreement`` the share, 0 to 1, of the pairs scored both ways that
    got one label; ``matmul_gflops`` the rate of a large square product in ``dtype`` in 10^9 operations a second;
    ``roofline_share`` the part of that rate, 0 to 1, that scoring reached, or None where the model's configuration does
    not state its sizes. ``pairs`` and ``articles`` count what ours worked on; ``threads`` are torch's.
    """

    pairs_per_second: float
    plain_pairs_per_second: float
    articles_per_second: float
    plain_articles_per_second: float
    label_agreement: float
    matmul_gflops: float
    roofline_share: float | None
    speedup: float
    pairs: int
    articles: int
    dtype: str
    threads: int
    device: str


def bench(config: Config, stages: Stages, *, pairs: int, plain_pairs: int, offline: bool = False) -> BenchResult:
    """Measure on the sample stories that come with the installation; a minute or two on two cores.

    Args:
        config: models and compute settings to measure.
        stages: told of the progress.
        pairs: how many to score, at least 1; capped at what the samples give, some 30,000.
        plain_pairs: how many of them to score the plain way too, at least 1.
        offline: never reach for the network.

    Raises:
        ModelError: a model can't be loaded, is not what its role needs, or reads too little for every pair.
    """
    with stages.stage("load models"):
        tools = load_tools(config, offline=offline)
    articles, claims = read_samples()
    chosen, lengths = fitting(tools.nli, sample_pairs(articles, claims, pairs, _SEED))
    with stages.stage("pairs"):
        rate, plain_rate, agreement = measure_pairs(tools, chosen, plain_pairs)
    with stages.stage("matrix product"):
        dtype: torch.dtype = torch.bfloat16 if tools.nli.bf16 else tools.nli.model.dtype
        gflops = matmul_gflops(dtype, tools.nli.device)
    with stages.stage("articles"):
        articles = without_repeats(articles)
        articles_rate, plain_articles_rate = measure_articles(tools, articles)
    operations = linear_operations(tools.nli.model.config, lengths)
    return BenchResult(
        pairs_per_second=rate,
        plain_pairs_per_second=plain_rate,
        articles_per_second=articles_rate,
        plain_articles_per_second=plain_articles_rate,
        label_agreement=agreement,
        matmul_gflops=gflops,
        roofline_share=None if operations is None else operations / len(chosen) * rate / (gflops * 1e9),
        speedup=rate / plain_rate,
        pairs=len(chosen),
        articles=len(articles),
        dtype=str(dtype).removeprefix("torch."),
        threads=torch.get_num_threads(),
        device=str(tools.nli.device),
    )


def read_samples() -> tuple[list[list[str]], list[str]]:
    """Sentences of each sample article, and the sample claims."""
    articles = read_articles([str(_SAMPLES / "articles.jsonl")]).articles
    claims = read_claims(_SAMPLES / "claims.yaml").claims
    sentences = [[sentence.text for sentence in sentences_of(article)] for article in articles]
    return sentences, [claim.text for claim in claims]


def sample_pairs(articles: Sequence[Sequence[str]], claims: Sequence[str], count: int, seed: int) -> list[Pair]:
    """Draw different (premise, hypothesis) pairs as stance detection makes them.

    Args:
        articles: sentences of each; a premise is one of them or two neighbours.
        claims: the hypotheses.
        count: how many pairs; fewer come back where there are not so many.
        seed: the same one draws the same pairs; any part of them from the start is a fair draw as well.
    """
    single = [sentence.strip() for article in articles for sentence in article]
    double = [f"{first.strip()} {second.strip()}" for article in articles for first, second in pairwise(article)]
    texts = [claim.strip() for claim in claims]
    every = [pair for pair in dict.fromkeys(product([*single, *double], texts)) if all(pair) and pair[0] != pair[1]]
    return random.Random(seed).sample(every, min(count, len(every)))


def fitting(model: Loaded, pairs: Sequence[Pair]) -> tuple[list[Pair], list[int]]:
    """The pairs within the model's window, since turning one away is no work done, and the tokens of each.

    Raises:
        ModelError: none fits.
    """
    ids = model.tokenizer([pair[0] for pair in pairs], [pair[1] for pair in pairs], verbose=False)["input_ids"]
    kept = [(pair, len(row)) for pair, row in zip(pairs, ids, strict=True) if len(row) <= model.window]
    if not kept:
        raise ModelError(f"{model.info.source}: reads {model.window} tokens, too few for every sample pair")
    return [pair for pair, _ in kept], [length for _, length in kept]


def without_repeats(articles: Sequence[Sequence[str]]) -> list[list[str]]:
    """The articles, in order, that have no sentence twice and none that stands in one kept before."""
    kept: list[list[str]] = []
    seen: set[str] = set()
    for article in articles:
        own = set(article)
        if article and len(own) == len(article) and not own & seen:
            kept.append(list(article))
            seen |= own
    return kept


def measure_pairs(tools: Tools, pairs: Sequence[Pair], plain_count: int) -> tuple[float, float, float]:
    """Score all pairs ours and the first ``plain_count`` the plain way, in turns.

    Returns:
        Pairs a second, ours and plain, and the share, 0 to 1, of the pairs scored both ways that got one label.
    """
    subset, plain = pairs[:plain_count], plain_classifier(tools.nli)
    tools.score(pairs[:_WARM_UP])
    plain(subset[:_WARM_UP])
    seconds, scores, plain_seconds, outputs = _in_turns(lambda: tools.score(pairs), lambda: plain(subset))
    equal = np.equal(np.nanargmax(scores[: len(subset)], axis=1), plain_labels(tools.nli, outputs))
    return median_rate(len(pairs), seconds), median_rate(len(subset), plain_seconds), float(equal.mean())


def measure_articles(tools: Tools, articles: Sequence[Sequence[str]]) -> tuple[float, float]:
    """Articles a second, ours and plain."""
    sentences = [sentence for article in articles for sentence in article]
    module = _float32(tools.encoder)
    tools.embed(sentences[:_WARM_UP])
    plain_vectors(tools.encoder, module, [sentences[:_WARM_UP]])
    seconds, _, plain_seconds, _ = _in_turns(
        lambda: tools.embed(sentences), lambda: plain_vectors(tools.encoder, module, articles)
    )
    return median_rate(len(articles), seconds), median_rate(len(articles), plain_seconds)


def plain_classifier(model: Loaded) -> Callable[[Sequence[Pair]], list[list[dict[str, Any]]]]:
    """The classifier as people ordinarily run it: per pair a label and score of each class, best first."""
    classify = transformers_pipeline(
        "text-classification",
        model=_float32(model),
        tokenizer=model.tokenizer,
        device=model.device,
        top_k=None,
        batch_size=_PLAIN_PAIRS_BATCH,
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
        for start in range(0, len(article), _PLAIN_SENTENCES_BATCH):
            texts = list(article[start : start + _PLAIN_SENTENCES_BATCH])
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
    if model.labels is None:
        raise ModelError(f"{model.info.source}: loaded without a label map; load it with load_nli")
    output_of = {name: output for output, name in model.model.config.id2label.items()}
    ours = {model.labels.entailment: ENTAILMENT, model.labels.contradiction: CONTRADICTION}
    best = [max(output, key=lambda item: float(item["score"]))["label"] for output in outputs]
    return [ours.get(output_of[name], NEUTRAL) for name in best]


def median_rate(amount: float, seconds: Sequence[float]) -> float:
    """Amount per second in the median round; at least one, each above 0 seconds."""
    return amount / median(seconds)


def linear_operations(config: Any, lengths: Sequence[int]) -> float | None:
    """Floating-point operations of the matrix products of a BERT-like classifier; an addition counts as one.

    Per token and layer: four projections of the attention and two of the feed-forward part; per layer also the
    two products inside the attention, which grow with the square of the length; per sequence the pooler and the
    classifier on its first token. Embeddings are looked up, not multiplied. A gated feed-forward part has a third
    projection that is not counted, so there the figure is too low.

    Args:
        config: of the model, as transformers names its sizes.
        lengths: tokens of each sequence, without padding.

    Returns:
        None where the configuration does not state a size.
    """
    names = ("hidden_size", "intermediate_size", "num_hidden_layers", "num_labels")
    sizes = [getattr(config, name, None) for name in names]
    if not all(isinstance(size, int) for size in sizes):
        return None
    hidden, inner, layers, classes = (int(size) for size in sizes if size is not None)
    layer = 4 * hidden * hidden + 2 * hidden * inner
    tokens, squares = sum(lengths), sum(length * length for length in lengths)
    head = len(lengths) * (hidden * hidden + hidden * classes)
    return float(2 * tokens * layers * layer + 4 * squares * hidden * layers + 2 * head)


def matmul_gflops(dtype: torch.dtype, device: torch.device, *, size: int = 2048, rounds: int = 7) -> float:
    """Rate of a square matrix product, in 10^9 floating-point operations a second, median of the rounds."""
    left, right = (torch.randn(size, size, device=device).to(dtype) for _ in range(2))

    def multiply() -> float:
        return float((left @ right)[0, 0])  # reading a cell waits for an accelerator to be done

    multiply()
    return median_rate(2 * size**3 / 1e9, [_timed(multiply)[0] for _ in range(rounds)])


def _in_turns(ours: Callable[[], T], plain: Callable[[], U]) -> tuple[list[float], T, list[float], U]:
    """Seconds of each round and the last result of both; in turns, so that a busy spell of the machine hits both."""
    rounds = [(_timed(ours), _timed(plain)) for _ in range(_ROUNDS)]
    (_, our_result), (_, plain_result) = rounds[-1]
    return [mine for (mine, _), _ in rounds], our_result, [other for _, (other, _) in rounds], plain_result


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def _float32(model: Loaded) -> Any:
    """The model's module, or a copy where its weights are kept in less."""
    return model.model if model.model.dtype == torch.float32 else copy.deepcopy(model.model).float()
