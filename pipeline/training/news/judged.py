"""Pairs from summaries that people judged: each sentence beside the sentences of its document that come nearest."""

from collections.abc import Iterable, Iterator, Sequence

from pipeline.training.judged import Judged
from pipeline.training.news.align import align
from pipeline.training.news.words import Lexicon, content, sentences_of
from pipeline.training.pairs import ENTAILMENT, NOT_ENTAILED, LabelledPair

_LONGEST = 170  # words of a premise


def judged_pairs(rows: Sequence[Judged], lexicon: Lexicon) -> Iterator[LabelledPair]:
    """Make pairs from judged summaries.

    A consistent summary's sentences are entailed. Of an inconsistent one only a lone sentence, or one that no
    consistent summary of the document has while others of it stand there, is known to be at fault.
    """
    sound: dict[str, set[str]] = {}
    for row in rows:
        if row.consistent:
            sound.setdefault(row.document, set()).update(sentences_of(row.summary))
    for document, own in _by_document(rows):
        sentences = sentences_of(document)
        stems = [content(sentence) for sentence in sentences]
        for row in own:
            claims = sentences_of(row.summary)
            known = sound.get(document, set())
            if not row.consistent:
                claims = claims if len(claims) == 1 else [text for text in claims if known and text not in known]
                # An extracted sentence is entailed, whatever the summary left out.
                claims = [text for text in claims if text not in sentences] if len(claims) == 1 else []
            for text in claims:
                for most in (3, 5) if row.consistent else (4,):
                    chosen = align(content(text), stems, lexicon, most=most).rows
                    premise = " ".join(sentences[place] for place in chosen)
                    if chosen and len(premise.split()) <= _LONGEST:
                        label = ENTAILMENT if row.consistent else NOT_ENTAILED
                        yield LabelledPair(premise, text, label, row.source)


def _by_document(rows: Iterable[Judged]) -> Iterator[tuple[str, list[Judged]]]:
    groups: dict[str, list[Judged]] = {}
    for row in rows:
        groups.setdefault(row.document, []).append(row)
    yield from groups.items()
