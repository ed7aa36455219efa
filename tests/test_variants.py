"""A claim with another name of the source in place of its own, and what a score makes of it."""

import numpy as np
import pytest

from pipeline.arrays import Pair
from pipeline.evidence import read_summary
from pipeline.facts import other_names
from pipeline.scoring import FEATURES, features_of


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        (
            "Colbeck Partners infringed a patent of Aldwick University.",
            "The court found that Tessaro Cells had infringed a patent of Aldwick University.",
            ("Tessaro Cells infringed a patent of Aldwick University.", "Colbeck Partners infringed a patent of Tessaro Cells."),
        ),
        ("Mr Renn led the count.", "Tobias Renn led the count.", ()),
        ("The pier closed.", "Tobias Renn closed the pier.", ()),
        ("Tobias Renn closed the pier.", "The pier closed.", ()),
    ],
)  # fmt: skip
def test_names_that_only_the_source_has_take_the_place_of_the_claims(
    claim: str, source: str, found: tuple[str, ...]
) -> None:
    assert set(other_names(claim, source)) == set(found)


def test_variants_are_few() -> None:
    source = "Anna Lind, Per Holm, Ola Berg, Eva Strand, Jan Wik, Tor Vale and Ida Moe were there."
    assert len(other_names("Ulla Brandt and Dagny Krok were there.", source)) == 6


def _displaced(summary: str) -> float:
    """The feature of a summary beside a source that says the same of Tessaro alone."""

    def scorer(pairs: list[Pair]) -> np.ndarray:
        said = [(0.9, 0.1, 0.0) if "Tessaro infringed" in claim else (0.4, 0.4, 0.2) for _, claim in pairs]
        return np.array(said, dtype=np.float32).reshape(-1, 3)

    def embedder(texts: list[str]) -> np.ndarray:
        return np.ones((len(texts), 1), dtype=np.float32)

    (reading,) = read_summary("A court held on Friday that Tessaro infringed it.", summary, embedder, scorer).readings
    features = features_of(reading)
    assert features is not None
    return features[FEATURES.index("name_displaced")]


def test_a_name_is_displaced_where_the_source_says_it_of_another() -> None:
    assert _displaced("On Friday Colbeck infringed it.") == pytest.approx(np.log(9) - np.log(0.4 / 0.6), abs=1e-3)
    assert _displaced("On Friday Tessaro infringed it.") == 0.0
    assert _displaced("On Friday somebody infringed it.") == 0.0
