"""Files of expectations: mistakes are told with file, line and the nearest valid key; the schema is current."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from evaluated import write_labels
from labelled import ALL, FOLDER

from eval.labels import read_expectations
from eval.labels.records import settled
from eval.schemas import schema_text
from pipeline.errors import InputError


def broken(folder: Path, old: str, new: str) -> str:
    """The message for the labels of the fire with ``old`` replaced."""
    path = write_labels(folder)[0]
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_expectations([path])
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("must_say:", "must_sya:", 9, "unknown key must_sya; did you mean must_say?"),
        ("    text: Nine", "    txt: Nine", 6, "claims.0.text is missing"),
        ("    wordings: [died", "    wording: [died", 11, "unknown key must_say.0.wording; did you mean wordings?"),
        ("a2: [refutes, refutes]", "a2: [refuses, refutes]", 8, "refuses"),
        ("a2: [refutes, refutes]", "a3: [refutes, refutes]", 8, "article a3 is not of this story; did you mean a2?"),
        ("a2: [refutes, refutes]", "a2: [refutes, refutes, mixed]", 8, "3 labels by 2 labellers"),
        ("phrase: denied", "phrase: refused", 22, "a1 does not hold 'refused' word for word"),
        ("quote: locked", "quote: bolted", 17, "a2 does not hold 'bolted' word for word"),
        ("quotes: [killed 11 people]", "quotes: [killed 12 people]", 16, "a2 holds none of the quotes"),
        ("error: number", "error: figure", 20, "figure"),
        (", error: number", "", 20, "an inconsistent candidate needs its error"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, told: str) -> None:
    message = broken(tmp_path, old, new)
    assert f"fire.yaml, line {line}: " in message
    assert told in message


def test_all_mistakes_of_a_file_are_told(tmp_path: Path) -> None:
    message = broken(tmp_path, "a1: [supports, supports], a2: [refutes, refutes]", "a7: supports, a8: refutes")
    assert message.count("is not of this story") == 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("id: fire", "id: [fire", "not YAML"),
        ("file: articles.jsonl", "file: others.jsonl", "no such file beside it"),
        ("ids: [a1, a2]", "ids: [a1, a9]", "has no article a9"),
    ],
)
def test_what_makes_a_file_useless(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert told in broken(tmp_path, old, new)


def test_a_file_that_is_missing_or_no_mapping(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file of expectations"):
        read_expectations([tmp_path / "none.yaml"])
    with pytest.raises(InputError, match="no expectations"):
        read_expectations([tmp_path])
    (tmp_path / "list.yaml").write_text("- one\n", encoding="utf-8")
    with pytest.raises(InputError, match="are a mapping"):
        read_expectations([tmp_path / "list.yaml"])


def test_ids_stand_once(tmp_path: Path) -> None:
    first = write_labels(tmp_path)[0]
    (tmp_path / "again.yaml").write_text(first.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(InputError, match="story 'fire' stands twice"):
        read_expectations([tmp_path])


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("mixed",), "mixed"),
        (("mixed", "supports"), "mixed"),
        (("mixed", "supports", "supports"), "supports"),
        (("mixed", "supports", "refutes"), "mixed"),
    ],
)
def test_the_commonest_label_counts_and_else_the_first(labels: tuple[str, ...], expected: str) -> None:
    assert settled(labels) == expected


@pytest.mark.parametrize("name", ["expectation", "results"])
def test_the_schema_is_what_the_records_say(name: str) -> None:
    folder = FOLDER if name == "expectation" else FOLDER.parent
    assert (folder / f"{name}.schema.json").read_text(encoding="utf-8") == schema_text(name)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_bundled_labels_satisfy_the_schema(path: Path) -> None:
    rules = json.loads((FOLDER / "expectation.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), rules)


def test_the_bundled_labels_are_read() -> None:
    assert [story.id for story in ALL] == sorted(path.stem for path in FOLDER.glob("*.yaml"))
