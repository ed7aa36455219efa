"""What is measured on: the sample stories and claims that come with the installation."""

import random
from collections.abc import Sequence
from itertools import pairwise, product
from pathlib import Path

from pipeline.arrays import Pair
from pipeline.articles import read_articles
from pipeline.claims import read_claims
from pipeline.errors import ModelError
from pipeline.models import Loaded
from pipeline.passages import sentences_of

SAMPLES = Path(__file__).parent.parent / "samples"


def read_samples() -> tuple[list[list[str]], list[str]]:
    """Sentences of each sample article, and the sample claims."""
    articles = read_articles([str(SAMPLES / "articles.jsonl")]).articles
    claims = read_claims(SAMPLES / "claims.yaml").claims
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
