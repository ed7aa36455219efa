"""What several people said of one thing."""

from collections import Counter
from collections.abc import Iterable, Sequence


def most(votes: Sequence[bool]) -> bool:
    """Whether more than half said yes."""
    return 2 * sum(votes) > len(votes)


def kind_of(names: Iterable[str]) -> str | None:
    """Types of error as one text: each once, in alphabetical order, separated by commas."""
    return ", ".join(sorted(set(names))) or None


def agreed(names_of_each: Sequence[Iterable[str]]) -> set[str]:
    """What more than half of the people named, or all that was named where they agree on nothing."""
    counts = Counter(name for names in names_of_each for name in set(names))
    return {name for name, count in counts.items() if 2 * count > len(names_of_each)} or set(counts)
