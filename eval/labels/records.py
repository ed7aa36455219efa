"""The content of a file of expectations, checked. What each label means stands in ``LABELLING.md``."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pipeline.records import Article

StanceName = Literal["supports", "refutes", "mixed", "not_stated"]
Verdict = Literal["consistent", "inconsistent"]


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _false(value: object) -> object:
    return "false" if value is False else value  # YAML reads a bare false as no


def settled(labels: Sequence[str]) -> str:
    """The label that most labellers gave; the first labeller's where none has more than the others."""
    counts = Counter(labels)
    most = max(counts.values())
    best = [label for label in counts if counts[label] == most]
    return best[0] if len(best) == 1 else labels[0]


class Labels(BaseModel):
    """A part of a file of expectations: no other keys, no changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Text = Annotated[str, Field(min_length=1)]
Stances = Annotated[tuple[StanceName, ...], BeforeValidator(_one_or_more), Field(min_length=1)]
Verdicts = Annotated[tuple[Verdict, ...], BeforeValidator(_one_or_more), Field(min_length=1)]


class Articles(Labels):
    """The file that holds a story's articles, and which of them; without ``ids`` all."""

    file: Text
    ids: tuple[Text, ...] = ()


class LabelledClaim(Labels):
    """A claim and what each article says to it; several labels are in the order of the labellers."""

    id: Text
    text: Text
    stances: Mapping[str, Stances]
    quoted_only: tuple[str, ...] = ()


class Fact(Labels):
    """What a brief must say: in one of the wordings, or in other words that entail it."""

    fact: Text
    wordings: tuple[Text, ...] = ()
    weight: float = Field(1, gt=0)


class Never(Labels):
    """What a brief must not state."""

    statement: Text
    kind: Annotated[Literal["false", "one_sided", "refuted"], BeforeValidator(_false)]
    wordings: tuple[Text, ...] = ()


class Side(Labels):
    """One value of a dispute, the articles that carry it, and their words."""

    value: Text
    article_ids: tuple[Text, ...] = Field(min_length=1)
    quotes: tuple[Text, ...] = Field(min_length=1)


class Disputed(Labels):
    """Something on which the articles can't all be right."""

    topic: Text
    kind: Literal["number", "date", "place", "outcome", "name"]
    values: tuple[Side, ...] = Field(min_length=2)


class Mention(Labels):
    """A wording of an article."""

    article_id: Text
    quote: Text


class Look(Labels):
    """Wordings that look different and can hold together."""

    topic: Text
    statements: tuple[Mention, ...] = Field(min_length=2)


class Kind(StrEnum):
    """What is wrong with a sentence."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    ROLE = "role"
    ATTRIBUTION = "attribution"
    PREDICATE = "predicate"
    CERTAINTY = "certainty"
    INVENTED = "invented"


class Candidate(Labels):
    """A sentence that a brief might contain; ``error`` says what is wrong with an inconsistent one."""

    text: Text
    label: Verdicts
    error: Kind | None = None

    @model_validator(mode="after")
    def _error(self) -> "Candidate":
        if (settled(self.label) == "inconsistent") != (self.error is not None):
            raise ValueError("an inconsistent candidate needs its error, a consistent one has none")
        return self


class Loaded(Labels):
    """Words of an article that take a side."""

    article_id: Text
    phrase: Text


class Expectation(Labels):
    """The labels of one story."""

    id: str = Field(pattern=r"^[\w-]+$")
    articles: Articles
    labellers: tuple[Text, ...] = Field(min_length=1)
    claims: tuple[LabelledClaim, ...] = ()
    must_say: tuple[Fact, ...] = ()
    must_not_say: tuple[Never, ...] = ()
    reference: str = ""
    disputes: tuple[Disputed, ...] = ()
    non_disputes: tuple[Look, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    loaded: tuple[Loaded, ...] = ()
    wire_copies: tuple[tuple[str, ...], ...] = ()
    cut_sentences: tuple[str, ...] = ()

    def mentions(self) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
        """Each quotation that has to stand in an article: where it is in the file, the article, the words."""
        for number, look in enumerate(self.non_disputes):
            for place, mention in enumerate(look.statements):
                yield ("non_disputes", number, "statements", place), mention.article_id, mention.quote
        for number, item in enumerate(self.loaded):
            yield ("loaded", number), item.article_id, item.phrase

    def named(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Each article id that the labels name, and where."""
        for number, claim in enumerate(self.claims):
            for article_id in (*claim.stances, *claim.quoted_only):
                yield ("claims", number, "stances", article_id), article_id
        for number, dispute in enumerate(self.disputes):
            for place, side in enumerate(dispute.values):
                yield from ((("disputes", number, "values", place), article_id) for article_id in side.article_ids)
        yield from ((where, article_id) for where, article_id, _ in self.mentions())
        for number, group in enumerate(self.wire_copies):
            yield from ((("wire_copies", number), article_id) for article_id in group)


class Labelled(BaseModel):
    """A story's labels with its articles, in canonical order."""

    model_config = ConfigDict(frozen=True)

    labels: Expectation
    articles: tuple[Article, ...]
