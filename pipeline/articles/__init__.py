"""Every input format -> articles, and the rows that can't be used with their reasons."""

from pipeline.articles.formats import csv_file_rows, json_file_rows
from pipeline.articles.language import other_language
from pipeline.articles.lines import Ambiguous
from pipeline.articles.raw import RawRow, one_line, rejected, shown, whole
from pipeline.articles.reading import InputDigest, Reading, read_articles
from pipeline.articles.rows import ArticleRow, article_of, scalar

__all__ = [
    "Ambiguous",
    "ArticleRow",
    "InputDigest",
    "RawRow",
    "Reading",
    "article_of",
    "csv_file_rows",
    "json_file_rows",
    "one_line",
    "other_language",
    "read_articles",
    "rejected",
    "scalar",
    "shown",
    "whole",
]
