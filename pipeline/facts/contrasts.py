"""Words that set two things apart: a figure beside "killed" and one beside "injured" don't count the same."""

import re

# Each line one respect in which two things may differ, its sides apart by "|". Word beginnings, ended by * where longer
# forms are meant too.
_RESPECTS = """
kill* dead died death* lives fatal* dies | injur* wound* hurt | missing unaccounted | rescu* saved survivor* surviv* | \
arrest* detain* custody held | evacuat* displac* | infect* case cases
revenue* sales turnover | profit* earning* income | loss losses | debt* | cost costs budget
men male males boys | women female females girls
adult* | child* under-* pupil* teenager*
begin* began begun start* open* launch* | end ends ended ending finish* clos* conclu* stop*
first-quarter quarter quarterly | year annual annually full-year yearly | month monthly | week weekly | day daily
ask* demand* seek* sought request* want* propos* | gave given get grant* award* offer* approv* agreed
upper | lower
north northern | south southern | east eastern | west western
urban city cities | rural village* countryside suburb* outskirts
maximum highest high | minimum lowest low | midnight night overnight
district town city | state province region | country nation national nationwide
import* | export*
supply | demand
yes favour favor support* | against oppos* no
born | live* living
home | away
buy* bought acquir* | sell* sold
hire* recruit* | cut* layoff* dismiss* sack*
arriv* | depart* left set
government ruling | opposition
median average mean | total overall altogether
increase* rise* rose grow* grew gain* | fall* fell drop* declin* decreas* shrank
"""


def contrast(first: str, second: str) -> bool:
    """Whether two texts name different sides in some respect, such as the killed and the injured.

    A text that names several sides of a respect is apart from none of them.
    """
    return any(_apart(_named(first, sides), _named(second, sides)) for sides in _SIDES)


def _apart(first: frozenset[int], second: frozenset[int]) -> bool:
    return bool(first) and bool(second) and not first & second


def _named(text: str, sides: tuple[re.Pattern[str], ...]) -> frozenset[int]:
    return frozenset(number for number, side in enumerate(sides) if side.search(text))


def _pattern(words: str) -> re.Pattern[str]:
    parts = (re.escape(word).replace(r"\*", r"[\w-]*") for word in words.split())
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


_SIDES = tuple(
    tuple(_pattern(side) for side in line.split("|")) for line in _RESPECTS.strip().splitlines() if line.strip()
)
