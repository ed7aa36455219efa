"""Readers for public evaluation sets, in the files they are published in.

No set is part of this project: whoever wants to measure on one downloads it and names its place.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from eval.benchmarks.readers import (
    aggrefact,
    bump,
    ecbplus,
    factcc,
    fnc1,
    frank,
    jsonl,
    neus,
    polytope,
    qags,
    summedits,
    summeval,
    xsumfaith,
)
from eval.benchmarks.readers.rows import Row, Task
from pipeline.errors import InputError


@dataclass(frozen=True, slots=True)
class Reader:
    """How a set is read.

    ``task`` is none where the file's rows tell it. ``paper`` names author, year and what it is; ``files`` says what the
    path has to be. ``read`` yields the rows, and raises InputError for a file or row that can't be used.
    """

    name: str
    task: Task | None
    paper: str
    files: str
    read: Callable[[Path], Iterator[Row]]


_ALL = (
    Reader(
        "xsumfaith",
        "consistency",
        "Maynez et al., 2020: spans of XSum summaries that the article doesn't support",
        xsumfaith.FILES,
        xsumfaith.read,
    ),
    Reader(
        "cliff",
        "consistency",
        "Cao and Wang, 2021: errors of fine-tuned models on XSum and CNN/DailyMail, as in AggreFact",
        aggrefact.FILES,
        aggrefact.read_cliff,
    ),
    Reader(
        "polytope",
        "consistency",
        "Huang et al., 2020: all errors of ten systems' CNN/DailyMail summaries",
        polytope.FILES,
        polytope.read,
    ),
    Reader(
        "factcc",
        "consistency",
        "Kryscinski et al., 2020: sentences of generated CNN/DailyMail summaries",
        factcc.FILES,
        factcc.read,
    ),
    Reader(
        "summeval",
        "consistency",
        "Fabbri et al., 2021: CNN/DailyMail summaries of 16 systems, rated by experts",
        summeval.FILES,
        summeval.read,
    ),
    Reader(
        "qags",
        "consistency",
        "Wang et al., 2020: CNN/DailyMail and XSum summaries, judged by sentence",
        qags.FILES,
        qags.read,
    ),
    Reader(
        "frank",
        "consistency",
        "Pagnoni et al., 2021: CNN/DailyMail and XSum summaries of nine systems, errors by type",
        frank.FILES,
        frank.read,
    ),
    Reader(
        "bump",
        "consistency",
        "Ma et al., 2023: CNN/DailyMail summaries with one error that people wrote in",
        bump.FILES,
        bump.read,
    ),
    Reader(
        "summedits",
        "consistency",
        "Laban et al., 2023: small edits of summaries of ten domains",
        summedits.FILES,
        summedits.read,
    ),
    Reader(
        "fnc1",
        "stance",
        "Pomerleau and Rao, 2017: the Fake News Challenge, headlines against bodies of articles",
        fnc1.FILES,
        fnc1.read,
    ),
    Reader(
        "neus",
        "summaries",
        "Lee et al., 2022: AllSides' roundups of articles of the left, the right and the centre",
        neus.FILES,
        neus.read,
    ),
    Reader(
        "ecbplus",
        "clusters",
        "Cybulska and Vossen, 2014: news on 43 topics, two events each",
        ecbplus.FILES,
        ecbplus.read,
    ),
    Reader("jsonl", None, "no paper: rows of any set in the project's own simple form", jsonl.FILES, jsonl.read),
)
READERS: Mapping[str, Reader] = MappingProxyType({reader.name: reader for reader in _ALL})


def reader(name: str) -> Reader:
    """The reader of a set.

    Raises:
        InputError: there is none of this name; it names the nearest.
    """
    if name in READERS:
        return READERS[name]
    nearest = get_close_matches(name.lower(), READERS, n=1, cutoff=0.0)[0]
    raise InputError(f"{name}: no such benchmark; did you mean {nearest}? There are {', '.join(READERS)}.")
