"""``evenhand models lock``: hub models at their commits, told by a server on this machine; the rest with digests."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from hub import COMMIT, Hub, serving

from pipeline import config
from pipeline.cli import main
from pipeline.modelfiles import folder_digest
from pipeline.models import lock

_DRIVER = """
import json, sys
from click.testing import CliRunner
from pipeline.cli import main

done = []
for arguments in json.load(sys.stdin):
    result = CliRunner().invoke(main, arguments)
    done.append([result.exit_code, result.stdout, result.stderr])
json.dump(done, sys.stdout)
"""
_OTHER = "f" * 40


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left behind."""

    code: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class Session:
    """Two processes that share a cache, the second one with ``--offline`` and a server that is asked nothing."""

    online: Mapping[str, Done]
    offline: Mapping[str, Done]
    folder: Path
    asked_offline: Sequence[str]


def _run(commands: Mapping[str, Sequence[str | Path]], hub: Hub, home: Path) -> dict[str, Done]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("HF_", "TRANSFORMERS_"))}
    environment |= {"HF_ENDPOINT": hub.url, "HF_HOME": str(home), "HF_HUB_DISABLE_TELEMETRY": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _DRIVER],
        input=json.dumps([[*map(str, command)] for command in commands.values()]),
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {name: Done(*row) for name, row in zip(commands, json.loads(done.stdout), strict=True)}


def _lock(*changes: str) -> list[str | Path]:
    return ["models", "lock", *(word for change in changes for word in ("--set", change))]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    root = tmp_path_factory.mktemp("hub")
    for name in ("nli", "writer", "unseen"):
        (root / "org" / name).mkdir(parents=True)
        (root / "org" / name / "config.json").write_text("{}", encoding="utf-8")
    with serving(root) as found:
        yield found


@pytest.fixture(scope="module")
def session(hub: Hub, tmp_path_factory: pytest.TempPathFactory) -> Session:
    folder, home = tmp_path_factory.mktemp("session"), tmp_path_factory.mktemp("home")
    nli = "models.nli=org/nli"
    both = (nli, "models.nli.labels=[entailment, neutral, contradiction]", "models.summariser=org/writer", "seed=7")
    online = {
        "both": [*_lock(*both), "--out", folder / "both.yaml"],
        "again": ["models", "lock", "--config", folder / "both.yaml"],
        "branch": _lock(nli, "models.nli.revision=main"),
        "given": _lock(nli, f"models.nli.revision={_OTHER}"),
        "absent": _lock("models.nli=org/absent"),
        "revision": [*_lock(nli, "models.nli.revision=v9"), "--out", folder / "none.yaml"],
    }
    first = _run(online, hub, home)
    before = len(hub.asked)
    offline = {
        "cached": [*_lock(*both), "--offline"],
        "unseen": [*_lock("models.encoder=org/unseen", "stance.proposal=cosine"), "--offline"],
    }
    return Session(first, _run(offline, hub, home), folder, hub.asked[before:])


def test_hub_models_get_their_commit(session: Session) -> None:
    done = session.online["both"]
    assert done == Done(0, "", "")
    locked = config.load(str(session.folder / "both.yaml"))
    expected = config.load(
        "default",
        [
            "models.nli=org/nli",
            f"models.nli.revision={COMMIT}",
            "models.nli.labels=[entailment, neutral, contradiction]",
            "models.summariser=org/writer",
            f"models.summariser.revision={COMMIT}",
            "seed=7",
        ],
    )
    assert locked == expected


def test_a_locked_configuration_is_locked(session: Session) -> None:
    once = (session.folder / "both.yaml").read_text(encoding="utf-8")
    assert session.online["again"].code == 0
    assert yaml.safe_load(session.online["again"].stdout) == yaml.safe_load(once)


def test_a_branch_is_resolved_and_a_commit_kept(session: Session) -> None:
    for name, commit in (("branch", COMMIT), ("given", _OTHER)):
        done = session.online[name]
        assert (done.code, done.stderr) == (0, "")
        assert yaml.safe_load(done.stdout)["models"]["nli"] == {"source": "org/nli", "revision": commit}
    assert "# revision 'main' when this was written" in session.online["branch"].stdout


@pytest.mark.parametrize(
    ("name", "said"), [("absent", "models.nli org/absent (revision default)"), ("revision", "(revision v9)")]
)
def test_what_the_hub_does_not_have_is_refused(session: Session, name: str, said: str) -> None:
    done = session.online[name]
    assert (done.code, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert said in line
    assert not (session.folder / "none.yaml").exists()


def test_offline_asks_the_cache(session: Session) -> None:
    assert session.offline["cached"].code == 0, session.offline["cached"]
    assert session.offline["cached"].stdout == (session.folder / "both.yaml").read_text(encoding="utf-8")
    assert session.offline["unseen"].code == 2
    assert "models.encoder org/unseen (revision default): its commit can't" in session.offline["unseen"].stderr
    assert session.asked_offline == []


def _here(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["models", "lock", *map(str, arguments)])


@pytest.mark.parametrize("name", config.names())
def test_every_shipped_configuration_without_a_hub_comes_back(name: str, tmp_path: Path) -> None:
    changes = ["models.nli=builtin:nli"] if name == "hub" else []
    words = [word for change in changes for word in ("--set", change)]
    result = _here("--config", name, *words, "--out", tmp_path / "locked.yaml")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no model of this configuration comes from a hub" in result.stderr
    assert config.load(str(tmp_path / "locked.yaml")) == config.load(name, changes)


def test_what_lies_here_has_its_digest_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "my model: no # comment"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"weights")
    (tmp_path / "bare").mkdir()
    bare = f"models.salience={tmp_path / 'bare'}"
    result = _here("--set", f"models.nli='{folder}'", "--set", bare)
    assert result.exit_code == 0, result
    lines = result.stdout.splitlines()
    assert lines[1] == "models:"
    encoder, nli, salience = (next(n for n, line in enumerate(lines) if line.startswith(f"  {role}:")) for role in ("encoder", "nli", "salience"))  # fmt: skip
    assert lines[encoder - 1].startswith("  # SHA-256 53aa51172d142c89")
    assert lines[nli - 1] == f"  # SHA-256 {folder_digest(folder)}"
    assert "no safetensors file" in lines[salience - 1]
    assert yaml.safe_load(result.stdout)["models"]["nli"] == str(folder)


def test_settings_of_any_text_come_back() -> None:
    prompt = "Zeile\n\n# not a comment: {articles}\u2028\u202e 'q' \"d\" \t\x07"
    given = config.Config(generate=config.Generate(prompt=prompt, separator="- x: y"), language="no")
    locked = lock(given)
    assert locked.commits == ()
    assert config.Config.model_validate(yaml.safe_load(locked.text)) == given


def test_a_model_that_is_not_there_is_refused() -> None:
    result = _here("--set", "models.nli=builtin:nil")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "builtin:nil: no such built-in model" in result.stderr
