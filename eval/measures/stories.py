"""Which articles tell one story, beside the readers' stories."""

from collections.abc import Sequence
from itertools import combinations

from eval.figures.bcubed import per_item
from eval.results import Item, Measure, Plain
from eval.told import Told


def stories(stories_told: Sequence[Told]) -> tuple[Measure, ...]:
    """BCubed F1 over articles, F1 and adjusted Rand index over pairs; all labelled articles of all files together."""
    gold = [told.labels.id for told in stories_told for _ in told.articles]
    rows = [article for told in stories_told for article in told.articles]
    said = [article.story_id for article in rows]
    precision, recall = per_item(said, gold)
    missing = tuple(
        Item(told.labels.id, article_id, unscored="the run lacks it")
        for told in stories_told
        for article_id in told.missing
    )
    items = tuple(
        Item(
            story,
            article.id,
            (float(p), float(r)),
            text=article.title,
            said=article.story_id,
            gold=story,
            loss=1 - float(min(p, r)),
        )
        for article, story, p, r in zip(rows, gold, precision, recall, strict=True)
    )
    alone, all_recall = per_item([article.id for article in rows], gold)
    plain = Plain("each article alone", tuple((float(p), float(r)) for p, r in zip(alone, all_recall, strict=True)))
    pairs = tuple(
        Item(gold[one], f"{rows[one].id}+{rows[other].id}", (said[one] == said[other], gold[one] == gold[other]))
        for one, other in combinations(range(len(rows)), 2)
    )
    return (
        Measure(
            "cluster_bcubed_f1",
            "bcubed_f1",
            (*items, *missing),
            "articles put together, BCubed F1 (Bagga and Baldwin 1998)",
            plain=plain,
        ),
        Measure("cluster_pairwise_f1", "f1", pairs, "pairs of articles put together, F1"),
        Measure("cluster_ari", "rand_index", pairs, "adjusted Rand index (Hubert and Arabie 1985)"),
    )
