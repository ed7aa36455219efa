"""The hand labels that come with the installation, for tests: those of the sample stories, and all."""

from pathlib import Path

from eval.labels import Expectation, bundled, read_expectations
from pipeline.records import Article

_READ = read_expectations(bundled())
ALL: tuple[Expectation, ...] = tuple(one.labels for one in _READ)
SAMPLE: tuple[Expectation, ...] = tuple(labels for labels in ALL if labels.articles.file == "sample")
ARTICLES: dict[str, Article] = {article.id: article for one in _READ for article in one.articles}
FOLDER = Path(bundled()[0]).parent
