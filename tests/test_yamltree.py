"""YAML that unfolds, nests or breaks: one line, wherever YAML is read; ordinary YAML is read as it stands."""

import time
from pathlib import Path

import pytest
import yaml

from eval.labels import read_expectations
from pipeline import config
from pipeline.claims import read_claims
from pipeline.errors import ConfigError, EvenhandError, InputError
from pipeline.yamltree import read_yaml, yaml_text

_MIB = 2**20


_LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
_MERGES = "a: &a {k: v, l: w}\n" + "".join(
    f"{name}: &{name} {{<<: [{', '.join([f'*{before}'] * 10)}]}}\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
_HOSTILE_YAML = {
    "laughs": (_LAUGHS, "aliases that unfold"),
    "merges": (_MERGES, "aliases that unfold"),
    "itself": ("a: &a [*a]\n", "an alias of what it stands in"),
    "merged into itself": ("a: &a\n  <<: *a\n", "an alias of what it stands in"),
    "deep": ("a: " + "[" * 3000, "more than 100 levels"),
    "deep lines": ("a:\n" + "".join(" " * depth + "- \n" for depth in range(1, 300)), ""),
    "digits": ("a: " + "1" * 5000, "a number of 5000 characters"),
    "hexadecimal": ("a: 0x" + "F" * 5000, "a number of 5002 characters"),
    "no day": ("a: 2017-13-45\n", "a value is not what it is written as"),
    "no moment": ("a: !!timestamp soon\n", "a value is not what it is written as"),
    "no truth": ("a: !!bool maybe\n", "a value is not what it is written as"),
    "object": ("a: !!python/object/apply:os.getcwd []\n", "could not determine a constructor"),
    "long": ("# " + "x" * (5 * _MIB), "more than 4 MiB"),
    "NUL": ("a: \x00", "special characters"),
}


@pytest.mark.parametrize("name", _HOSTILE_YAML)
def test_hostile_yaml_is_one_line_wherever_it_is_read(tmp_path: Path, name: str) -> None:
    text, said = _HOSTILE_YAML[name]
    path = tmp_path / "hostile.yaml"
    path.write_text(text)
    began = time.monotonic()
    for read, error in (
        (lambda: config.load(str(path)), ConfigError),
        (lambda: read_claims(path), InputError),
        (lambda: read_expectations([path]), InputError),
    ):
        with pytest.raises(error) as caught:
            read()
        assert said in str(caught.value)
        assert "\n" not in str(caught.value)
        assert len(str(caught.value)) < 2000
    assert time.monotonic() - began < 10


def test_setting_of_the_command_line_that_is_no_value() -> None:
    for text in ("2017-13-45", "1" * 5000, "[" * 2000, "&a [*a]"):
        with pytest.raises(EvenhandError, match="not YAML"):
            config.load("default", [f"seed={text}"])


def test_ordinary_aliases_and_merges_are_read() -> None:
    tree, _ = read_yaml("a: &a {k: 1, l: [1, 2]}\nb: {<<: *a, k: 2}\nc: [*a, *a]\n")
    assert tree["b"] == {"k": 2, "l": [1, 2]}
    assert tree["c"] == [{"k": 1, "l": [1, 2]}] * 2
    assert read_yaml("") == (None, None)


def test_yaml_is_read_as_the_library_reads_it() -> None:
    for path in sorted((Path(__file__).parent.parent / "eval" / "expectations").glob("*.yaml"))[:2]:
        text = yaml_text(path)
        assert read_yaml(text)[0] == yaml.safe_load(text)
