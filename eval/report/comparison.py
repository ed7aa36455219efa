"""A comparison of two results as Markdown."""

from collections.abc import Sequence

from eval.compare import Change, Comparison, Flip
from eval.report.wording import number


def comparison(found: Comparison, most: int) -> str:
    """What got better, what got worse, what stayed within chance; and at most ``most`` flipped cases each way."""
    better = [change for change in found.changes if change.verdict == "better"]
    worse = [change for change in found.changes if change.verdict == "worse"]
    same = [change for change in found.changes if change.verdict == "same" and change.difference]
    parts = [
        _table("Worse", worse),
        _table("Better", better),
        _table("Changed within chance", same),
        _flips("Right before, wrong now", [flip for flip in found.flips if not flip.better], most),
        _flips("Wrong before, right now", [flip for flip in found.flips if flip.better], most),
    ]
    text = "\n".join(part for part in parts if part)
    return text or "Nothing changed.\n"


def _table(title: str, changes: Sequence[Change]) -> str:
    if not changes:
        return ""
    rows = [
        f"| {one.metric} | {number(one.old)} | {number(one.new)} | {one.difference or 0:+.3f} "
        f"[{one.low or 0:+.3f}, {one.high or 0:+.3f}] | {one.n}{_others(one)} |"
        for one in changes
    ]
    head = ["| metric | old | new | difference | on |", "|---|---|---|---|---|"]
    return "\n".join([f"## {title}\n", *head, *rows, ""])


def _others(change: Change) -> str:
    parts = [f"{count} only {where}" for count, where in ((change.only_old, "old"), (change.only_new, "new")) if count]
    return f" ({', '.join(parts)})" if parts else ""


def _flips(title: str, flips: Sequence[Flip], most: int) -> str:
    if not flips or not most:
        return ""
    lines = [f"- {flip.metric} `{flip.id}`: {flip.old} → {flip.new}: {flip.text}" for flip in flips[:most]]
    more = [f"- and {len(flips) - most} more"] if len(flips) > most else []
    return "\n".join([f"## {title}\n", *lines, *more, ""])
