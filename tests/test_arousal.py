"""Arousal of words: the sums, and how words are rated."""

import json
from pathlib import Path

import pytest

from eval.benchmarks.briefs import Measured, arousal_table
from eval.benchmarks.emobank import learn, read_emobank
from eval.figures.arousal import Arousal, Feeling, arousal, feelings, ranks, words_of
from pipeline.errors import InputError

KNOWN = {
    "horror": Feeling(0.9, 0.1), "joy": Feeling(0.7, 0.95), "gloom": Feeling(0.3, 0.05), "table": Feeling(0.2, 0.5)
}  # fmt: skip


def test_sums_are_of_words_that_the_reference_lacks() -> None:
    found = arousal("Horror and joy, horror at the table!", "The gloom at a table.", KNOWN)
    assert (found.positive, found.negative, found.words) == (0.7, pytest.approx(1.8), 7)
    assert arousal("Horror and joy.", "Joy without horror.", KNOWN) == Arousal(0, 0, 3)
    assert arousal("", "Joy.", KNOWN) == Arousal(0, 0, 0)


def test_words_in_the_middle_and_unknown_ones_do_not_count() -> None:
    assert arousal("The table wobbled.", "", KNOWN) == Arousal(0, 0, 3)


def test_ranks() -> None:
    assert ranks([3.0, 1.0, 2.0]).tolist() == [1.0, 0.0, 0.5]
    assert ranks([5.0, 5.0]).tolist() == [0.5, 0.5]
    assert ranks([7.0]).tolist() == [0.5]
    assert ranks([]).tolist() == []
    assert feelings(["a", "b"], [1, 2], [2, 1]) == {"a": Feeling(0, 1), "b": Feeling(1, 0)}
    with pytest.raises(ValueError):
        feelings(["a"], [1, 2], [2, 1])


def test_words() -> None:
    assert words_of("Don’t PANIC, well-wishers.") == ["don't", "panic", "well-wishers"]


def _sentences() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for number in range(60):
        split = ("train", "train", "dev", "test")[number % 4]
        place = ("market", "harbour", "station")[number % 3]
        rows += [
            {"text": f"A delightful day at the {place}.", "arousal": 3.0, "valence": 4.5, "split": split},
            {"text": f"A dreadful explosion at the {place}!", "arousal": 4.5, "valence": 1.5, "split": split},
            {"text": f"A quiet hour at the {place}.", "arousal": 1.5, "valence": 3.0, "split": split},
        ]
    return rows


def _write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_words_are_learned_from_sentences(tmp_path: Path) -> None:
    learned = learn(read_emobank(_write(tmp_path / "rated.jsonl", _sentences())))
    words = learned.words
    assert words["explosion"].arousal > words["delightful"].arousal > words["quiet"].arousal
    assert words["delightful"].valence > words["quiet"].valence > words["dreadful"].valence
    assert set(learned.fit) == {(name, split) for name in ("arousal", "valence") for split in ("dev", "test")}
    assert all(correlation > 0.95 for correlation in learned.fit.values())
    assert str(learned).startswith("arousal 1.00 on dev, 1.00 on test; valence ")


@pytest.mark.parametrize(
    ("fields", "told"),
    [({"arousal": 9}, "arousal is 9"), ({"valence": None}, "valence is None"), ({"split": "last"}, "split is 'last'")],
)
def test_rows_that_cant_be_used(tmp_path: Path, fields: dict[str, object], told: str) -> None:
    rows = _sentences()
    rows[1] |= fields
    with pytest.raises(InputError, match=told):
        read_emobank(_write(tmp_path / "rated.jsonl", rows))


def test_every_split_is_needed(tmp_path: Path) -> None:
    rows = [row for row in _sentences() if row["split"] != "test"]
    with pytest.raises(InputError, match="of the split test"):
        read_emobank(_write(tmp_path / "rated.jsonl", rows))


def test_table(tmp_path: Path) -> None:
    learned = learn(read_emobank(_write(tmp_path / "rated.jsonl", _sentences())))
    calm, wild = "A quiet hour at the market.", "A dreadful explosion at the market."
    measured = [Measured("Evenhand", (calm,) * 6, ()), Measured("loud", (wild,) * 6, ())]
    lines = list(arousal_table(measured, [calm] * 6, learned))
    assert "correlation with other sentences: arousal 1.00 on dev" in lines[0]
    assert lines[3] == "| Evenhand | 0.00 | 0.00 | 6 | 0.00 |  |"
    cells = [cell.strip() for cell in lines[4].split("|")[1:-1]]
    assert cells[0] == "loud" and float(cells[2]) > 0.5 and cells[3] == "6" and cells[5].startswith("+")
