"""XML of others, without what makes XML dangerous: a file that declares a document type is refused."""

from xml.etree.ElementTree import Element, ParseError, fromstring

from pipeline.errors import InputError


def tree_of(data: bytes, place: str) -> Element:
    """Parse XML in UTF-8.

    Entities can only be declared by a document type, so that none can be expanded once files with one are refused.
    Decoding comes first: no encoding can hide the declaration.

    Raises:
        InputError: it isn't UTF-8, declares a document type, or isn't XML.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{place}: not UTF-8 ({error.reason} at byte {error.start}); needed: XML in UTF-8") from error
    if "<!DOCTYPE" in text:
        line = text[: text.index("<!DOCTYPE")].count("\n") + 1
        raise InputError(f"{place}, line {line}: declares a document type, which is refused; needed: XML without one")
    try:
        return fromstring(text)  # noqa: S314 - no document type, no entities
    except ParseError as error:
        raise InputError(f"{place}, line {error.position[0]}: not XML ({error}); needed: XML") from error
