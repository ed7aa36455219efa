"""Which lines of an article are prose, and where in a line the prose begins and ends.

Left out are links to other articles, share bars, photo captions (a line with a photo credit at its end, or one
sentence in the present that ends with a full date), credits, bylines, date lines, cross-heads, the headline when it
is repeated, and other headlines. A line that does not end like a sentence is taken for one of these up to 15 words: in
1,537 web articles (3,127 such lines) those were headlines, labels and links almost without exception, longer ones
captions and paragraphs that had lost their full stop. That rule rests in a text in which no line ends like a sentence.
"""

import re
from collections.abc import Iterator

from pipeline.records import Span

_HEADLINE_WORDS = 15
_CROSSHEAD_WORDS = 6
_LEAD_IN_WORDS = 8

_UNBROKEN = 2000  # characters without a blank or stop are no language

_LINE = re.compile(r"[^\n]+")
_BREAK = re.compile(r"[\s.!?…。！？؟।]+")
_ENDED = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]{0,3}\Z")
_LEADS_ON = re.compile(r"[:;,]\Z")
_BULLET = re.compile(r"(?:[•●▪■◦·*‣⁃➤►]|[-–—](?= ))\s*")
_TEASER = re.compile(r"(?:\[(?:…|\.\.\.)\]|(?:…|\.\.\.) ?(?:read more|more|continue reading)\W{0,3})\Z", re.IGNORECASE)

_LINK = re.compile(
    r"(?:(?:also )?read(?: more| also| next| this)?|more(?: on this(?: story)?)?|see also|related(?: [a-z]{1,12}){0,2}|"
    r"recommended|don[’']t miss|(?:also )?watch(?: more| live| now)?|listen|in pictures|gallery|photos?|pictures?|"
    r"images?|videos?|source|topics|tags|filed under|keywords|photo(?:graph)? (?:by|credit)|image credit|credits?)"
    r"(?: ?[:|»>]|:| - )",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"(?:click here|scroll down|sign up (?:for|to)|subscribe (?:to|now|for)|follow (?:us|@)|like us on|download (?:our|"
    r"the) app|share this|get the latest|all rights reserved|copyright (?:©|\(c\)|\d{4}|by )|©|advertisement\W*\Z|"
    r"(?:story|article) continues|continue reading|read more|"
    r"this (?:article|story) (?:was )?(?:first|originally) (?:appeared|published)|"
    r"image (?:copyright|caption|source)|media caption|file (?:photo|image|picture)\b|file ?[-–—]|"
    r"photo courtesy|pictured above:)",
    re.IGNORECASE,
)
_FURNITURE_CHARACTERS = 240
_SHARE = frozenset(
    "share tweet email e-mail mail print facebook twitter x whatsapp linkedin reddit pinterest telegram messenger "
    "pocket tumblr flipboard instagram youtube on this article via to copy link comment comments save like follow "
    "subscribe pin more close".split()
)
_POSTED = re.compile(r"pic\.twitter\.com/|\(@\w{1,30}\)")

_NAME = r"[A-Z][\w.'’-]{0,30}"
_BYLINE = re.compile(
    rf"(?:By|BY|by) {_NAME}(?: (?:{_NAME}|d[aei]|de[lr]?|v[ao]n|bin|al-\w{{1,30}})){{0,4}}"
    rf"(?:(?:,| and| in| for| at|,? \|)(?: the)? {_NAME}(?: (?:{_NAME}|of|for)){{0,4}}){{0,6}}"
)
_WORK = r"(?:[Aa]dditional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled)"
_DESK = re.compile(rf"\(?(?:With )?{_WORK}(?: and [a-z]{{1,12}})? by [A-Z]")
_DESK_WORDS = frozenset("by and in at for with from the editing reporting writing additional compiled".split())
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATE = re.compile(
    r"(?:(?:first )?(?:published|updated|posted|last (?:updated|modified)|created|date)(?: on| at)?\s?:?\s?)?"
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH},?(?:\s\d{{4}})?|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?(?:\s\d{{4}})?|"
    r"\d{4}[-/]\d\d[-/]\d\d|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})"
    r"(?:(?:,? at|,|\s?[|-]|T)?\s?\d{1,2}[:.]\d\d(?::\d\d)?\s?(?:[ap]\.?m\.?)?\s?(?:\(?[A-Z]{1,4}\)?)?)?",
    re.IGNORECASE,
)

_AGENCIES = (
    r"(?:Thomson )?Reuters(?: [A-Z][a-z]{1,12}){0,2}|(?:The )?Associated Press|(?:The )?Canadian Press|AP|AFP|UPI|CNN|"
    r"BBC|dpa|DPA|EFE|ANI|PTI|IANS|TASS|Xinhua|Bloomberg(?: News)?|Kyodo|Yonhap|ANSA|Anadolu(?: Agency)?|AA|SANA|IRNA|"
    r"KUNA|WAM|MENA|PA|AAP|CP|NNA|Sputnik|RIA(?: Novosti)?|Interfax|CNBC|VOA|RFE/RL|CNNMoney|CBS[A-Za-z ]{0,16}"
)
_DASH = r"(?:[–—-]|--)"
_AGENCY_DATELINE = re.compile(
    rf"(?:[A-Z][\w .,'’/-]{{1,50}}?)?\((?:{_AGENCIES})\)(?:\s?{_DASH}\s?|\s|(?=[A-Z]))(?=[\"“‘'A-Z0-9])"
)
_PLACE_DATELINE = re.compile(
    r"(?P<place>[A-Z]{3}[A-Z.'’/-]*(?: [A-Z][A-Z.'’/-]*){0,4})"
    r"(?P<more>, (?:(?:[A-Z][\w.]{1,20}|\d{1,2},?|\d{4})\s?){1,5})?"
    rf"(?P<bracket> ?\([\w .,/-]{{2,40}}\))?\s?{_DASH}\s(?=[\"“‘'A-Z0-9])"
)
_SECOND_DASH = re.compile(rf"[^.]{{0,200}}\s{_DASH}\s")
_ACRONYM_LETTERS = 5  # up to here a word in capitals before a dash may be NATO rather than CAIRO

_CREDIT = re.compile(
    r"\s*(?:\((?:[^()]{0,80}[ /])?(?:AP|AFP|EPA|Reuters|REUTERS|Getty|Shutterstock|Rex|Handout|File|Screengrab)"
    r"(?: (?:Photo|PHOTO|Images?|Pictures?|Wire))?(?:\s?/[^()]{1,60})?\)"
    r"|[(\[](?:(?:AP|AFP|EPA|Reuters|REUTERS|File|Handout|Courtesy|Staff|Stock) )?(?:[Pp]hoto|PHOTO|[Ii]mage|"
    r"[Pp]icture|[Cc]redit|[Ss]creen ?(?:cap|grab|shot))s?\b[^()\[\]]{0,80}[)\]]"
    r"|(?<=[.!?”\")])\s*/?\s*(?:AFP|AP|EPA|REUTERS|Reuters|Getty)(?: (?:PHOTO|Photo|Images))?\s?/[\w .'’/-]{1,60}"
    r"|(?<=[.!?”\")])\s*/\s*(?:AFP|AP|EPA|REUTERS|Reuters)"
    r"|(?<=[.!?”\")]) \((?:[A-Z][\w.'’-]{1,20} ?){1,5}\)"
    r"|(?<=[.!?”\")]) (?:Photo|Photograph|Image|Picture|Credit)s?(?: by)?: [\w .,'’/-]{1,60})\Z"
)
_PHOTO = re.compile(r"/|photo|image|picture|screen|credit|getty|shutterstock|handout|file", re.IGNORECASE)
_CAPTION_CHARACTERS = 600
_DATED = re.compile(rf"[^.!?]{{20,300}}\b(?:{_MONTH} \d{{1,2}}, \d{{4}}|\d{{1,2}} {_MONTH} \d{{4}})\.?")
_NOT_SEEN = re.compile(r"[“”\"]|\b(?:said|says|was|were|had|has|have|will|would|did|died|began|since|until)\b")
_TRAILING_DESK = re.compile(rf"\s*\({_WORK}\b[^()]{{1,400}}\)\Z")


def paragraphs(text: str) -> Iterator[Span]:
    """The lines of a text, without blanks at their ends; empty ones left out."""
    for match in _LINE.finditer(text):
        line = match.group()
        if stripped := line.strip():
            start = match.start() + len(line) - len(line.lstrip())
            yield Span(start, start + len(stripped))


def prose(text: str, title: str = "") -> Iterator[Span]:
    """The parts of an article's lines that are prose, in order.

    Args:
        text: normalised text.
        title: its headline; a repetition of it is left out.
    """
    lines = [(span, text[span.start : span.end]) for span in paragraphs(text)]
    punctuated = any(_ENDED.search(line) for _, line in lines)
    headline = _key(title)
    alone = all(_key(line) == headline for _, line in lines)
    seen: set[str] = set()
    for span, line in lines:
        first, last = _trim(line)
        inner, key = line[first:last], _key(line)
        ended = _ENDED.search(inner) is not None
        repeated = not ended and key in seen
        seen.add(key)
        if _is_furniture(line) or repeated or (key == headline and not alone):
            continue
        if len(lines) > 1 and _is_caption(line, last):
            continue
        if ended or not punctuated or _is_unended_prose(inner):
            yield Span(span.start + first, span.start + last)


def _trim(line: str) -> tuple[int, int]:
    """Where the line's text begins and ends, without bullet, dateline, credit and the desk's names."""
    bullet = _BULLET.match(line)
    first = bullet.end() if bullet else 0
    first += _dateline(line[first : first + 400])
    last = len(line)
    for pattern in (_TRAILING_DESK, _CREDIT):
        tail = max(first, last - 500)
        match = pattern.search(line[tail:last])
        if match and tail + match.start() > first:
            last = tail + match.start()
    return first, last


def _dateline(line: str) -> int:
    """Characters of a dateline such as "CITY (Agency) – " at the start of a line, 0 where there is none."""
    if match := _AGENCY_DATELINE.match(line):
        return match.end()
    match = _PLACE_DATELINE.match(line)
    if match is None:
        return 0
    sure = match["bracket"] or match["more"] or len(match["place"]) > _ACRONYM_LETTERS
    return match.end() if sure or not _SECOND_DASH.match(line[match.end() :]) else 0


def _is_furniture(line: str) -> bool:
    """Whether a line is page furniture whatever it ends with."""
    if len(line) > _FURNITURE_CHARACTERS:
        unbroken = len(line) > _UNBROKEN and max(map(len, _BREAK.split(line))) > _UNBROKEN
        return unbroken or _TEASER.search(line[-40:]) is not None or _is_desk(line)
    words = line.split()
    letters = [character for character in line if character.isalpha()]
    return bool(
        not letters
        or _TEASER.search(line)
        or _LINK.match(line)
        or _FURNITURE.match(line)
        or _POSTED.search(line)
        or _BYLINE.fullmatch(line)
        or _DATE.fullmatch(line)
        or _CREDIT.fullmatch(line)
        or _is_desk(line)
        or (len(words) <= _CROSSHEAD_WORDS and line.isupper())
        or _is_share_bar(words)
    )


def _is_caption(line: str, last: int) -> bool:
    """Whether a line, whose own text ends at ``last``, is the caption of a photo."""
    if last < len(line) <= _CAPTION_CHARACTERS and _PHOTO.search(line[last:]):
        return True
    return _DATED.fullmatch(line) is not None and _NOT_SEEN.search(line) is None


def _is_share_bar(words: list[str]) -> bool:
    bare = [word.strip("|,.:+•·()").lower() for word in words]
    return len(bare) > 1 and all(word in _SHARE or not word for word in bare)


def _is_desk(line: str) -> bool:
    """Whether a line says who reported, wrote and edited, and nothing else."""
    if not _DESK.match(line):
        return False
    words = re.findall(r"[^\W\d_][\w'’-]*", line)
    return line.startswith("(") or all(word[0].isupper() or word.lower() in _DESK_WORDS for word in words)


def _is_unended_prose(line: str) -> bool:
    """Whether a line that does not end like a sentence is prose all the same."""
    words = len(line.split())
    return words > _HEADLINE_WORDS or (words >= _LEAD_IN_WORDS and _LEADS_ON.search(line) is not None)


def _key(line: str) -> str:
    """The form in which lines are compared: letters and digits, case-folded."""
    return re.sub(r"\W+", " ", line).strip().casefold()
