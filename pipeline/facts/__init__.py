"""Exact checks of numbers, dates and names: what a careful reader compares between a sentence and its sources."""

from pipeline.facts.agreement import Agreement, agree, differs, supports
from pipeline.facts.check import FactCheck, SourceFacts, check, check_facts, read_source
from pipeline.facts.contrasts import contrast
from pipeline.facts.dates import DateMention, dates, dates_conflict
from pipeline.facts.name_match import NameIndex, in_index, name_found, name_index
from pipeline.facts.names import Name, names
from pipeline.facts.negation import denies
from pipeline.facts.quantities import Quantity, quantities
from pipeline.facts.variants import other_names, other_values
from pipeline.facts.wording import as_told

__all__ = [
    "Agreement",
    "DateMention",
    "FactCheck",
    "Name",
    "NameIndex",
    "Quantity",
    "SourceFacts",
    "agree",
    "as_told",
    "check",
    "check_facts",
    "contrast",
    "dates",
    "dates_conflict",
    "denies",
    "differs",
    "in_index",
    "name_found",
    "name_index",
    "names",
    "other_names",
    "other_values",
    "quantities",
    "read_source",
    "supports",
]
