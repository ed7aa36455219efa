"""Text of articles inside Markdown: it stays text, whatever stands in it."""

import re
from urllib.parse import quote

from pipeline.report.say import printable, web_address

_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")  # would turn the words around what follows, ours too
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "{": "&#123;", "}": "&#125;", "|": "&#124;"}
_ENTITY = re.compile(r"[&<>{}|]")
_MARKS = re.compile(r"[\\`*_\[\]#~^$=]")
_ADDRESSES = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)  # some programs make links of bare ones
_OPENING = re.compile(r"^(?:[-+:]|\d{1,9}(?=[.)]))")  # of a list and the like at the beginning of a line
_CALL = re.compile(r"^!|!$")  # at the end, with a footnote's bracket after it, it would be an image
_SAFE_IN_ADDRESS = "%/:?#[]@!$&'()*+,;=~-._"


def escaped(text: str) -> str:
    """One line of Markdown that shows ``text`` and nothing else: no markup, no HTML, no links.

    Blanks and line breaks become single spaces, control characters U+FFFD; marks that turn the direction of writing go.
    """
    line = " ".join(_DIRECTION.sub("", text).split())
    line = _MARKS.sub(r"\\\g<0>", str(printable(line)))
    line = _ADDRESSES.sub(r"\\\g<0>", line)
    line = _OPENING.sub(lambda found: _opening(found.group()), line)
    return _CALL.sub("&#33;", _ENTITY.sub(lambda found: _ENTITIES[found.group()], line))


def address(url: str | None) -> str:
    """``<URL>`` for an absolute web address, else nothing."""
    known = web_address(url)
    return f"<{quote(known, safe=_SAFE_IN_ADDRESS)}>" if known else ""


def _opening(mark: str) -> str:
    return f"{mark}\\" if mark.isdecimal() else f"\\{mark}"
