"""YAML with the line that each of its keys and items stands on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from pipeline.yamltree import read_yaml

Place = tuple[str | int, ...]


def with_lines(text: str) -> tuple[Any, Mapping[Place, int]]:
    """Load YAML safely; line numbers from 1 by the path of keys and indices.

    Raises:
        yaml.YAMLError: it is no YAML, or out of bounds (see ``read_yaml``).
    """
    tree, node = read_yaml(text)
    return tree, (dict(_walk(node, ())) if node is not None else {})


def _walk(node: yaml.Node, place: Place) -> Iterator[tuple[Place, int]]:
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _walk(value, (*place, str(key.value)))
            yield (*place, str(key.value)), key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _walk(item, (*place, number))


def line_of(lines: Mapping[Place, int], place: Sequence[str | int]) -> int:
    """The line of a place, or of the nearest one around it that the file has."""
    wanted = tuple(place)
    while wanted and wanted not in lines:
        wanted = wanted[:-1]
    return lines.get(wanted, 1)
