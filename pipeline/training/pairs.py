"""Read labelled (premise, hypothesis) pairs and choose a training mixture from them."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import InputError
from pipeline.training.rows import numbered_rows

LABELS = ("entailment", "neutral", "contradiction")
ENTAILMENT, NEUTRAL, CONTRADICTION, NOT_ENTAILED, BOTH = range(5)
# not_entailment: neutral or contradiction, which of them is not known; both: one part entails what another contradicts
JUDGEMENTS = (*LABELS, "not_entailment", "both")


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """One training pair; ``label`` is an index into ``JUDGEMENTS``."""

    premise: str
    hypothesis: str
    label: int
    source: str


def read_pairs(path: Path) -> list[LabelledPair]:
    """Read pairs from JSONL or JSONL.gz with ``premise, hypothesis, label`` and optional ``source``.

    Raises:
        InputError: the file is missing, or a row lacks a field or has an unknown label.
    """
    needs = f"premise, hypothesis and one label of {JUDGEMENTS}"
    pairs = []
    for number, row in numbered_rows(path, needs):
        try:
            label = JUDGEMENTS.index(row["label"])
            pairs.append(LabelledPair(row["premise"], row["hypothesis"], label, row.get("source", path.stem)))
        except (KeyError, ValueError) as error:
            raise InputError(f"{path}, line {number}: {error}; a row needs {needs}") from error
    return pairs


def agrees(said: NDArray[np.int64], gold: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each class said fits the judgement: "not_entailment" is any but entailment, "both" any but neutral.

    *Shape:* (pairs,) each.
    """
    fits: NDArray[np.bool_] = np.where(gold == NOT_ENTAILED, said != ENTAILMENT, said == gold)
    return np.where(gold == BOTH, said != NEUTRAL, fits)


def mixture(pairs: Iterable[LabelledPair], caps: Mapping[str, int], seed: int) -> list[LabelledPair]:
    """Drop repeated pairs and hold each source to its cap, drawing at random with the seed.

    Args:
        pairs: all pairs at hand; of pairs with equal texts the first is kept.
        caps: most pairs of a source whose name starts with the key; sources without a cap are kept whole.
        seed: of the draw.

    Returns:
        The chosen pairs, grouped by source, in the order of drawing.
    """
    by_source: dict[str, dict[tuple[str, str], LabelledPair]] = {}
    seen: set[tuple[str, str]] = set()
    for pair in pairs:
        key = (pair.premise, pair.hypothesis)
        if key not in seen:
            seen.add(key)
            by_source.setdefault(pair.source, {})[key] = pair
    chosen: list[LabelledPair] = []
    for source in sorted(by_source):
        rows = list(by_source[source].values())
        random.Random(f"{seed} {source}").shuffle(rows)
        chosen += rows[: _cap(source, caps, len(rows))]
    return chosen


def _cap(source: str, caps: Mapping[str, int], rows: int) -> int:
    fitting = [cap for prefix, cap in caps.items() if source.startswith(prefix)]
    return min([rows, *fitting])


def class_counts(pairs: Sequence[LabelledPair]) -> dict[str, int]:
    """Count pairs per label name."""
    return {name: sum(pair.label == index for pair in pairs) for index, name in enumerate(JUDGEMENTS)}
