"""Stories written for training: passages of several outlets on one event, and claims with a label for each passage.

A file is plain text, a block a story:

    S: quarry-fire
    P: Blaze put out | Firefighters needed eleven hours to bring the fire under control on Tuesday.
    P: The fire at the quarry was still burning on Tuesday night, the mayor said.
    C sn: It took crews nearly half a day to subdue the flames.

A passage may begin with a headline before " | ". A claim has a letter per passage: s supports, r refutes, n leaves it
open, m holds both sides. The same claim has other labels with other passages, so that a claim alone tells nothing
(contrast sets: Gardner et al. 2020).
"""

import random
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path

from pipeline.errors import InputError
from pipeline.output import write_jsonl
from pipeline.training.cells import MIXED, Cell
from pipeline.training.pairs import BOTH, CONTRADICTION, ENTAILMENT, JUDGEMENTS, NEUTRAL, LabelledPair, class_counts
from pipeline.training.rows import story_lines
from pipeline.training.sources import read_sources
from pipeline.training.whole import read_whole, whole_cells, whole_pairs

_NEEDS = "S: name, P: passage, or C letters: claim, with one letter of s, r, n, m per passage"
_LABELS = {"s": ENTAILMENT, "r": CONTRADICTION, "n": NEUTRAL}
_STANCES = {"s": "supports", "r": "refutes", "": "not_stated"}
_HELD_OUT = 10  # one story in about so many is for measuring
_OPPOSED = 3  # one claim in about so many is put to two passages that take opposite sides
_MOST = 3  # passages of an article made of them
_SOURCE = "written"


@dataclass(frozen=True, slots=True)
class Passage:
    """What an outlet says; ``title`` may be empty."""

    title: str
    text: str

    @property
    def told(self) -> str:
        """As it is read: the headline as a sentence before the rest."""
        if not self.title:
            return self.text
        return f"{self.title} {self.text}" if self.title[-1] in ".!?" else f"{self.title}. {self.text}"


@dataclass(frozen=True, slots=True)
class WrittenStory:
    """Passages, and claims with their letters, one per passage."""

    name: str
    passages: tuple[Passage, ...]
    claims: tuple[tuple[str, str], ...]

    @property
    def held_out(self) -> bool:
        """Whether it is to measure on: about one in ten, by name, so that further stories don't change which."""
        return zlib.crc32(self.name.encode()) % _HELD_OUT == 0


@dataclass(frozen=True, slots=True)
class WrittenPlan:
    """Files of stories, of whole articles, and of the data sets whose articles they name; and where to write.

    To ``out`` go pairs for NLI, to ``held_out`` those of the stories of passages held out; to ``cells`` articles beside
    claims to fit the judge of stances on, and to ``cells_held_out`` those to measure it on.
    """

    data: tuple[Path, ...]
    articles: tuple[Path, ...]
    source: tuple[Path, ...]
    out: Path
    held_out: Path
    cells: Path | None = None
    cells_held_out: Path | None = None


def make_written(plan: WrittenPlan, seed: int) -> Iterator[str]:
    """Write pairs and cells, every story to one file alone, and yield what to show.

    Raises:
        InputError: see ``read_written``, ``read_whole`` and ``read_sources``.
    """
    stories = [story for path in plan.data for story in read_written(path)]
    sources = read_sources(plan.source)
    whole = [story for path in plan.articles for story in read_whole(path, sources)]
    for path, held in ((plan.out, False), (plan.held_out, True)):
        some = [story for story in stories if story.held_out is held]
        more = [] if held else [story for story in whole if not story.judged and not story.held_out]
        pairs = [*written_pairs(some, seed, joined=not held), *whole_pairs(more, seed)]
        write_jsonl(path, [{**asdict(pair), "label": JUDGEMENTS[pair.label]} for pair in pairs])
        counts = ", ".join(f"{name} {count:,}" for name, count in class_counts(pairs).items() if count)
        yield f"{path}: {len(some) + len(more):,} stories, {len(pairs):,} pairs: {counts}"
    fitted = [story for story in whole if story.judged]
    made = [*written_cells([story for story in stories if story.held_out], seed), *whole_cells(fitted)]
    measured = list(whole_cells(story for story in whole if story.held_out))
    for to, cells in ((plan.cells, made), (plan.cells_held_out, measured)):
        if to is not None:
            write_jsonl(to, map(asdict, cells))
            yield f"{to}: {len(cells):,} cells"


def read_written(path: Path) -> list[WrittenStory]:
    """Read the stories of a file.

    Raises:
        InputError: it can't be read, or a line is not as described above.
    """
    stories: list[WrittenStory] = []
    name, passages, claims = "", list[Passage](), list[tuple[str, str]]()
    for number, line in enumerate([*story_lines(path), "S: "], start=1):
        kind, _, text = line.strip().partition(": ")
        if line.startswith("S:"):
            if name:
                stories.append(WrittenStory(name, tuple(passages), tuple(claims)))
            name, passages, claims = text, [], []
        elif kind == "P" and name and text:
            title, bar, rest = text.partition(" | ")
            passages.append(Passage(title, rest) if bar else Passage("", text))
        elif kind.startswith("C ") and _fits(kind[2:], passages) and text:
            claims.append((kind[2:], text))
        elif line.strip():
            raise InputError(f"{path}, line {number}: {line[:60]!r}; a line is {_NEEDS}")
    return stories


def written_pairs(stories: Iterable[WrittenStory], seed: int, *, joined: bool) -> Iterator[LabelledPair]:
    """Every passage that takes one side or none with every claim of its story.

    With ``joined`` also passages that hold both sides, and two passages in either order: one that decides beside one
    that leaves the claim open, and for some claims one of either side.
    """
    draw = random.Random(seed)
    for story in stories:
        for letters, claim in story.claims:
            for letter, passage in zip(letters, story.passages, strict=True):
                if letter in _LABELS:
                    yield LabelledPair(passage.told, claim, _LABELS[letter], _SOURCE)
                elif joined:
                    yield LabelledPair(passage.told, claim, BOTH, f"{_SOURCE}-both")
            if joined:
                yield from _joined(story, letters, claim, draw)


def _joined(story: WrittenStory, letters: str, claim: str, draw: random.Random) -> Iterator[LabelledPair]:
    pairs = [(place, f"{letters[place[0]]}{letters[place[1]]}") for place in combinations(range(len(letters)), 2)]
    deciding = [pair for pair in pairs if pair[1] in ("ns", "sn", "nr", "rn")]
    opposed = [pair for pair in pairs if pair[1] in ("sr", "rs")]
    if deciding:
        places, both = draw.choice(deciding)
        label = _LABELS[both.replace("n", "")]
        yield LabelledPair(_together(story, places, draw), claim, label, f"{_SOURCE}-joined")
    if opposed and draw.randrange(_OPPOSED) == 0:
        places, _ = draw.choice(opposed)
        yield LabelledPair(_together(story, places, draw), claim, BOTH, f"{_SOURCE}-both")


def _together(story: WrittenStory, places: Sequence[int], draw: random.Random) -> str:
    return " ".join(story.passages[place].told for place in draw.sample(places, len(places)))


def written_cells(stories: Iterable[WrittenStory], seed: int) -> Iterator[Cell]:
    """Articles of one to three passages of a story, in any order, each beside one of its claims.

    Of passages that support and others that refute, an article is mixed.
    """
    draw = random.Random(seed)
    for story in stories:
        for letters, claim in story.claims:
            places = draw.sample(range(len(letters)), draw.randint(1, min(_MOST, len(letters))))
            said = {letters[place] for place in places} - {"n"}
            label = _STANCES.get("".join(said), MIXED)
            article = "\n".join(story.passages[place].text for place in places)
            yield Cell(article, claim, label, _SOURCE, story.passages[places[0]].title)


def _fits(letters: str, passages: Sequence[Passage]) -> bool:
    return bool(passages) and len(letters) == len(passages) and set(letters) <= {*_LABELS, "m"}
