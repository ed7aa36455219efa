"""One form for the characters of a text, so that equal text is equal and offsets mean one thing."""

import re

import ftfy

_CONFIG = ftfy.TextFixerConfig(
    unescape_html=False,
    uncurl_quotes=False,
    fix_latin_ligatures=True,
    fix_character_width=True,
    normalization="NFC",
    max_decode_length=100_000,
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\u2061-\u2064\u180e\ufeff\ufffc\ufe0e\ufe0f]")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_LINES = re.compile(r"[ ]*\n[ ]*")
_PARAGRAPHS = re.compile(r"\n{3,}")
_DOUBLE_BACKTICK = re.compile(r"``(?=\S)|(?<=\S)''(?!')|''(?=\S)")


def normalise(raw: str) -> str:
    """Mend and unify the characters of a text.

    Unicode NFC; wrongly decoded characters mended (ftfy); soft hyphens, zero-width, direction and control characters
    removed; all blanks plain spaces, single; line ends plain, at most one empty line between paragraphs; quotation
    marks written as two backticks or two apostrophes become plain double quotes. Normalising twice changes nothing.
    """
    text = _once(raw)
    for _ in range(3):  # mending can uncover what an earlier step would have changed
        again = _once(text)
        if again == text:
            break
        text = again
    return text


def _once(raw: str) -> str:
    text = ftfy.fix_text(
        raw.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n"), _CONFIG
    )
    text = text.replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\x85", "\n")
    text = _DIRECTION.sub("", _INVISIBLE.sub("", text))
    text = (
        "".join(character for character in text if character == "\n" or (character >= " " and character != "\x7f"))
        if re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text.replace("\t", " "))
        else text
    )
    text = _DOUBLE_BACKTICK.sub('"', text)
    return _PARAGRAPHS.sub("\n\n", _LINES.sub("\n", _SPACES.sub(" ", text))).strip()
