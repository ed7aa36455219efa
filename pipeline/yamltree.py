"""YAML as plain values, in bounds: its length, its depth, and what aliases and merges unfold to.

``yaml.safe_load`` runs nothing, but a kilobyte of aliases of aliases can stand for more than any memory holds.
"""

from pathlib import Path
from typing import Any

import yaml

_LONGEST = 4 * 2**20  # bytes of a file; PyYAML reads about a tenth of it in a second
_DEEPEST = 100  # mappings and lists within each other
_MOST_UNFOLDED = 1_000_000  # values and characters that stand there by aliases only
_LONGEST_NUMBER = 1000  # characters; Python refuses to write whole numbers of more than 4,300 digits
_INT = "tag:yaml.org,2002:int"
# What PyYAML's constructors raise on 2017-13-45 and on values that are not what their tag says.
_NO_VALUE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class _Loader(yaml.SafeLoader):
    """A safe loader that counts depth and what aliases stand for."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = 0
        self._size = 0  # of all values so far, those behind aliases counted each time
        self._aliased = 0
        self._sizes: dict[yaml.Node, int] = {}  # of finished nodes

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
        if self.check_event(yaml.AliasEvent):
            node = super().compose_node(parent, index)
            self._count_alias(node, mark)
            return node
        if self._depth == _DEEPEST:
            raise yaml.composer.ComposerError(None, None, f"more than {_DEEPEST} levels within each other", mark)
        self._depth += 1
        before = self._size
        node = super().compose_node(parent, index)
        self._depth -= 1
        if isinstance(node, yaml.ScalarNode):
            self._size += len(node.value)
            if node.tag == _INT and len(node.value) > _LONGEST_NUMBER:
                raise yaml.composer.ComposerError(None, None, f"a number of {len(node.value)} characters", mark)
        self._size += 1
        if node is not None:
            self._sizes[node] = self._size - before
        return node

    def _count_alias(self, node: yaml.Node | None, mark: yaml.Mark) -> None:
        size = self._sizes.get(node) if node is not None else None
        if size is None:
            raise yaml.composer.ComposerError(None, None, "an alias of what it stands in; write it out", mark)
        self._size += size
        self._aliased += size
        if self._aliased > _MOST_UNFOLDED:
            what = f"aliases that unfold to more than {_MOST_UNFOLDED} values and characters; write them out"
            raise yaml.composer.ComposerError(None, None, what, mark)


def read_yaml(text: str) -> tuple[Any, yaml.Node | None]:
    """The value of a YAML text, and its node, which knows the lines; None and None for an empty text.

    Raises:
        yaml.YAMLError: it is no YAML, is out of bounds, or has a value such as 2017-13-45 that can't be.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        return (None if node is None else loader.construct_document(node)), node
    except yaml.YAMLError:
        raise
    except _NO_VALUE as error:
        raise yaml.YAMLError(f"a value is not what it is written as ({error}); put text in quotes") from error
    finally:
        loader.dispose()


def yaml_text(path: Path) -> str:
    """The text of a YAML file.

    Raises:
        OSError: it can't be read.
        UnicodeDecodeError: it is not UTF-8.
        yaml.YAMLError: it is too long.
    """
    with path.open("rb") as file:
        data = file.read(_LONGEST + 1)
    if len(data) > _LONGEST:
        raise yaml.YAMLError(f"more than {_LONGEST // 2**20} MiB; write long lists as JSON lines")
    return data.decode("utf-8-sig")
