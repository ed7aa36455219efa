"""A configuration that stays the same: every model of a hub at its commit, the digests of the others beside them."""

import math
from dataclasses import dataclass
from typing import Any

import yaml

from pipeline.config import EXTRACT, Config, ModelSource
from pipeline.errors import ModelError
from pipeline.models.checkpoints import commit_of
from pipeline.places import RANDOM, describe, folder_of

_HEAD = "# Written by `evenhand models lock`: all settings, and every model of a hub at its commit.\n"


@dataclass(frozen=True, slots=True)
class Locked:
    """A configuration as YAML for ``--config``; ``commits`` are those of the hub's models, by role in order."""

    text: str
    commits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One role's lines; ``commit`` is empty where its model comes from no hub."""

    text: str
    commit: str = ""


def lock(config: Config, *, offline: bool = False) -> Locked:
    """Write a configuration with the revision of every hub model resolved.

    Args:
        config: the settings; all of them are written, the defaults too.
        offline: ask the hub's cache instead of the hub.

    Raises:
        ModelError: a model isn't there, or its revision can't be resolved.
    """
    roles = list(type(config.models).model_fields)
    entries = [_entry(role, getattr(config.models, role), offline=offline) for role in roles]
    models = "".join(entry.text for entry in entries)
    rest = _yaml(config.model_dump(mode="json", exclude={"models"}))
    return Locked(f"{_HEAD}models:\n{models}{rest}", tuple(entry.commit for entry in entries if entry.commit))


def _entry(role: str, source: ModelSource | None, *, offline: bool) -> _Entry:
    if source is None or source.source == EXTRACT or source.source.startswith(RANDOM):
        return _Entry(_lines(role, source))
    if folder_of(source) is not None:
        digest = describe(role, source).digest
        return _Entry(f"  # SHA-256 {digest or 'of no weights: there is no safetensors file'}\n{_lines(role, source)}")
    commit = commit_of(source, offline=offline)
    if commit is None:
        where = "the cache does not have it; run it once without --offline" if offline else "does the hub have it?"
        name = f"models.{role} {source.source} (revision {source.revision or 'default'})"
        raise ModelError(f"{name}: its commit can't be resolved; {where}")
    asked = "the newest" if source.revision is None else f"revision {source.revision!a}"
    return _Entry(f"  # {asked} when this was written\n{_lines(role, _at(source, commit))}", commit)


def _at(source: ModelSource, commit: str) -> ModelSource:
    return source.model_copy(update={"revision": commit})


def _lines(role: str, source: ModelSource | None) -> str:
    """A role's part of the section, indented: the source alone where there is no more to say."""
    given = source and source.model_dump(mode="json", exclude_none=True)
    value = given["source"] if given and len(given) == 1 else given
    return _yaml({"models": {role: value}}).removeprefix("models:\n")


def _yaml(tree: dict[str, Any]) -> str:
    return yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=math.inf)
