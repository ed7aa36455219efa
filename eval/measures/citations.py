"""Do citations carry the sentences that cite them? After ALCE (Gao et al. 2023)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.figures.citations import needed
from eval.judging import Judge
from eval.judging.judge import Pair
from eval.measures.consistency import TOO_LONG
from eval.results import Item, Measure
from eval.told import Told
from pipeline.records import ArticleRow, BriefSentence

_ENTAILED = 0.5


@dataclass(frozen=True, slots=True)
class _Cited:
    """A brief sentence; ``parts`` joins the quotes of each cited article, ``whole`` those that stand as cited."""

    story: str
    number: int
    text: str
    parts: tuple[str, ...]
    stands: tuple[bool, ...]
    names: tuple[str, ...]

    def without(self, left_out: int) -> str:
        return " ".join(part for row, part in enumerate(self.parts) if row != left_out)

    def pairs(self) -> list[Pair]:
        """What is asked of the judge: all parts together, each alone, and all but each."""
        premises = [" ".join(self.parts), *self.parts]
        premises += [self.without(row) for row in range(len(self.parts)) if len(self.parts) > 1]
        return [(premise, self.text) for premise in premises if premise]


def citations(stories: Sequence[Told], judge: Judge) -> tuple[Measure, ...]:
    """Citation recall: sentences that all their citations together entail. Precision: citations that are needed.

    The citations of one article count as one. One is right if its words stand in the article where it says, all
    citations together entail the sentence, and it entails the sentence alone or they don't without it.
    """
    cited = [_cited(told, number, sentence) for told in stories for number, sentence in enumerate(told.brief, start=1)]
    asked = [pair for one in cited for pair in one.pairs()]
    scores = dict(zip(asked, judge.entailment(asked), strict=True)) if asked else {}
    recall = tuple(_recalled(one, scores) for one in cited)
    precision = tuple(item for one in cited for item in _precise(one, scores))
    return (
        Measure(
            "citation_recall",
            "mean",
            recall,
            "brief sentences that their citations entail (ALCE, Gao et al. 2023)",
            written=True,
        ),
        Measure(
            "citation_precision",
            "mean",
            precision,
            "citations that carry their sentence, or are needed to",
            written=True,
        ),
    )


def _cited(told: Told, number: int, sentence: BriefSentence) -> _Cited:
    articles: Mapping[str, ArticleRow] = {article.id: article for article in told.articles}
    names = tuple(dict.fromkeys(citation.article_id for citation in sentence.citations))
    parts, stands = [], []
    for name in names:
        own = [citation for citation in sentence.citations if citation.article_id == name]
        article = articles.get(name)
        parts.append(" ".join(citation.quote for citation in own))
        stands.append(article is not None and all(article.text[c.start : c.end] == c.quote for c in own))
    return _Cited(told.labels.id, number, sentence.text, tuple(parts), tuple(stands), names)


def _recalled(one: _Cited, scores: Mapping[Pair, float | None]) -> Item:
    name = f"{one.story}/brief/{one.number}"
    if not one.parts:
        return Item(one.story, name, (0.0,), text=one.text, said="cites nothing", loss=1.0)
    score = scores[" ".join(one.parts), one.text]
    if score is None:
        return Item(one.story, name, text=one.text, unscored=TOO_LONG)
    return Item(
        one.story,
        name,
        (float(score >= _ENTAILED),),
        text=one.text,
        source=" […] ".join(one.parts),
        said=f"{score:.2f}",
        loss=1 - score,
    )


def _precise(one: _Cited, scores: Mapping[Pair, float | None]) -> list[Item]:
    together = scores.get((" ".join(one.parts), one.text))
    items = []
    for row, part in enumerate(one.parts):
        name, alone = f"{one.story}/brief/{one.number}/{one.names[row]}", scores.get((part, one.text))
        rest = scores.get((one.without(row), one.text))
        if together is None or alone is None:
            items.append(Item(one.story, name, text=one.text, source=part, unscored=TOO_LONG))
            continue
        right = one.stands[row] and needed(together >= _ENTAILED, alone >= _ENTAILED, (rest or 0.0) >= _ENTAILED)
        said = f"{alone:.2f}" if one.stands[row] else "its words don't stand where it says"
        items.append(
            Item(
                one.story,
                name,
                (float(right),),
                text=one.text,
                source=part,
                said=said,
                loss=0.0 if right else 1 - min(alone, together) * one.stands[row],
            )
        )
    return items
