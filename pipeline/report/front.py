"""The front page of a run: its counts, its models, and a card for every story."""

from collections.abc import Mapping
from typing import Any

from pipeline.records import Reject, StoryReport
from pipeline.report import say
from pipeline.report.moments import known
from pipeline.report.names import stems
from pipeline.report.pageview import CardView, FrontView, ModelView, RejectView
from pipeline.report.read import Run
from pipeline.report.sources import outlet, root_of

_VERSION_SHOWN = 12  # characters of a digest or commit; enough to tell models apart at a glance
_LEAD_SHOWN = 260  # characters of a brief on a card, of which the page shows two lines


def front_view(run: Run) -> FrontView:
    """The front page of a run."""
    placed = {article_id for story in run.stories for article_id in story.article_ids}
    names = stems([story.story_id for story in run.stories])
    cards = [_card(number, story, run, names[number - 1]) for number, story in enumerate(run.stories, start=1)]
    manifest = run.manifest
    finished = str(manifest.get("finished") or "")
    versions = manifest.get("versions")
    return FrontView(
        cards=tuple(sorted(cards, key=_rank)),
        named=tuple(
            sorted({name for card in cards for name in card.outlets}, key=lambda name: (name.casefold(), name))
        ),
        articles=len(run.articles),
        copies=sum(root_of(article_id, run.articles) != article_id for article_id in run.articles),
        outlets=len({outlet(row) for row in run.articles.values()}),
        claims=len({(stance.claim_id, stance.claim) for stance in run.stances}),
        unplaced=len(run.articles.keys() - placed),
        rejected=tuple(_reject(row) for row in run.rejects),
        models=_models(manifest.get("models")),
        days=say.days(row.published for row in run.articles.values()),
        finished=say.moment(finished) if finished else "",
        finished_iso=finished,
        version=str(versions.get("evenhand") or "") if isinstance(versions, Mapping) else "",
    )


def _rank(card: CardView) -> tuple[int, int, int]:
    return -card.articles, -card.newest if card.newest is not None else 0, card.number


def _card(number: int, story: StoryReport, run: Run, stem: str) -> CardView:
    own = [run.articles[article_id] for article_id in story.article_ids]
    moments = known(row.published for row in own)
    days = sorted(day for row in own if (day := say.day(row.published or "")))
    lead, more = say.opening(story.brief.text, _LEAD_SHOWN)
    doubtful = sum(
        bool(say.warnings(sentence.checks, bool(sentence.citations))) or say.support(sentence.support) == "weak"
        for sentence in story.brief.sentences
    )
    return CardView(
        id=story.story_id,
        stem=stem,
        number=number,
        title=story.title.strip(),
        lead=lead,
        more=more,
        outlets=tuple(dict.fromkeys(outlet(row) for row in own)),
        days=say.days(row.published for row in own),
        first=days[0] if days else "",
        last=days[-1] if days else "",
        newest=max((int(moment.start.timestamp()) for moment in moments), default=None),
        articles=len(own),
        copies=sum(root_of(row.id, run.articles) != row.id for row in own),
        disputes=len(story.disputes),
        doubtful=doubtful,
        dropped=story.brief.repairs.dropped,
    )


def _reject(row: Reject) -> RejectView:
    return RejectView(row.file, str(row.line) if row.line else "whole file", row.reason)


def _models(listed: object) -> tuple[ModelView, ...]:
    """The manifest's models: a list of ``{role, source, revision, digest, licence}``, or such rows by role."""
    if isinstance(listed, Mapping):
        return tuple(_model(str(role), entry) for role, entry in sorted(listed.items()))
    if isinstance(listed, list):
        return tuple(_model("", entry) for entry in listed)
    return ()


def _model(role: str, entry: object) -> ModelView:
    row: Mapping[str, Any] = entry if isinstance(entry, Mapping) else {"source": entry}
    revision, digest = str(row.get("revision") or ""), str(row.get("digest") or "").removeprefix("sha256:")
    return ModelView(
        role=str(row.get("role") or role or "model"),
        name=str(row.get("source") or row.get("name") or "not recorded"),
        version=(revision or digest)[:_VERSION_SHOWN],
        detail=f"revision {revision}" if revision else f"SHA-256 {digest}" if digest else "",
        licence=str(row.get("licence") or ""),
    )
