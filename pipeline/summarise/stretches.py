"""Stretches of a sentence that may go where a compression model finds them dispensable: when, where, how, and tails.

The rules here only say where a stretch begins and ends, and what forbids taking it out: that a number would lose what
it counts or a claim of rank its scope ("the largest port in Europe"), or that a name, figure or quotation would be cut
through. Whether it is worth its words the model says. Attributions stay: whether a statement is contested can't be told
from its sentence.
"""

import re
from collections.abc import Iterator

from pipeline.facts import dates, names, quantities
from pipeline.facts.unit_tables import DIMENSIONS
from pipeline.facts.units import is_plural
from pipeline.loaded import loaded_spans
from pipeline.verbs import has_finite_verb

Cut = tuple[int, int]

# The days of the week that is reported on: the date of the report says them already. Other dates stay.
_TIME = re.compile(
    r"(?i:(?: (?:on|late|early|earlier|later)){0,2} (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|"
    r"tonight|this (?:week|morning|afternoon|evening))(?: (?:morning|afternoon|evening|night))?)"
    r"(?=[.!?;]|,(?! (?:[A-Z\d]|(?:an?|the|one|two|just|only|hours|days|when|which|after|before|less|and|or|but|"
    r"\w+day)\b))"
    r"| (?!(?:and|or|to|through|until|at|of|morning|afternoon|evening|night)\b|[A-Z\d–—-]))"
)
_NOT_BEFORE_TIME = re.compile(
    r"\b(?:until|till|before|after|by|since|from|to|between|than|through|last|next|every|each|of|for|and|or|as|the|an?|"
    r"this|past|that|in|at|with|against|on|late|early|earlier|later)$",
    re.IGNORECASE,
)
# "the guidance issued Tuesday." would end in a participle that hangs in the air; "the bureau reported." would not.
_LEFT_OPEN = re.compile(r"\b(?!(?:reported|announced|added|warned|stated|confirmed|ruled|died)\b)\w+ed$")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SITE = (
    "House|University|College|Airport|Hospital|Stadium|Center|Centre|Palace|Hotel|School|Hall|Church|Court|Park|Capitol|"
    "Pentagon|Base|Station|Museum|Garden|Square|Arena|Theatre|Theater"
)
_WORD = r"(?:[A-Z][\w’'-]*\.?|of|the)"
_REGION = "northern|southern|eastern|western|central|downtown|nearby|suburban|rural|neighbouring|neighboring"
_SPOT = (
    "city|capital|country|state|region|area|scene|building|courthouse|hospital|airport|station|village|district|county|"
    "hotel|stadium|neighbourhood|neighborhood"
)
_OCCASION = "conference|rally|event|interview|ceremony|hearing|briefing|speech|summit|debate"
_PLACE = re.compile(
    rf" (?:(?:in|near|outside|inside|across|throughout) (?:the )?(?:(?:{_REGION}) )?(?!(?:{_MONTHS})\b)[A-Z][\w’'-]+"
    rf"(?: {_WORD}){{0,4}}(?:, [A-Z][\w’'.-]+(?: [A-Z][\w’'-]+)?(?:,|(?=\.$)))?"
    rf"|at (?:the )?(?:{_WORD} ){{0,4}}(?:{_SITE})(?: of {_WORD}(?: {_WORD})?)?"
    rf"|(?:in|at|near|outside|inside) the (?:(?:{_REGION}) )?(?:{_SPOT})"
    rf"|(?:in|at|during) (?:an?|the) (?:\w+ )?(?:{_OCCASION}))"
    r"(?=[.!?;]|,? (?:but|while|as|after|before|when|during|officials|police|he|she|they)\b"
    r"| (?:on|at|in|late|early|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b)"
)
_NOT_BEFORE_PLACE = re.compile(
    r"\b(?:liv(?:e|es|ed|ing)|resid\w+|born|rais(?:ed|es)|based|locat\w+|situat\w+|stay\w*|remain\w*|arriv\w+|is|are|was|"
    r"were|be|been|being|interest\w*|believ\w+|confiden\w+|faith|trust|result\w*|participat\w+|involv\w+|engag\w+|land\w*|"
    r"settl\w+|originat\w+|occur\w*|happen\w*|place|end(?:ed|s)?|came|come|comes|put|puts|set|sets|plac\w+|kept|left|and|or|only|just|even|not|of|for|from|to|"
    r"with|by|than|as|that|who|which)$",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"[A-Z][\w’'-]*\.?, (?:Ala(?:bama|\.)|Alaska|Ariz(?:ona|\.)|Ark(?:ansas|\.)|Calif(?:ornia|\.)|Colo(?:rado|\.)|"
    r"Conn(?:ecticut|\.)|D\.C\.|Del(?:aware|\.)|Fla\.|Florida|Ga\.|Georgia|Hawaii|Idaho|Ill(?:inois|\.)|Ind(?:iana|\.)|"
    r"Iowa|Kan(?:sas|\.)|K(?:entuck)?y\.?|La\.|Louisiana|Maine|Md\.|Maryland|Mass(?:achusetts|\.)|Mich(?:igan|\.)|"
    r"Minn(?:esota|\.)|Miss(?:issippi|\.)|Mo\.|Missouri|Mont(?:ana|\.)|Neb(?:raska|\.)|Nev(?:ada|\.)|N\.[A-Z]\.|"
    r"New (?:Hampshire|Jersey|Mexico|York)|(?:North|South) (?:Carolina|Dakota)|Ohio|Okla(?:homa|\.)|Ore(?:gon|\.)|"
    r"Pa\.|Pennsylvania|R\.I\.|Rhode Island|S\.[A-Z]\.|Tenn(?:essee|\.)|Tex(?:as|\.)|Utah|V(?:ermon)?t\.?|Va\.|"
    r"(?:West )?Virginia|Wash(?:ington|\.)|W\.Va\.|Wis(?:consin|\.)|Wyo(?:ming|\.))(?!\w)"
)
# What is said of all, of the first or of the most holds where and when it is said, as does a figure.
_SCOPED = re.compile(
    r"\b(?:first|last|only|every\w*|each|all|any\w*|most|least|record|worst|best|than|same|other|another|one of|"
    r"(?!arrest|protest|request|interest|contest|forest|honest|invest|harvest|suggest|guest|midwest|northwest|southwest|"
    r"modest|manifest)[a-z]{2,}est)\b",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(
    r"(?!(?:no|some|any|every)thing\b|morning\b|evening\b|during\b|spring\b|according\b|excluding\b|pending\b|saying\b|"
    r"telling\b|noting\b|citing\b|quoting\b|writing\b|pointing\b|stressing\b|admitting\b|acknowledging\b|urging\b|"
    r"asking\b|explaining\b|claiming\b|denying\b|assuming\b|providing\b|depending\b)(?:\w{2,}ing\b|"
    r"(?:\w+ed|led|made|built|driven|written|given|held|hit) by\b|(?:based|born|located) in\b|known as\b|aged\b)"
)
_PART = re.compile(r"(?:who|which|whose|where|an?|the|his|her|its|their|\w{2,}ing)\b")
_LIST = re.compile(r"\w+ing,? (?:and|or|,) ?(?:\w+ing)\b")
_ING = re.compile(r"\b\w{2,}ing\b")
_JOINED = re.compile(r"\b(?:and|but|or|so|yet)\b(.*)")
_MODIFIER = re.compile(
    r"(?:[\w-]+(?:ous|ful|less|ic|ical|ive|ing|ent|ly|ulous)|absurd|brazen|brutal|cruel|evil|savage|vile|inept|insane|"
    r"fiery|cowardly|epic|depraved|obscene|smug|toxic|radical|disastrous|punishing|unprecedented|embattled|lavish|lurid|"
    r"paltry|ramshackle|unhinged|hellish|fat-cat)",
    re.IGNORECASE,
)
_DETERMINED = re.compile(
    r"(?:\b(?:an?|the|his|her|its|their|our|this|that|these|those|some|several|many|more|of|with|by|in|after)|['’]s) $",
    re.IGNORECASE,
)
_NOUN_NEXT = re.compile(
    r" (?!(?:and|or|but|to|of|in|on|at|by|for|with|from|as|than|is|are|was|were|has|have|had|will|who|which|that)\b)\w"
)
_NEAR = 25
_COUNTED_NOT = frozenset(["", "fraction", "ordinal", "percentage point", "score"])  # units that say how much, not who
_INDEFINITE = re.compile(r"\ban? $", re.IGNORECASE)


def quoted(sentence: str, place: int) -> bool:
    """Whether a place of a sentence stands inside quotation marks."""
    before = sentence[:place]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def stretches(sentence: str) -> Iterator[Cut]:
    """Where times, places, loaded modifiers and trailing clauses stand, blanks and commas with them; none in quotes."""
    for cut in (*_times(sentence), *_places(sentence), *_tails(sentence), *_modifiers(sentence)):
        if not quoted(sentence, cut[0] + 1):
            yield cut


def cuts_through(sentence: str, cut: Cut) -> bool:
    """Whether a stretch holds a part, but not all, of a name, town with state, figure with unit, date or quotation."""
    spans = [(name.start, name.end) for name in names(sentence)]
    spans += [(quantity.start, quantity.end) for quantity in quantities(sentence)]
    spans += [match.span() for match in _STATE.finditer(sentence)]
    spans += [(date.start, date.end) for date in dates(sentence)]
    inside = sentence[cut[0] : cut[1]]
    unbalanced = inside.count("“") != inside.count("”") or inside.count('"') % 2 == 1
    return unbalanced or any(
        start < cut[1] and cut[0] < end and not (cut[0] <= start and end <= cut[1]) for start, end in spans
    )


def goes_on(tail: str) -> bool:
    """Whether what follows each comma of a tail opens like a part of it, not like the main clause taken up again."""
    return all(_PART.match(piece) for piece in re.split(r",\s", tail)[1:])


def _times(sentence: str) -> Iterator[Cut]:
    for match in _TIME.finditer(sentence):
        before, after = sentence[: match.start()], sentence[match.end() :]
        if (
            not _NOT_BEFORE_TIME.search(before)
            and not (_LEFT_OPEN.search(before) and after[:1] in ".!?")
            and not _is_scoped(sentence, match.span())
        ):
            yield match.span()


def _places(sentence: str) -> Iterator[Cut]:
    for match in _PLACE.finditer(sentence):
        before = sentence[: match.start()]
        word = before.rsplit(" ", 1)[-1]
        if (
            not _NOT_BEFORE_PLACE.search(before)
            and not is_plural(word.lower())  # "voters in Ohio" are not all voters
            and not sentence.find(" with ", match.end(), match.end() + _NEAR) >= 0  # "an interview on Friday with"
            and not _is_scoped(sentence, match.span())
        ):
            yield match.span()


def _tails(sentence: str) -> Iterator[Cut]:
    """Participial clauses from a comma to the end, unless another main clause or the rest of a list follows in them."""
    end = len(sentence.rstrip().rstrip(".!?"))
    for comma in re.finditer(r",(?= )", sentence[:end]):
        tail = sentence[comma.end() : end].strip()
        joined = _JOINED.search(tail)
        if (
            _PARTICIPLE.match(tail)
            and not _LIST.match(tail)
            and goes_on(tail)
            and not (joined and has_finite_verb(joined[1]))
            and not _is_item(sentence[: comma.start()], tail)
        ):
            yield comma.start(), end


def _is_item(before: str, tail: str) -> bool:
    """Whether a participle is one of a list: "accused of lying to them, obstructing a court and bribing a witness"."""
    if re.search(r"\w+ing$", before):
        return True
    clause = re.split(r"[,;:—]\s", before)[-1]
    return bool(_ING.search(clause) and re.search(r"\b(?:and|or) \w{2,}ing\b", tail))


def _modifiers(sentence: str) -> Iterator[Cut]:
    """Loaded adjectives before their noun and loaded adverbs; "so-called" and its like deny, and stay."""
    for span in loaded_spans(sentence):
        word, before, after = sentence[span.start : span.end], sentence[: span.start], sentence[span.end :]
        if not _MODIFIER.fullmatch(word) or not before.endswith(" "):
            continue
        adverb = word.lower().endswith("ly") and word.lower() != "cowardly"
        if not adverb and not (_DETERMINED.search(before) and _NOUN_NEXT.match(after)):
            continue
        # "a" and "an" go by the sound that follows: where it changes, the modifier stays.
        if _INDEFINITE.search(before) and _is_vowel(word) != _is_vowel(after.lstrip()):
            continue
        yield span.start - 1, span.end


def _is_vowel(word: str) -> bool:
    return word[:1].lower() in "aeiou"


def _is_scoped(sentence: str, cut: Cut) -> bool:
    """Whether the clause of a stretch has a rate, a measure, a superlative or an "all" besides it."""
    start = max((match.end() for match in re.finditer(r"[,;:—]\s", sentence[: cut[0]])), default=0)
    stop = re.search(r"[,;:—]\s", sentence[cut[1] :])
    rest = sentence[start : cut[0]] + sentence[cut[1] : cut[1] + stop.start() if stop else len(sentence)]
    units = {quantity.unit for quantity in quantities(rest)}
    return bool(_SCOPED.search(rest) or units & _COUNTED_NOT or units & DIMENSIONS.keys())
