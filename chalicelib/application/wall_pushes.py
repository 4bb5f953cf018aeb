"""Today's pushes on the wall: by state, and when the next ones go out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from pydantic import AwareDatetime

from chalicelib import publishing, wall
from chalicelib.application.wall_scope import WallScope
from chalicelib.clock import SHANGHAI
from chalicelib.publishing import UNSENT, DeliveryState
from chalicelib.values import Value

MOST_SHOWN: Final = 8
_LATE: Final = timedelta(minutes=10)
"""A push that is not out so long after its slot is late."""
_BAD: Final = (DeliveryState.FAILED, DeliveryState.PARTIALLY_SENT, DeliveryState.AWAITING_ADMIN)
_ON_THE_WAY: Final = frozenset({DeliveryState.SUBMITTED, DeliveryState.AWAITING_ADMIN})
_NONE: Final = "今天没有安排推送"


class PushState(Value):
    """How many pushes of today are in a state."""

    state: DeliveryState
    state_name: str
    pushes: int


class PushLine(Value):
    """One push in a list."""

    delivery: str
    account: str
    account_name: str
    title: str
    at: AwareDatetime
    state: DeliveryState
    state_name: str


class NextSlot(Value):
    """The next time at which anything goes out."""

    at: AwareDatetime
    pushes: int
    """At that minute."""
    account_name: str
    """Of one of them."""


class WallPushes(Value):
    """The part of the wall."""

    planned: int
    """Of today, without those that were cancelled."""
    out: int
    waiting: int
    on_the_way: int
    failed: int
    late: int
    """Of those that wait: their slot passed ten minutes ago."""
    states: tuple[PushState, ...]
    next: NextSlot | None
    lines: tuple[PushLine, ...]
    """What went wrong first, then the newest."""
    why: str
    """Why there is nothing; empty where there is."""


def pushes(scope: WallScope, now: datetime) -> WallPushes:
    """Today's pushes of these accounts, and the next slot of today or tomorrow."""
    today = now.astimezone(SHANGHAI).date()
    rows = _of(scope, wall.pushes(today))
    coming = _coming(rows, now) or _coming(_of(scope, wall.pushes(today + timedelta(days=1))), now)
    count = Counter(DeliveryState(one.state) for one in rows)
    waiting = [one for one in rows if one.state in UNSENT]
    shown = sorted(
        (one for one in rows if one.at <= now and one.state != DeliveryState.CANCELLED),
        key=lambda one: (one.state not in _BAD, -one.at.timestamp(), one.delivery),
    )
    return WallPushes(
        planned=len(rows) - count[DeliveryState.CANCELLED],
        out=sum(count[one] for one in (*publishing.DELIVERED, DeliveryState.RECALLED)),
        waiting=len(waiting),
        on_the_way=sum(count[one] for one in _ON_THE_WAY),
        failed=count[DeliveryState.FAILED],
        late=sum(one.at < now - _LATE for one in waiting),
        states=tuple(
            PushState(state=state, state_name=publishing.labels.STATES[state], pushes=count[state])
            for state in DeliveryState
            if count[state]
        ),
        next=_next(scope, coming),
        lines=tuple(_line(scope, one) for one in shown[:MOST_SHOWN]),
        why="" if rows else _NONE,
    )


def _of(scope: WallScope, rows: Iterable[wall.PushRow]) -> list[wall.PushRow]:
    return [one for one in rows if scope.holds(one.account)]


def _coming(rows: Iterable[wall.PushRow], now: datetime) -> list[wall.PushRow]:
    """What goes out at the next slot."""
    ahead = [one for one in rows if one.at > now and one.state in UNSENT]
    first = min((one.at for one in ahead), default=None)
    return [one for one in ahead if one.at == first]


def _next(scope: WallScope, coming: list[wall.PushRow]) -> NextSlot | None:
    if not coming:
        return None
    name = scope.accounts[coming[0].account].name
    return NextSlot(at=coming[0].at, pushes=len(coming), account_name=name)


def _line(scope: WallScope, one: wall.PushRow) -> PushLine:
    state = DeliveryState(one.state)
    return PushLine(
        delivery=one.delivery,
        account=one.account,
        account_name=scope.accounts[one.account].name,
        title=one.title,
        at=one.at,
        state=state,
        state_name=publishing.labels.STATES[state],
    )
