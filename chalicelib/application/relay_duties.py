"""What of relays waits for a person: a step to write, words to the next step that are old, a step that is late.

A step is told to the person who was named for it, its lateness to who started the relay; where that person is not there
any more, to everybody of the unit who could do it (docs/decisions/0308).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from chalicelib import people, relays
from chalicelib.actor import Actor
from chalicelib.application.task import Task, TaskKind
from chalicelib.relays import RelayState, RelayUrged, UnitStep

MAKE: Final = "relays:step:make"
RUN: Final = "relays:relay:run"
_LOOKED_AT: Final = 200
_RELAYS: Final = 20


def of_unit(by: Actor, unit: str, now: datetime) -> list[Task]:
    """The tasks of a person in a unit, from two queries. Raises ``UnknownUnit``."""
    return [*_to_make(by, unit), *_late(by, unit, now)]


def _to_make(by: Actor, unit: str) -> Iterator[Task]:
    if not people.may(by, MAKE, unit):
        return
    for one in islice(relays.steps_of(unit), _LOOKED_AT):
        if one.relay_state is not RelayState.RUNNING:
            continue
        turn = one.turn_at is not None and one.state in relays.OPEN_STEPS
        if (turn or one.hand_on_old) and _told(by, one.owner, MAKE, unit):
            yield _task(one, _said(one) if turn else "下一棒换了，稿件里的交棒文字要更新")


def _late(by: Actor, unit: str, now: datetime) -> Iterator[Task]:
    if not people.may(by, RUN, unit):
        return
    for line in islice(relays.of_unit(unit), _RELAYS):
        late = line.state is RelayState.RUNNING and line.due_at is not None and line.due_at < now
        if late and _told(by, line.lead, RUN, unit):
            yield Task(
                kind=TaskKind.RELAY_LATE,
                what=line.title,
                detail=f"第 {line.current} 棒 {line.current_account}",
                unit=unit,
                path=f"/relays/{line.id}",
                until=line.due_at,
            )


def _told(by: Actor, named: str | None, permission: str, unit: str) -> bool:
    """Whether this person is told of what ``named`` answers for: that person is, and all where nobody is there by that name.

    A workbench shows one unit, so who answers from a unit above may never look at it: others of the unit are told too.
    """
    if not named or named == by.person:
        return True
    member = people.staff_member(named, unit)
    return member is None or people.holders(permission).isdisjoint(member.roles)


def _said(one: UnitStep) -> str:
    said = f"第 {one.number} 棒 · {relays.labels.STEPS[one.state]}"
    if one.urged is not RelayUrged.NOT_YET:
        said += " · 已催办" if one.urged is RelayUrged.REMINDED else " · 已逾期"
    return said


def _task(one: UnitStep, detail: str) -> Task:
    return Task(
        kind=TaskKind.RELAY,
        what=f"{one.relay_title}：{one.title}",
        detail=detail,
        unit=one.unit,
        path=f"/relays/{one.relay}?step={one.step}",
        since=one.turn_at,
        until=one.due_at,
    )
