"""Imports go one way: a room of ``pipeline`` knows only rooms of the tiers below its own."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent

_TIERS: tuple[frozenset[str], ...] = (
    frozenset({"records", "errors", "arrays", "verbs", "yamltree"}),
    frozenset(
        {"config", "database", "facts", "labels", "loaded", "modelfiles", "modelinfo", "odds", "packing", "pairing"}
    )
    | frozenset({"files", "passages", "progress", "terms", "text", "voices"}),
    frozenset({"articles", "cache", "places", "values", "versions", "windows"}),
    frozenset({"models", "recall"}),
    frozenset({"claims", "cluster", "duplicates", "embed", "nli", "tagging"}),
    frozenset({"naming"}),
    frozenset({"disputes", "evidence", "stance", "summarise"}),
    frozenset({"together", "tools"}),
    frozenset({"scoring", "output", "report", "story"}),
    frozenset({"engine", "export", "manifest", "state"}),
    frozenset({"finding", "results"}),
    frozenset({"bench", "rows", "run", "schemas"}),
    frozenset({"terminal"}),
    frozenset({"cli"}),
    frozenset({"__main__"}),
)
_TIER_OF = {room: tier for tier, rooms in enumerate(_TIERS) for room in rooms} | {"training": -1}
_HEAVY = frozenset({"torch", "transformers", "safetensors", "peft", "sentence_transformers"})
_LIGHT = "safetensors.numpy"  # reads arrays, and loads no torch
_HEAVY_ROOMS = frozenset({"bench", "models", "embed", "nli", "summarise", "tagging", "training"})


def _imported(source: str) -> Iterator[str]:
    """Dotted names that a module imports anywhere, in functions and for type checking too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _may_know(room: str, other: str) -> bool:
    """Whether a room may import another: one of a lower tier; ``training`` may import all below ``run``."""
    if other == "training":
        return _TIER_OF[room] >= _TIER_OF["run"]
    return _TIER_OF[other] < (_TIER_OF["run"] if room == "training" else _TIER_OF[room])


def _faults(room: str, source: str) -> list[str]:
    """What a module of a room imports and may not."""
    faults = []
    for name in _imported(source):
        top, _, rest = name.partition(".")
        other = rest.partition(".")[0]
        if not top:
            faults.append(f"{room}: relative import {name}; write it from pipeline")
        elif top == "eval":
            faults.append(f"{room} imports {name}; eval reads what pipeline wrote, never the other way")
        elif top in _HEAVY and room not in _HEAVY_ROOMS and not name.startswith(_LIGHT):
            faults.append(f"{room} imports {name}; only {', '.join(sorted(_HEAVY_ROOMS))} may")
        elif top == "pipeline" and other not in _TIER_OF:
            faults.append(f"{room} imports {name}; add the room {other!r} to the tiers in {Path(__file__).name}")
        elif top == "pipeline" and other != room and not _may_know(room, other):
            faults.append(f"{room} imports {name}, which is not below it")
    return faults


def _room(path: Path) -> str:
    return path.relative_to(_ROOT / "pipeline").parts[0].removesuffix(".py")


def _modules(package: str) -> list[Path]:
    return sorted((_ROOT / package).rglob("*.py"))


def _inside_pipeline() -> list[Path]:
    return [path for path in _modules("pipeline") if _room(path) != "__init__"]


@pytest.mark.parametrize("room", sorted({_room(path) for path in _inside_pipeline()}))
def test_every_room_has_a_tier_and_looks_down(room: str) -> None:
    assert room in _TIER_OF, f"add the room {room!r} to the tiers in {Path(__file__).name} and to the picture in README"
    sources = [path.read_text(encoding="utf-8") for path in _inside_pipeline() if _room(path) == room]
    assert [fault for source in sources for fault in _faults(room, source)] == []


def test_nobody_hides_the_builtin_eval() -> None:
    paths = [path for package in ("pipeline", "eval", "tests") for path in _modules(package)]
    assert [path.name for path in paths if _hides_eval(path.read_text(encoding="utf-8"))] == []


def _hides_eval(source: str) -> bool:
    """Whether a module binds the name ``eval`` by an import."""
    bound = (
        alias.asname or alias.name.partition(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    )
    return "eval" in bound


def test_importing_the_package_loads_no_room() -> None:
    code = "import sys, pipeline; print([name for name in sys.modules if name.startswith('pipeline.')])"
    done = subprocess.run([sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("stance", "from pipeline.disputes import find_disputes"),  # same tier
        ("text", "from pipeline import run"),  # upwards
        ("records", "import pipeline.errors"),
        ("config", "def late():\n    from pipeline.models import load_nli"),
        ("run", "from pipeline.cli import main"),
        ("stance", "from pipeline.training import loop"),
        ("training", "from pipeline.run import run"),
        ("cluster", "import torch.nn as nn"),
        ("cli", "from transformers import AutoModel"),
        ("run", "from eval.harness import measure"),
        ("facts", "from . import dates"),
        ("run", "from pipeline.attic import box"),
    ],
)
def test_faults_are_found(room: str, source: str) -> None:
    assert len(_faults(room, source)) == 1


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("facts", "from pipeline.facts.dates import dates"),
        ("run", "from pipeline import output\nimport eval_type_backport"),
        ("training", "from pipeline.output import write_json\nimport torch"),
        ("cli", "from pipeline.training.nli import train_nli"),
    ],
)
def test_what_is_allowed_is_no_fault(room: str, source: str) -> None:
    assert _faults(room, source) == []


@pytest.mark.parametrize(
    "source", ["import eval", "import eval.figures", "import pipeline as eval", "from x import eval"]
)
def test_hidden_builtin_is_found(source: str) -> None:
    assert _hides_eval(source)


def test_named_imports_from_eval_hide_nothing() -> None:
    assert not _hides_eval("from eval.figures import bcubed\nfrom eval import metrics\nimport eval.figures as metrics")


def test_help_loads_no_model_library() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from pipeline.cli import main;"
        "result = CliRunner().invoke(main, ['--help']); print(result.exit_code, 'run' in result.output,"
        "*sorted({'torch', 'transformers', 'datasets', 'evaluate', 'sklearn', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["0", "True"], done.stdout + done.stderr
