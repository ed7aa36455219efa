"""Settings: YAML -> checked records. Every key stands here; an unknown one is refused with the nearest valid name."""

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo

from pipeline.errors import ConfigError
from pipeline.yamltree import read_yaml, yaml_text

MINILM = "builtin:minilm"
Proposal = Literal["learned", "cosine"]
EXTRACT = "builtin:extract"  # a summariser that no model writes for
_HERE = Path(__file__).parent
_FOLDERS = (_HERE / "configs", _HERE.parent / "configs")  # inside the wheel, in a checkout


class Section(BaseModel):
    """A group of settings that can't be changed after reading and knows no extra keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ModelSource(Section):
    """Where a role's model comes from: ``builtin:NAME``, a folder, or a hub id with a revision.

    ``labels`` settles the order of an NLI checkpoint's classes where its own names don't.
    """

    source: str
    revision: str | None = None
    labels: tuple[str, ...] | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        return {"source": value} if isinstance(value, str) else value


class Models(Section):
    """The model of each role; ``salience`` weighs words for ``builtin:extract``, whatever writes the briefs.

    ``stance`` reads articles for claims; null leaves that to ``nli``. ``compression`` says which words of a sentence
    may go where ``brief.compress`` is on; null leaves that to rules.
    """

    encoder: ModelSource = ModelSource(source=MINILM)
    nli: ModelSource = ModelSource(source="builtin:nli")
    stance: ModelSource | None = None
    summariser: ModelSource = ModelSource(source=EXTRACT)
    salience: ModelSource = ModelSource(source="builtin:salience")
    compression: ModelSource | None = ModelSource(source="builtin:compress")

    @property
    def reader(self) -> Literal["nli", "stance"]:
        """The role that reads articles for claims."""
        return "stance" if self.stance else "nli"


class Compute(Section):
    """Where and how models run. ``tokens`` is the padded size of a batch; 0 threads means all cores."""

    device: str = "cpu"
    dtype: Literal["auto", "float32", "bfloat16"] = "auto"
    threads: int = Field(0, ge=0, le=1024)
    tokens: int = Field(8192, ge=64)


class Duplicates(Section):
    """When an article counts as a wire copy: the share of its word 5-grams found in the earlier article."""

    share: float = Field(0.6, gt=0, le=1)


class Cluster(Section):
    """When articles tell one story: highest mean distance within a story, most days between two articles."""

    distance: float = Field(0.62, gt=0, le=1)
    max_days: float = Field(5, gt=0)


class Brief(Section):
    """Length of a brief in words, most cosine between two of its sentences, entailment a citation needs.

    Past ``min_words`` a sentence is added only if it is worth its length. ``compress`` lets insertions be taken out.
    """

    min_words: int = Field(60, ge=10)
    max_words: int = Field(100, ge=20)
    compress: bool = True
    redundancy: float = Field(0.7, ge=0, le=1)
    entailed: float = Field(0.5, gt=0, lt=1)

    @model_validator(mode="after")
    def _range(self) -> "Brief":
        if self.min_words > self.max_words:
            raise ValueError(f"min_words ({self.min_words}) is above max_words ({self.max_words})")
        return self


class Generate(Section):
    """How a generating summariser is asked. None of it matters to ``builtin:extract``.

    ``prompt`` is for instruct models and holds ``{articles}``; ``prefix`` goes before the text of others (T5 wants
    "summarize: "). ``separator`` stands between articles where it is a token of the model's. Of ``beams`` the best
    ``drafts`` are used: the first is the brief, the others stand in for its sentences that fail. ``long`` says what
    becomes of a story that does not fit: the sentences of the most worth are read, or all in parts.
    """

    prompt: str = (
        "Write a news brief of three sentences on what these articles report. State only what they state, favour "
        "nobody, name the source of contested statements, and repeat figures and names exactly.\n\n{articles}"
    )
    prefix: str = ""
    separator: str = "<doc-sep>"
    beams: int = Field(4, ge=1, le=32)
    drafts: int = Field(3, ge=1, le=32)
    max_tokens: int = Field(160, ge=8)
    no_repeat: int = Field(3, ge=0)
    long: Literal["choose", "map"] = "choose"

    @model_validator(mode="after")
    def _articles(self) -> "Generate":
        if "{articles}" not in self.prompt:
            raise ValueError("prompt lacks {articles}, the place of the text")
        return self


class Disputes(Section):
    """When two sentences count as speaking of the same thing, and when as contradicting each other.

    Figures in sentences as alike as ``doubt`` may be versions of one: that is not reported, but a brief holds one only.
    """

    similarity: float = Field(0.45, ge=0, le=1)
    doubt: float = Field(0.3, ge=0, le=1)
    contradiction: float = Field(0.9, gt=0, le=1)
    most: int = Field(12, ge=0)


class Stance(Section):
    """How stances are found.

    At most ``sentences`` of an article are read by themselves for a claim (null: all), by ``proposal``: ``learned``
    knows vectors of ``builtin:minilm`` alone, ``cosine`` any. At most ``evidence`` are shown. A claim is about a story
    that has one of the cosine ``about``. A cell where no label's probability reaches ``sure`` stays unscored.
    """

    sentences: int | None = Field(3, ge=1)
    proposal: Proposal = "cosine"
    evidence: int = Field(3, ge=1)
    about: float = Field(0.4, ge=-1, le=1)
    sure: float = Field(0.0, ge=0, le=1)


class Cache(Section):
    """How much of what models said is kept for later runs, in 10^6 bytes; 0 keeps nothing."""

    megabytes: int = Field(2000, ge=0)


class State(Section):
    """With ``--state`` a run folder holds the stories of the last ``days`` before the newest article."""

    days: float = Field(30, gt=0)


class Engine(Section):
    """Where the models run: in this process, or on a Ray cluster (``evenhand[ray]``).

    ``address`` is that of a running cluster; null takes the one that RAY_ADDRESS names, else starts one on this machine
    for the run. ``workers`` are the processes that load the models, 0 as many as the cluster has room for.
    ``storage`` is a path or URL that all machines of the cluster see: what goes to the workers and comes back passes
    through it as Parquet, and the run's articles, stories and stances stay there. Null is a temporary folder, which
    does for a cluster of one machine.
    """

    name: Literal["local", "ray"] = "local"
    address: str | None = None
    workers: int = Field(0, ge=0, le=100_000)
    storage: str | None = None


class Eval(Section):
    """Demands on the figures of ``evenhand eval``, such as ``consistency>=0.95``."""

    gates: tuple[str, ...] = ()


class Config(Section):
    """All settings of a run."""

    models: Models = Models()
    compute: Compute = Compute()
    duplicates: Duplicates = Duplicates()
    cluster: Cluster = Cluster()
    brief: Brief = Brief()
    generate: Generate = Generate()
    disputes: Disputes = Disputes()
    stance: Stance = Stance()
    cache: Cache = Cache()
    state: State = State()
    engine: Engine = Engine()
    eval: Eval = Eval()
    language: str = "en"
    seed: int = 13

    @model_validator(mode="after")
    def _vectors_that_were_learned_from(self) -> "Config":
        if self.stance.proposal == "learned" and self.models.encoder.source != MINILM:
            known = f"stance.proposal=learned knows vectors of {MINILM} alone, not of {self.models.encoder.source}"
            raise ValueError(f"{known}; --set stance.proposal=cosine goes with any encoder")
        return self


def names() -> list[str]:
    """Names of the configurations that come with the installation."""
    return sorted({path.stem for folder in _FOLDERS if folder.is_dir() for path in folder.glob("*.yaml")})


def load(name_or_path: str = "default", overrides: Sequence[str] = ()) -> Config:
    """Read a configuration by name or path and apply ``section.key=value`` overrides, in order.

    Raises:
        ConfigError: no such configuration, bad YAML, an unknown key, a value out of range, a malformed override.
    """
    path = _find(name_or_path)
    try:
        tree = read_yaml(yaml_text(path))[0] or {}
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not readable YAML ({' '.join(str(error).split())})") from error
    if not isinstance(tree, dict):
        raise ConfigError(f"{path}: a configuration is a mapping of sections, not a {type(tree).__name__}")
    for override in overrides:
        _apply(tree, override)
    try:
        return Config.model_validate(tree)
    except ValidationError as error:
        raise ConfigError("; ".join(_explain(name_or_path, item) for item in error.errors())) from error


def _find(name_or_path: str) -> Path:
    path = Path(name_or_path)
    if path.suffix in {".yaml", ".yml"} or path.is_file():
        if not path.is_file():
            raise ConfigError(f"--config {name_or_path}: no such file")
        return path
    for folder in _FOLDERS:
        if (folder / f"{name_or_path}.yaml").is_file():
            return folder / f"{name_or_path}.yaml"
    raise ConfigError(f"--config {name_or_path}: no such configuration; {_nearest(name_or_path, names())}")


def _apply(tree: dict[str, Any], override: str) -> None:
    key, equals, text = override.partition("=")
    parts = key.strip().split(".")
    if not equals or not all(parts):
        raise ConfigError(f"--set {override}: write it as section.key=value")
    try:
        value = read_yaml(text)[0]
    except yaml.YAMLError as error:
        raise ConfigError(f"--set {override}: the value is not YAML ({' '.join(str(error).split())})") from error
    for part in parts[:-1]:
        branch = tree.setdefault(part, {})
        if isinstance(branch, str):  # a model written short, by its source alone
            branch = tree[part] = {"source": branch}
        if not isinstance(branch, dict):
            raise ConfigError(f"--set {override}: {part} is not a section")
        tree = branch
    tree[parts[-1]] = value


def _explain(where: str, item: Mapping[str, Any]) -> str:
    place = [str(part) for part in item["loc"]]
    key = ".".join(place)
    if item["type"] == "extra_forbidden":
        return f"{where}: unknown key {key}; {_nearest(place[-1], _keys(place[:-1]))}"
    if not place:  # settings that don't go together; pydantic puts "Value error, " before
        return f"{where}: {item['ctx']['error']}"
    return f"{where}: {key}: {item['msg']} (got {item.get('input')!r})"


def _keys(place: Sequence[str]) -> list[str]:
    fields: Mapping[str, FieldInfo] = Config.model_fields
    for part in place:
        inner = fields[part].annotation if part in fields else None
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            return []
        fields = inner.model_fields
    return list(fields)


def _nearest(name: str, valid: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, valid, n=1, cutoff=0.5)
    return f"did you mean {close[0]}?" if close else f"valid: {', '.join(valid) or 'none'}"
