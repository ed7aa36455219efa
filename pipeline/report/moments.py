"""When articles appeared, as exactly as their dates say: a day alone is any time of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

_Item = TypeVar("_Item")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """The earliest and the latest time that a date can mean, in UTC."""

    start: datetime
    end: datetime


def moment_of(iso: str | None) -> Moment | None:
    """The moment of an ISO 8601 date or time; one without a zone is taken for UTC. None if it is neither."""
    try:
        when = datetime.fromisoformat(iso or "")
        start = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
        return Moment(start, start + _DAY - timedelta(microseconds=1) if len(iso or "") <= len("2017-11-03") else start)
    except (ValueError, OverflowError):
        return None


def earliest(dated: Sequence[tuple[Moment, _Item]]) -> list[_Item]:
    """The items that no other one certainly precedes; several where the dates don't tell, in their order."""
    bound = min((moment.end for moment, _ in dated), default=None)
    return [item for moment, item in dated if bound is not None and moment.start <= bound]


def known(dates: Iterable[str | None]) -> list[Moment]:
    """The moments of the readable dates, in order of time."""
    return sorted(moment for iso in dates if (moment := moment_of(iso)))
