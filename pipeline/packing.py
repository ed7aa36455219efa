"""Sequences in batches of like length under a token budget, and smaller ones where memory does not suffice."""

from collections.abc import Callable, Sequence

from pipeline.errors import ModelError

# How libraries tell that memory is out, beside MemoryError: by a class of this name, or in these words.
_NO_MEMORY = "OutOfMemoryError"
_SAID = ("can't allocate memory", "cannot allocate memory", "not enough memory", "out of memory", "bad_alloc")


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


def run_alike(widths: Sequence[int], budget: int, work: Callable[[list[int]], None], name: str) -> None:
    """Do some work in the batches of ``pack_alike``; where one does not fit in memory, all go on in halves of it.

    Args:
        widths: padded tokens of each sequence.
        budget: most tokens in one batch to begin with.
        work: done once for each index in the end, on batches of one width; a batch that failed comes again in parts.
        name: of the model, for the message.

    Raises:
        ModelError: a single sequence does not fit in memory.
        ValueError: ``budget`` is below 1.
    """
    left = pack_alike(widths, budget)[::-1]
    while left:
        if _fits(left[-1], work):
            left.pop()
            continue
        batch = left[-1]
        if len(batch) == 1:
            raise ModelError(
                f"{name}: not enough memory for a single text of {widths[batch[0]]} tokens; free some, or name a "
                "smaller model or another --device"
            )
        rest = [index for each in reversed(left) for index in each]
        halved = len(batch) * widths[batch[0]] // 2
        packed = pack_alike([widths[index] for index in rest], halved)
        left = [[rest[place] for place in each] for each in reversed(packed)]


def _fits(batch: list[int], work: Callable[[list[int]], None]) -> bool:
    """Do a batch; False where memory does not suffice. What the failed work held is free again on return."""
    try:
        work(batch)
    except (MemoryError, RuntimeError) as error:
        if not _is_out_of_memory(error):
            raise
        return False
    return True


def _is_out_of_memory(error: Exception) -> bool:
    if isinstance(error, MemoryError) or any(kind.__name__ == _NO_MEMORY for kind in type(error).__mro__):
        return True
    return any(words in str(error).lower() for words in _SAID)
