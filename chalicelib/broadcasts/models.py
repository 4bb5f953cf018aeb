"""A live stream as followers are told of it, and when they are told what. Values only, and the decision."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from pydantic import AwareDatetime

from chalicelib.values import Value

AHEAD: Final = timedelta(minutes=30)
"""Before the start: who wants to be reminded is told then."""
KEPT: Final = timedelta(days=7)
"""A wish is gone so long after the stream."""


class What(StrEnum):
    """What followers are told."""

    REMIND = "remind"
    MOVED = "moved"
    CANCELLED = "cancelled"


class Standing(StrEnum):
    """How a stream stands."""

    BEFORE = "before"
    NOW = "now"
    OVER = "over"
    REPLAY = "replay"
    CANCELLED = "cancelled"


class Broadcast(Value):
    """A live stream that was published."""

    account: str
    id: str
    """Of the product."""
    title: str
    host: str = ""
    where: str = ""
    page: str = ""
    """Address of its page; empty where pages have none."""
    starts: AwareDatetime
    ends: AwareDatetime
    cancelled: bool = False
    note: str = ""
    """Why it was cancelled."""
    news: What | None = None
    """``MOVED`` or ``CANCELLED``, as long as followers are still to be told."""
    news_at: AwareDatetime | None = None
    reminded_for: AwareDatetime | None = None
    """The start of which followers were reminded."""
    version: int = 1


class Due(NamedTuple):
    """What is to be told, and from when."""

    what: What
    at: datetime


class Reminders(Value):
    """A stream's reminders in numbers."""

    wished: int = 0
    told: int = 0
    """Of the last round."""
    not_told: int = 0
    """WeChat lets nobody tell them."""


def standing(
    starts: datetime,
    ends: datetime,
    now: datetime,
    *,
    cancelled: bool = False,
    replay: bool = False,
) -> Standing:
    """How a stream stands at a moment."""
    if cancelled:
        return Standing.CANCELLED
    if now < starts:
        return Standing.BEFORE
    if now < ends:
        return Standing.NOW
    return Standing.REPLAY if replay else Standing.OVER


def announced(before: Broadcast | None, wanted: Broadcast, now: datetime) -> Broadcast:
    """A stream as it is published over the one before: who wished to be reminded hears that it moved, or is cancelled."""
    if before is None:
        return wanted
    after = wanted.model_copy(
        update={
            "version": before.version + 1,
            "news": before.news,
            "news_at": before.news_at,
            "reminded_for": before.reminded_for,
        }
    )
    news = None
    if wanted.cancelled and not before.cancelled and now < before.ends:
        news = What.CANCELLED
    elif not wanted.cancelled and (before.cancelled or wanted.starts != before.starts):
        news = What.MOVED if now < wanted.starts else None
        after = after.model_copy(update={"news": None, "news_at": None})
    if news is None:
        return after
    return after.model_copy(update={"news": news, "news_at": now})


def due(one: Broadcast) -> Due | None:
    """What is to be told next; None: nothing."""
    if one.news is not None and one.news_at is not None:
        return Due(one.news, one.news_at)
    if one.cancelled or one.reminded_for == one.starts:
        return None
    return Due(What.REMIND, one.starts - AHEAD)


def told(one: Broadcast, what: What) -> Broadcast:
    """A stream whose followers are being told; told of a new time within ``AHEAD`` of it, they are reminded too."""
    if what is What.REMIND:
        update: dict[str, object] = {"reminded_for": one.starts}
    else:
        update = {"news": None, "news_at": None}
        if what is What.MOVED and one.news_at and one.starts - AHEAD <= one.news_at:
            update["reminded_for"] = one.starts
    return one.model_copy(update={**update, "version": one.version + 1})
