"""Puts fragment ids into an article's text: sentences, cited passages and loaded words, nested, cut into paragraphs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.records import Span
from pipeline.report import ids
from pipeline.report.view import Back, Paragraph, Piece

Kind = Literal["sentence", "passage", "loaded"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage that gets an id, and the place that rests on it, if there is one."""

    span: Span
    kind: Kind
    back: Back | None = None


@dataclass(frozen=True, slots=True)
class Woven:
    """An article's text with ids in it, and the fragment id of every marked span."""

    paragraphs: tuple[Paragraph, ...]
    homes: Mapping[Span, str]


@dataclass(frozen=True, slots=True)
class _Node:
    span: Span
    children: tuple["_Node", ...]


@dataclass(frozen=True, slots=True)
class _Marked:
    """What the spans are: their kind, the links back after an element by its id, and which are cited."""

    kinds: Mapping[Span, Kind]
    backs: Mapping[str, Mapping[Back, None]]
    cited: frozenset[Span]


def weave(text: str, number: int, marks: Sequence[Mark]) -> Woven:
    """Mark the passages of article ``number``. Every span lies within ``text`` and is not empty.

    A span that crosses the border of an earlier one gets no element of its own: HTML elements only nest, so its
    home is the earlier element, in which it begins. Links back stand after the outermost element, never inside a
    passage, so that an element's text is exactly the text of its span.
    """
    kinds = _kinds(marks)
    kept, homes, outermost = _nest(sorted(kinds, key=lambda span: (span.start, -span.end)), number)
    backs: dict[str, dict[Back, None]] = {}
    for mark in marks:
        if mark.back:
            backs.setdefault(outermost[mark.span], {})[mark.back] = None
    nodes = _tree(kept, 0, len(kept))
    cited = frozenset(mark.span for mark in marks if mark.kind == "passage")
    top = [_piece(text, number, node, _Marked(kinds, backs, cited)) for node in nodes]
    return Woven(_paragraphs(text, nodes, top), homes)


def _kinds(marks: Sequence[Mark]) -> dict[Span, Kind]:
    order: tuple[Kind, ...] = ("loaded", "passage", "sentence")  # a span that is several things is the last of them
    return {mark.span: mark.kind for mark in sorted(marks, key=lambda mark: order.index(mark.kind))}


def _nest(spans: Sequence[Span], number: int) -> tuple[list[Span], dict[Span, str], dict[Span, str]]:
    """The spans that become elements, every span's home, and the outermost element that its home is in."""
    kept: list[Span] = []
    open_spans: list[Span] = []
    homes: dict[Span, str] = {}
    outermost: dict[Span, str] = {}
    for span in spans:
        while open_spans and open_spans[-1].end <= span.start:
            open_spans.pop()
        if open_spans and span.end > open_spans[-1].end:
            homes[span], outermost[span] = homes[open_spans[-1]], outermost[open_spans[-1]]
            continue
        kept.append(span)
        open_spans.append(span)
        homes[span] = ids.passage(number, span.start, span.end)
        outermost[span] = homes[open_spans[0]]
    return kept, homes, outermost


def _tree(spans: Sequence[Span], first: int, last: int) -> list[_Node]:
    nodes: list[_Node] = []
    while first < last:
        inner = first + 1
        while inner < last and spans[inner].start < spans[first].end:
            inner += 1
        nodes.append(_Node(spans[first], tuple(_tree(spans, first + 1, inner))))
        first = inner
    return nodes


def _piece(text: str, number: int, node: _Node, marked: _Marked) -> Piece:
    parts: list[str | Piece] = []
    at = node.span.start
    for child in node.children:
        parts += [text[at : child.span.start], _piece(text, number, child, marked)]
        at = child.span.end
    parts.append(text[at : node.span.end])
    anchor = ids.passage(number, node.span.start, node.span.end)
    return Piece(
        kind=marked.kinds[node.span],
        anchor=anchor,
        parts=tuple(part for part in parts if part),
        backs=tuple(marked.backs.get(anchor, ())),
        cited=node.span in marked.cited,
    )


def _paragraphs(text: str, nodes: Sequence[_Node], pieces: Sequence[Piece]) -> tuple[Paragraph, ...]:
    paragraphs: list[list[str | Piece]] = [[]]
    at = 0
    for node, piece in zip(nodes, pieces, strict=True):
        _add_gap(paragraphs, text[at : node.span.start])
        paragraphs[-1].append(piece)
        at = node.span.end
    _add_gap(paragraphs, text[at:])
    return tuple(tuple(paragraph) for paragraph in paragraphs if any(_shown(part) for part in paragraph))


def _add_gap(paragraphs: list[list[str | Piece]], gap: str) -> None:
    head, *rest = re.split(r"\s*\n\s*", gap)
    if head:
        paragraphs[-1].append(head)
    paragraphs.extend([line] if line else [] for line in rest)


def _shown(part: str | Piece) -> bool:
    return isinstance(part, Piece) or bool(part.strip())
