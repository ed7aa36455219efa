"""The page's fragment ids, made of positions only, so that no text from an article can become one. Counted from 1."""


def story(number: int) -> str:
    """A story's section."""
    return f"s{number}"


def brief(story_number: int, sentence: int) -> str:
    """A sentence of a story's brief."""
    return f"s{story_number}-b{sentence}"


def dispute(story_number: int, number: int) -> str:
    """A dispute of a story."""
    return f"s{story_number}-d{number}"


def claim(story_number: int, number: int) -> str:
    """A claim of a story, with the evidence of all articles."""
    return f"s{story_number}-c{number}"


def evidence(story_number: int, claim_number: int, article_number: int) -> str:
    """One article's evidence for one claim."""
    return f"s{story_number}-c{claim_number}-a{article_number}"


def article(number: int) -> str:
    """An article's full text."""
    return f"a{number}"


def passage(article_number: int, start: int, end: int) -> str:
    """Characters ``start`` to ``end`` (excluded) of an article."""
    return f"a{article_number}-{start}-{end}"
