"""The pipeline on the rows of a public set: a function a task, each to measures."""

from collections.abc import Callable, Mapping, Sequence

from eval.benchmarks.readers.rows import ClusterRow, Judged, StanceRow, SummaryRow
from eval.figures.bcubed import per_item
from eval.figures.rouge import rouge
from eval.judging import ALIGNED, Judgement, aligned
from eval.judging.model import judgement
from eval.measures.leads import lead
from eval.results import Item, Measure, Plain
from pipeline.cluster import find_stories
from pipeline.config import Config
from pipeline.duplicates import find_duplicates
from pipeline.evidence import read_summary
from pipeline.progress import Stages
from pipeline.records import Article, StanceLabel, Story
from pipeline.stance import score_text
from pipeline.story import gather_story, report_story
from pipeline.text import split_sentences
from pipeline.tools import Tools

_CONSISTENT = 0.5
_UNREAD = "no text, or every sentence longer than the model can read"
_DISCUSSES = "'discusses' is none of Evenhand's labels"


def consistency(rows: Sequence[Judged], tools: Tools, config: Config, stages: Stages) -> tuple[Measure, ...]:
    """``evenhand score`` beside the judges' verdicts, with the plain ways to score and the second judge."""
    del config
    read = []
    for row in stages.each("scores", rows, len(rows)):
        found = read_summary(row.document, row.summary, tools.embed, tools.score)
        read.append((row, judgement(row.document, row.summary, found), _second(row)))
    cosine = Plain(
        "highest cosine", tuple((j.cosine or 0.0, row.consistent) for row, j, _ in read if j.score is not None)
    )
    scores = tuple(_judged(row, j, j.score, row.consistent) for row, j, _ in read)
    return (
        Measure("auroc", "auroc", scores, "a consistent summary scores above an inconsistent one", plain=cosine),
        Measure(
            "balanced_accuracy",
            "balanced_accuracy",
            tuple(
                _judged(row, j, None if j.score is None else j.score >= _CONSISTENT, row.consistent)
                for row, j, _ in read
            ),
            "verdicts at 0.5, both kinds weighing the same",
        ),
        Measure("ranking", "share", _ranked(read), "pairs of summaries of one document that are ranked right"),
        Measure("calibration", "calibration_error", scores, "expected calibration error", better="lower"),
        Measure(
            "auroc_maximum",
            "auroc",
            tuple(_judged(row, j, j.maximum, row.consistent) for row, j, _ in read),
            "by the highest entailment of one sentence (SummaC, Laban et al. 2022)",
        ),
        Measure(
            "auroc_second",
            "auroc",
            tuple(_judged(row, j, second, row.consistent) for row, j, second in read),
            "by the second judge, without a model",
        ),
        Measure(
            "balanced_accuracy_second",
            "balanced_accuracy",
            tuple(_judged(row, j, None if s is None else s >= ALIGNED, row.consistent) for row, j, s in read),
            "verdicts of the second judge",
        ),
    )


def _second(row: Judged) -> float | None:
    spans = split_sentences(row.summary, every_line=True)
    known = [
        score for score in aligned(row.document, [row.summary[s.start : s.end] for s in spans]) if score is not None
    ]
    return sum(known) / len(known) if known else None


def _judged(row: Judged, found: Judgement, *values: float | bool | None) -> Item:
    known = tuple(value for value in values if value is not None)
    scored = len(known) == len(values)
    loss = None if found.score is None else (1 - found.score if row.consistent else found.score)
    return Item(
        row.group,
        row.id,
        known if scored else (),
        text=row.summary,
        source=found.evidence,
        said="" if found.score is None else f"{found.score:.2f}",
        gold="consistent" if row.consistent else f"inconsistent {row.kind or ''}".strip(),
        loss=loss,
        unscored=None if scored else _UNREAD,
    )


def _ranked(read: Sequence[tuple[Judged, Judgement, float | None]]) -> tuple[Item, ...]:
    sides: dict[str, tuple[list[float], list[float]]] = {}
    for row, found, _ in read:
        if found.score is not None:
            sides.setdefault(row.group, ([], []))[0 if row.consistent else 1].append(found.score)
    return tuple(
        Item(
            group, group, (sum((a > b) + 0.5 * (a == b) for a in above for b in below), float(len(above) * len(below)))
        )
        for group, (above, below) in sides.items()
        if above and below
    )


def stance(rows: Sequence[StanceRow], tools: Tools, config: Config, stages: Stages) -> tuple[Measure, ...]:
    """``evenhand stance`` beside the set's labels; rows that only discuss the claim are counted as unscored."""
    items = []
    for row in stages.each("stances", rows, len(rows)):
        if row.label == "discusses":
            items.append(Item(row.id, row.id, text=row.claim, gold=row.label, unscored=_DISCUSSES))
            continue
        cell = score_text(
            row.id, row.article, row.claim, tools.embed, tools.score_claims, config.stance, language=config.language
        )
        if cell.label == StanceLabel.UNSCORED:
            items.append(Item(row.id, row.id, text=row.claim, gold=row.label, unscored=cell.unscored or "unscored"))
            continue
        evidence = " […] ".join(part.text for part in cell.evidence[:2])
        loss = float(cell.label.value != row.label)
        items.append(
            Item(row.id, row.id, (cell.label.value, row.label), row.claim, evidence, cell.label.value, row.label, loss)
        )
    gold = [str(item.values[1]) for item in items if item.values]
    commonest = max(sorted(set(gold)), key=gold.count) if gold else ""
    plain = Plain("always the commonest label", tuple((commonest, label) for label in gold))
    cells = tuple(items)
    return (
        Measure("macro_f1", "macro_f1", cells, "mean of the labels' F1", plain=plain),
        Measure("accuracy", "accuracy", cells, "rows with the set's label", plain=plain),
        Measure("fnc", "fnc", cells, "weighted score of the Fake News Challenge, without 'discusses'", plain=plain),
    )


def summaries(rows: Sequence[SummaryRow], tools: Tools, config: Config, stages: Stages) -> tuple[Measure, ...]:
    """``evenhand brief`` beside the experts' summaries, with the articles' first sentences to the same length."""
    ours, leads, checked = [], [], []
    for row in stages.each("briefs", rows, len(rows)):
        articles = tuple(
            Article(f"{row.id}/{number}", text, title, sentences=split_sentences(text))
            for number, (title, text) in enumerate(row.articles, start=1)
        )
        groups = find_duplicates(articles, share=config.duplicates.share).groups
        passages = gather_story(articles, tools, groups)
        if not passages.sentences:
            ours.append(Item(row.id, row.id, unscored="its articles have no sentence"))
            continue
        story = Story(row.id, "", tuple(article.id for article in articles))
        brief = report_story(story, passages, tools, config).brief
        words = len(brief.text.split())
        found = rouge(brief.text, row.reference)
        ours.append(Item(row.id, row.id, (found.one, found.two, found.longest), text=brief.text, source=row.reference))
        plain = rouge(" ".join(lead(_sentences(articles), words)), row.reference)
        leads.append((plain.one, plain.two, plain.longest))
        checks = [one.checks for one in brief.sentences]
        passed = sum(check.entailed and check.numbers and check.names for check in checks)
        checked.append(Item(row.id, row.id, (float(passed), float(len(checks)))))
    measures = [
        Measure(
            name,
            "mean",
            tuple(
                Item(i.story, i.id, i.values[place : place + 1], i.text, i.source, unscored=i.unscored) for i in ours
            ),
            f"{name} F1 against the experts' summary (Lin 2004)",
            plain=Plain("first sentences, same length", tuple((values[place],) for values in leads)),
        )
        for place, name in enumerate(("rouge1", "rouge2", "rougeL"))
    ]
    return (*measures, Measure("supported", "share", tuple(checked), "brief sentences that pass all checks"))


def _sentences(articles: Sequence[Article]) -> list[list[str]]:
    return [[article.text[span.start : span.end] for span in article.sentences] for article in articles]


def clusters(rows: Sequence[ClusterRow], tools: Tools, config: Config, stages: Stages) -> tuple[Measure, ...]:
    """``evenhand cluster`` beside the set's clusters; whole topics are drawn for the interval."""
    articles = [Article(row.id, row.text, sentences=split_sentences(row.text)) for row in rows]
    with stages.stage("stories"):
        found = find_stories(articles, tools.embed, config.cluster)
    story_of = {article_id: story.id for story in found for article_id in story.article_ids}
    gold = [row.cluster for row in rows]
    precision, recall = per_item([story_of[row.id] for row in rows], gold)
    alone, whole = per_item([row.id for row in rows], gold)
    items = tuple(
        Item(row.topic, row.id, (float(p), float(r)), row.text[:200], said=story_of[row.id], gold=row.cluster)
        for row, p, r in zip(rows, precision, recall, strict=True)
    )
    plain = Plain("each article alone", tuple((float(p), float(r)) for p, r in zip(alone, whole, strict=True)))
    return (
        Measure("bcubed_f1", "bcubed_f1", items, "BCubed F1 (Bagga and Baldwin 1998)", plain=plain),
        Measure("bcubed_precision", "mean", _column(items, 0), "BCubed precision"),
        Measure("bcubed_recall", "mean", _column(items, 1), "BCubed recall"),
    )


def _column(items: Sequence[Item], place: int) -> tuple[Item, ...]:
    return tuple(Item(item.story, item.id, (item.values[place],)) for item in items)


TASKS: Mapping[str, Callable[..., tuple[Measure, ...]]] = {
    "consistency": consistency,
    "stance": stance,
    "summaries": summaries,
    "clusters": clusters,
}
