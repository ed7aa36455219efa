"""A small run folder and its labels, for tests of the evaluation: two stories, everything right."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.judging.judge import Judgement, Pair

TEXTS = {
    "a1": "Nine people died in the fire at Harl mill. The mill's owner, Ada Brink, denied that its doors were locked.",
    "a2": "The fire at Harl mill killed 11 people. Firefighters said that the doors had been locked.",
    "b1": "Lund voters rejected the tunnel on Sunday. The mayor of Lund said that the plan was dead.",
    "b2": "The tunnel was rejected in Lund. Turnout was 48 percent.",
}
LABELS = """
id: {story}
articles: {{file: articles.jsonl, ids: [{ids}]}}
labellers: [reader-1, reader-2]
claims:
  - id: {story}-1
    text: {claim}
    stances: {{{stances}}}
must_say:
  - fact: {fact}
    wordings: [{wording}]
must_not_say:
  - statement: {never}
    kind: false
    wordings: [{never_wording}]
disputes: {disputes}
non_disputes: {looks}
candidates:
  - {{text: {claim}, label: [consistent, consistent]}}
  - {{text: {wrong}, label: [inconsistent, inconsistent], error: number}}
loaded:
  - {{article_id: {loaded_in}, phrase: {loaded}}}
reference: {claim}
"""
FIRE = {
    "story": "fire",
    "ids": "a1, a2",
    "claim": "Nine people died in the fire at Harl mill.",
    "stances": "a1: [supports, supports], a2: [refutes, refutes]",
    "fact": "A fire at Harl mill killed people.",
    "wording": "died in the fire",
    "never": "The owner locked the doors.",
    "never_wording": "owner locked",
    "disputes": "[{topic: the dead, kind: number, values: [{value: nine, article_ids: [a1], quotes: [Nine people died]},"
    " {value: '11', article_ids: [a2], quotes: [killed 11 people]}]}]",
    "looks": "[{topic: doors, statements: [{article_id: a1, quote: denied}, {article_id: a2, quote: locked}]}]",
    "wrong": "Ninety people died in the fire.",
    "loaded_in": "a1",
    "loaded": "denied",
}
VOTE = {
    "story": "vote",
    "ids": "b1, b2",
    "claim": "Lund voters rejected the tunnel on Sunday.",
    "stances": "b1: [supports, supports], b2: [supports, not_stated]",
    "fact": "Lund rejected the tunnel.",
    "wording": "rejected the tunnel",
    "never": "The tunnel will be built.",
    "never_wording": "will be built",
    "disputes": "[]",
    "looks": "[]",
    "wrong": "Turnout was 84 percent.",
    "loaded_in": "b1",
    "loaded": "dead",
}


class ExactJudge:
    """Says 0.9 to what stands in the document word for word and 0.1 to all else; counts the questions."""

    def __init__(self) -> None:
        self.questions = 0

    def consistency(self, document: str, sentences: Sequence[str]) -> list[Judgement]:
        self.questions += len(sentences)
        return [Judgement(_says(document, text), _says(document, text), 0.5, "") for text in sentences]

    def entailment(self, pairs: Sequence[Pair]) -> list[float | None]:
        self.questions += len(pairs)
        return [_says(premise, hypothesis) for premise, hypothesis in pairs]


def _says(document: str, text: str) -> float:
    return 0.9 if text in document else 0.1


def write_labels(folder: Path, **changes: dict[str, str]) -> list[Path]:
    """Two files of expectations with their articles; ``changes`` by story."""
    rows = [{"id": key, "text": text, "source": f"Outlet {key}"} for key, text in TEXTS.items()]
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    paths = []
    for story in (FIRE, VOTE):
        path = folder / f"{story['story']}.yaml"
        path.write_text(LABELS.format(**{**story, **changes.get(story["story"], {})}), encoding="utf-8")
        paths.append(path)
    return paths


def write_run(folder: Path) -> Path:
    """A run folder in which everything is right."""
    folder.mkdir(parents=True, exist_ok=True)
    of = {"a1": "s1", "a2": "s1", "b1": "s2", "b2": "s2"}
    articles = [
        {"id": key, "title": f"Title {key}", "source": f"Outlet {key}", "published": None, "url": None,
         "story_id": of[key], "duplicate_of": None, "text": text, "sentences": _spans(text)}
        for key, text in TEXTS.items()
    ]  # fmt: skip
    stories = [
        _story("s1", ["a1", "a2"], [_sentence("a1", 0)], [_dispute()]),
        _story("s2", ["b1", "b2"], [_sentence("b1", 0)], []),
    ]
    stances = [
        _stance("s1", "fire-1", "a1", "supports"),
        _stance("s1", "fire-1", "a2", "refutes"),
        _stance("s2", "vote-1", "b1", "supports"),
        _stance("s2", "vote-1", "b2", "supports"),
    ]
    for name, rows in (("articles", articles), ("stories", stories), ("stances", stances), ("rejected", [])):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    model = {"role": "nli", "source": "exact", "digest": "0" * 64}
    manifest = {"models": [model], "versions": {"evenhand": "0"}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def change(folder: Path, name: str, edit: Any) -> None:
    """Rewrite one JSONL file of a run: ``edit`` changes its rows in place."""
    path = folder / f"{name}.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    edit(rows)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def cite(article: str, quote: str) -> dict[str, Any]:
    start = TEXTS[article].index(quote)
    return {"article_id": article, "start": start, "end": start + len(quote), "quote": quote}


def _spans(text: str) -> list[list[int]]:
    cut = text.index(". ") + 1
    return [[0, cut], [cut + 1, len(text)]]


def _sentence(article: str, number: int) -> dict[str, Any]:
    start, end = _spans(TEXTS[article])[number]
    text = TEXTS[article][start:end]
    checks = {"entailed": True, "numbers": True, "names": True}
    return {"text": text, "origin": "extracted", "support": 1.0, "checks": checks, "citations": [cite(article, text)]}


def _dispute() -> dict[str, Any]:
    sides = (("nine", "a1", "Nine people died"), ("11", "a2", "killed 11 people"))
    values = [
        {"value": value, "statement": quote, "article_ids": [article], "citations": [cite(article, quote)]}
        for value, article, quote in sides
    ]
    return {"topic": "the dead", "kind": "number", "values": values, "note": None}


def _story(
    story: str, ids: list[str], sentences: list[dict[str, Any]], disputes: list[dict[str, Any]]
) -> dict[str, Any]:
    repairs = {"kept": 1, "next_draft": 0, "extracted": 0, "dropped": 0, "left_out": 0}
    brief = {"text": " ".join(one["text"] for one in sentences), "sentences": sentences, "repairs": repairs}
    return {
        "story_id": story, "title": f"Story {story}", "article_ids": ids, "brief": brief, "disputes": disputes,
        "coverage": [], "neutrality": {"brief_loaded_share": 0.0, "source_loaded_share": 0.0, "loaded": []}, "wire": [],
    }  # fmt: skip


def _stance(story: str, claim: str, article: str, label: str) -> dict[str, Any]:
    scores = {"supports": 0.1, "refutes": 0.1, "not_stated": 0.1} | {label: 0.8}
    return {
        "story_id": story, "claim_id": claim, "claim": "a claim", "article_id": article, "label": label,
        "scores": scores, "evidence": [], "quoted": False, "headline": None, "parts": [], "unscored": None,
    }  # fmt: skip
