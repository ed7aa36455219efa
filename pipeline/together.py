"""Work on several stories side by side: where all of them wait for a model, it gets their questions as one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from greenlet import greenlet
from numpy.typing import NDArray

from pipeline.arrays import Pair, Probabilities, Shares, Vectors
from pipeline.passages import Passages
from pipeline.summarise import Models
from pipeline.summarise.generate import Texts
from pipeline.windows import Part, Window

T = TypeVar("T")

Work = Callable[[Models], T]

_AT_ONCE = 48  # in size, of what is worked on side by side


def side_by_side(works: Iterable[Work[T]], models: Models) -> list[T]:
    """Do several pieces of work, each as if it were alone, and give their results in order.

    Each runs until it asks a model; when all wait, each model is asked once for all of them. What a model says of an
    item must not depend on the others that it is asked about, so the results are those of one work after the other.

    Args:
        works: each gets the models that it is to ask.
        models: what answers.

    Raises:
        Exception: what a work or a model raises; the others are given up.
    """
    runs = [_Run(work, models) for work in works]
    try:
        waiting = [run for run in runs if run.go()]
        while waiting:
            answers = _answers([run.asks for run in waiting], models)
            waiting = [run for run, answer in zip(waiting, answers, strict=True) if run.go(answer)]
    finally:
        for run in runs:
            run.give_up()
    return [run.result for run in runs]


def some_at_a_time(works: Iterable[tuple[int, Work[T]]], models: Models) -> Iterator[T]:
    """``side_by_side`` for any number of works, some at once, so that memory is bounded; results in order.

    Args:
        works: each with its size in articles or documents; one over the bound is done alone.
        models: what answers.
    """
    some: list[Work[T]] = []
    filled = 0
    for size, work in works:
        if some and filled + size > _AT_ONCE:
            yield from side_by_side(some, models)
            some, filled = [], 0
        some.append(work)
        filled += size
    yield from side_by_side(some, models)


@dataclass(frozen=True, slots=True)
class _Asks:
    """Items for a method of the models that takes a sequence and gives a row for each."""

    method: str
    items: Sequence[Any]


class _Run:
    """A piece of work that stops wherever it asks a model."""

    def __init__(self, work: Work[Any], models: Models) -> None:
        here = greenlet.getcurrent()
        self._own = greenlet(lambda: work(_Asking(models, here.switch)))
        self.asks = _Asks("", ())
        self.result: Any = None

    def go(self, *answer: Any) -> bool:
        """Begin, or go on with an answer, up to the next question; False where the work is done."""
        said = self._own.switch(*answer)
        if self._own.dead:
            self.result = said
            return False
        self.asks = said
        return True

    def give_up(self) -> None:
        """End the work where it stands."""
        if not self._own.dead:
            self._own.throw()


class _Asking:
    """Models as a piece of work sees them: most questions go to whoever runs it, none for a vector that it had."""

    def __init__(self, models: Models, hand_over: Callable[[_Asks], Any]) -> None:
        self._models, self._hand_over = models, hand_over
        self._vectors: dict[str, Vectors] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See ``Models``."""
        lacking = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if lacking or not texts:
            found: Vectors = self._ask("embed", lacking)
            self._vectors.update(zip(lacking, found, strict=True))
        return np.stack([self._vectors[text] for text in texts]) if texts else found

    def score(self, pairs: Sequence[Pair]) -> Probabilities:
        """See ``Models``."""
        found: Probabilities = self._ask("score", pairs)
        return found

    def score_claims(self, pairs: Sequence[Pair]) -> Probabilities:
        """See ``Models``."""
        found: Probabilities = self._ask("score_claims", pairs)
        return found

    def tag(self, windows: Sequence[Sequence[Part]]) -> Sequence[tuple[Window, Shares]]:
        """See ``Models``."""
        found: Sequence[tuple[Window, Shares]] = self._ask("tag", windows)
        return found

    def kept(self, sentences: Sequence[str]) -> Sequence[Shares] | None:
        """See ``Models``."""
        found: Sequence[Shares] | None = self._ask("kept", sentences)
        return found

    def count_tokens(self, texts: Sequence[str]) -> Sequence[int]:
        """See ``Models``."""
        return self._models.count_tokens(texts)

    def write(self, passages: Passages, worth: NDArray[Any]) -> Texts | None:
        """See ``Models``."""
        return self._models.write(passages, worth)

    def _ask(self, method: str, items: Sequence[Any]) -> Any:
        return self._hand_over(_Asks(method, items))


def _answers(asked: Sequence[_Asks], models: Models) -> Iterator[Any]:
    """The answer to each question, from one call per method."""
    every: dict[str, list[Any]] = {}
    spans = []
    for one in asked:
        items = every.setdefault(one.method, [])
        spans.append(slice(len(items), len(items) + len(one.items)))
        items += one.items
    rows = {method: getattr(models, method)(items) for method, items in every.items()}
    for one, span in zip(asked, spans, strict=True):
        found = rows[one.method]
        yield None if found is None else found[span]
