"""Group sequences into batches of like length under a token budget: a pure function on lengths."""

from collections.abc import Sequence


def pack(lengths: Sequence[int], budget: int) -> list[list[int]]:
    """Group sequence indices so that padded batches stay within a token budget.

    Sequences are taken longest first, so a batch holds neighbours in length and little of it is padding.

    Args:
        lengths: tokens of each sequence.
        budget: most tokens in one padded batch, at least 1. A single longer sequence forms a batch of its own.

    Returns:
        Index lists that together hold each index of ``lengths`` exactly once.

    Raises:
        ValueError: ``budget`` is below 1.
    """
    if budget < 1:
        raise ValueError(f"a batch needs a budget of at least one token, not {budget}")
    batches: list[list[int]] = []
    widest = 0
    for index in sorted(range(len(lengths)), key=lambda i: (-lengths[i], i)):
        if batches and (len(batches[-1]) + 1) * widest <= budget:
            batches[-1].append(index)
        else:
            batches.append([index])
            widest = lengths[index]
    return batches


def pack_alike(widths: Sequence[int], budget: int) -> list[list[int]]:
    """``pack``, but each batch holds sequences of one width only, so that nothing depends on what else is in it.

    Raises:
        ValueError: ``budget`` is below 1.
    """
    rows: dict[int, list[int]] = {}
    for index, width in enumerate(widths):
        rows.setdefault(width, []).append(index)
    return [
        [rows[width][place] for place in batch]
        for width in sorted(rows, reverse=True)
        for batch in pack([width] * len(rows[width]), budget)
    ]
