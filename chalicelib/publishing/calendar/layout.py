"""The calendar: days by slots, what stands there, and what is wrong with it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from pydantic import AwareDatetime

from chalicelib.clock import SHANGHAI, shown_time
from chalicelib.publishing.issues import slots
from chalicelib.values import Value

TOO_CLOSE: Final = timedelta(minutes=60)
"""Two pushes nearer than that are read as one by nobody, and as nagging by many."""
RECENTLY: Final = timedelta(days=30)
"""An article that went out within that time is not expected again."""


class Trouble(StrEnum):
    """The kinds of trouble that an entry of the calendar may have."""

    SAME_TIME = "same_time"
    TOO_CLOSE = "too_close"
    REPEATED = "repeated"
    EXPIRED = "expired"
    EDITED = "edited"
    NOT_READY = "not_ready"
    NO_ALLOWANCE = "no_allowance"
    OVER = "over"


class Found(Value):
    """One thing that is wrong, in words."""

    kind: Trouble
    what: str


class Story(Value):
    """One article of an entry, as far as the calendar has to know it."""

    article_id: str | None
    """None for a push planned from a file."""
    key: str
    title: str
    revision: int | None = None
    """The revision that is settled; None while it is an intention."""
    latest: int | None = None
    approved: bool = True
    valid_until: date | None = None


class CalendarEntry(Value):
    """One push in the calendar: an issue, or a delivery planned straight from a file."""

    id: str
    """Of the issue; of the delivery where there is no issue."""
    at: AwareDatetime
    title: str
    state: str
    """As a person reads it."""
    state_code: str = ""
    """The same as the tables spell it: of the delivery where there is one, else of the issue."""
    firm: bool
    """It has its delivery and its allowance; otherwise it is an intention."""
    open: bool
    """It is still to be sent."""
    mass: bool = True
    movable: bool = False
    """It is an issue that may get another time."""
    version: int = 1
    """Of the issue; of the delivery where there is no issue."""
    stories: tuple[Story, ...] = ()
    troubles: tuple[Found, ...] = ()


class Cell(Value):
    """One time of one day. A slot without entries is a gap."""

    at: AwareDatetime
    slot: bool
    """Whether it is one of the account's slots."""
    past: bool
    entries: tuple[CalendarEntry, ...] = ()

    @property
    def gap(self) -> bool:
        """Whether something could still be put here."""
        return self.slot and not self.past and not self.entries


class Day(Value):
    """One day of one account."""

    date: date
    left: int | None
    """Mass sends to all that are left; None where there is no limit."""
    limit: int | None
    cells: tuple[Cell, ...]


class Agenda(Value):
    """One account's pushes of some days, in order of time, each with what is wrong with it."""

    account: str
    name: str
    entries: tuple[CalendarEntry, ...]


class Calendar(Value):
    """One account's days."""

    account: str
    name: str
    days: tuple[Day, ...]


def calendar(
    account: str,
    name: str,
    days: Sequence[date],
    slot_times: Iterable[str],
    entries: Sequence[CalendarEntry],
    *,
    sent: Mapping[str, datetime],
    room: Mapping[date, tuple[int, int]],
    now: datetime,
) -> Calendar:
    """Days by slots with what stands there.

    ``sent`` says when an article (id, or key where it has none) last went out; ``room`` how many mass sends a day
    has left and may have.
    """
    by_day: dict[date, list[CalendarEntry]] = {}
    for entry in checked(entries, sent, room, now):
        by_day.setdefault(day_of(entry.at), []).append(entry)
    drawn = []
    for day in days:
        by_time: dict[datetime, list[CalendarEntry]] = {
            at: [] for at in slots.times(slot_times, day)
        }
        regular = set(by_time)
        for entry in by_day.get(day, ()):
            by_time.setdefault(entry.at, []).append(entry)
        cells = tuple(
            Cell(at=at, slot=at in regular, past=at < now, entries=tuple(by_time[at]))
            for at in sorted(by_time)
        )
        left, limit = room.get(day, (None, None))
        drawn.append(Day(date=day, left=left, limit=limit, cells=cells))
    return Calendar(account=account, name=name, days=tuple(drawn))


def span(first: date, number: int) -> list[date]:
    """``number`` days from ``first`` on."""
    return [first + timedelta(days=n) for n in range(number)]


def checked(
    entries: Sequence[CalendarEntry],
    sent: Mapping[str, datetime],
    room: Mapping[date, tuple[int, int]],
    now: datetime,
) -> list[CalendarEntry]:
    """Entries in order of time, each with what is wrong with it; ``sent`` and ``room`` as for ``calendar``."""
    ordered = sorted(entries, key=lambda one: (one.at, not one.firm, one.id))
    found: dict[str, list[Found]] = {one.id: _own(one, sent, now) for one in ordered}
    live = [one for one in ordered if one.open]
    for before, after in pairwise(live):
        apart = after.at - before.at
        for one, other in ((before, after), (after, before)):
            if not apart:
                found[one.id].append(_found(Trouble.SAME_TIME, f"与 {other.id} 同一时间"))
            elif apart < TOO_CLOSE:
                minutes = int(apart.total_seconds() // 60)
                what = f"与 {shown_time(other.at)} 的 {other.id} 只隔 {minutes} 分钟"
                found[one.id].append(_found(Trouble.TOO_CLOSE, what))
    for one in _without_room(live, room):
        found[one.id].append(_found(Trouble.NO_ALLOWANCE, "当天的群发次数不够"))
    return [one.model_copy(update={"troubles": tuple(found[one.id])}) for one in ordered]


def counted(entry: CalendarEntry) -> bool:
    """Whether the entry is an intention that takes one of its day's mass sends."""
    return entry.open and entry.mass and not entry.firm


def _without_room(
    live: Sequence[CalendarEntry], room: Mapping[date, tuple[int, int]]
) -> Iterable[CalendarEntry]:
    """Intentions beyond what their day has left, the earliest served first."""
    left = {day: have for day, (have, _) in room.items()}
    for one in live:
        day = day_of(one.at)
        if not counted(one) or day not in left:
            continue
        if left[day] <= 0:
            yield one
        left[day] -= 1


def _own(entry: CalendarEntry, sent: Mapping[str, datetime], now: datetime) -> list[Found]:
    """The troubles of an entry by itself."""
    if not entry.open:
        return []
    found = []
    if entry.at < now and not entry.firm:
        found.append(_found(Trouble.OVER, "时间已过，没有排期"))
    for story in entry.stories:
        found += _of_story(story, entry, sent)
    return found


def _of_story(story: Story, entry: CalendarEntry, sent: Mapping[str, datetime]) -> Iterable[Found]:
    title = f"《{story.title}》"
    last = sent.get(story.article_id or story.key)
    if last is not None and entry.at - last <= RECENTLY:
        yield _found(Trouble.REPEATED, f"{title}{day_of(last)} 已推送过")
    if story.valid_until is not None and story.valid_until < day_of(entry.at):
        yield _found(Trouble.EXPIRED, f"{title}有效期至 {story.valid_until}，届时已过期")
    if entry.firm and story.revision is not None:
        if story.latest is not None and story.latest != story.revision:
            what = f"{title}已改稿（排的是第 {story.revision} 版，现在是第 {story.latest} 版），须重新送审、排期"
            yield _found(Trouble.EDITED, what)
        elif not story.approved:
            yield _found(Trouble.EDITED, f"{title}的审核已撤回，须重新送审、排期")
    elif not entry.firm and not story.approved:
        yield _found(Trouble.NOT_READY, f"{title}还没有通过审核")


def _found(kind: Trouble, what: str) -> Found:
    return Found(kind=kind, what=what)


def day_of(at: datetime) -> date:
    """The day of a moment in Beijing."""
    return at.astimezone(SHANGHAI).date()
