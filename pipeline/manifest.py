"""What a run was made with: configuration, inputs, models, versions, counts and times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline import output
from pipeline.articles import InputDigest
from pipeline.config import Config
from pipeline.labels import LabelMap
from pipeline.modelinfo import ModelInfo
from pipeline.stance.judge import builtin_judge
from pipeline.stance.relevance import builtin_relevance
from pipeline.tools import Tools
from pipeline.versions import code_digest, processor, versions

FORMAT = 1  # of the run folder's files
# Sections that a story's own result does not hang on.
_NO_MATTER = ("cache", "cluster", "duplicates", "engine", "eval", "state")


def run_key(config: Config, tools: Tools, claims: Any) -> str:
    """Digest of everything that a story's result depends on beside its articles."""
    items = [[claim.id, claim.text, claim.story_id] for claim in claims.items]
    digests = [model.digest for model in tools.models]
    settings = config.model_dump(mode="json", exclude=set(_NO_MATTER))
    program = (versions(), code_digest(), processor())
    stances = (builtin_judge(), builtin_relevance(config.stance.proposal).digest)
    return output.digest(FORMAT, settings, digests, stances, program, items, claims.auto)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of ``manifest.json``; only ``seconds`` differs between runs of the same job.

    ``label_map`` gives the NLI model's output index of each meaning, ``counts`` how much of what the run made.
    """

    format: int
    configuration: dict[str, Any]
    seed: int
    inputs: tuple[InputDigest, ...]
    claims: str
    models: tuple[ModelInfo, ...]
    label_map: LabelMap | None
    bf16: bool
    versions: dict[str, str]
    counts: dict[str, Any]
    seconds: dict[str, float]


def manifest(
    config: Config,
    tools: Tools,
    inputs: Sequence[InputDigest],
    claims: str,
    counts: Mapping[str, Any],
    seconds: Mapping[str, float],
) -> Manifest:
    """Say what a run was made with; the inputs are ordered by path."""
    return Manifest(
        format=FORMAT,
        configuration=config.model_dump(mode="json"),
        seed=config.seed,
        inputs=tuple(sorted(inputs, key=lambda item: (item.path, item.sha256))),
        claims=claims,
        models=tools.models,
        label_map=tools.facts("nli").labels,
        bf16=tools.facts("nli").bf16,
        versions=versions(),
        counts=dict(counts),
        seconds={name: round(value, 3) for name, value in seconds.items()},
    )
