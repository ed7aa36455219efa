"""Rates: seconds to amounts a second, operations of a classifier, and what the machine multiplies."""

import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any, TypeVar

import torch

T = TypeVar("T")
U = TypeVar("U")

ROUNDS = 3


def median_rate(amount: float, seconds: Sequence[float]) -> float:
    """Amount per second in the median round; at least one, each above 0 seconds."""
    return amount / median(seconds)


def linear_operations(config: Any, lengths: Sequence[int], *, first_token: bool = False) -> float | None:
    """Floating-point operations of the matrix products of a BERT-like classifier; an addition counts as one.

    Per token and layer: four projections of the attention and two of the feed-forward part; per layer also the
    two products inside the attention, which grow with the square of the length; per sequence the pooler and the
    classifier on its first token. Embeddings are looked up, not multiplied. A gated feed-forward part has a third
    projection that is not counted, so there the figure is too low.

    Args:
        config: of the model, as transformers names its sizes.
        lengths: tokens of each sequence, without padding.
        first_token: whether the last layer works for the first token of each sequence alone, which leaves keys and
            values of the others, and one row of the products inside the attention.

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
    whole = layers - first_token
    last = tokens * 2 * hidden * hidden + len(lengths) * (layer - 2 * hidden * hidden) + 2 * tokens * hidden
    return float(2 * tokens * whole * layer + 4 * squares * hidden * whole + 2 * last * first_token + 2 * head)


def matmul_gflops(dtype: torch.dtype, device: torch.device, *, size: int = 2048, rounds: int = 7) -> float:
    """Rate of a square matrix product, in 10^9 floating-point operations a second, median of the rounds."""
    left, right = (torch.randn(size, size, device=device).to(dtype) for _ in range(2))

    def multiply() -> float:
        return float((left @ right)[0, 0])  # reading a cell waits for an accelerator to be done

    multiply()
    return median_rate(2 * size**3 / 1e9, [timed(multiply)[0] for _ in range(rounds)])


def in_turns(ours: Callable[[], T], plain: Callable[[], U]) -> tuple[list[float], T, list[float], U]:
    """Seconds of each round and the last result of both; in turns, so that a busy spell of the machine hits both."""
    rounds = [(timed(ours), timed(plain)) for _ in range(ROUNDS)]
    (_, our_result), (_, plain_result) = rounds[-1]
    return [mine for (mine, _), _ in rounds], our_result, [other for _, (other, _) in rounds], plain_result


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds that some work took, and its result."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result
