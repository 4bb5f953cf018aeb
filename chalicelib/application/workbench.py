"""A person's workbench (工作台): their tasks, today's slots, what is wrong, in a unit and below."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from typing import Final

from pydantic import AwareDatetime

from chalicelib import publishing
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application import (
    column_tasks,
    contribution_tasks,
    control_duties,
    inspection_tasks,
    material_tasks,
    menu_tasks,
    relay_duties,
    tasks,
)
from chalicelib.application.account_reach import readable
from chalicelib.application.task import Task
from chalicelib.clock import SHANGHAI
from chalicelib.cloud.at_once import side_by_side
from chalicelib.publishing import DeliveryState
from chalicelib.values import Value

MOST_ACCOUNTS: Final = 20
"""A workbench looks closely at so many accounts at most; the control centre has the rest."""
_TROUBLE: Final = timedelta(days=2)
"""A delivery that ended badly is shown for so long."""


class Slot(Value):
    """One time of today at one account."""

    account: str
    account_name: str
    at: AwareDatetime
    past: bool
    titles: tuple[str, ...]
    state: str
    path: str
    left: int | None
    """Mass sends that the day has left there; None where there is no limit."""


class Trouble(Value):
    """One thing that is wrong."""

    what: str
    account: str
    path: str
    at: AwareDatetime


class Workbench(Value):
    """All of it."""

    tasks: tuple[Task, ...]
    slots: tuple[Slot, ...]
    troubles: tuple[Trouble, ...]
    accounts_left_out: int
    """Accounts below the unit that were not looked at."""


def workbench(by: Actor, unit: str, now: datetime) -> Workbench:
    """The workbench of a person in a unit. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    under = readable(by, "units:unit:read", unit, "")
    looked_at = under[:MOST_ACCOUNTS]
    publishing.read_ahead(looked_at, now.astimezone(SHANGHAI).date())
    jobs: list[Callable[[], _Part]] = [
        lambda: _Part(tasks=tuple(tasks.of_person(by, unit, now))),
        lambda: _Part(tasks=tuple(tasks.of_knowledge(by, under, unit, now))),
        lambda: _Part(tasks=tuple(menu_tasks.of_accounts(by, looked_at, now))),
        lambda: _Part(tasks=tuple(control_duties.of_unit(by, unit, now))),
        lambda: _Part(tasks=tuple(relay_duties.of_unit(by, unit, now))),
        lambda: _Part(tasks=tuple(material_tasks.of_person(by, unit, now))),
        lambda: _Part(tasks=tuple(contribution_tasks.of_unit(by, unit, now))),
        lambda: _Part(
            tasks=tuple(tasks.of_services(by, {unit, *(one.unit for one in under)}, unit, now))
        ),
        lambda: _Part(tasks=tuple(column_tasks.of_unit(by, unit, now))),
        lambda: _Part(tasks=tuple(inspection_tasks.to_decide(by, unit))),
        lambda: _Part(
            tasks=tuple(
                task
                for one in looked_at
                for task in inspection_tasks.of_account(by, one, unit, now)
            )
        ),
        *(partial(_at_account, by, one, now) for one in looked_at),
    ]
    parts = side_by_side(lambda job: job(), jobs)
    found = chain.from_iterable(one.tasks for one in parts)
    slots = chain.from_iterable(one.slots for one in parts)
    return Workbench(
        tasks=tuple(sorted(found, key=lambda one: one.until or one.since or now)),
        slots=tuple(sorted(slots, key=lambda one: (one.at, one.account))),
        troubles=tuple(chain.from_iterable(one.troubles for one in parts)),
        accounts_left_out=len(under) - len(looked_at),
    )


class _Part(Value):
    """What one of the readers found."""

    tasks: tuple[Task, ...] = ()
    slots: tuple[Slot, ...] = ()
    troubles: tuple[Trouble, ...] = ()


def _at_account(by: Actor, account: OfficialAccount, now: datetime) -> _Part:
    return _Part(
        tasks=tuple(tasks.of_account(by, account, now)),
        slots=tuple(_slots(account, now)),
        troubles=tuple(_troubles(account, now)),
    )


def _slots(account: OfficialAccount, now: datetime) -> Iterator[Slot]:
    [day] = publishing.calendar_of(account.id, [now.astimezone(SHANGHAI).date()], now).days
    for cell in day.cells:
        if cell.past and not cell.entries:
            continue
        entry = cell.entries[0] if cell.entries else None
        yield Slot(
            account=account.id,
            account_name=account.name,
            at=cell.at,
            past=cell.past,
            titles=tuple(one.title for one in cell.entries),
            state=entry.state if entry else "",
            path=f"/calendar?account={account.id}" if entry is None else _path(entry.id),
            left=day.left,
        )


def _path(entry: str) -> str:
    return f"/issues/{entry}" if entry.startswith("i-") else f"/deliveries/{entry}"


def _troubles(account: OfficialAccount, now: datetime) -> Iterator[Trouble]:
    for delivery in publishing.list_deliveries([account.id]):
        if delivery.at < now - _TROUBLE:
            return  # latest slot first
        if delivery.state in (DeliveryState.FAILED, DeliveryState.PARTIALLY_SENT):
            yield Trouble(
                what=f"{publishing.labels.STATES[delivery.state]}："
                + " / ".join(piece.title for piece in delivery.pieces),
                account=account.id,
                path=f"/deliveries/{delivery.id}",
                at=delivery.at,
            )
