"""Text and HTML files: one article each."""

from pathlib import Path

from pipeline.articles.raw import Digest, RawRow, decoded, not_text, opened

TEXT_SUFFIXES = frozenset({".txt", ".text"})
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})


def document_row(path: Path, digest: Digest) -> RawRow:
    """The article of a file: its first line that isn't empty is the title, its stem the id; HTML by trafilatura.

    A file of one line is text without a title.
    """
    name = str(path)
    with opened(path, digest) as stream:
        data = stream.read()
    if not data.strip():
        return RawRow(name, 0, problem="the file is empty; write a title and a text, or take it out")
    problem = not_text(data)
    if problem:
        return RawRow(name, 0, problem=problem)
    if path.suffix.lower() in HTML_SUFFIXES:
        return _page(path, data)
    text, note = decoded(data)
    title, _, body = text.strip().replace("\r\n", "\n").replace("\r", "\n").partition("\n")
    fields = {"id": path.stem, "title": title, "text": body} if body.strip() else {"id": path.stem, "text": title}
    return RawRow(name, 0, fields, note=note)


def _page(path: Path, data: bytes) -> RawRow:
    import trafilatura

    page = trafilatura.bare_extraction(data, with_metadata=True, include_comments=False, include_tables=False)
    found = page.as_dict() if page is not None and not isinstance(page, dict) else page or {}
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
