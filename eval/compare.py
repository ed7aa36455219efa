"""Two evaluations beside each other: what changed by more than chance, and which cases flipped."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from eval.figures.bootstrap import by_groups, resamples
from eval.results import Item, Results, Value
from eval.statistics import on_items


@dataclass(frozen=True, slots=True)
class Flip:
    """A case that was right and is wrong now, or the other way round."""

    metric: str
    id: str
    text: str
    old: str
    new: str
    better: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A figure before and after, on the ``n`` items that both scored; the interval is that of the difference.

    ``verdict`` is ``better``, ``worse`` or ``same`` (the interval holds 0); ``old`` and ``new`` are None where they
    can't be computed.
    """

    metric: str
    old: float | None
    new: float | None
    difference: float | None
    low: float | None
    high: float | None
    n: int
    verdict: str
    only_old: int
    only_new: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes, and the cases that flipped."""

    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]


def compare(old: Results, new: Results) -> Comparison:
    """Compare the metrics that both have, by a paired bootstrap over stories (items where there are few stories).

    What people labelled is compared item by item, on the items that both scored. What a run wrote another words
    otherwise: there the stories are paired, and each run's figure is that of its own items in the stories drawn.
    """
    shared = [name for name in old.metrics if name in new.metrics]
    return Comparison(
        tuple(_change(name, old, new) for name in shared),
        tuple(flip for name in shared for flip in _flips(name, old, new)),
    )


def _change(name: str, old: Results, new: Results) -> Change:
    before, after = _scored(old.items[name]), _scored(new.items[name])
    if new.metrics[name].written:
        shared = {item.story for item in before.values()} & {item.story for item in after.values()}
        if by_groups(sorted(shared)):
            return _of_stories(name, old, new, sorted(shared))
    both = [key for key in before if key in after]
    statistic = new.metrics[name].statistic
    only_old, only_new = len(before) - len(both), len(after) - len(both)
    if not both:
        value, other = old.metrics[name].value, new.metrics[name].value
        return Change(name, value, other, None, None, None, 0, "same", only_old, only_new)
    one = on_items(statistic, [before[key].values for key in both])
    two = on_items(statistic, [after[key].values for key in both])
    every = np.arange(len(both))
    first, second = one(every), two(every)
    if np.isnan(first) or np.isnan(second):
        return Change(name, _known(first), _known(second), None, None, None, len(both), "same", only_old, only_new)
    gaps = [two(rows) - one(rows) for rows in resamples(len(both), new.seed, [before[key].story for key in both])]
    return replace(_decided(name, new, (first, second), gaps, len(both)), only_old=only_old, only_new=only_new)


def _of_stories(name: str, old: Results, new: Results, stories: Sequence[str]) -> Change:
    sides = []
    for results in (old, new):
        items = [item for item in _scored(results.items[name]).values() if item.story in stories]
        members = [np.flatnonzero([item.story == story for item in items]) for story in stories]
        sides.append((on_items(new.metrics[name].statistic, [item.values for item in items]), members))
    values = [figure(np.concatenate(members)) for figure, members in sides]
    gaps = []
    for draw in resamples(len(stories), new.seed):
        first, second = (figure(np.concatenate([members[row] for row in draw])) for figure, members in sides)
        gaps.append(second - first)
    count = sum(map(len, sides[1][1]))
    if np.isnan(values).any() or np.isnan(gaps).all():
        return Change(name, _known(values[0]), _known(values[1]), None, None, None, count, "same", 0, 0)
    return _decided(name, new, (values[0], values[1]), gaps, count)


def _decided(name: str, new: Results, values: tuple[float, float], gaps: Sequence[float], count: int) -> Change:
    low, high = (float(bound) for bound in np.nanquantile(gaps, [0.025, 0.975]))
    up = new.metrics[name].better == "higher"
    verdict = "same" if low <= 0 <= high else "better" if (low > 0) == up else "worse"
    return Change(name, *values, values[1] - values[0], low, high, count, verdict, 0, 0)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _scored(items: Sequence[Item]) -> dict[str, Item]:
    return {item.id: item for item in items if item.unscored is None}


def _flips(name: str, old: Results, new: Results) -> list[Flip]:
    before = _scored(old.items[name])
    flips = []
    for item in new.items[name]:
        was = before.get(item.id)
        if was is None or item.unscored is not None or not item.text or item.text != was.text:
            continue
        if _right(was) == _right(item):
            continue
        flips.append(Flip(name, item.id, item.text, was.said or "-", item.said or "-", better=_right(item)))
    return flips


def _right(item: Item) -> bool:
    """Whether an item that is right or wrong by itself is right."""
    return _verdict(item.values, item.loss)


def _verdict(values: tuple[Value, ...], loss: float | None) -> bool:
    if len(values) == 2 and isinstance(values[0], str):
        return values[0] == values[1]
    return loss is not None and loss < 0.5
