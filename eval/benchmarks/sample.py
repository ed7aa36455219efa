"""A run on the sample stories against their hand labels: ``python -m eval.benchmarks.sample RUN LABELS``.

RUN is a run folder made by ``evenhand demo``, LABELS the file ``tests/data/sample_labels.yaml``. Stances: accuracy and
macro-F1 over all cells, beside always saying the commonest label. Disputes: a found one is right when two of its sides
cite two sides of one labelled dispute. Intervals: 95 %, bootstrap.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from eval.metrics.accuracy import accuracy, macro_f1
from eval.metrics.bcubed import bcubed
from eval.metrics.calibration import reliability

Row = Mapping[str, Any]


def stance_cells(run: Path, labels: Sequence[Row]) -> tuple[list[str], list[str]]:
    """Predicted and hand labels of all labelled cells; a cell that was not scored at all counts as ``unscored``."""
    said = {(row["claim_id"], row["article_id"]): row["label"] for row in _rows(run / "stances.jsonl")}
    gold = [
        ((claim, article), label)
        for story in labels
        for claim, cells in story["stances"].items()
        for article, label in cells.items()
    ]
    return [said.get(cell, "unscored") for cell, _ in gold], [label for _, label in gold]


def _confidence(run: Path, labels: Sequence[Row]) -> tuple[list[float], list[bool]]:
    """The highest score of each labelled cell, and whether the hand label is the one that has it."""
    gold = {
        (claim, article): label
        for story in labels
        for claim, cells in story["stances"].items()
        for article, label in cells.items()
    }
    best = [
        (max(row["scores"], key=row["scores"].get), row)
        for row in _rows(run / "stances.jsonl")
        if row["scores"] and (row["claim_id"], row["article_id"]) in gold
    ]
    return (
        [row["scores"][name] for name, row in best],
        [gold[row["claim_id"], row["article_id"]] == name for name, row in best],
    )


def dispute_counts(run: Path, labels: Sequence[Row]) -> tuple[int, int, int, int]:
    """Found disputes that are right, all found, labelled disputes that were found, all labelled."""
    gold = [(set(story["article_ids"]), dispute) for story in labels for dispute in story["disputes"]]
    right = found = 0
    met: set[int] = set()
    for story in _rows(run / "stories.jsonl"):
        near = [number for number, (ids, _) in enumerate(gold) if ids & set(story["article_ids"])]
        for dispute in story["disputes"]:
            hits = [number for number in near if _same(dispute, gold[number][1])]
            found += 1
            right += bool(hits)
            met.update(hits)
    return right, found, len(met), len(gold)


def _same(found: Row, labelled: Row) -> bool:
    sides = {
        number
        for value in found["values"]
        for number, side in enumerate(labelled["values"])
        if any(quote in citation["quote"] for quote in side["quotes"] for citation in value["citations"])
    }
    return len(sides) > 1


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    """Print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("run", type=Path)
    arguments.add_argument("labels", type=Path)
    given = arguments.parse_args()
    labels = yaml.safe_load(given.labels.read_text(encoding="utf-8"))["stories"]
    said, gold = stance_cells(given.run, labels)
    commonest = [Counter(gold).most_common(1)[0][0]] * len(gold)
    print(f"stance accuracy {accuracy(said, gold)} on {len(gold)} cells; commonest label {accuracy(commonest, gold)}")
    print(f"stance macro-F1 {macro_f1(said, gold)}; commonest label {macro_f1(commonest, gold)}")
    for label in sorted(set(gold)):
        cells = [one == label for one, true in zip(said, gold, strict=True) if true == label]
        print(f"  {label}: {sum(cells)} of {len(cells)} found, {said.count(label)} said")
    print("reliability, highest score of a cell: range, cells, mean, share right")
    for item in reliability(*_confidence(given.run, labels)):
        print(f"  {item.low:.1f}-{item.high:.1f} {item.count} {item.mean:.2f} {item.happened:.2f}")
    right, found, met, all_labelled = dispute_counts(given.run, labels)
    print(f"disputes: {right} of {found} found are right, {met} of {all_labelled} labelled are found")
    story_of = {row["id"]: row["story_id"] for row in _rows(given.run / "articles.jsonl")}
    truth = {article: story["id"] for story in labels for article in story["article_ids"]}
    clusters = bcubed([story_of[article] for article in truth], list(truth.values()))
    print(f"stories: BCubed F1 {clusters.f1:.3f} on {len(truth)} articles" if clusters else "stories: none")


if __name__ == "__main__":
    main()
