"""The figures of all choices as tables in Markdown."""

from collections.abc import Iterator, Sequence
from typing import Final

from eval.benchmarks.cluster_choices.measuring import Measured

_BOUNDED: Final = ("BCubed F1", "pairwise F1", "ARI")


def summary(measured: Sequence[Measured], batches: Sequence[str]) -> Iterator[str]:
    """BCubed F1 of each choice on the sets fitted on, and how far it is ahead of the first on each other batch."""
    yield _row("kind", "what", "at", "fit sets", *batches)
    yield _row(*["---"] * (4 + len(batches)))
    for one in measured:
        told = [
            f"{one.held_out[place].interval('BCubed F1')[0]:.3f}"
            if one is measured[0]
            else _ahead(one, measured[0], place, "BCubed F1")
            for place in range(len(batches))
        ]
        yield _row(one.choice.kind, one.choice.name, f"{one.threshold:.2f}", f"{one.fitted:.3f}", *told)


def details(measured: Sequence[Measured], place: int) -> Iterator[str]:
    """All figures of each choice on one batch, and how far its pairwise F1 is ahead of the first's."""
    yield _row("what", "P", "R", *_BOUNDED, "pairwise F1 ahead")
    yield _row(*["---"] * (4 + len(_BOUNDED)))
    for one in measured:
        found = one.held_out[place]
        alone = [f"{found.interval(figure)[0]:.3f}" for figure in ("P", "R")]
        bounded = ["{:.3f} [{:.3f}, {:.3f}]".format(*found.interval(figure)) for figure in _BOUNDED]
        ahead = "-" if one is measured[0] else _ahead(one, measured[0], place, "pairwise F1")
        yield _row(one.choice.name, *alone, *bounded, ahead)


def _ahead(one: Measured, other: Measured, place: int, figure: str) -> str:
    """Bold where the interval leaves 0 out."""
    value, low, high = one.held_out[place].ahead(other.held_out[place], figure)
    told = f"{value:+.3f} [{low:+.3f}, {high:+.3f}]"
    return f"**{told}**" if low > 0 or high < 0 else told


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
