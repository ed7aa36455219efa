"""Every input format -> articles, and the rows that can't be used with their reasons."""

from pipeline.articles.formats import csv_file_rows, json_file_rows
from pipeline.articles.language import other_language
from pipeline.articles.raw import RawRow, rejected, whole
from pipeline.articles.reading import InputDigest, Reading, read_articles
from pipeline.articles.rows import ArticleRow, article_of, scalar

__all__ = [
    "ArticleRow",
    "InputDigest",
    "RawRow",
    "Reading",
    "article_of",
    "csv_file_rows",
    "json_file_rows",
    "other_language",
    "read_articles",
    "rejected",
    "scalar",
    "whole",
]
