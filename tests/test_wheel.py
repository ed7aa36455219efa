"""The wheel holds all it needs: installed elsewhere, away from this checkout, it does the main job."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent
_TO_TRAIN_ON = {_ROOT / "pipeline" / "training" / name for name in ("stories", "articles", "claims")}
_PLACES = {"pipeline": "pipeline", "eval": "eval", "configs": "pipeline/configs"}  # in the checkout -> in the wheel


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment that has the wheel, the libraries of this one, and nothing of the checkout."""

    folder: Path
    elsewhere: Path

    def run(self, program: str, *arguments: str | Path) -> str:
        """Run a program of the environment in another folder; its standard output."""
        return _call([self.folder / "bin" / program, *arguments], cwd=self.elsewhere)


def _call(command: Sequence[str | Path], *, cwd: Path) -> str:
    """Run a command that has to succeed, without this environment's Python settings; its standard output."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    _call([*pip, "wheel", "--no-index", "--no-deps", "--no-build-isolation", "-w", folder, _ROOT], cwd=folder)
    (made,) = folder.glob("evenhand-*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("environment")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert not elsewhere.is_relative_to(_ROOT)
    _call([sys.executable, "-m", "venv", "--without-pip", folder], cwd=elsewhere)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python]
    _call([*pip, "install", "--no-index", "--no-deps", "--no-compile", wheel], cwd=elsewhere)
    # The libraries come after the wheel on the path; .pth files among them, so an editable checkout too, are not read.
    own = Path(_call([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], cwd=elsewhere).strip())
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (own / "libraries.pth").write_text("\n".join(sorted(libraries)), encoding="utf-8")
    return Installed(folder, elsewhere)


def test_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    here = {
        f"{inside}/{path.relative_to(_ROOT / place).as_posix()}"
        for place, inside in _PLACES.items()
        for path in (_ROOT / place).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.parent not in _TO_TRAIN_ON
    }
    with zipfile.ZipFile(wheel) as archive:
        there = {name for name in archive.namelist() if ".dist-info/" not in name}
        licences = {Path(name).name for name in archive.namelist() if ".dist-info/licenses/" in name}
    assert there == here
    assert licences == {"LICENSE", "NOTICE"}
    kinds = ("configs/default.yaml", "samples/articles.jsonl", "samples/claims.yaml", ".j2", ".css", ".safetensors")
    assert [kind for kind in kinds if not any(name.endswith(kind) for name in there)] == []


def test_packages_come_from_the_wheel(installed: Installed) -> None:
    code = "import pipeline.config, eval as measures; print(pipeline.config.__file__, measures.__file__, sep='\\n')"
    places = [Path(line) for line in installed.run("python", "-c", code).splitlines()]
    assert len(places) == 2
    assert all(place.is_relative_to(installed.folder) for place in places)


def test_every_configuration_is_found(installed: Installed) -> None:
    code = "from pipeline import config; print(*config.names()); [config.load(name) for name in config.names()]"
    assert installed.run("python", "-c", code).split() == sorted(
        path.stem for path in (_ROOT / "configs").glob("*.yaml")
    )


def test_commands_answer(installed: Installed) -> None:
    assert "Commands:" in installed.run("evenhand", "--help")
    assert installed.run("evenhand", "--version").split()[-1] == "0.1.0"
    assert "builtin:nli" in installed.run("evenhand", "models", "list")
    assert "summedits" in installed.run("evenhand", "eval", "--benchmark", "list")


@pytest.mark.models
def test_main_job_runs_on_the_samples(installed: Installed) -> None:
    installed.run("evenhand", "demo", "--out", "demo", "--offline", "--quiet")
    out = installed.elsewhere / "demo"
    rows = [json.loads(line) for line in (out / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    samples = (_ROOT / "pipeline" / "samples" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    assert {row["id"] for row in rows} == {json.loads(line)["id"] for line in samples}
    assert (out / "stories.jsonl").stat().st_size > 0
    assert (out / "stances.jsonl").stat().st_size > 0
    page = (out / "report.html").read_text(encoding="utf-8")
    assert all(row["title"].partition("'")[0] in page for row in rows)
