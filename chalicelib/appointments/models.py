"""Halls (办税厅), their hours and services, bookings (预约) and what a person has booked. Values only.

Days and times of day are of Asia/Shanghai; moments are aware.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Final, NamedTuple, Self

from pydantic import AwareDatetime, ConfigDict, Field, model_validator

from chalicelib.clock import SHANGHAI
from chalicelib.values import LateValue, Slug

MOST_SPANS: Final = 4


class _Kept(LateValue):
    """A value whose misspelt field is an error: what people keep here is never lost silently."""

    model_config = ConfigDict(extra="forbid")


class Span(_Kept):
    """An open time of a day; two of them leave a lunch break between."""

    start: time
    end: time

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.start >= self.end:
            raise ValueError(f"{self.start:%H:%M}–{self.end:%H:%M} 的结束不晚于开始")
        return self


def _in_order(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    for one, following in pairwise(spans):
        if following.start < one.end:
            raise ValueError("时段要按先后排列，不能重叠")
    return spans


Hours = Annotated[tuple[Span, ...], Field(max_length=MOST_SPANS)]
"""The open times of one day, in order; empty: closed."""


class Asked(StrEnum):
    """What a hall may ask of a person who books: nothing, as a rule."""

    NAME = "name"
    ID_NUMBER = "id_number"
    PHONE = "phone"


class HallService(_Kept):
    """A service that a hall offers at its windows, by appointment."""

    id: str = Field(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$")
    name: str = Field(min_length=1, max_length=30)
    minutes: int = Field(ge=5, le=240)
    """Length of a slot."""
    capacity: int = Field(ge=0, le=500)
    """People in one slot; 0: none may be booked any more."""
    offered: bool = True
    """False: no longer offered. It stays in the list, for those who booked it."""


class NoShowRule(_Kept):
    """爽约: who did not come ``times`` times ``within_days`` may not book for ``blocked_days``."""

    times: int = Field(default=3, ge=0, le=20)
    """0: there is no such rule."""
    within_days: int = Field(default=90, ge=1, le=365)
    blocked_days: int = Field(default=30, ge=1, le=365)


class Hall(_Kept):
    """办税厅: a place with windows, its hours, and how it takes appointments."""

    id: Slug
    unit: Slug
    """The unit that it belongs to; followers of accounts of this unit, and of those above it, may book here."""
    name: str = Field(min_length=1, max_length=40)
    place: str = Field(default="", max_length=120)
    phone: str = Field(default="", max_length=40)
    note: str = Field(default="", max_length=200)
    """What people should know or bring, as they read it."""
    week: Annotated[tuple[Hours, ...], Field(min_length=7, max_length=7)]
    """The hours of each weekday, from Monday."""
    holidays: bool = True
    """Whether the hall follows the national arrangement: off on statutory days off, on a make-up day as on Wednesdays."""
    days_off: tuple[date, ...] = ()
    """Statutory days off, as they were known when the hall was kept (docs/decisions/0251)."""
    make_up_days: tuple[date, ...] = ()
    """Working days at weekends (调休) of the same arrangement."""
    closed: dict[date, str] = Field(default_factory=dict)
    """Days on which it is closed besides, and why."""
    extra: dict[date, Hours] = Field(default_factory=dict)
    """Days with hours of their own (加班, 另行安排); they go before the week and the holidays, and after ``closed``."""
    services: tuple[HallService, ...] = Field(default=(), max_length=20)
    opens_days: int = Field(default=7, ge=0, le=60)
    """A day is opened for booking so many days before it…"""
    opens_at: time = time(9, 0)
    """…at this time."""
    change_until: int = Field(default=60, ge=0, le=7 * 24 * 60)
    """Minutes before the start until which a person may change or cancel."""
    per_person: int = Field(default=2, ge=1, le=20)
    """Open bookings, and places in waiting lists, of one person at a time."""
    per_day: int = Field(default=1, ge=1, le=10)
    """The same, on one day."""
    waiting: int = Field(default=10, ge=0, le=50)
    """Places in the waiting list (候补) of a slot; 0: there is none."""
    early: int = Field(default=60, ge=0, le=600)
    """Minutes before the start from which a person may check in."""
    late: int = Field(default=30, ge=0, le=600)
    """Minutes after the start until which a person may check in; then they did not come."""
    no_show: NoShowRule = NoShowRule()
    asks: tuple[Asked, ...] = ()
    remind_at: time | None = time(18, 0)
    """When people are reminded on the evening before; None: they are not."""
    paused: bool = False
    """No new bookings."""
    version: int = 0
    """Set when it is kept."""

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        for hours in (*self.week, *self.extra.values()):
            _in_order(hours)
        ids = [one.id for one in self.services]
        if len(set(ids)) != len(ids):
            raise ValueError("有两项业务的编号相同")
        return self

    def service(self, service_id: str) -> HallService | None:
        """A service of the hall, offered or not."""
        return next((one for one in self.services if one.id == service_id), None)


class HallVersion(LateValue):
    """One version of a hall, and who made it."""

    hall: Hall
    by: str
    at: AwareDatetime


class Person(NamedTuple):
    """A follower of an account: all that is known of who books, unless the hall asks for more."""

    account: str
    openid: str


class BookingState(StrEnum):
    """How far a booking is."""

    BOOKED = "booked"
    WAITING = "waiting"
    """In the waiting list of a slot that is full."""
    CHECKED_IN = "checked_in"
    SERVED = "served"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    HALL_CLOSED = "hall_closed"


OPEN: Final = frozenset({BookingState.BOOKED, BookingState.WAITING})
"""States that count toward a person's limits."""
HOLDING: Final = frozenset(
    {BookingState.BOOKED, BookingState.CHECKED_IN, BookingState.SERVED, BookingState.NO_SHOW}
)
"""States whose booking has a place in its slot."""


class CancelReason(StrEnum):
    """Why a booking was cancelled."""

    PERSON = "person"
    WINDOW = "window"
    WAITED_IN_VAIN = "waited_in_vain"
    """No place in the slot came free in time."""
    ERASED = "erased"


class Origin(StrEnum):
    """Where a booking was made."""

    CHAT = "chat"
    PAGE = "page"
    WINDOW = "window"


class SlotKey(NamedTuple):
    """One slot: a service of a hall at a time of a day."""

    hall: str
    service: str
    day: date
    start: time

    @property
    def at(self) -> datetime:
        """When it begins."""
        return datetime.combine(self.day, self.start, SHANGHAI)


class Booking(LateValue):
    """预约: a place in a slot, or in its waiting list."""

    id: str
    hall: str
    hall_name: str
    service: str
    service_name: str
    day: date
    start: time
    end: time
    person: Person | None = None
    """None: a walk-in."""
    state: BookingState
    code: str = ""
    """Six digits, unique in a hall's day, to be said at the window; empty while it waits, and of a walk-in."""
    origin: Origin
    made_at: AwareDatetime
    state_at: AwareDatetime
    reason: CancelReason | None = None
    """Of a cancelled one."""
    note: str = ""
    """Of one whose hall closed: why."""
    by: str = ""
    """The person at the window who did the last thing with it; empty where it was the follower, or time."""
    masked: tuple[tuple[Asked, str], ...] = ()
    """What the hall asked for, as it may be shown (``110***********1234``); empty after the visit."""
    version: int = 0
    """Counts its changes."""

    @property
    def slot(self) -> SlotKey:
        """Where it has its place."""
        return SlotKey(self.hall, self.service, self.day, self.start)

    @property
    def starts(self) -> datetime:
        """When it begins, aware."""
        return datetime.combine(self.day, self.start, SHANGHAI)

    @property
    def ends(self) -> datetime:
        """When it ends, aware."""
        return datetime.combine(self.day, self.end, SHANGHAI)


class OpenEntry(LateValue):
    """An open booking among those of a person."""

    id: str
    hall: str
    starts: AwareDatetime
    late: int = 0
    """Minutes after its start until which the person may come."""
    waiting: bool = False

    def over(self, now: datetime) -> bool:
        """Whether it counts no longer, though nobody has looked at it since."""
        return now >= self.starts + timedelta(minutes=self.late)


class NoShow(LateValue):
    """One booking to which a person did not come."""

    id: str
    day: date


class PersonBook(LateValue):
    """What counts against a person's limits."""

    open: tuple[OpenEntry, ...] = ()
    no_shows: tuple[NoShow, ...] = ()
    blocked_until: AwareDatetime | None = None
    moves: int = 0
    """Counts its changes; a write holds only where it is as it was read."""


class DayFree(NamedTuple):
    """A day as people choose among days."""

    day: date
    open: bool
    """Whether it can be booked now."""
    opens_at: datetime
    """When booking of it begins, or began."""
    free: int
    """Places left; what a day that is not open yet will have."""


class TimeFree(NamedTuple):
    """A slot as people choose among slots."""

    start: time
    end: time
    capacity: int
    free: int
    """Places that anybody may take: 0 where somebody waits."""
    waiting: int
    """People in the waiting list."""


class TellingKind(StrEnum):
    """What a follower has to be told that they did not just do themselves."""

    REMINDER = "reminder"
    """The visit is tomorrow."""
    MOVED_UP = "moved_up"
    """A place came free: they are booked."""
    HALL_CLOSED = "hall_closed"
    WAITED_IN_VAIN = "waited_in_vain"


class TellingState(StrEnum):
    """How far a telling is."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    """Somebody began to tell it. Where it stays so the outcome is unknown, and it is not told again."""
    NOTICE = "notice"
    """Told by a subscription notice (订阅通知)."""
    CHAT = "chat"
    """Told by a customer-service message."""
    NOT_TOLD = "not_told"
    """No consent and no open window, or refused."""
    DROPPED = "dropped"
    """It was no longer so when its time came."""


class Telling(LateValue):
    """One thing to tell one follower, once."""

    booking: str
    kind: TellingKind
    person: Person
    day: date
    start: time
    """Of the booking when it was written: a reminder of a slot that was changed since is dropped."""
    due: AwareDatetime
    state: TellingState = TellingState.WAITING
    note: str = ""
    """Why it was not told; of a closed hall, its reason."""

    @property
    def id(self) -> str:
        """Its sort key below the booking."""
        return f"{self.kind.value}#{self.day.isoformat()}#{self.start:%H%M}"
