"""Alarms on the wall: the newest of the last two days, of a unit and below."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from pydantic import AwareDatetime

from chalicelib import wall
from chalicelib.application.wall_scope import WallScope
from chalicelib.clock import SHANGHAI
from chalicelib.values import Value
from chalicelib.wall import Alarm, AlarmKind, Grade

MOST_SHOWN: Final = 20
KINDS: Final = {
    AlarmKind.PUSH: "推送",
    AlarmKind.SPIKE: "突增",
    AlarmKind.HEALTH: "健康",
    AlarmKind.ORDER: "指令",
    AlarmKind.FINDING: "巡检",
}


class AlarmLine(Value):
    """One alarm."""

    id: str
    kind: AlarmKind
    kind_name: str
    grade: Grade
    who: str
    """The account's name, or the unit's."""
    what: str
    at: AwareDatetime


class WallAlarms(Value):
    """The part of the wall, newest first."""

    alarms: tuple[AlarmLine, ...]
    today: int
    """Of today; of more than are listed too."""


def alarms(scope: WallScope, now: datetime) -> WallAlarms:
    """The alarms of these units and accounts."""
    today = now.astimezone(SHANGHAI).date()
    of_today = [one for one in wall.alarms(today) if one.unit in scope.units]
    before = _of(scope, wall.alarms(today - timedelta(days=1)))
    shown = [*of_today[:MOST_SHOWN], *islice(before, max(0, MOST_SHOWN - len(of_today)))]
    return WallAlarms(alarms=tuple(_line(scope, one) for one in shown), today=len(of_today))


def _of(scope: WallScope, found: Iterator[Alarm]) -> Iterator[Alarm]:
    return (one for one in found if one.unit in scope.units)


def _line(scope: WallScope, one: Alarm) -> AlarmLine:
    account = scope.accounts.get(one.account)
    return AlarmLine(
        id=one.id,
        kind=one.kind,
        kind_name=KINDS[one.kind],
        grade=one.grade,
        who=account.name if account else scope.units[one.unit].name,
        what=one.what,
        at=one.at,
    )
