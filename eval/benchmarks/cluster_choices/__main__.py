"""What else could group articles into stories: ``python -m eval.benchmarks.cluster_choices --data DIR``.

DIR holds the sets that ``eval.benchmarks.cluster_sets`` names. Scorers are trained and thresholds chosen on ECB+
topics 1-20 and on training stories of NeuS alone, unless a row says otherwise; the rest is measured on. Prints tables
in Markdown: how far each way is ahead of the one that ships, then all figures set by set. Intervals are 95 %, bootstrap
over topics (ECB+) or stories, paired where they are of a difference. With ``--keep FOLDER`` what the models gave is
kept there for the next time. On one core the encoder takes six minutes, the rest two.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from eval.benchmarks.cluster_choices.choices import FitSet, choices
from eval.benchmarks.cluster_choices.measuring import measure
from eval.benchmarks.cluster_choices.signals import Signals, kept, signals
from eval.benchmarks.cluster_choices.tables import details, summary
from eval.benchmarks.cluster_sets import Batch, ecb, ecb_halves, made, neus_held_out, neus_training, own
from pipeline.config import Compute, ModelSource
from pipeline.embed import embed
from pipeline.models import load_encoder

Read = Callable[[Batch], Signals]

_OPENINGS, _WHOLE = 307, 155  # stories of a batch: as many as the validation sets have
_BATCHES = 2  # of a half
_MEASURED_ON, _FITTED_ON = 1000, 600  # synthetic articles


def fit_sets(data: Path, read: Read) -> tuple[FitSet, ...]:
    """ECB+ topics 1-20, and training stories of NeuS by their openings and whole."""
    first, second = ecb_halves(data)
    found = [FitSet("ECB+", ((read(first),), (read(second),)))]
    for name, stories in (("neus", _OPENINGS), ("neus_full", _WHOLE)):
        even, odd = neus_training(data, name, stories, _BATCHES)
        found.append(FitSet(name, (tuple(map(read, even)), tuple(map(read, odd)))))
    return tuple(found)


def synthetic_set(read: Read) -> FitSet:
    """Synthetic articles of seeds that are not measured on."""
    return FitSet("synthetic", ((read(made(_FITTED_ON, 101)),), (read(made(_FITTED_ON, 102)),)))


def held_out(data: Path) -> tuple[Batch, ...]:
    """What is measured on."""
    return (ecb(data)[1], *neus_held_out(data), made(_MEASURED_ON, 13), own())


def report(sets: Sequence[FitSet], extra: FitSet, batches: Sequence[Signals]) -> Iterator[str]:
    """Lines of the tables."""
    names = [one.batch.name for one in batches]
    measured = [
        measure(choice, (*sets, extra) if "synthetic" in choice.name else sets, batches)
        for choice in choices(sets, extra)
    ]
    yield from summary(measured, names)
    for place, name in enumerate(names):
        yield from ("", f"### {name}", "")
        yield from details(measured, place)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the tables to stdout."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--keep", type=Path, default=None, help="folder for what the models gave")
    given = parser.parse_args(arguments)
    encoder = load_encoder(ModelSource(source="builtin:minilm"), Compute(), offline=True)

    def read(batch: Batch) -> Signals:
        found = kept(batch, given.keep, lambda: signals(batch, lambda texts: embed(encoder, texts)))
        sys.stderr.write(f"{batch.name}: {len(batch.articles)} articles, {len(set(batch.stories))} stories\n")
        return found

    sets, extra = fit_sets(given.data, read), synthetic_set(read)
    for line in report(sets, extra, [read(batch) for batch in held_out(given.data)]):
        print(line)


if __name__ == "__main__":
    main()
