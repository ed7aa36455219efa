"""How fast this installation is, beside the plain way of running the same models in the same process.

Both sides get the same weights, texts, device and threads and take turns; the median round counts.

* Pairs: ours is ``nli.score_pairs``, tokenisation included. Plain is transformers' text-classification pipeline,
  float32, batches of 8, on a random subset of them. No two pairs are equal: ours scores equal pairs once.
* Articles: the main job from end to end; see ``whole``.
* Vectors: sentences of articles encoded. Ours is ``embed.embed`` on all at once. Plain goes article by article: the
  same encoder, float32, padded batches of 32 in the given order, mean of the token vectors. An article that repeats a
  sentence of an earlier one is left out.
* Stances: cells of an article and a claim. Ours reads the sentences that are likest to decide; exhaustive reads
  every sentence with the same model in the same batches; plain gives transformers' zero-shot-classification pipeline,
  float32, every sentence of one article of each story with the story's claims as labels.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from pipeline.arrays import Pair
from pipeline.bench.plain import float32, plain_classifier, plain_labels, plain_vectors
from pipeline.bench.rates import in_turns, linear_operations, matmul_gflops, median_rate
from pipeline.bench.samples import fitting, read_samples, sample_pairs, without_repeats
from pipeline.bench.stances import StanceRates, measure_stances
from pipeline.bench.whole import WholeRates, measure_whole
from pipeline.config import Config
from pipeline.models import reads_first_token
from pipeline.progress import Stages
from pipeline.tools import Tools, load_tools

_SEED = 13  # not the configuration's, so that figures of two configurations are of the same pairs
_WARM_UP = 16  # pairs, sentences


@dataclass(frozen=True, slots=True)
class BenchResult:
    """What was measured.

    ``speedup`` is ours over plain, in pairs; ``label_agreement`` the share, 0 to 1, of the pairs scored both ways that
    got one label; ``matmul_gflops`` the rate of a large square product in ``dtype`` in 10^9 operations a second;
    ``roofline_share`` the part of that rate, 0 to 1, that scoring reached, or None where the model's configuration does
    not state its sizes. ``encoded_articles_per_second`` are articles turned into vectors, sentence by sentence.
    ``stances`` and ``whole`` are None where they were not asked for. ``pairs`` counts what ours worked on; ``threads``
    are torch's.
    """

    pairs_per_second: float
    plain_pairs_per_second: float
    articles_per_second: float | None
    plain_articles_per_second: float | None
    label_agreement: float
    matmul_gflops: float
    roofline_share: float | None
    speedup: float
    encoded_articles_per_second: float
    plain_encoded_articles_per_second: float
    stances: StanceRates | None
    whole: WholeRates | None
    pairs: int
    dtype: str
    threads: int
    device: str


def bench(
    config: Config,
    stages: Stages,
    *,
    pairs: int,
    plain_pairs: int,
    plain_stories: int = 1,
    stances: bool = True,
    offline: bool = False,
) -> BenchResult:
    """Measure on the sample stories that come with the installation; some minutes on two cores.

    Args:
        config: models and compute settings to measure.
        stages: told of the progress.
        pairs: how many to score, at least 1; capped at what the samples give, some 30,000.
        plain_pairs: how many of them to score the plain way too, at least 1.
        plain_stories: how many of the sample stories to work on the plain way from end to end; 0 leaves that out.
        stances: measure those too.
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
    with stages.stage("vectors"):
        encoded, plain_encoded = measure_articles(tools, without_repeats(articles))
    with stages.stage("stances"):
        found = measure_stances(tools, config.stance) if stances else None
    with stages.stage("articles"):
        whole = measure_whole(config, gflops, plain_stories=plain_stories, offline=offline) if plain_stories else None
    module = tools.nli.model
    operations = linear_operations(module.config, lengths, first_token=reads_first_token(module))
    return BenchResult(
        pairs_per_second=rate,
        plain_pairs_per_second=plain_rate,
        articles_per_second=whole.articles_per_second if whole else None,
        plain_articles_per_second=whole.plain_articles_per_second if whole else None,
        label_agreement=agreement,
        matmul_gflops=gflops,
        roofline_share=None if operations is None else operations / len(chosen) * rate / (gflops * 1e9),
        speedup=rate / plain_rate,
        encoded_articles_per_second=encoded,
        plain_encoded_articles_per_second=plain_encoded,
        stances=found,
        whole=whole,
        pairs=len(chosen),
        dtype=str(dtype).removeprefix("torch."),
        threads=torch.get_num_threads(),
        device=str(tools.nli.device),
    )


def measure_pairs(tools: Tools, pairs: Sequence[Pair], plain_count: int) -> tuple[float, float, float]:
    """Score all pairs ours and the first ``plain_count`` the plain way, in turns.

    Returns:
        Pairs a second, ours and plain, and the share, 0 to 1, of the pairs scored both ways that got one label.
    """
    subset, plain = pairs[:plain_count], plain_classifier(tools.nli)
    tools.score(pairs[:_WARM_UP])
    plain(subset[:_WARM_UP])
    seconds, scores, plain_seconds, outputs = in_turns(lambda: tools.score(pairs), lambda: plain(subset))
    equal = np.equal(np.nanargmax(scores[: len(subset)], axis=1), plain_labels(tools.nli, outputs))
    return median_rate(len(pairs), seconds), median_rate(len(subset), plain_seconds), float(equal.mean())


def measure_articles(tools: Tools, articles: Sequence[Sequence[str]]) -> tuple[float, float]:
    """Articles a second, ours and plain."""
    sentences = [sentence for article in articles for sentence in article]
    module = float32(tools.encoder)
    tools.embed(sentences[:_WARM_UP])
    plain_vectors(tools.encoder, module, [sentences[:_WARM_UP]])
    seconds, _, plain_seconds, _ = in_turns(
        lambda: tools.embed(sentences), lambda: plain_vectors(tools.encoder, module, articles)
    )
    return median_rate(len(articles), seconds), median_rate(len(articles), plain_seconds)
