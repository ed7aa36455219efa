"""Batches that do not fit in memory: they are halved and the work goes on, with the same results."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ModelError
from pipeline.packing import run_alike

_ROOT = Path(__file__).parent.parent
_NUMPY = "Unable to allocate 9.31 GiB for an array with shape (2500000000,) and data type float32"
_TORCH = (
    "[enforce fail at alloc_cpu.cpp:118] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate "
    "1073741824 bytes. Error code 12 (Cannot allocate memory)"
)


class _Memory:
    """Work that fails above a size and notes its batches."""

    def __init__(self, widths: list[int], room: int, error: Callable[[], Exception] = MemoryError) -> None:
        self.widths, self.room, self.error = widths, room, error
        self.tried: list[int] = []
        self.done: list[list[int]] = []

    def __call__(self, batch: list[int]) -> None:
        assert len({self.widths[index] for index in batch}) == 1
        self.tried.append(sum(self.widths[index] for index in batch))
        if self.tried[-1] > self.room:
            raise self.error()
        self.done.append(batch)


@given(st.lists(st.integers(1, 40)), st.integers(1, 3000), st.integers(40, 400))
def test_all_is_done_once_in_batches_of_one_width_that_fit(widths: list[int], budget: int, room: int) -> None:
    memory = _Memory(widths, room)
    run_alike(widths, budget, memory, "builtin:nli")
    assert sorted(index for batch in memory.done for index in batch) == list(range(len(widths)))


def test_the_rest_goes_on_with_what_fitted() -> None:
    widths = [8] * 64 + [16] * 64
    memory = _Memory(widths, 300)
    run_alike(widths, 1024, memory, "builtin:nli")
    assert memory.tried == [1024, 512, *[256] * 6]
    assert {tuple(sorted({widths[index] for index in batch})) for batch in memory.done} == {(8,), (16,)}


@pytest.mark.parametrize(
    "error",
    [
        lambda: RuntimeError(_TORCH),
        lambda: MemoryError(_NUMPY),
        lambda: RuntimeError("CUDA out of memory. Tried to allocate 20.00 MiB"),
        lambda: RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes."),
        lambda: RuntimeError("std::bad_alloc"),
        lambda: torch.OutOfMemoryError("whatever it says"),
    ],
)
def test_every_way_of_saying_that_memory_is_out(error: Callable[[], Exception]) -> None:
    memory = _Memory([10] * 9, 30, error)
    run_alike(memory.widths, 90, memory, "builtin:nli")
    assert sorted(index for batch in memory.done for index in batch) == list(range(9))


def test_a_text_that_does_not_fit_alone_is_told_with_the_way_out() -> None:
    memory = _Memory([10, 50, 10], 30)
    with pytest.raises(ModelError, match=r"^builtin:nli: not enough memory for a single text of 50 tokens; .*--device"):
        run_alike(memory.widths, 90, memory, "builtin:nli")


def test_other_errors_are_not_taken_for_it() -> None:
    memory = _Memory([10, 10], 10, lambda: RuntimeError("mat1 and mat2 shapes cannot be multiplied"))
    with pytest.raises(RuntimeError, match="shapes"):
        run_alike(memory.widths, 90, memory, "builtin:nli")
    assert memory.tried == [20]


# Models that are narrow but for the middle of their one layer: nearly all memory goes into what a batch makes there.
_PROGRAM = """
import json, resource
from pathlib import Path
import torch
from transformers import BertConfig, BertForSequenceClassification, BertForTokenClassification, BertModel
from pipeline import embed, nli, packing, tagging
from pipeline.config import Compute, ModelSource
from pipeline.errors import ModelError
from pipeline.labels import LabelMap
from pipeline.models.checkpoints import ready
from pipeline.windows import Part, window_of

torch.set_num_threads(1)
torch.manual_seed(13)
SIZES = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 40_000}

def loaded(kind, labels=None, **more):
    model = kind(BertConfig(vocab_size=30522, **SIZES, **more))
    source = ModelSource(source="random:tiny")
    return ready("nli", source, model, None, Compute(dtype="float32"), offline=True, labels=labels)

def leave(megabytes):
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    room = int(status["VmSize"].split()[0]) * 1024 + megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (room, resource.RLIM_INFINITY))

encoder = loaded(BertModel)
classifier = loaded(BertForSequenceClassification, LabelMap(0, 1, 2), num_labels=3)
tagger = loaded(BertForTokenClassification, num_labels=2)
texts = [f"{'The council met ' * (number % 7)}on day {number}." for number in range(90)]
pairs = [(text, f"It met on day {number}.") for number, text in enumerate(texts)]
windows = [window_of(tagger.tokenizer, [Part(text, 0, closes=True)], 512) for text in texts]
jobs = {
    "embed": lambda: embed.embed(encoder, texts).tolist(),
    "nli": lambda: nli.score_pairs(classifier, pairs).tolist(),
    "tagging": lambda: [table.tolist() for table in tagging.tag(tagger, windows)],
}
failed, told = [], packing._is_out_of_memory
packing._is_out_of_memory = lambda error: failed.append(str(error)) or told(error)
calm, result = {name: job() for name, job in jobs.items()}, {}
assert not failed
for name, job in jobs.items():
    failed.clear()
    leave(120)
    tight = job()
    leave(10_000)
    result[name] = {"failed": list(failed), "calm": calm[name], "tight": tight}
leave(20)
try:
    embed.embed(encoder, ["The council met " * 200])
except ModelError as error:
    result["single"] = str(error)
print(json.dumps(result))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="how much a process holds is read from /proc")
def test_a_process_with_little_memory_says_the_same(tmp_path: Path) -> None:
    variables = {**os.environ, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", _PROGRAM]
    done = subprocess.run(command, capture_output=True, text=True, env=variables, check=False, cwd=_ROOT)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result.pop("single").startswith("random:tiny: not enough memory for a single text of 256 tokens; free some")
    assert list(result) == ["embed", "nli", "tagging"]
    for name, found in result.items():
        assert found["failed"], name
        assert found["tight"] == found["calm"], name
