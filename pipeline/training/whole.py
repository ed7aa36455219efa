"""Whole articles written for training: several on one event, and claims judged on each of them.

A file is plain text, a block a story; a sentence a line, numbered from 1, the headline being 0:

    S: quarry-fire
    A: Blaze put out
    1 Firefighters needed eleven hours to bring the fire at the quarry under control on Tuesday.
    2 Nobody was hurt.
    A: Owner questioned
    1 The quarry's owner said nobody had been hurt, but a nurse spoke of two burned workers.
    C s2 m1: No one was injured in the fire at the quarry.

A claim has a judgement per article: s supports, r refutes or m holds both sides, with the sentences that decide it,
joined by +; or n, which leaves it open.

An article of a data set is not repeated: "A: @SET KEY 26" names the set, the article in it, and how many sentences it
had when the claims were judged (``read_sources``).
"""

import random
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError
from pipeline.terms import stems
from pipeline.training.cells import MIXED, Cell
from pipeline.training.pairs import BOTH, CONTRADICTION, ENTAILMENT, NEUTRAL, LabelledPair
from pipeline.training.rows import story_lines
from pipeline.training.sources import WholeArticle

_NEEDS = "S: name, A: headline, a sentence after its number, or C n s1 r2+3 m0: claim, with one for each article"
_JUDGEMENT = re.compile(r"(n)|([srm])(\d+(?:\+\d+)*)")
STANCES = {"s": "supports", "r": "refutes", "n": "not_stated", "m": MIXED}
_LABELS = {"s": ENTAILMENT, "r": CONTRADICTION, "m": BOTH}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an article says to a claim: a letter, and the numbers of the sentences that decide it."""

    letter: str
    sentences: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class WholeStory:
    """Articles, and claims with a judgement for each of them."""

    name: str
    articles: tuple[WholeArticle, ...]
    claims: tuple[tuple[str, tuple[Judgement, ...]], ...]

    @property
    def source(self) -> str:
        """Of its cells and pairs: ``whole`` for invented articles, ``real`` for those of data sets."""
        return "whole" if all(article.invented for article in self.articles) else "real"

    @property
    def held_out(self) -> bool:
        """Whether it is only to measure on, as one in twenty is by name."""
        return zlib.crc32(self.name.encode()) % 20 == 1

    @property
    def judged(self) -> bool:
        """Whether it is for the judge of stances, as four in twenty are, and not for NLI, as fifteen are."""
        return zlib.crc32(self.name.encode()) % 4 == 1 and not self.held_out


def read_whole(path: Path, sources: Mapping[str, WholeArticle] | None = None) -> list[WholeStory]:
    """Read the stories of a file; ``sources`` hold the articles that it only names.

    Raises:
        InputError: it can't be read, a line is not as described above, or an article is missing or of another length.
    """
    stories: list[WholeStory] = []
    name, articles, claims = "", list[WholeArticle](), list[tuple[str, tuple[Judgement, ...]]]()
    for number, line in enumerate([*story_lines(path), "S: "], start=1):
        kind, _, text = line.strip().partition(": ")
        place, _, sentence = line.strip().partition(" ")
        where = f"{path}, line {number}"
        if line.startswith("S:"):
            if name:
                stories.append(WholeStory(name, tuple(articles), tuple(claims)))
            name, articles, claims = text, [], []
        elif kind == "A" and name and text:
            articles.append(_named(text[1:], sources or {}, where) if text[0] == "@" else WholeArticle(text))
        elif articles and articles[-1].invented and sentence and place == str(len(articles[-1].sentences) + 1):
            articles[-1] = WholeArticle(articles[-1].title, (*articles[-1].sentences, sentence))
        elif kind.startswith("C ") and text and (judgements := _judgements(kind[2:], articles)):
            claims.append((text, judgements))
        elif line.strip():
            raise InputError(f"{where}: {line[:60]!r}; a line is {_NEEDS}")
    return stories


def whole_cells(stories: Iterable[WholeStory]) -> Iterator[Cell]:
    """Each article with each claim of its story."""
    for story in stories:
        for claim, judgements in story.claims:
            for article, judgement in zip(story.articles, judgements, strict=True):
                yield Cell(" ".join(article.sentences), claim, STANCES[judgement.letter], story.source, article.title)


def whole_pairs(stories: Iterable[WholeStory], seed: int) -> Iterator[LabelledPair]:
    """What decides a claim under its headline, amid its neighbours, and among the three sentences likest to the claim.

    Of an article that leaves the claim open, the two likest sentences alone and the three likest. The sentences name by
    halves what the claim names in full, which is what reading single sentences has to bear.
    """
    draw = random.Random(seed)
    for story in stories:
        for claim, judgements in story.claims:
            for article, judgement in zip(story.articles, judgements, strict=True):
                likest = _likest(article, claim)
                near = {0, *likest[:3]}
                if judgement.letter == "n":
                    label, chosen = NEUTRAL, [*({0, place} for place in likest[:2]), near]
                else:
                    label = _LABELS[judgement.letter]
                    chosen = [{0, *judgement.sentences}, _around(article, judgement, draw)]
                    chosen += [near] if near.issuperset(judgement.sentences) else []
                for places in dict.fromkeys(tuple(sorted(some)) for some in chosen):
                    yield LabelledPair(_text(article, places), claim, label, story.source)


def _named(reference: str, sources: Mapping[str, WholeArticle], where: str) -> WholeArticle:
    """An article of a data set, if it has as many sentences as it had."""
    key, _, count = reference.rpartition(" ")
    if key not in sources:
        raise InputError(f"{where}: {key!r} is in none of the sets given; name its file with --source")
    if str(len(sources[key].sentences)) != count:
        found = len(sources[key].sentences)
        raise InputError(f"{where}: {key!r} has {found} sentences, and the claims were judged on {count}")
    return sources[key]


def _judgements(tokens: str, articles: list[WholeArticle]) -> tuple[Judgement, ...]:
    """One for each article; nothing if they don't fit."""
    found = [_JUDGEMENT.fullmatch(token) for token in tokens.split()]
    if len(found) != len(articles) or not all(found):
        return ()
    given = [
        Judgement("n") if match[1] else Judgement(match[2], tuple(int(place) for place in match[3].split("+")))
        for match in found
        if match
    ]
    fits = all(
        max(each.sentences, default=0) <= len(article.sentences) for each, article in zip(given, articles, strict=True)
    )
    return tuple(given) if fits else ()


def _around(article: WholeArticle, judgement: Judgement, draw: random.Random) -> set[int]:
    """The sentences that decide and one or two of their neighbours."""
    last = len(article.sentences)
    beside = {near for place in judgement.sentences for near in (place - 1, place + 1) if 0 <= near <= last}
    more = sorted(beside - set(judgement.sentences))
    return {*judgement.sentences, *draw.sample(more, min(len(more), draw.randint(1, 2)))}


def _likest(article: WholeArticle, claim: str) -> list[int]:
    """All sentences, those first that share most words with a claim."""
    own = stems(claim)
    return sorted(range(1, len(article.sentences) + 1), key=lambda place: -len(own & stems(article.line(place))))


def _text(article: WholeArticle, places: Sequence[int]) -> str:
    lines = [line for place in places if (line := article.line(place))]
    return " ".join(line if line[-1] in ".!?\"'”’" else f"{line}." for line in lines)
