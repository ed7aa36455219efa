"""Text and HTML files: one article each."""

import re
from pathlib import Path
from typing import Any

from pipeline.articles.bounded import LONGEST_LINE, mebibytes
from pipeline.articles.raw import Digest, RawRow, decoded, not_text, opened

TEXT_SUFFIXES = frozenset({".txt", ".text"})
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_LONGEST_PAGE = 8 * 2**20  # bytes
# Up to here a page takes seconds whatever it holds; the time that extraction takes can grow with the square of either.
_MOST_TAGS = 20_000
_MOST_ATTRIBUTES = 200  # of one tag
_TAG = re.compile(rb"<[a-zA-Z]")
_LADEN = re.compile(
    rb"<[a-zA-Z][^\s/>]*+(?:[\s/]*+[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+))?+){%d}"
    % _MOST_ATTRIBUTES
)
_LIBRARY_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


def document_row(path: Path, digest: Digest) -> RawRow:
    """The article of a file: its first line that isn't empty is the title, its stem the id; HTML by trafilatura.

    A file of one line is text without a title.
    """
    name = str(path)
    is_page = path.suffix.lower() in HTML_SUFFIXES
    longest = _LONGEST_PAGE if is_page else LONGEST_LINE
    with opened(path, digest) as stream:
        data = stream.read(longest + 1)
    if not data.strip():
        return RawRow(name, 0, problem="the file is empty; write a title and a text, or take it out")
    problem = not_text(data)
    if not problem and len(data) > longest:
        problem = f"a file of more than {mebibytes(longest)}, which is no article; give each article its own file"
    if problem:
        return RawRow(name, 0, problem=problem)
    if is_page:
        return _page(path, data)
    text, note = decoded(data)
    title, _, body = text.strip().replace("\r\n", "\n").replace("\r", "\n").partition("\n")
    fields = {"id": path.stem, "title": title, "text": body} if body.strip() else {"id": path.stem, "text": title}
    return RawRow(name, 0, fields, note=note)


def _page(path: Path, data: bytes) -> RawRow:
    problem = _laden(data)
    if problem:
        return RawRow(str(path), 0, problem=problem)
    try:
        found = _extracted(data)
    except _LIBRARY_FAULTS as error:  # what a library trips over in a page can be any of these
        what = str(error) or type(error).__name__
        reason = f"no article could be taken out of this page ({what}); save its text as .txt"
        return RawRow(str(path), 0, problem=reason)
    title = str(found.get("title") or "")
    paragraphs = [line for line in str(found.get("text") or "").split("\n") if line.strip()]
    if paragraphs and paragraphs[0].strip() == title.strip():
        del paragraphs[0]
    if not paragraphs:
        return RawRow(str(path), 0, problem="no article was found in this page; save its text as .txt")
    fields = {
        "id": path.stem,
        "title": title,
        "text": "\n\n".join(paragraphs),
        "source": found.get("sitename") or found.get("hostname"),
        "url": found.get("url"),
        "published": found.get("date"),
    }
    return RawRow(str(path), 0, {name: value for name, value in fields.items() if value})


def _laden(data: bytes) -> str:
    """Why a page would take too long to read; empty where it would not."""
    tags = sum(1 for _ in _TAG.finditer(data))
    if tags > _MOST_TAGS:
        return f"a page of {tags} tags, and at most {_MOST_TAGS} are read; save its text as .txt"
    if _LADEN.search(data):
        return f"a page with a tag of {_MOST_ATTRIBUTES} attributes or more, which is no prose; save its text as .txt"
    return ""


def _extracted(data: bytes) -> dict[str, Any]:
    import trafilatura
    from trafilatura.utils import detect_encoding

    # Bytes that look packed the library would unpack; text it takes as it is.
    text = next((read for name in detect_encoding(data) if (read := _read_as(data, name)) is not None), None)
    page = trafilatura.bare_extraction(
        decoded(data)[0] if text is None else text, with_metadata=True, include_comments=False, include_tables=False
    )
    found: dict[str, Any] = page.as_dict() if page is not None and not isinstance(page, dict) else page or {}
    return found


def _read_as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return None
