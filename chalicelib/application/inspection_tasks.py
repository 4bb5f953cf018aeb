"""What inspection asks of a person: findings of the own account to put right, appeals and rectifications to decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from chalicelib import inspection, people
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application.task import Task, TaskKind
from chalicelib.inspection import FindingState, Method

_FIRST: Final = 5
_LOOKED_AT: Final = 100


def of_account(by: Actor, account: OfficialAccount, unit: str, now: datetime) -> Iterator[Task]:
    """What has to be put right at an account of the person's own unit, as one task."""
    if account.unit != unit or not any(inspection.open_of(account.id, now)):
        return
    if not people.may(by, inspection.RECTIFY, account.unit):
        return
    found = [
        one for one in inspection.of_account(account.id).values() if one.state in inspection.TO_DO
    ]
    if not found:
        return
    late = sum(one.overdue(now) for one in found)
    mine = sum(one.owner == by.person for one in found)
    first = min(found, key=lambda one: one.deadline)
    yield Task(
        kind=TaskKind.FINDING,
        what=f"{len(found)} 个巡检问题要整改"
        + (f"，{mine} 个由您负责" if mine else "")
        + (f"，{late} 个已逾期" if late else ""),
        detail=f"{account.name}：{first.indicator_name}",
        unit=account.unit,
        path=f"/inspection/mine?unit={unit}",
        since=min(one.state_at for one in found),
        until=first.deadline,
    )


def to_decide(by: Actor, unit: str) -> Iterator[Task]:
    """Appeals, and rectifications of what persons found, that wait for this person's decision."""
    if not people.may(by, inspection.DECIDE, unit):
        return
    states = [FindingState.APPEALED.value, FindingState.RECTIFIED.value]
    rows = islice(inspection.of_unit(unit, where={"state": states}), _LOOKED_AT)
    mine = (
        one
        for _, one in rows
        if (one.state is FindingState.APPEALED or one.method is Method.PERSON)
        and one.steps[-1].by != by.person
    )
    for one in islice(mine, _FIRST):
        yield Task(
            kind=TaskKind.FINDING_DECIDE,
            what=f"{inspection.labels.STATES[one.state]}：{one.indicator_name}",
            detail=one.said[:80],
            unit=one.unit,
            path=f"/inspection/findings/{one.id}",
            since=one.state_at,
        )
