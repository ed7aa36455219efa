"""Text in lower case with every character at its old place, so that offsets hold."""


def fold(text: str) -> str:
    """Lower case, typographic apostrophes and spaces made plain, of exactly the same length as ``text``."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.translate(_PLAIN)


_PLAIN = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "‑": "-"})
