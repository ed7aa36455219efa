"""How many independent voices take which stance on a claim: a wire text counts once, however many outlets carry it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.duplicates import Duplicates, group_sources
from pipeline.records import ClaimTotals, Stance, StanceLabel, Voice


def totals_of(stances: Sequence[Stance], duplicates: Duplicates) -> tuple[ClaimTotals, ...]:
    """Total up the stances of one story, claim by claim in their order.

    Articles that take the same stance count as one voice where they are copies of one original, or where the sentence
    that shows it is one that they share. ``own`` leaves out what outlets only report others saying.
    """
    claims: dict[str, list[Stance]] = {}
    for stance in stances:
        claims.setdefault(stance.claim_id, []).append(stance)
    return tuple(_totals(cells, duplicates) for cells in claims.values())


def _totals(cells: Sequence[Stance], duplicates: Duplicates) -> ClaimTotals:
    kinds: dict[tuple[StanceLabel, bool], list[Stance]] = {}
    for cell in cells:
        kinds.setdefault((cell.label, cell.quoted), []).append(cell)
    voices = []
    for label in StanceLabel:
        for quoted in (False, True):
            carriers = [(cell.article_id, _start(cell)) for cell in kinds.get((label, quoted), ())]
            voices += [Voice(label, quoted, articles) for articles in group_sources(carriers, duplicates)]
    first = cells[0]
    own = [voice for voice in voices if not voice.quoted]
    return ClaimTotals(first.story_id, first.claim_id, first.claim, _tally(voices), _tally(own), tuple(voices))


def _start(cell: Stance) -> int:
    return cell.evidence[0].start if cell.evidence else -1


def _tally(voices: Sequence[Voice]) -> Mapping[StanceLabel, int]:
    counts = Counter(voice.label for voice in voices)
    return {label: counts[label] for label in StanceLabel}
