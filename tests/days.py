"""Three days of a small newspaper world, and runs that read them one after the other."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from pipeline.config import Config
from pipeline.progress import Stages
from pipeline.run import Job, run

BRIDGE = "The bridge at Orra was closed on {day} after the barge Heron struck it. {more}"
LUMEN = "Shares of Lumen rose by 4 per cent on {day} after results of the lamp maker. {more}"
# The built-in encoder finds the stories that a reader would.
SETTINGS = ("models.encoder=builtin:minilm", "cluster.distance=0.62", "stance.about=0.4")


def article(name: str, text: str, day: int, more: str, **fields: Any) -> dict[str, Any]:
    text = text.format(day=("Monday", "Tuesday", "Wednesday")[day % 3], more=more)
    return {"id": name, "source": f"Paper {name}", "published": f"2026-03-{2 + day:02}", "text": text, **fields}


MONDAY = (
    article("a", BRIDGE, 0, "Nobody was hurt, the mayor said."),
    article("b", BRIDGE, 0, "Two sailors were hurt, police said."),
    article("c", LUMEN, 0, "Analysts had expected less of the lamp maker."),
)
TUESDAY = (
    article("d", BRIDGE, 1, "Engineers of the river office look for cracks in the bridge at Orra."),
    article("e", "Voters of Tarn chose a new council with a turnout of 61 per cent. {more}", 1, "Counting went on."),
)
WEDNESDAY = (article("f", BRIDGE, 2, "The bridge at Orra opened again to carts."),)


def write_day(path: Path, day: Sequence[Mapping[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in day), encoding="utf-8")
    return path


class Days:
    """Runs day after day with one state, each into a folder of its own."""

    def __init__(self, folder: Path, config: Config) -> None:
        self.folder, self.config, self.state = folder, config, folder / "state"

    def run(self, name: str, day: Sequence[Mapping[str, Any]], *, state: bool = True) -> Path:
        source = write_day(self.folder / f"{name}.jsonl", day)
        out = self.folder / name
        run(Job((str(source),), out, "auto", offline=True, state=self.state if state else None), self.config, Stages())
        return out


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def contents(out: Path) -> dict[str, bytes]:
    """All files of a run folder but the manifest, which tells times."""
    files = (path for path in sorted(out.rglob("*")) if path.is_file() and path.name != "manifest.json")
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def holdings(state: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What a state holds, row for row."""
    with closing(sqlite3.connect(state / "state.sqlite")) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in sorted(tables)}  # noqa: S608 - names of its own tables
