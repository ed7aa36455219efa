"""Synthetic news whose stories are known: as many articles as wanted, streamed in the order of their dates.

The sentences stand in ``synthetic_events.yaml``: kinds of event (a fire, a strike, a verdict), each with facts in three
phrasings and slots for names, figures and dates, and asides that go with any kind. One kind happens again and again, in
other places with other people, so that sentences recur from story to story; the names are made of syllables. A story
has nine facts, of which an article takes five to seven, unless it reprints an earlier one.
"""

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from pathlib import Path
from random import Random

import yaml
from pydantic import TypeAdapter

ARTICLES_A_DAY = 1000
MOST_ARTICLES = 25  # of a story
FEWEST_WORDS, MOST_WORDS = 90, 200  # of an article

_EVENTS = Path(__file__).with_name("synthetic_events.yaml")
_START = datetime(2024, 1, 1, tzinfo=UTC)
_LATEST = timedelta(days=3)  # between an event and an article on it
_OWN_FACTS, _ASIDES = 6, 3  # of a story: facts of its kind, and of any kind
_FACTS = (5, 6, 7)  # that an article takes
_COPIES = 0.18  # of the articles after a story's first that are reprints
_LEAD_FIRST = 0.75  # of the articles that begin with the story's first fact
_SPELLED = "zero one two three four five six seven eight nine".split()
_PARTS = ((12, "morning"), (17, "afternoon"), (24, "evening"))

_Draft = tuple[str, int, str, str, str, str]  # published, number, title, text, source, story


@dataclass(frozen=True, slots=True)
class SyntheticArticle:
    """An article and the story that it truly belongs to; ``published`` is ISO 8601 with a Z."""

    id: str
    title: str
    text: str
    source: str
    published: str
    story: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event: how its slots are drawn, and its texts, a line each; a fact's lines say the same."""

    slots: Mapping[str, str]
    headlines: str
    facts: tuple[str, ...]
    background: str


@dataclass(frozen=True, slots=True)
class Aside:
    """A fact that goes with any kind of event."""

    slots: Mapping[str, str]
    fact: str


@dataclass(frozen=True, slots=True)
class Events:
    """What the YAML file holds."""

    pools: Mapping[str, int]
    syllables: Mapping[str, str]
    currencies: str
    streets: str
    background: str
    asides: tuple[Aside, ...]
    kinds: Mapping[str, Kind]


@dataclass(frozen=True, slots=True)
class World:
    """The names of a seed by sort: places, surnames, firsts, firms, regions, countries and papers."""

    names: Mapping[str, tuple[str, ...]]
    currencies: tuple[str, ...]

    def place(self, draw: Random) -> int:
        """The number of a place; the first ones, the big towns, come up more often."""
        return int(len(self.names["places"]) * draw.random() ** 2)


@dataclass(frozen=True, slots=True)
class _Story:
    """An event: its facts, the one that says what happened first, and what is filled into their slots.

    ``people`` are the slots with a person's full name.
    """

    name: str
    kind: Kind
    moment: datetime
    facts: tuple[str, ...]
    slots: Mapping[str, str]
    people: frozenset[str]


class _Filler:
    """The slots as one text fills them: a person by full name first, then by surname."""

    def __init__(self, story: _Story, *, source: str = "", known: bool = False) -> None:
        self._slots = {**story.slots, "source": source}
        self._people = story.people
        self._met = set(story.people) if known else set[str]()

    def __getitem__(self, name: str) -> str:
        value = self._slots[name]
        if name in self._met:
            return value.split()[-1]
        if name in self._people:
            self._met.add(name)
        return value

    def fill(self, template: str) -> str:
        """The template with its slots filled, its first letter a capital."""
        text = template.format_map(self)
        return text[0].upper() + text[1:]


@functools.cache
def events() -> Events:
    """The templates."""
    return TypeAdapter(Events).validate_python(yaml.safe_load(_EVENTS.read_text(encoding="utf-8")))


def articles(count: int, seed: int = 13) -> Iterator[SyntheticArticle]:
    """Make articles, about a thousand a day, by date; only those of the last few days are held in memory.

    Args:
        count: how many; the last story may lack some of its articles.
        seed: the same seed and count give the same articles.
    """
    for number, (published, _, title, text, source, story) in enumerate(_drafts(count, Random(seed)), 1):
        yield SyntheticArticle(f"syn-{number:08d}", title, text, source, published, story)


def _drafts(count: int, draw: Random) -> Iterator[_Draft]:
    world = _world(draw)
    waiting: list[_Draft] = []
    made = 0
    for story_number in itertools.count(1):
        if made >= count:
            break
        day = _START + timedelta(days=made // ARTICLES_A_DAY)
        while waiting and waiting[0][0] < _stamp(day):
            yield heappop(waiting)
        story = _story(story_number, day, world, draw)
        for published, title, text, source in itertools.islice(_told(story, world, draw), count - made):
            made += 1
            heappush(waiting, (published, made, title, text, source, story.name))
    yield from sorted(waiting)


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _world(draw: Random) -> World:
    syllables = {sort: text.split() for sort, text in events().syllables.items()}
    names = {}
    for sort, size in events().pools.items():
        found: dict[str, None] = {}
        while len(found) < size:
            found[_name(sort, syllables, draw)] = None
        names[sort] = tuple(found)
    return World(names, tuple(events().currencies.split()))


def _name(sort: str, syllables: Mapping[str, Sequence[str]], draw: Random) -> str:
    start, end = draw.choice(syllables["starts"]), draw.choice(syllables[sort])
    if sort == "papers":
        return f"{start}{draw.choice(syllables['places'])} {end}"
    middle = draw.choice(syllables["middles"]) if draw.random() < 0.5 or len(end) < 3 else ""
    return f"{start}{middle}{end}"


def _story(number: int, day: datetime, world: World, draw: Random) -> _Story:
    name = draw.choice(list(events().kinds))
    kind = events().kinds[name]
    moment = day + timedelta(minutes=draw.randrange(5 * 60, 23 * 60))
    place = world.place(draw)
    region = place % len(world.names["regions"])
    country = region % len(world.names["countries"])
    slots = {
        "place": world.names["places"][place],
        "region": world.names["regions"][region],
        "country": world.names["countries"][country],
        "currency": world.currencies[country % len(world.currencies)],
        "day": moment.strftime("%A"),
        "date": _date(moment),
        "part": next(part for hour, part in _PARTS if moment.hour < hour),
        "time": f"{(moment.hour - 1) % 12 + 1}.{moment.minute:02d} {'am' if moment.hour < 12 else 'pm'}",
    }
    asides = draw.sample(events().asides, _ASIDES)
    hows = dict(kind.slots)
    for aside in asides:
        hows |= aside.slots
    slots |= {slot: _value(how, moment, world, draw) for slot, how in hows.items()}
    people = frozenset(slot for slot, how in hows.items() if how == "person")
    own = draw.sample(kind.facts[1:], _OWN_FACTS - 1)
    facts = (kind.facts[0], *own, *(aside.fact for aside in asides))
    return _Story(f"{name}-{number:07d}", kind, moment, facts, slots, people)


def _value(how: str, moment: datetime, world: World, draw: Random) -> str:
    """What fills a slot."""
    what, _, rest = how.partition(" ")
    match what:
        case "person":
            return f"{draw.choice(world.names['firsts'])} {draw.choice(world.names['surnames'])}"
        case "place":
            return world.names["places"][world.place(draw)]
        case "street":
            return f"{draw.choice(world.names['surnames'])} {draw.choice(events().streets.split())}"
        case "org":
            return f"{draw.choice(world.names['firms'])} {draw.choice(rest.split('|'))}"
        case "of":
            return draw.choice(rest.split("|"))
    low, high = map(int, rest.split())
    match what:
        case "number":
            return _figure(draw.randint(low, high))
        case "millions" | "percent":
            return f"{draw.randrange(10 * low + 1, 10 * high) / 10:,.1f}".removesuffix(".0")
        case "after":
            return _date(moment + timedelta(days=draw.randint(low, high)))
        case "before":
            return _date(moment - timedelta(days=draw.randint(low, high)))
    raise ValueError(f"{how}: no way to fill a slot")


def _figure(number: int) -> str:
    if number < len(_SPELLED):
        return _SPELLED[number]
    return f"{round(number, -2) if number >= 10_000 else number:,}"


def _date(moment: datetime) -> str:
    return f"{moment.day} {moment:%B}"


def _told(story: _Story, world: World, draw: Random) -> Iterator[tuple[str, str, str, str]]:
    """Published, title, text and source of each article on a story, the earliest first."""
    size = max(1, min(MOST_ARTICLES, round(draw.lognormvariate(1.2, 0.9))))
    sources = draw.sample(world.names["papers"], size)
    delays = sorted(min(draw.expovariate(1 / 14), _LATEST / timedelta(hours=1) - 1) for _ in range(size))
    written: list[tuple[str, tuple[str, ...]]] = []
    for source, hours in zip(sources, delays, strict=True):
        headline = _Filler(story, known=True).fill(draw.choice(story.kind.headlines.splitlines()))
        if written and draw.random() < _COPIES:
            title, sentences = draw.choice(written)
            title = draw.choice((title, headline))
            if draw.random() < 0.5 and _words(sentences[:-1]) >= FEWEST_WORDS:
                sentences = sentences[:-1]
        else:
            title, sentences = headline, _sentences(story, source, draw)
            written.append((title, sentences))
        yield _stamp(story.moment + timedelta(minutes=20, hours=hours)), title, _paragraphs(sentences), source


def _sentences(story: _Story, source: str, draw: Random) -> tuple[str, ...]:
    """Facts in some order, then background up to a length."""
    filler = _Filler(story, source=source)
    facts = draw.sample(story.facts, draw.choice(_FACTS))
    if draw.random() < _LEAD_FIRST:
        facts = [story.facts[0], *(fact for fact in facts if fact != story.facts[0])][: len(facts)]
    sentences = [filler.fill(draw.choice(fact.splitlines())) for fact in facts]
    filling = draw.sample(story.kind.background.splitlines(), draw.randint(0, 2))
    filling += draw.sample(events().background.splitlines(), 8)
    wanted = draw.randint(FEWEST_WORDS + 5, MOST_WORDS - 30)
    for template in filling:
        if _words(sentences) >= wanted:
            break
        sentences.append(filler.fill(template))
    return tuple(sentences)


def _words(sentences: Sequence[str]) -> int:
    return sum(len(sentence.split()) for sentence in sentences)


def _paragraphs(sentences: Sequence[str]) -> str:
    return "\n\n".join(" ".join(sentences[start : start + 2]) for start in range(0, len(sentences), 2))
