"""Labelled cells are read together, and each as if it were alone."""

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from pipeline.config import Stance as Settings
from pipeline.stance.features import FEATURES
from pipeline.training.cell_features import features_of_cells
from pipeline.training.cells import Cell

_SETTINGS = Settings(sentences=2)
_FIRST = "The dam broke on Monday. Engineers had said that it was safe. Nobody was hurt."
_SECOND = "The mill burned for 3 hours. Its owner wept."


class _Models:
    """Says of a text or a pair always the same; counts how often it is asked."""

    def __init__(self) -> None:
        self.calls = 0

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.calls += 1
        rows = [np.random.default_rng(zlib.crc32(text.encode())).normal(size=8) for text in texts]
        return np.array([row / np.linalg.norm(row) for row in rows], dtype=np.float32).reshape(-1, 8)

    def score_claims(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        self.calls += 1
        rows = [np.random.default_rng(zlib.crc32("|".join(pair).encode())).dirichlet([1, 1, 1]) for pair in pairs]
        return np.array(rows, dtype=np.float32).reshape(-1, 3)

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} is not needed")


_CELLS = [
    Cell(_FIRST, "The dam broke.", "supports", "s", "Dam breaks"),
    Cell(_SECOND, "The mill burned for 4 hours.", "refutes", "s"),
    Cell(_FIRST, "Ten people died.", "refutes", "s", "Dam breaks"),
    Cell("", "Ten people died.", "not_stated", "s"),
    Cell(_SECOND, " ", "not_stated", "s"),
    Cell(_SECOND, "The dam broke.", "not_stated", "s"),
]


def test_cells_read_together_are_as_read_alone() -> None:
    together = features_of_cells(_CELLS, _Models(), _SETTINGS)
    alone = [features_of_cells([cell], _Models(), _SETTINGS)[0] for cell in _CELLS]
    assert [row is None for row in together] == [False, False, False, True, True, False]
    for one, other in zip(together, alone, strict=True):
        if one is not None and other is not None:
            np.testing.assert_array_equal(one, other)
            assert one.shape == (len(FEATURES),)
    assert not np.array_equal(together[1], together[5])
    assert not np.array_equal(together[0], together[2])


def test_a_model_is_asked_once_for_all_articles() -> None:
    few, many = _Models(), _Models()
    features_of_cells(_CELLS[:1], few, _SETTINGS)
    features_of_cells(
        [cell for n in range(9) for cell in (Cell(f"{_FIRST} {n}.", "The dam broke.", "s", "s"),)], many, _SETTINGS
    )
    assert many.calls == few.calls
