"""The stories that the browser tests read: plain ones here, one of hostile text in ``hostile.py``."""

from itertools import chain

from runfolder import Told, article, cite, dispute, evidence, sentence, side, stance, told

from pipeline.records import Dispute, Note, Origin, Reject, Stance, StanceLabel

REJECTS = (
    Reject("feeds/monday.jsonl", 12, "no text"),
    Reject("feeds/<script>window.owned = 1</script>.html", 0, "not UTF-8 at byte 3"),
)


_WIRE = article(
    "wire-11",
    "Northsea Wire",
    "Bridge shut after crack is found",
    "Engineers closed the Harrow Point bridge on Monday evening after a crack was found in a main girder.\n"
    "The crack is 41 centimetres long, the roads office said.\n"
    "Nobody was hurt.\n\n"
    "Repairs will take six weeks, said chief engineer Ines Marlow.",
    published="2031-03-03T19:10:00+00:00",
    url="https://wire.example/11",
)
_COPY = article(
    "post-4",
    "City Post",
    "Harrow Point bridge shut",
    _WIRE.text.replace(". ", ".\n"),
    published="2031-03-03T20:00:00+00:00",
    url="https://post.example/4?from=front&n=4",
    duplicate_of="wire-11",
)
_BEACON = article(
    "beacon-2",
    "The Beacon",
    "Neglect closes a bridge",
    "After years of shameful neglect the Harrow Point bridge was shut on Monday evening.\n"
    "Inspectors measured a crack of 58 centimetres, a member of the works council told this paper.\n\n"
    "“The warnings were ignored,” said Tove Aldersey of the bus drivers' union.\n"
    "The roads office rejects that and points to an inspection in October.",
    published="2031-03-04T06:00:00+00:00",
)
_LEDGER = article(
    "ledger-9",
    "Morning Ledger",
    "Six weeks without a bridge",
    "The bridge at Harrow Point stays shut for six weeks, chief engineer Ines Marlow said on Tuesday.\n"
    "About 18,000 vehicles cross it on a working day.\n"
    "An inspection in October found no damage, the roads office said.",
    published="2031-03-04T09:30:00+00:00",
)
_VALLEY = article(
    "valley-1",
    "Valley Radio",
    "Bridge may open in ten weeks",
    "The Harrow Point bridge will not open for ten weeks, chief engineer Ines Marlow said on Thursday.\n"
    "A second crack has turned up.",
    published="2031-03-06T07:00:00+00:00",
)


def bridge() -> Told:
    """Five articles, one of them a wire copy; two disputes, all labels of stances, one sentence that is not carried."""
    return told(
        "bridge",
        "Crack closes the Harrow Point bridge",
        (_BEACON, _LEDGER, _COPY, _VALLEY, _WIRE),
        (
            sentence(
                "Engineers closed the Harrow Point bridge on Monday evening after a crack was found in a main girder.",
                cite(_WIRE, _WIRE.text.split(" The crack")[0]),
                cite(_COPY, _WIRE.text.split(" The crack")[0]),
                cite(_BEACON, "After years of shameful neglect the Harrow Point bridge was shut on Monday evening."),
            ),
            sentence(
                "About 18,000 vehicles cross it on a working day.",
                cite(_LEDGER, "About 18,000 vehicles cross it on a working day."),
            ),
            sentence(
                "Thirty people were hurt.",
                cite(_WIRE, "Nobody was hurt."),
                support=0.12,
                origin=Origin.GENERATED,
                failed="entailed numbers",
            ),
        ),
        disputes=_bridge_disputes(),
        stances=_bridge_stances(),
        loaded=((_BEACON, "shameful neglect"),),
        wire=((cite(_WIRE, "Nobody was hurt."), cite(_COPY, "Nobody was hurt.")),),
        dropped=1,
    )


def _bridge_disputes() -> tuple[Dispute, ...]:
    return (
        dispute(
            "length of the crack",
            "number",
            side("41 centimetres", cite(_WIRE, "The crack is 41 centimetres long, the roads office said.")),
            side(
                "58 centimetres",
                cite(
                    _BEACON,
                    "Inspectors measured a crack of 58 centimetres, a member of the works council told this paper.",
                ),
            ),
        ),
        dispute(
            "how long the bridge stays shut",
            "number",
            side(
                "six weeks",
                cite(_LEDGER, _LEDGER.text.split(" About")[0]),
                cite(_WIRE, "Repairs will take six weeks, said chief engineer Ines Marlow."),
            ),
            side("ten weeks", cite(_VALLEY, _VALLEY.text.split(" A second")[0])),
            note=Note.UPDATE,
        ),
    )


def _bridge_stances() -> tuple[Stance, ...]:
    warned, damage = "The roads office was warned of damage.", "The October inspection found damage."
    said = "“The warnings were ignored,” said Tove Aldersey of the bus drivers' union."
    rejects = "The roads office rejects that and points to an inspection in October."
    found_none = "An inspection in October found no damage, the roads office said."
    return (
        stance("c1", warned, _BEACON, StanceLabel.SUPPORTS, evidence(_BEACON, said, 0.9, 0.02, speaker="Tove Aldersey"), quoted=True),
        stance("c1", warned, _LEDGER, StanceLabel.REFUTES, evidence(_LEDGER, found_none, 0.03, 0.88)),
        stance("c1", warned, _COPY, StanceLabel.NOT_STATED),
        stance("c1", warned, _VALLEY, StanceLabel.UNSCORED),
        stance("c1", warned, _WIRE, StanceLabel.NOT_STATED),
        stance("c2", damage, _BEACON, StanceLabel.MIXED, evidence(_BEACON, said, 0.7, 0.1, speaker="Tove Aldersey"), evidence(_BEACON, rejects, 0.05, 0.8)),
        stance("c2", damage, _LEDGER, StanceLabel.REFUTES, evidence(_LEDGER, found_none, 0.01, 0.95)),
        stance("c2", damage, _COPY, StanceLabel.NOT_STATED),
        stance("c2", damage, _VALLEY, StanceLabel.SUPPORTS, evidence(_VALLEY, "A second crack has turned up.", 0.6, 0.1)),
        stance("c2", damage, _WIRE, StanceLabel.NOT_STATED),
    )  # fmt: skip


def library() -> Told:
    """Two articles that agree; every sentence is carried. The story's id is what a script must not trip over."""
    gazette = article(
        "gazette-3",
        "Coast Gazette",
        "Library opens at night",
        "The town library at Ferring will stay open until midnight from May, the council decided.\n"
        "The trial costs 40,000 a year.",
        published="2031-03-08",
    )
    beacon = article(
        "__proto__",
        "The Beacon",
        "Read until midnight",
        "Ferring's library will open until midnight from May.\nStudents had asked for longer hours.",
        published="2031-03-09T05:00:00+00:00",
    )
    students = "Students asked for longer hours."
    return told(
        "constructor",
        "Ferring's library will open at night",
        (beacon, gazette),
        (
            sentence(
                "The town library at Ferring will stay open until midnight from May.",
                cite(gazette, "The town library at Ferring will stay open until midnight from May, the council decided."),
                cite(beacon, "Ferring's library will open until midnight from May."),
                origin=Origin.COMPRESSED,
            ),
        ),
        stances=(
            stance("c1", students, beacon, StanceLabel.SUPPORTS, evidence(beacon, "Students had asked for longer hours.", 0.98, 0.01)),
            stance("c1", students, gazette, StanceLabel.NOT_STATED),
        ),
    )  # fmt: skip


def lone() -> Told:
    """One article without a date, no claim and nothing to compare; its brief is empty."""
    text = "The lighthouse at Skerry Head was painted last autumn.\nNobody remembers why it was red."
    return told("lone/../1", "A lighthouse is painted", (article("lone", "", "Skerry Head", text),), ())


_PLACES = "Aldmoor Brinkley Carse Dunfold Eastwick Farrow Gilsay Hartle Inver Jarrow Kelso Lorne Marl Nesting".split()
_EVENTS = "bridge harbour school market tramway archive orchard reservoir theatre quarry".split()


def many(count: int) -> tuple[Told, ...]:
    """As many small stories, each with two to four articles of twelve outlets."""
    return tuple(_small(number) for number in range(count))


def outlets(stories: tuple[Told, ...]) -> set[str]:
    """The names of all outlets, an article's id for one without a name."""
    return {row.source or row.id for row in chain.from_iterable(story.articles for story in stories)}


def _small(number: int) -> Told:
    place, event = _PLACES[number % len(_PLACES)], _EVENTS[number % len(_EVENTS)]
    cost = 20 + number % 30
    articles = tuple(
        article(
            f"n{number:04}-{index}",
            f"Outlet {(number + 5 * index) % 12 + 1}",
            f"{place}: the {event} and its price",
            f"The {event} at {place} will cost {cost + index} thousand, the council said.\n"
            "Work begins in spring and ends before the first frost.\n\n"
            "Two residents spoke against the plan at a long meeting on Tuesday.",
            published=f"2031-{number % 12 + 1:02}-{number % 28 + 1:02}T08:00:00+00:00",
        )
        for index in range(2 + number % 3)
    )
    firsts = [
        cite(row, f"The {event} at {place} will cost {cost + i} thousand, the council said.")
        for i, row in enumerate(articles)
    ]
    claim = f"The {event} will cost {cost} thousand."
    return told(
        f"story-{number:04}",
        f"The {event} at {place} gets a price, number {number}",
        articles,
        (sentence(firsts[0].quote, firsts[0]),),
        disputes=(dispute("cost", "number", *(side(f"{cost + i} thousand", c) for i, c in enumerate(firsts))),) if number % 4 == 0 else (),
        stances=(
            stance("c1", claim, articles[0], StanceLabel.SUPPORTS, evidence(articles[0], firsts[0].quote, 0.97, 0.01)),
            stance("c1", claim, articles[1], StanceLabel.REFUTES, evidence(articles[1], firsts[1].quote, 0.02, 0.9)),
        ),
    )  # fmt: skip
