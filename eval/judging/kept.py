"""A judge that keeps its answers in a file, so that a question is put to the models once."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.judging.judge import Judge, Judgement, Pair
from pipeline.output import Journal, digest


class KeptJudge:
    """Asks another judge only what the file does not know; models are loaded only if there is such a question."""

    def __init__(self, path: Path, basis: str, make: Callable[[], Judge]) -> None:
        """Keep answers in ``path``; ``basis`` is a digest of what they depend on, ``make`` makes the judge."""
        self._journal = Journal(path)
        self._basis = basis
        self._make = make
        self._judge: Judge | None = None
        self.asked = 0

    def close(self) -> None:
        """Close the file."""
        self._journal.close()

    def consistency(self, document: str, sentences: Sequence[str]) -> list[Judgement]:
        """As ``Judge``."""
        keys = [digest(self._basis, "consistency", document, sentence) for sentence in sentences]
        new = {key: text for key, text in zip(keys, sentences, strict=True) if self._journal.get(key) is None}
        if new:
            answers = self._asked(len(new)).consistency(document, list(new.values()))
            for key, answer in zip(new, answers, strict=True):
                self._journal.put(key, asdict(answer))
        return [Judgement(**self._known(key)) for key in keys]

    def entailment(self, pairs: Sequence[Pair]) -> list[float | None]:
        """As ``Judge``."""
        keys = [digest(self._basis, "entailment", *pair) for pair in pairs]
        new = {key: pair for key, pair in zip(keys, pairs, strict=True) if self._journal.get(key) is None}
        if new:
            for key, answer in zip(new, self._asked(len(new)).entailment(list(new.values())), strict=True):
                self._journal.put(key, [answer])
        return [self._known(key)[0] for key in keys]

    def _asked(self, questions: int) -> Judge:
        self.asked += questions
        if self._judge is None:
            self._judge = self._make()
        return self._judge

    def _known(self, key: str) -> Any:
        return self._journal.get(key)
