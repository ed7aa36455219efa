"""The command line as a user meets it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_help_names_every_command() -> None:
    said = call("--help").output
    for name in "run demo cluster brief stance score models train report bench export open".split():
        assert name in said


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("rum", "x"), 2, "did you mean run?"),
        (("run", "x", "--ouu", "y"), 2, "--out"),
        (("run", "nothing.jsonl", "--out", "OUT"), 3, "nothing.jsonl: no such file"),
        (("run", "nothing.jsonl", "--out", "OUT", "--config", "defualt"), 2, "did you mean default?"),
        (("run", "nothing.jsonl", "--out", "OUT", "--set", "brief.max_word=9"), 2, "did you mean max_words?"),
        (("score", "nothing.jsonl", "--out", "OUT", "--set", "models.nli=builtin:nil"), 2, "builtin:nil"),
        (("models", "check", "--device", "nonsense"), 2, "--device nonsense"),
        (("report", "nothing"), 3, "nothing"),
    ],
)
def test_mistakes_get_one_line_and_an_exit_code(
    tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = call(*(str(tmp_path / "out") if item == "OUT" else item for item in arguments))
    assert result.exit_code == code
    assert said in result.output
    assert "Traceback" not in result.output


def test_models_list_needs_no_loading() -> None:
    result = call("models", "list")
    assert result.exit_code == 0
    assert "builtin:minilm\tApache-2.0\t53aa51172d142c89" in result.output


def test_single_row_commands_keep_rows_and_order(tmp_path: Path) -> None:
    text = (
        "The ferry Linnea capsized in the sound on Thursday evening. Fourteen people died in the accident. "
        "The coast guard ended its search on Sunday."
    )
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text(
        "\n".join(
            json.dumps(row)
            for row in (
                {"id": "b", "article": text, "claim": "The ferry capsized on Thursday."},
                {"id": "a", "article": text},
                {"id": "c", "article": "", "claim": "The ferry capsized."},
            )
        ),
        encoding="utf-8",
    )
    assert call("stance", str(pairs), "--out", str(tmp_path / "stances.jsonl"), "--quiet").exit_code == 0
    found = [json.loads(line) for line in (tmp_path / "stances.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in found] == ["b", "a", "c"]
    assert found[0]["label"] == "supports"
    assert [row["label"] for row in found[1:]] == ["unscored", "unscored"]
    assert found[1]["scores"] is None

    pairs.write_text(
        json.dumps({"id": 1, "document": text, "summary": "A ferry capsized. Fourteen people died."})
        + "\n"
        + json.dumps({"id": 2, "document": text, "summary": " "}),
        encoding="utf-8",
    )
    assert call("score", str(pairs), "--out", str(tmp_path / "scores.jsonl"), "--quiet").exit_code == 0
    first, second = (json.loads(line) for line in (tmp_path / "scores.jsonl").read_text(encoding="utf-8").splitlines())
    assert 0 <= first["score"] <= 1
    assert [sentence["text"] for sentence in first["sentences"]] == ["A ferry capsized.", "Fourteen people died."]
    for sentence in first["sentences"]:
        for item in sentence["evidence"]:
            assert text[item["start"] : item["end"]] == item["text"]
    assert (second["score"], bool(second["unscored"])) == (None, True)

    pairs.write_text(json.dumps({"id": "s", "articles": [{"title": "Ferry", "text": text}]}), encoding="utf-8")
    assert call("brief", str(pairs), "--out", str(tmp_path / "briefs.jsonl"), "--quiet").exit_code == 0
    (brief,) = (json.loads(line) for line in (tmp_path / "briefs.jsonl").read_text(encoding="utf-8").splitlines())
    assert brief["story_id"] == "s"
    assert brief["brief"]["sentences"]


def test_cluster_writes_a_row_per_article(tmp_path: Path) -> None:
    articles = tmp_path / "articles.jsonl"
    texts = {
        "one": "A ferry capsized in the sound on Thursday and fourteen people died in the cold water.",
        "two": "Fourteen people died in the cold water when a ferry capsized in the sound on Thursday.",
        "three": "The central bank raised its main rate by half a point to four percent on Tuesday.",
    }
    articles.write_text(
        "\n".join(json.dumps({"id": key, "text": text}) for key, text in texts.items()), encoding="utf-8"
    )
    assert call("cluster", str(articles), "--out", str(tmp_path / "out.jsonl"), "--quiet").exit_code == 0
    found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    story = {row["id"]: row["story_id"] for row in found}
    assert story["one"] == story["two"] != story["three"]


def test_a_folder_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = CliRunner().invoke(main, ["models", "lock", "--out", str(tmp_path / "file" / "locked.yaml")])
    assert done.exit_code == 2
    assert "locked.yaml" in done.output or "file" in done.output
    assert "Traceback" not in done.output
