"""FNC-1 (Fake News Challenge, Pomerleau and Rao, 2017): headlines, and what the body of an article makes of them.

PATH is ``train_stances.csv`` or ``competition_test_stances.csv`` of FakeNewsChallenge/fnc-1, with the file of bodies of
the same beginning beside it; or the folder, of which the test set is read if it is there. Columns are ``Headline, Body
ID, Stance`` and ``Body ID, articleBody``, whose texts run over several lines.

The headline is the claim. ``agree`` supports, ``disagree`` refutes, ``discuss`` discusses; ``unrelated`` is not stated.
Checked against the published files.
"""

from collections.abc import Iterator
from pathlib import Path

from eval.benchmarks.readers.files import csv_rows, pick
from eval.benchmarks.readers.rows import StanceLabel, StanceRow
from pipeline.errors import InputError

_NAMES = ("competition_test_stances.csv", "train_stances.csv")
_NEEDS = "Headline, Body ID and Stance (agree, disagree, discuss or unrelated)"
_NEEDS_BODY = "Body ID and articleBody"
_LABELS: dict[str, StanceLabel] = {
    "agree": "supports",
    "disagree": "refutes",
    "discuss": "discusses",
    "unrelated": "not_stated",
}
FILES = f"{_NAMES[0]} or {_NAMES[1]} with its bodies beside it, or the folder that holds them"


def read(path: Path) -> Iterator[StanceRow]:
    """Read the set.

    Raises:
        InputError: a file is missing or can't be read, a row lacks a field, or a body isn't there.
    """
    stances = pick(path, _NAMES, FILES)
    beside = stances.with_name(stances.name.replace("stances", "bodies"))
    if beside == stances or not beside.is_file():
        raise InputError(f"{stances}: no file of bodies beside it; needed: {FILES}")
    bodies = {row.key("Body ID"): row.text("articleBody") for row in csv_rows(beside, _NEEDS_BODY)}
    for number, row in enumerate(csv_rows(stances, _NEEDS), start=1):
        label = row.choice("Stance", _LABELS)
        if row.key("Body ID") not in bodies:
            raise row.fault(f"Body ID {row.key('Body ID')} is not in {beside.name}")
        yield StanceRow(f"{stances.stem}-{number}", bodies[row.key("Body ID")], row.text("Headline"), label)
