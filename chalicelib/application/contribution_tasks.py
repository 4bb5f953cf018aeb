"""What of contributions waits for a person: to decide, too late already, an answer to take note of, a call to answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from chalicelib import contributions, people
from chalicelib.actor import Actor
from chalicelib.application.contribution_views import name_of, unit_names
from chalicelib.application.task import Task, TaskKind
from chalicelib.contributions import Contribution, ContributionState

DECIDE: Final = "contributions:contribution:decide"
SEND: Final = "contributions:contribution:send"
_FIRST: Final = 5
"""Of each kind, so many are named."""


def of_unit(by: Actor, unit: str, now: datetime) -> list[Task]:
    """The tasks of a person in a unit. Raises ``UnknownUnit``."""
    return [*_to_decide(by, unit, now), *_answered(by, unit), *_called(by, unit, now)]


def _to_decide(by: Actor, unit: str, now: datetime) -> Iterator[Task]:
    if not people.may(by, DECIDE, unit):
        return
    waiting = [
        one for one in contributions.store.open_at(unit) if by.person not in (one.by, one.sent_by)
    ]
    late = [one for one in waiting if contributions.rules.late(one, now)]
    path = f"/contributions?tab=received&unit={unit}"
    if late:
        yield Task(
            kind=TaskKind.CONTRIBUTION_LATE,
            what=f"{len(late)} 件报送逾期未答复",
            detail=_titles(late),
            unit=unit,
            path=f"{path}&late=1",
            until=min(one.answer_by for one in late if one.answer_by),
        )
    rest = [one for one in waiting if one not in late]
    if rest:
        yield Task(
            kind=TaskKind.CONTRIBUTION,
            what=f"{len(rest)} 件报送待处理",
            detail=_titles(rest),
            unit=unit,
            path=path,
            until=min((one.answer_by for one in rest if one.answer_by), default=None),
        )


def _answered(by: Actor, unit: str) -> Iterator[Task]:
    if not people.may(by, SEND, unit):
        return
    for one in islice(contributions.store.told(unit), _FIRST):
        answer = one.answer
        yield Task(
            kind=TaskKind.CONTRIBUTION_ANSWERED,
            what=one.written.title,
            detail=contributions.rules.said(one),
            unit=unit,
            path=f"/contributions/{one.id}",
            since=answer.at if answer else one.steps[-1].at,
        )


def _called(by: Actor, unit: str, now: datetime) -> Iterator[Task]:
    if not people.may(by, SEND, unit):
        return
    found = [
        one
        for one in islice(contributions.calls.meant_for(unit, now), _FIRST)
        if not _has_answered(one.id, unit)
    ]
    names = unit_names() if found else {}
    for one in found:
        yield Task(
            kind=TaskKind.CONTRIBUTION_CALL,
            what=one.text.title,
            detail=f"{name_of(one.unit, names)} 约稿",
            unit=unit,
            path=f"/contributions?tab=calls&unit={unit}",
            until=one.text.until,
        )


def _has_answered(call: str, unit: str) -> bool:
    return any(
        one == unit and state is not ContributionState.WITHDRAWN
        for one, state in contributions.store.answers_to(call)
    )


def _titles(some: list[Contribution]) -> str:
    return "、".join(f"《{one.written.title}》" for one in some[:2]) + (
        "等" if len(some) > 2 else ""
    )
