"""How well plain measures of tone tell who takes a side: ``python -m eval.benchmarks.neutrality``.

Needs ``--babe FILE --ptc FILE --neus FILE... --lexicons DIR``. BABE has rows of ``text``, ``label`` (biased or
non_biased) and ``outlet``; PTC of ``article_id``, ``text`` and ``spans`` (``technique``, ``start``, ``end``); NEUS of
``articles`` (``title``, ``text``), ``target`` and ``target_title``, the expert's; DIR has lists of words (``*.txt``,
``vader.tsv``). ``--words FILE`` measures a list in the form of ``pipeline/loaded_words.txt`` beside ours. All are only
read: nothing that is shipped is fitted on them. The regressions show what a cheap classifier could do: learned on BABE,
on BABE itself by outlets that they did not learn from; with ``--neus-train FILE`` one more that learns to tell the
sentences of articles from those of experts. Prints

- AUROC of each measure: how often a sentence that takes a side scores above one that does not, ties half. On BABE by
  experts' labels, on PTC for sentences with loaded language or name-calling beside those without any technique, on NeuS
  for the articles' sentences and titles beside the experts'. Words in quotations don't count.
- words of each list per 1,000 in the experts' summaries and in their articles, and the difference story by story.

Intervals: 95 %, bootstrap; whole articles (PTC) and stories (NeuS) are drawn.
"""

import argparse
import functools
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from eval.benchmarks.tone import (
    Labelled,
    Lexicon,
    Told,
    read_babe,
    read_lexicons,
    read_neus,
    read_ptc,
    read_words,
    sentences_of,
    titles_of,
)
from eval.figures.auroc import auroc_on
from eval.figures.bootstrap import Estimate, bootstrap
from eval.figures.tone import features, intensifies, own_words, shares
from pipeline.errors import EvenhandError
from pipeline.loaded import loaded_spans

Floats = NDArray[np.float64]
Met = Callable[[str], bool]
Scores = Callable[[Labelled], Floats]

_OURS = "loaded words"
_ENOUGH = 0.6  # AUROC that the interval has to lie above before a single sentence may be judged by a measure
_SEED = 13
_FOLDS = 5


@functools.lru_cache(maxsize=100_000)
def is_loaded(word: str) -> bool:
    """Whether a word is in our list."""
    return bool(loaded_spans(word))


def word_lists(lexicons: Sequence[Lexicon], others: Mapping[str, Met]) -> dict[str, Met]:
    """What each list meets, ours first."""
    return {_OURS: is_loaded, **others, **{one.name: one.words.__contains__ for one in lexicons},
            "adverbs and intensifiers": intensifies}  # fmt: skip


def measures(
    lexicons: Sequence[Lexicon], others: Mapping[str, Met], babe: Labelled, experts: Labelled | None = None
) -> dict[str, Scores]:
    """All measures by name: lists, ours together with each lexicon, regressions learned on ``babe`` and ``experts``."""
    lists = word_lists(lexicons, others)
    found: dict[str, Scores] = {"number of words (no tone)": _length}
    found |= {name: functools.partial(_share, met) for name, met in lists.items()}
    found |= {f"{_OURS} + {one.name}": functools.partial(_share, _either(one)) for one in lexicons}
    known: list[Met] = [is_loaded, *(one.words.__contains__ for one in lexicons)]
    found["regression on features"] = regression(babe, lambda texts: _table(texts, known))
    found["regression on words"] = regression(babe, None)
    if experts is not None:
        found["regression on words (NeuS)"] = regression(experts, None)
    return found


def regression(learned: Labelled, table: Callable[[Sequence[str]], Floats] | None) -> Scores:
    """Log odds of a logistic regression; for the set that it learned from, by folds of outlets that it did not see.

    Args:
        learned: what it learns from.
        table: features of sentences, *shape:* (sentences, features); None for weighted words.
    """
    first = [FunctionTransformer(table), StandardScaler()] if table else [TfidfVectorizer(min_df=2, sublinear_tf=True)]
    model = make_pipeline(*first, LogisticRegression(max_iter=2000, class_weight="balanced"))
    sided = np.array(learned.sided)
    texts = np.array(learned.texts, dtype=object)

    def scores(measured: Labelled) -> Floats:
        if measured is not learned:
            return np.asarray(model.fit(texts, sided).decision_function(measured.texts), dtype=np.float64)
        held = np.zeros(len(texts))
        folds = GroupKFold(min(_FOLDS, len(set(learned.groups)))).split(texts, sided, learned.groups)
        for rest, fold in folds:
            held[fold] = model.fit(texts[rest], sided[rest]).decision_function(texts[fold])
        return held

    return scores


def _table(texts: Sequence[str], known: Sequence[Met]) -> Floats:
    return np.column_stack([np.stack([features(text) for text in texts]), *(shares(texts, met) for met in known)])


def _share(met: Met, measured: Labelled) -> Floats:
    return shares(measured.texts, met)


def _length(measured: Labelled) -> Floats:
    return np.array([len(own_words(text)) for text in measured.texts], dtype=np.float64)


def _either(lexicon: Lexicon) -> Met:
    return lambda word: word in lexicon.words or is_loaded(word)


def areas(found: Mapping[str, Scores], sets: Sequence[Labelled]) -> dict[str, list[Estimate | None]]:
    """AUROC of each measure on each set."""
    return {
        name: [
            bootstrap(
                len(one.texts), auroc_on(list(scores(one)), one.sided), _SEED, one.groups if one.clustered else None
            )
            for one in sets
        ]
        for name, scores in found.items()
    }


def area_table(sets: Sequence[Labelled], found: Mapping[str, Sequence[Estimate | None]]) -> Iterator[str]:
    """A line per measure, in Markdown."""
    yield f"| AUROC | {' | '.join(one.name for one in sets)} |"
    yield "|---" * (len(sets) + 1) + "|"
    yield f"| sentences, of them sided | {' | '.join(f'{len(one.texts)}, {sum(one.sided)}' for one in sets)} |"
    for name, row in found.items():
        yield f"| {name} | {' | '.join('-' if one is None else str(one) for one in row)} |"


def verdicts(sets: Sequence[Labelled], found: Mapping[str, Sequence[Estimate | None]]) -> Iterator[str]:
    """What tells apart on each set and what does not, in words."""
    for place, one in enumerate(sets):
        known = {name: row[place] for name, row in found.items()}
        rows = {name: area for name, area in known.items() if area is not None}
        apart = [name for name, area in rows.items() if area.low > _ENOUGH]
        little = [name for name, area in rows.items() if 0.5 < area.low <= _ENOUGH]
        wrong = [name for name, area in rows.items() if area.high < 0.5]
        rest = [name for name in rows if name not in {*apart, *little, *wrong}]
        kinds = {f"tells apart (above {_ENOUGH})": apart, "a little": little, "nothing": rest, "the wrong way": wrong}
        told = "; ".join(f"{kind}: {', '.join(names)}" for kind, names in kinds.items() if names)
        yield f"{one.name}: {told}"
    for least, what in ((_ENOUGH, f"tells apart (above {_ENOUGH}) on every set"), (0.5, "above 0.5 on every set")):
        names = [name for name, row in found.items() if all(area and area.low > least for area in row)]
        yield f"{what}: {', '.join(names) or 'no measure'}"


@dataclass(frozen=True, slots=True)
class Counted:
    """Words of a list and all words, outside quotations, per story. *Shape:* (stories,) each."""

    met: Floats
    words: Floats

    @property
    def rates(self) -> Floats:
        """Met words per 1,000 of each story; 0 without words."""
        return np.asarray(1000 * self.met / np.maximum(self.words, 1), dtype=np.float64)


def count(texts: Sequence[Sequence[str]], met: Met) -> Counted:
    """Count the words of each story's texts."""
    words = [[word for text in some for word in own_words(text)] for some in texts]
    return Counted(
        np.array([sum(map(met, some)) for some in words], dtype=np.float64),
        np.array([len(some) for some in words], dtype=np.float64),
    )


def rate_table(name: str, stories: Sequence[Told], lists: Mapping[str, Met]) -> Iterator[str]:
    """Words of each list per 1,000 in summaries, articles and titles, and the paired difference, in Markdown."""
    yield (
        f"| {name}, {len(stories)} stories: words per 1,000 | summaries | articles | times as many in articles | "
        "articles less summary, mean of stories | summary below, level, above | experts' titles | articles' titles |"
    )
    yield "|---" * 8 + "|"
    for title, met in lists.items():
        own, theirs = count([told.summary for told in stories], met), count([told.articles for told in stories], met)
        heads = [count([some], met).rates[0] for some in _titles(stories)]
        gap = theirs.rates - own.rates
        places = " ".join(f"{100 * share:.0f} %" for share in ((gap > 0).mean(), (gap == 0).mean(), (gap < 0).mean()))
        pooled = " | ".join(f"{1000 * one.met.sum() / max(one.words.sum(), 1):.2f}" for one in (own, theirs))
        yield (
            f"| {title} | {pooled} | {_cell(_times(own, theirs))} | {_cell(_mean(gap))} | {places} | "
            f"{heads[0]:.2f} | {heads[1]:.2f} |"
        )


def _titles(stories: Sequence[Told]) -> tuple[list[str], list[str]]:
    return [told.title for told in stories], [title for told in stories for title in told.titles]


def _times(own: Counted, theirs: Counted) -> Estimate | None:
    def times(rows: NDArray[np.int64]) -> float:
        few, many = own.met[rows].sum() / own.words[rows].sum(), theirs.met[rows].sum() / theirs.words[rows].sum()
        return float(many / few) if few else float("nan")

    return bootstrap(len(own.met), times, _SEED)


def _mean(values: Floats) -> Estimate | None:
    return bootstrap(len(values), lambda rows: float(values[rows].mean()), _SEED)


def _cell(one: Estimate | None) -> str:
    return "-" if one is None else f"{one.value:.2f} [{one.low:.2f}, {one.high:.2f}]"


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--babe", type=Path, required=True)
    arguments.add_argument("--ptc", type=Path, required=True)
    arguments.add_argument("--neus", type=Path, nargs="+", required=True)
    arguments.add_argument("--lexicons", type=Path, required=True)
    arguments.add_argument(
        "--neus-train", type=Path, default=None, help="stories for one more regression to learn from"
    )
    arguments.add_argument("--words", type=Path, nargs="*", default=[], help="lists like pipeline/loaded_words.txt")
    given = arguments.parse_args()
    try:
        lexicons = list(read_lexicons(given.lexicons))
        others = {path.stem: read_words(path) for path in given.words}
        babe = read_babe(given.babe)
        told = {path.name.split(".")[0]: read_neus(path) for path in given.neus}
        pairs = [(sentences_of(name, stories), titles_of(name, stories)) for name, stories in told.items()]
        sets = [babe, read_ptc(given.ptc), *(one for pair in pairs for one in pair if one is not None)]
        experts = sentences_of("train", read_neus(given.neus_train)) if given.neus_train else None
        found = areas(measures(lexicons, others, babe, experts), sets)
        print("\n".join((*area_table(sets, found), "", *verdicts(sets, found))))
        for name, stories in told.items():
            print("\n".join(("", *rate_table(name, stories, word_lists(lexicons, others)))))
    except EvenhandError as error:
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
