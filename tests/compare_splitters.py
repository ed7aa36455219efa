"""Compare sentence splitters on the golden passages: boundary errors and speed.

Run from the repository as ``python tests/compare_splitters.py``, with the libraries of interest installed; those that
are missing are named and passed over. Only boundaries inside a line count, the ones that a splitter has to find.
"""

import importlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

GOLDEN = Path(__file__).parent / "data" / "sentences.jsonl"
ENDED = re.compile(r"[.!?…:;]['\"”’)\]]*$")
SECONDS = 2.0

Offsets = list[tuple[int, int]]
Splitter = Callable[[str], Offsets]


@dataclass(frozen=True, slots=True)
class Result:
    """Boundaries found, invented and missed, and sentences exactly right."""

    right: int
    invented: int
    missed: int
    exact: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.invented) if self.right else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.invented + self.missed)


def read_golden() -> list[list[str]]:
    """Passages as lists of sentences."""
    return [json.loads(line)["passage"] for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


def join(sentences: Iterable[str]) -> tuple[str, Offsets]:
    """A passage's text and its sentences' offsets; a sentence without a stop (a headline) gets a line of its own."""
    text, offsets = "", []
    for sentence in sentences:
        if text:
            text += " " if ENDED.search(text) else "\n"
        offsets.append((len(text), len(text) + len(sentence)))
        text += sentence
    return text, offsets


def by_line(splitter: Splitter, text: str) -> Offsets:
    """Offsets of stripped sentences, each line split on its own."""
    found = []
    for line in re.finditer(r"[^\n]+", text):
        for start, end in splitter(line.group()):
            piece = line.group()[start:end]
            if piece.strip():
                first = line.start() + start + len(piece) - len(piece.lstrip())
                found.append((first, first + len(piece.strip())))
    return found


def score(splitter: Splitter, passages: list[list[str]]) -> Result:
    """Errors over all passages."""
    right = invented = missed = exact = 0
    for sentences in passages:
        text, gold = join(sentences)
        found = by_line(splitter, text)
        inner = {end for _, end in gold} - _line_ends(text)
        mine = {end for _, end in found} - _line_ends(text)
        right, invented, missed = right + len(inner & mine), invented + len(mine - inner), missed + len(inner - mine)
        exact += len(set(gold) & set(found))
    return Result(right, invented, missed, exact)


def speed(splitter: Splitter, passages: list[list[str]]) -> float:
    """Sentences per second of processor time, from about two seconds of work."""
    texts = [join(sentences)[0] for sentences in passages]
    rounds, begin = 0, time.process_time()
    while time.process_time() - begin < SECONDS:
        for text in texts:
            by_line(splitter, text)
        rounds += 1
    return rounds * sum(map(len, passages)) / (time.process_time() - begin)


def _line_ends(text: str) -> set[int]:
    return {line.end() for line in re.finditer(r"[^\n]+", text)}


def evenhand() -> Splitter:
    split_sentences = importlib.import_module("pipeline.text").split_sentences
    return lambda text: [(span.start, span.end) for span in split_sentences(text, every_line=True)]


def sentencex() -> Splitter:
    boundaries = importlib.import_module("sentencex").get_sentence_boundaries
    return lambda text: [(piece["start_index"], piece["end_index"]) for piece in boundaries("en", text)]


def pysbd() -> Splitter:
    segmenter = importlib.import_module("pysbd").Segmenter(language="en", clean=False, char_span=True)
    return lambda text: [(span.start, span.end) for span in segmenter.segment(text)]


def syntok() -> Splitter:
    process = importlib.import_module("syntok.segmenter").process

    def split(text: str) -> Offsets:
        sentences = [list(sentence) for paragraph in process(text) for sentence in paragraph]
        return [(tokens[0].offset, tokens[-1].offset + len(tokens[-1].value)) for tokens in sentences]

    return split


def nltk() -> Splitter:
    tokenizer = importlib.import_module("nltk.tokenize.punkt").PunktSentenceTokenizer()
    return lambda text: list(tokenizer.span_tokenize(text))


def spacy() -> Splitter:
    language = importlib.import_module("spacy").blank("en")
    language.add_pipe("sentencizer")
    return lambda text: [(sentence.start_char, sentence.end_char) for sentence in language(text).sents]


def blingfire() -> Splitter:
    find = importlib.import_module("blingfire").text_to_sentences_and_offsets
    return lambda text: [(start, end) for start, end in find(text)[1]]


def main() -> None:
    """Write the table as Markdown to standard output."""
    passages = read_golden()
    total = sum(map(len, passages))
    write = sys.stdout.write
    write(f"| splitter | precision | recall | F1 | invented | missed | exactly right of {total} | sentences/s |\n")
    write("|---|---|---|---|---|---|---|---|\n")
    for make in (evenhand, sentencex, pysbd, syntok, nltk, spacy, blingfire):
        try:
            splitter = make()
        except ImportError:
            sys.stderr.write(f"{make.__name__} is not installed\n")
            continue
        name = "this module" if make is evenhand else f"{make.__name__} {version(make.__name__)}"
        r = score(splitter, passages)
        write(f"| {name} | {r.precision:.3f} | {r.recall:.3f} | {r.f1:.3f} | {r.invented} | {r.missed} | {r.exact} | ")
        write(f"{speed(splitter, passages):,.0f} |\n")


if __name__ == "__main__":
    main()
