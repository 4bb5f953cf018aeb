"""The slots of an account, and the next one that is free. Pure; times are aware."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from chalicelib.clock import SHANGHAI
from chalicelib.errors import Remedy
from chalicelib.publishing.deliveries.planning import check_coming
from chalicelib.publishing.errors import NotASlot

LOOK_AHEAD: Final = timedelta(days=62)
"""How far a free slot is looked for: past the end of next month, where monthly allowances begin anew."""


def times(slots: Iterable[str], day: date) -> list[datetime]:
    """The slots (``08:00``, Asia/Shanghai) of one day, in order, in UTC."""
    return sorted(
        datetime.combine(day, time.fromisoformat(slot), SHANGHAI).astimezone(UTC) for slot in slots
    )


def is_slot(at: datetime, slots: Iterable[str]) -> bool:
    """Whether a time is one of the slots, to the second."""
    return at in times(slots, at.astimezone(SHANGHAI).date())


def check(
    at: datetime,
    slots: Iterable[str],
    *,
    account: str,
    now: datetime,
    off_slot: bool = False,
    remedies: Iterable[Remedy] = (),
) -> datetime:
    """``at`` again, if it may be used.

    Raises ``BadTime`` (over), or ``NotASlot`` with these remedies unless ``off_slot``.
    """
    check_coming(at, now)
    slots = tuple(slots)
    if not off_slot and not is_slot(at, slots):
        raise NotASlot(account, at, slots, remedies=remedies)
    return at


def coming(slots: Iterable[str], since: datetime) -> Iterator[datetime]:
    """Every slot from ``since`` on, in order, as far as one looks."""
    slots = tuple(slots)
    day, last = since.astimezone(SHANGHAI).date(), (since + LOOK_AHEAD).astimezone(SHANGHAI).date()
    while day <= last:
        yield from (at for at in times(slots, day) if at >= since)
        day += timedelta(days=1)


def next_free(
    slots: Iterable[str],
    since: datetime,
    *,
    busy: Container[datetime],
    fits: Callable[[datetime], bool],
) -> datetime | None:
    """The first slot from ``since`` on that nobody has and whose allowance is not used up."""
    return next((at for at in coming(slots, since) if at not in busy and fits(at)), None)
