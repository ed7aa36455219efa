"""Charts as inline SVG: pure functions of figures. Colours come from the page's style, by class."""

from collections.abc import Iterable, Sequence
from math import isfinite, sqrt
from typing import TypeGuard

from markupsafe import Markup

from eval.figures.calibration import Bin
from eval.report.wording import UNSCORED, number
from eval.results import Result

_BAR, _PAD = 200.0, 2.0  # width of a bar's drawing, and the blank on each side of its scale; a dot may lie over it
_LEFT, _TOP, _SIDE = 44.0, 12.0, 260.0  # where a diagram's square lies
_LARGEST = 13.0  # radius of the circle of the fullest bin
_SMALLEST = 1.5  # below it a circle can't be seen

_SVG = Markup('<svg class="{}" viewBox="0 0 {} {}" role="img"><title>{}</title>{}{}</svg>')
_DESC = Markup("<desc>{}</desc>")
_RECT = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>')
_LINE = Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>')
_TEXT = Markup('<text class="{}" x="{}" y="{}">{}</text>')
_CIRCLE = Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>')
_POINTER = Markup('<path class="base" d="M{} 0h9l-4.5 7z"/>')
_TURNED = Markup('<text class="middle" transform="translate(11 {}) rotate(-90)">{}</text>')


def interval_bar(name: str, result: Result) -> Markup:
    """A scale from 0 (-1 where a figure lies below 0) to 1 with the figure, its 95 % interval, the plain way's tick."""
    beside = result.baseline.value if result.baseline else None
    known = [one for one in (result.value, result.low, result.high, beside) if _known(one)]
    floor = -1.0 if any(one < 0 for one in known) else 0.0
    parts = [_RECT.format("track", _PAD, 9, _short(_BAR - 2 * _PAD), 4)]
    parts += [
        _LINE.format("tick", _at(place, floor), 7, _at(place, floor), 15) for place in (floor, (floor + 1) / 2, 1)
    ]
    if floor:
        parts.append(_TEXT.format("end", 0, 6, "−1"))
    if _known(result.low) and _known(result.high):
        low, high = _place(result.low, floor), _place(result.high, floor)
        parts.append(_RECT.format("band", _short(low), 6.5, _short(max(high - low, 1.0)), 9))
    if _known(beside):
        parts.append(_LINE.format("base", _at(beside, floor), 5, _at(beside, floor), 18))
        parts.append(_POINTER.format(_short(_place(beside, floor) - 4.5)))
    if _known(result.value):
        parts.append(_CIRCLE.format("dot", _at(result.value, floor), 11, 4.5))
    return _svg("interval", (_BAR, 20.0), (f"{name}: {_says(result)}", _scale(result, floor)), parts)


def detection_bar(name: str, result: Result) -> Markup:
    """A bar from 0 to 1, with a whisker for the 95 % interval."""
    parts = [_RECT.format("track", _PAD, 3, _short(_BAR - 2 * _PAD), 12)]
    if _known(result.value):
        parts.append(_RECT.format("fill", _PAD, 3, _short(_place(result.value) - _PAD), 12))
    if _known(result.low) and _known(result.high):
        low, high = _at(result.low), _at(result.high)
        parts.append(_LINE.format("whisker", low, 9, high, 9))
        parts += [_LINE.format("whisker", end, 5.5, end, 12.5) for end in (low, high)]
    return _svg("detection", (_BAR, 18.0), (f"{name}: {_says(result)}", f"{result.n} scored"), parts)


def reliability_diagram(name: str, bins: Sequence[Bin]) -> Markup:
    """Mean probability against the share that came true: a circle per bin, its area by the count beside it."""
    most = max((one.count for one in bins), default=1)
    parts = [_RECT.format("plane", _LEFT, _TOP, _SIDE, _SIDE), *_axes()]
    parts.append(_LINE.format("diagonal", *_point(0, 0), *_point(1, 1)))
    parts += [_LINE.format("gap", *_point(one.mean, one.mean), *_point(one.mean, one.happened)) for one in bins]
    parts.append(_TEXT.format("corner", _short(_LEFT + 8), _short(_TOP + 16), "said too low"))
    parts.append(_TEXT.format("corner far", _short(_LEFT + _SIDE - 8), _short(_TOP + _SIDE - 10), "said too high"))
    ordered = sorted(bins, key=lambda one: (-one.count, one.low))
    parts += [_CIRCLE.format("bin", *_point(one.mean, one.happened), _short(_radius(one, most))) for one in ordered]
    parts += [_count(one, most) for one in bins]
    told = "; ".join(f"said {one.mean:.2f}, came true {one.happened:.2f}, {one.count} items" for one in bins)
    words = (f"{name}: what came true against what was said", told or "nothing to show")
    return _svg("curve", (_LEFT + _SIDE + 16, _TOP + _SIDE + 42), words, parts)


def _axes() -> list[Markup]:
    parts = []
    for quarter in range(5):
        share = quarter / 4
        x, y = _point(share, share)
        label = f"{share:.2f}".rstrip("0").rstrip(".")
        parts.append(_LINE.format("grid", x, _TOP, x, _short(_TOP + _SIDE)))
        parts.append(_LINE.format("grid", _LEFT, y, _short(_LEFT + _SIDE), y))
        parts.append(_TEXT.format("middle", x, _short(_TOP + _SIDE + 16), label))
        parts.append(_TEXT.format("far", _short(_LEFT - 6), _short(float(y) + 4), label))
    parts.append(
        _TEXT.format("middle", _short(_LEFT + _SIDE / 2), _short(_TOP + _SIDE + 36), "probability that was said")
    )
    parts.append(_TURNED.format(_short(_TOP + _SIDE / 2), "share that came true"))
    return parts


def _count(one: Bin, most: int) -> Markup:
    """The number of a bin's items above its circle; below it where the diagram ends."""
    x, y = _point(one.mean, one.happened)
    radius = _radius(one, most)
    above = float(y) - radius - 4
    return _TEXT.format(
        "middle count", x, _short(above if above > _TOP + 8 else float(y) + radius + 12), f"{one.count:,}"
    )


def _radius(one: Bin, most: int) -> float:
    return max(_LARGEST * sqrt(one.count / most), _SMALLEST)


def _point(said: float, happened: float) -> tuple[str, str]:
    return _short(_LEFT + _SIDE * _within(said, 0.0)), _short(_TOP + _SIDE * (1 - _within(happened, 0.0)))


def _place(value: float, floor: float = 0.0) -> float:
    return _PAD + (_BAR - 2 * _PAD) * (_within(value, floor) - floor) / (1 - floor)


def _at(value: float, floor: float = 0.0) -> str:
    return _short(_place(value, floor))


def _within(value: float, floor: float) -> float:
    return min(max(value, floor), 1.0)


def _known(value: float | None) -> TypeGuard[float]:
    return value is not None and isfinite(value)


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _says(result: Result) -> str:
    if result.value is None:
        return UNSCORED
    if result.low is None or result.high is None:
        return number(result.value)
    return f"{number(result.value)}, 95 % interval {number(result.low)} to {number(result.high)}"


def _scale(result: Result, floor: float) -> str:
    scale = f"On a scale from {'−1' if floor else '0'} to 1."
    if result.baseline and result.baseline.value is not None:
        return f"{scale} Beside it, {result.baseline.name}: {number(result.baseline.value)}."
    return scale


def _svg(look: str, size: tuple[float, float], words: tuple[str, str], parts: Iterable[Markup]) -> Markup:
    title, description = words
    return _SVG.format(look, _short(size[0]), _short(size[1]), title, _DESC.format(description), Markup("").join(parts))
