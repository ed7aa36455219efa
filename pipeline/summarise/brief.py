"""Write the brief of one story: draft, look every sentence up in the sources, repair what can't be found there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline import config
from pipeline.arrays import Pair, Probabilities, Shares, Vectors
from pipeline.passages import Passages
from pipeline.records import Brief, BriefSentence, Coverage, Origin, Repairs
from pipeline.summarise.generate import Texts
from pipeline.summarise.salience import Salience, salience
from pipeline.summarise.select import Option, Sides, chosen_drafts, options
from pipeline.summarise.verify import Draft, passes, verify
from pipeline.text import split_sentences
from pipeline.windows import Part, Window

_SAME_CONTENT = 0.5  # cosine from which another sentence may stand in for one that failed


class Models(Protocol):
    """What a brief needs of the loaded models."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors. *Shape:* (texts, width)."""

    def score(self, pairs: Sequence[Pair]) -> Probabilities:
        """Entailment, neutral, contradiction. *Shape:* (pairs, 3)."""

    def score_claims(self, pairs: Sequence[Pair]) -> Probabilities:
        """The same by the model that reads articles for claims. *Shape:* (pairs, 3)."""

    def count_tokens(self, texts: Sequence[str]) -> Sequence[int]:
        """Tokens of each text for ``tag``."""

    def tag(self, windows: Sequence[Sequence[Part]]) -> Sequence[tuple[Window, Shares]]:
        """Probabilities of each word to stand in a summary."""

    def kept(self, sentences: Sequence[str]) -> Sequence[Shares] | None:
        """Probability that a compressor keeps each word of each sentence; None where there is no model for it."""

    def write(self, passages: Passages, worth: NDArray[np.float64]) -> Texts | None:
        """What a generating summariser makes of the story, best first; None where none is configured."""


@dataclass(frozen=True, slots=True)
class _Story:
    """A story on its way to a brief."""

    passages: Passages
    models: Models
    settings: config.Brief
    disputes: Sequence[Sides]
    doubts: Sequence[Sides]
    offered: tuple[Option, ...]

    def verify(self, drafts: Sequence[Draft]) -> list[BriefSentence]:
        return verify(drafts, self.passages, self.models.embed, self.models.score, self.settings.entailed)


def write_brief(
    passages: Passages,
    models: Models,
    settings: config.Brief,
    disputes: Sequence[Sides],
    doubts: Sequence[Sides] = (),
) -> Brief:
    """Write a brief of which every sentence is said by the sources it cites.

    A generated sentence that fails is replaced by one of a later draft on the same content, then by a sentence of the
    sources, then dropped; a shortened one that fails by the whole sentence. What is left too short is filled up with
    sentences of the sources.

    Args:
        passages: the story's sentences.
        models: loaded.
        settings: length, thresholds.
        disputes: rows of each side of each; a brief takes one side at most, and rather none.
        doubts: rows of sentences that may give two versions of one thing; a brief holds one of them at most.

    Returns:
        The brief; empty text and no sentences where no source sentence can stand on its own.
    """
    if not passages.sentences:
        return Brief("", (), Repairs())
    words = salience(passages, models.count_tokens, models.tag)
    kept = models.kept([sentence.text for sentence in passages.sentences]) if settings.compress else None
    offered = tuple(options(passages, words, compress=settings.compress, kept=kept))
    story = _Story(passages, models, settings, disputes, doubts, offered)
    made = models.write(passages, _worth(words))
    sentences, repairs = _extracted(story) if made is None else _generated(story, made)
    return Brief(" ".join(sentence.text for sentence in sentences), tuple(sentences), repairs)


def coverage(passages: Passages, brief: Brief) -> tuple[Coverage, ...]:
    """Which brief sentences each article carries, read off the citations."""
    return tuple(
        Coverage(
            article.id,
            tuple(
                number
                for number, sentence in enumerate(brief.sentences)
                if any(citation.article_id == article.id for citation in sentence.citations)
            ),
        )
        for article in passages.articles
    )


def _worth(words: Sequence[Salience]) -> NDArray[np.float64]:
    """How much each sentence matters by the mean of its words, 0 to 1. *Shape:* (sentences,)."""
    return np.array([float(item.alone.mean()) if item.words else 0.0 for item in words])


def _extracted(story: _Story, kept: Sequence[Draft] = ()) -> tuple[list[BriefSentence], Repairs]:
    drafts = chosen_drafts(story.passages, story.offered, story.settings, story.disputes, kept, story.doubts)
    checked = story.verify(drafts)
    failed = [place for place, one in enumerate(checked) if one.origin is Origin.COMPRESSED and not passes(one)]
    whole = dict(zip(failed, story.verify([_whole(story, drafts[place]) for place in failed]), strict=True))
    sentences = [sentence for place, sentence in enumerate(checked) if place not in whole]
    room = story.settings.max_words - _length(sentences) - sum(len(draft.text.split()) for draft in kept)
    back: set[int] = set()
    for place, sentence in whole.items():
        if (size := _length([sentence])) <= room:
            back.add(place)
            room -= size
    found = [whole.get(place, one) for place, one in enumerate(checked) if place not in whole or place in back]
    return found, Repairs(kept=len(sentences), extracted=len(back), dropped=len(whole) - len(back))


def _whole(story: _Story, draft: Draft) -> Draft:
    row = int(draft.row or 0)
    return Draft(story.passages.sentences[row].text, Origin.EXTRACTED, row)


def _generated(story: _Story, made: Texts) -> tuple[list[BriefSentence], Repairs]:
    """Keep of a model's drafts what the sources say; see ``write_brief``."""
    first, *later = [_sentences(text) for text in made.drafts] or [[]]
    checked = story.verify(first)
    spare = [one for one in story.verify([draft for some in later for draft in some]) if passes(one)]
    sentences: list[BriefSentence] = []
    counts = {"kept": 0, "next_draft": 0, "extracted": 0, "dropped": 0}
    for sentence in checked:
        found, how = (sentence, "kept") if passes(sentence) else _instead(story, sentence, spare)
        unfit = found is not None and (
            any(found.text == one.text for one in sentences)
            or _opposes(story, found, sentences)
            or _length([*sentences, found]) > story.settings.max_words
        )
        if found is None or unfit:
            counts["dropped"] += 1
        else:
            sentences.append(found)
            counts[how] += 1
    if _length(sentences) < story.settings.min_words:
        more, _ = _extracted(story, [_placed(story, sentence) for sentence in sentences])
        counts["extracted"] += len(more)
        sentences += more
    return sentences, Repairs(**counts, left_out=made.left_out)


def _opposes(story: _Story, sentence: BriefSentence, others: Sequence[BriefSentence]) -> bool:
    """Whether a sentence takes another side of a dispute than these; one that gives both sides does not."""
    own, theirs = _rows(story, [sentence]), _rows(story, others)
    for sides in (*story.disputes, *story.doubts):
        taken = [number for number, side in enumerate(sides) if side & own]
        before = [number for number, side in enumerate(sides) if side & theirs]
        if len(taken) == 1 and before and taken[0] not in before:
            return True
    return False


def _rows(story: _Story, sentences: Sequence[BriefSentence]) -> set[int]:
    """The source sentences that these cite."""
    cited = {(citation.article_id, citation.start) for one in sentences for citation in one.citations}
    return {row for row, one in enumerate(story.passages.sentences) if (one.article_id, one.start) in cited}


def _instead(story: _Story, failed: BriefSentence, spare: Sequence[BriefSentence]) -> tuple[BriefSentence | None, str]:
    """The nearest sentence of a later draft that passed, else of the sources."""
    texts = [failed.text, *(one.text for one in spare)]
    vectors = story.models.embed(texts)
    near = vectors[1:] @ vectors[0]
    if len(near) and near.max() >= _SAME_CONTENT:
        return spare[int(near.argmax())], "next_draft"
    whole = [option.draft for option in story.offered if option.draft.origin is Origin.EXTRACTED]
    alike = story.passages.vectors @ vectors[0]
    best = [draft for draft in whole if alike[int(draft.row or 0)] >= _SAME_CONTENT]
    for draft in sorted(best, key=lambda draft: -float(alike[int(draft.row or 0)]))[:1]:
        (found,) = story.verify([draft])
        if passes(found):
            return found, "extracted"
    return None, "dropped"


def _placed(story: _Story, sentence: BriefSentence) -> Draft:
    """A finished sentence as a draft with the row of its first citation."""
    first = sentence.citations[0]
    row = next(
        row
        for row, one in enumerate(story.passages.sentences)
        if (one.article_id, one.start) == (first.article_id, first.start)
    )
    return Draft(sentence.text, sentence.origin, row)


def _sentences(text: str) -> list[Draft]:
    """The whole sentences of a generated text; a last one that stops in the middle is left out."""
    spans = split_sentences(text, every_line=True)
    found = [text[span.start : span.end].strip() for span in spans]
    return [Draft(one, Origin.GENERATED) for one in found if one.rstrip("”\"'’)").endswith((".", "!", "?"))]


def _length(sentences: Sequence[BriefSentence]) -> int:
    return sum(len(sentence.text.split()) for sentence in sentences)
