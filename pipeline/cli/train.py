"""``evenhand train``: a command per built-in model."""

from pathlib import Path
from typing import Any

import click

from pipeline.cli.commands import main
from pipeline.cli.common import OUT_FILE, common


@main.group()
def train() -> None:
    """Train the built-in models; nobody who only runs Evenhand needs this."""


@train.command("nli")
@click.option("--data", required=True, multiple=True, type=click.Path(path_type=Path), help="JSONL of labelled pairs.")
@click.option("--dev", multiple=True, type=click.Path(path_type=Path), help="Labelled pairs to measure on.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for weights and figures.")
@click.option("--passes", default=2, show_default=True, type=click.IntRange(1, 100))
@click.option("--learning-rate", default=1e-4, show_default=True, type=click.FloatRange(1e-7, 1e-2))
@click.option("--most", default=None, type=click.IntRange(1), help="Most pairs to train on, for a trial.")
@click.option("--start", default=None, type=click.Path(path_type=Path), help="Folder of weights to begin with.")
@click.option("--decay/--no-decay", default=True, show_default=True, help="Let the learning rate fall to zero.")
@click.option("--rehearse", multiple=True, type=click.Path(path_type=Path), help="Labelled pairs to draw some of.")
@click.option("--rehearsed", default=20_000, show_default=True, type=click.IntRange(1), help="How many of each file.")
@click.option("--articles", multiple=True, type=click.Path(path_type=Path), help="Text files of whole articles.")
@click.option("--source", multiple=True, type=click.Path(path_type=Path), help="Data sets whose articles those name.")
@click.option("--tokens", default=3200, show_default=True, type=click.IntRange(1), help="Tokens of a batch.")
@click.option("--lora", default=None, type=click.IntRange(1, 256), help="Train adapters of this rank, not all weights.")
@common
def train_nli_command(settings: Any, **given: Any) -> None:
    """Fine-tune the built-in encoder as a cross-encoder for NLI; goes on from its checkpoint in OUT."""
    from pipeline.training.nli import Plan, train_nli

    settings.log_progress()
    for line in train_nli(Plan(**given), settings.config()):
        click.echo(line)


@train.command("pairs")
@click.option(
    "--data", required=True, multiple=True, type=click.Path(path_type=Path), help="Articles or judged summaries."
)
@click.option("--hold-out", multiple=True, type=click.Path(path_type=Path), help="Sets whose documents to leave out.")
@click.option("--most", default=10_000, show_default=True, type=click.IntRange(1), help="Most articles of a file.")
@click.option(
    "--shape",
    default="pairs",
    show_default=True,
    type=click.Choice(["pairs", "documents", "cells"]),
    help="Pairs for 'train nli', articles with right and wrong sentences for 'train consistency', or 'train stance'.",
)
@OUT_FILE
@common
def train_pairs_command(settings: Any, **given: Any) -> None:
    """Make training pairs for NLI out of news: faithful sentences, the same with one fault, judged summaries."""
    from pipeline.training.news.collect import Sources, make_pairs

    for line in make_pairs(Sources(**given, seed=settings.config().seed)):
        click.echo(line)


@train.command("written")
@click.option("--data", multiple=True, type=click.Path(path_type=Path), help="Text files of stories.")
@click.option("--articles", multiple=True, type=click.Path(path_type=Path), help="Text files of whole articles.")
@click.option("--source", multiple=True, type=click.Path(path_type=Path), help="Data sets whose articles those name.")
@click.option(
    "--held-out", required=True, type=click.Path(path_type=Path), help="JSONL file for the pairs of one story in ten."
)
@click.option(
    "--cells", default=None, type=click.Path(path_type=Path), help="JSONL file of articles for 'train stance'."
)
@click.option(
    "--cells-held-out", default=None, type=click.Path(path_type=Path), help="JSONL file of articles to measure on."
)
@OUT_FILE
@common
def train_written_command(settings: Any, **given: Any) -> None:
    """Make training pairs for NLI out of stories written with claims and their labels."""
    from pipeline.training.written import WrittenPlan, make_written

    for line in make_written(WrittenPlan(**given), settings.config().seed):
        click.echo(line)


@train.command("consistency")
@click.option("--data", multiple=True, type=click.Path(path_type=Path), help="JSONL of document, summary, label.")
@click.option("--whole", multiple=True, type=click.Path(path_type=Path), help="The same, of which all is fitted on.")
@click.option("--hold-out", multiple=True, type=click.Path(path_type=Path), help="Sets whose documents to leave out.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="JSON file to write.")
@click.option("--most", default=1000, show_default=True, type=click.IntRange(2), help="Most rows of a file.")
@common
def train_consistency_command(settings: Any, **given: Any) -> None:
    """Fit what joins entailment, similarity and exact checks in evenhand score."""
    from pipeline.training.consistency import JointPlan, train_consistency

    for line in train_consistency(JointPlan(**given), settings.config()):
        click.echo(line)


@train.command("relevance")
@click.option(
    "--articles", required=True, multiple=True, type=click.Path(path_type=Path), help="Text files of whole articles."
)
@click.option("--source", multiple=True, type=click.Path(path_type=Path), help="Data sets whose articles those name.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Safetensors file to write.")
@click.option("--rank", default=64, show_default=True, type=click.IntRange(1, 384), help="Width of the projections.")
@click.option("--passes", default=4, show_default=True, type=click.IntRange(1, 100))
@click.option("--learning-rate", default=1e-3, show_default=True, type=click.FloatRange(1e-7, 1e-1))
@common
def train_relevance_command(settings: Any, **given: Any) -> None:
    """Learn which sentences of an article to read for a claim."""
    from pipeline.training.relevance import RelevancePlan, train_relevance

    for line in train_relevance(RelevancePlan(**given), settings.config()):
        click.echo(line)


@train.command("stance")
@click.option(
    "--data", multiple=True, type=click.Path(path_type=Path), help="JSONL of claim, evidence, label, or FNC-1."
)
@click.option("--whole", multiple=True, type=click.Path(path_type=Path), help="The same, of which all is fitted on.")
@click.option("--bodies", multiple=True, type=click.Path(path_type=Path), help="Articles of FNC-1 rows.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="JSON file to write.")
@click.option("--most", default=300, show_default=True, type=click.IntRange(2), help="Most cells of a file and label.")
@common
def train_stance_command(settings: Any, **given: Any) -> None:
    """Fit what turns the evidence of an article into supports, refutes or not stated."""
    from pipeline.training.stance import StancePlan, train_stance

    for line in train_stance(StancePlan(**given), settings.config()):
        click.echo(line)


@train.command("salience")
@click.option("--data", required=True, multiple=True, type=click.Path(path_type=Path), help="JSONL of stories.")
@click.option("--dev", multiple=True, type=click.Path(path_type=Path), help="The same, to measure on.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for weights and figures.")
@click.option("--passes", default=3, show_default=True, type=click.IntRange(1, 100))
@click.option("--learning-rate", default=1e-4, show_default=True, type=click.FloatRange(1e-7, 1e-2))
@click.option("--most", default=None, type=click.IntRange(1), help="Most stories of a file.")
@click.option("--start", default=None, type=click.Path(path_type=Path), help="Folder of weights to begin with.")
@common
def train_salience_command(settings: Any, **given: Any) -> None:
    """Learn which words of a story a summary says, for the built-in summariser."""
    from pipeline.training.salience import SaliencePlan, train_salience

    settings.log_progress()
    for line in train_salience(SaliencePlan(**given), settings.config()):
        click.echo(line)


@train.command("compress")
@click.option("--data", required=True, multiple=True, type=click.Path(path_type=Path), help="JSONL of stories.")
@click.option("--dev", multiple=True, type=click.Path(path_type=Path), help="The same, to measure on.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for weights and figures.")
@click.option("--passes", default=4, show_default=True, type=click.IntRange(1, 100))
@click.option("--learning-rate", default=1e-4, show_default=True, type=click.FloatRange(1e-7, 1e-2))
@click.option("--most", default=None, type=click.IntRange(1), help="Most stories of a file.")
@click.option("--start", default=None, type=click.Path(path_type=Path), help="Folder of weights to begin with.")
@common
def train_compress_command(settings: Any, **given: Any) -> None:
    """Learn which words of a sentence a summary keeps, for the built-in summariser's shorter versions."""
    from pipeline.training.compress import CompressPlan, train_compress

    settings.log_progress()
    for line in train_compress(CompressPlan(**given), settings.config()):
        click.echo(line)
