"""Which output of an NLI checkpoint means what: settled by name, never by position."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import ModelError

_MEANINGS = {
    "entailment": ("entailment", "entail", "entails", "entailed", "supported", "consistent"),
    "neutral": ("neutral",),
    "contradiction": ("contradiction", "contradict", "contradicts", "contradictory", "refuted"),
    "not_entailment": ("not_entailment", "not entailment", "non_entailment", "unsupported", "inconsistent"),
}


@dataclass(frozen=True, slots=True)
class LabelMap:
    """Output index of each meaning; a two-class model has no ``neutral`` and no ``contradiction``."""

    entailment: int
    neutral: int | None
    contradiction: int | None


def resolve_labels(label2id: Mapping[str, int], given: Sequence[str] | None, where: str, role: str = "nli") -> LabelMap:
    """Find the outputs by the checkpoint's label names, or by the names the configuration gives in output order.

    Raises:
        ModelError: a name is unknown or missing; the message says which configuration key settles it.
    """
    names = dict(enumerate(given)) if given else {index: name for name, index in label2id.items()}
    if given and len(given) != len(label2id):
        key = f"models.{role}.labels"
        raise ModelError(f"{where}: {key} names {len(given)} classes, the checkpoint has {len(label2id)}")
    found: dict[str, int] = {}
    for index, name in names.items():
        meanings = [key for key, words in _MEANINGS.items() if name.strip().lower().replace("-", "_") in words]
        if len(meanings) == 1:
            found[meanings[0]] = index
    if len(found) == len(names) and set(found) in _COMPLETE:
        return LabelMap(found["entailment"], found.get("neutral"), found.get("contradiction"))
    raise ModelError(
        f"{where}: its labels {list(names.values())} don't say which is entailment; if it is an NLI model, "
        f"settle it with models.{role}.labels, e.g. [contradiction, entailment, neutral] in the order of its outputs"
    )


_COMPLETE = ({"entailment", "neutral", "contradiction"}, {"entailment", "not_entailment"})
