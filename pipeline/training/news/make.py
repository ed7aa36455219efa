"""Pairs from news articles: a faithful sentence with its evidence, the same with one fault, and evidence elsewhere."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.training.cells import Cell
from pipeline.training.judged import Judged
from pipeline.training.news.align import align
from pipeline.training.news.edits import FAULTS, Setting, find_names, read_setting, rounded, same
from pipeline.training.news.faithful import FAITHFUL, joined, scattered, stands_alone
from pipeline.training.news.premises import Evidence, extended, holding, premise
from pipeline.training.news.words import WORD, Lexicon, content
from pipeline.training.pairs import CONTRADICTION, ENTAILMENT, NEUTRAL, NOT_ENTAILED, LabelledPair

# A sentence that speaks of another person, doing or thing need not contradict: only that it isn't entailed is sure.
_LABELS = {
    "number": CONTRADICTION,
    "date": CONTRADICTION,
    "role": CONTRADICTION,
    "negation": CONTRADICTION,
    "opposite": CONTRADICTION,
    "name": NOT_ENTAILED,
    "verb": NOT_ENTAILED,
    "noun": NOT_ENTAILED,
    "stronger": NEUTRAL,
}
_ALIGNED = 0.7  # share of a summary sentence's word weight that its evidence must have
_BORROWED = {"number", "date", "name", "verb", "noun"}  # kinds that may take a word from elsewhere in the article
_ELSEWHERE = 0.45  # most that evidence may have to count as speaking of something else
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")
_USABLE = re.compile(r"^[\"“‘'(]?\w.*[.!?][\"”’')]?$")


@dataclass(frozen=True, slots=True)
class NewsText:
    """An article's sentences and, where there is one, those of a summary of it."""

    sentences: tuple[str, ...]
    summary: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class _Faithful:
    hypothesis: str
    rows: tuple[int, ...]
    kind: str


def pairs_of(
    article: NewsText, lexicon: Lexicon, words: tuple[Sequence[str], Sequence[str]], used: Counter[str], seed: int
) -> Iterator[LabelledPair]:
    """Make the pairs of one article.

    Args:
        article: sentences with capitals or without.
        lexicon: of the whole collection.
        words: past-tense verbs and nouns to exchange.
        used: how often each kind of fault was made; the least used that fits is taken, and counted here.
        seed: of the draw, together with the article's first sentence.
    """
    draw = random.Random(f"{seed} {article.sentences[0][:80] if article.sentences else ''}")
    stems = [content(sentence) for sentence in article.sentences]
    setting = read_setting(" ".join(article.sentences), lexicon, *words)
    evidence = Evidence(article.sentences, tuple(stems), lexicon)
    for faithful in _faithful(article, stems, setting, draw):
        read = premise(evidence, faithful.rows, faithful.hypothesis, draw)
        if not read:
            continue
        source = f"{article.source}-{faithful.kind}"
        kept = _kept(faithful.hypothesis, setting, draw)
        yield LabelledPair(evidence.text(read), kept, ENTAILMENT, source)
        base = kept if draw.random() < 0.5 else faithful.hypothesis
        near = _near(setting, evidence.text(read)) if draw.random() < 0.5 else setting
        for kind, edited in _faults(base, near, used, draw):
            wide = extended(evidence, read, holding(evidence, edited, base)) if kind in _BORROWED else read
            yield LabelledPair(evidence.text(wide), edited, _LABELS[kind], f"{article.source}-{kind}")
            if wide != read:
                # The true sentence beside the same passage, so that what was added to it tells nothing.
                yield LabelledPair(evidence.text(wide), base, ENTAILMENT, source)
        other = _elsewhere(evidence, faithful, draw)
        if other and draw.random() < 0.4:
            yield LabelledPair(other, faithful.hypothesis, NEUTRAL, f"{article.source}-elsewhere")


def judged_of_article(
    article: NewsText, lexicon: Lexicon, words: tuple[Sequence[str], Sequence[str]], used: Counter[str], seed: int
) -> Iterator[tuple[Judged, Judged]]:
    """A faithful sentence beside the whole article, and the same with one fault; arguments as for ``pairs_of``."""
    draw = random.Random(f"{seed} {article.sentences[0][:80] if article.sentences else ''}")
    document = "\n".join(article.sentences)
    setting = read_setting(document, lexicon, *words)
    for faithful in _faithful(article, [content(sentence) for sentence in article.sentences], setting, draw):
        kept = _kept(faithful.hypothesis, setting, draw)
        for kind, edited in _faults(kept, setting, used, draw):
            source = f"{article.source}-{kind}"
            yield Judged(document, kept, True, source), Judged(document, edited, False, source)


def cells_of_article(
    article: NewsText, lexicon: Lexicon, words: tuple[Sequence[str], Sequence[str]], used: Counter[str], seed: int
) -> Iterator[Cell]:
    """The article beside what it supports, what it refutes, and what it does not state.

    Supported are faithful sentences of others, refuted the same with a fault that surely contradicts. Not stated is
    what another article says and this one lacks, and a faithful sentence once its evidence is out of the article.
    """
    draw = random.Random(f"{seed} {article.sentences[0][:80] if article.sentences else ''}")
    setting = read_setting(" ".join(article.sentences), lexicon, *words)
    stems = [content(sentence) for sentence in article.sentences]
    whole = "\n".join(article.sentences)
    for faithful in _faithful(article, stems, setting, draw):
        if faithful.kind != "aligned":
            continue  # the article's own sentences are too near to it to be claims
        kept = _kept(faithful.hypothesis, setting, draw)
        yield Cell(whole, kept, "supports", article.source)
        for kind, edited in _faults(kept, setting, used, draw):
            if _LABELS[kind] == CONTRADICTION:
                yield Cell(whole, edited, "refutes", article.source)
        out = {row for row, own in enumerate(stems) if row in faithful.rows or _says(own, kept, lexicon)}
        left = [sentence for row, sentence in enumerate(article.sentences) if row not in out]
        if len(left) > 3:
            yield Cell("\n".join(left), kept, "not_stated", article.source)
    for other in article.summary:
        found = align(content(other), stems, lexicon)
        if found.recall < _ELSEWHERE and stands_alone(other) and _USABLE.match(other) and len(other.split()) >= 8:
            yield Cell(whole, other, "not_stated", article.source)


def _says(stems: frozenset[str], hypothesis: str, lexicon: Lexicon) -> bool:
    """Whether a sentence may say what the hypothesis says: it has much of the weight of its words."""
    return align(content(hypothesis), [stems], lexicon, most=1).recall > _ELSEWHERE


def _faithful(
    article: NewsText, stems: Sequence[frozenset[str]], setting: Setting, draw: random.Random
) -> Iterator[_Faithful]:
    for hypothesis in article.summary:
        found = align(content(hypothesis), stems, setting.lexicon)
        evidence = " ".join(article.sentences[row] for row in found.rows)
        if found.recall >= _ALIGNED and _facts_stand(hypothesis, evidence, setting) and _USABLE.match(hypothesis):
            yield _Faithful(hypothesis, found.rows, "aligned")
    rows = [row for row, sentence in enumerate(article.sentences) if 9 <= len(sentence.split()) <= 45]
    for row in draw.sample(rows, min(6 if setting.cased else 1, len(rows))):
        sentence = article.sentences[row]
        if not _USABLE.match(sentence):
            continue
        ways = list(FAITHFUL)
        draw.shuffle(ways)
        made = next(((way, text) for way in ways if (text := FAITHFUL[way](sentence, draw))), None)
        both = joined(sentence, article.sentences[row + 1]) if row + 1 < len(article.sentences) else None
        far = draw.randrange(len(article.sentences))
        apart = scattered(sentence, article.sentences[far]) if abs(far - row) > 1 else None
        if apart and draw.random() < 0.5:
            yield _Faithful(apart, tuple(sorted((row, far))), "scattered")
        elif both and draw.random() < 0.4:
            yield _Faithful(both, (row, row + 1), "joined")
        elif made:
            yield _Faithful(made[1], (row,), made[0])


def _facts_stand(hypothesis: str, evidence: str, setting: Setting) -> bool:
    there = {word.lower() for word in WORD.findall(evidence)}
    there |= {re.sub(r"[’']s$", "", word) for word in there}
    named = [part.lower() for name in find_names(hypothesis, setting.lexicon, cased=setting.cased)
             for part in name.text.split()]  # fmt: skip
    figures = set(_FIGURE.findall(evidence))
    return all(part in there for part in named) and all(figure in figures for figure in _FIGURE.findall(hypothesis))


def _near(setting: Setting, evidence: str) -> Setting:
    """The setting with the names and figures of the evidence alone: what is nearest is confused most easily."""
    words = {word.lower() for word in WORD.findall(evidence)}
    names = tuple(name for name in setting.names if words.issuperset(map(str.lower, WORD.findall(name.text))))
    figures = tuple(figure for figure in setting.figures if figure in evidence)
    return replace(setting, names=names or setting.names, figures=figures or setting.figures)


def _kept(hypothesis: str, setting: Setting, draw: random.Random) -> str:
    """The hypothesis, or the same said with another word, so that a changed word alone is no fault."""
    for edit in (rounded, same) if draw.random() < 0.5 else ():
        changed = edit(hypothesis, setting, draw)
        if changed:
            return changed
    return hypothesis


def _faults(text: str, setting: Setting, used: Counter[str], draw: random.Random) -> Iterator[tuple[str, str]]:
    made = 0
    for kind in sorted(FAULTS, key=lambda name: (used[name], name)):
        edited = FAULTS[kind](text, setting, draw)
        if edited and edited != text:
            used[kind] += 1
            made += 1
            yield kind, edited
        if made == 2:
            return


def _elsewhere(evidence: Evidence, faithful: _Faithful, draw: random.Random) -> str | None:
    """The sentences of the same article that come nearest in words without being the evidence."""
    words = content(faithful.hypothesis)
    away = {row + step for row in faithful.rows for step in (-1, 0, 1)}
    others = [row for row in range(len(evidence.sentences)) if row not in away]
    found = align(words, [evidence.stems[row] for row in others], evidence.lexicon, most=draw.choice((1, 2)))
    if not found.rows or found.recall > _ELSEWHERE:
        return None
    rows = tuple(others[row] for row in found.rows)
    return evidence.text(rows) if evidence.fits(rows) else None
