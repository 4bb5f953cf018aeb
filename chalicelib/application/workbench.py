"""A person's workbench (工作台): their tasks, today's slots, what is wrong, in a unit and below."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain
from typing import Final

from pydantic import AwareDatetime

from chalicelib import distribution, newsroom, people, publishing
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application.account_reach import readable, side_by_side
from chalicelib.clock import SHANGHAI
from chalicelib.distribution import Answer, TaskState
from chalicelib.newsroom import ArticleState
from chalicelib.publishing import DeliveryState
from chalicelib.values import Value

MOST_ACCOUNTS: Final = 20
"""A workbench looks closely at so many accounts at most; the control centre has the rest."""
_LOOKED_AT: Final = 100
"""Articles of a unit that are looked through for what was returned."""
_TROUBLE: Final = timedelta(days=2)
"""A delivery that ended badly is shown for so long."""


class TaskKind(StrEnum):
    """The kinds of tasks."""

    REVIEW = "review"
    RETURNED = "returned"
    OFFER = "offer"
    CHANGE = "change"


class Task(Value):
    """One thing that waits for this person."""

    kind: TaskKind
    what: str
    detail: str = ""
    unit: str = ""
    path: str
    """Where in the console it is dealt with."""
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


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
    offers = side_by_side(lambda account: list(_offers(by, account, now)), looked_at)
    slots = side_by_side(lambda account: list(_slots(account, now)), looked_at)
    troubles = side_by_side(lambda account: list(_troubles(account, now)), looked_at)
    tasks = [*_reviews(by), *_returned(by, unit), *chain.from_iterable(offers)]
    return Workbench(
        tasks=tuple(sorted(tasks, key=lambda one: one.until or one.since or now)),
        slots=tuple(sorted(chain.from_iterable(slots), key=lambda one: (one.at, one.account))),
        troubles=tuple(chain.from_iterable(troubles)),
        accounts_left_out=len(under) - len(looked_at),
    )


def _reviews(by: Actor) -> Iterator[Task]:
    for waiting in newsroom.waiting_for(by.person):
        article = waiting.article
        yield Task(
            kind=TaskKind.REVIEW,
            what=article.title,
            detail=waiting.stage,
            unit=article.unit,
            path=f"/review/{article.id}",
            since=article.waiting_since,
        )


def _returned(by: Actor, unit: str) -> Iterator[Task]:
    if not people.may(by, "newsroom:article:write", unit):
        return
    for nth, article in enumerate(newsroom.list_articles(unit)):
        if nth >= _LOOKED_AT:
            return
        if article.state is ArticleState.RETURNED and by.person in article.contributors:
            back = article.returned
            yield Task(
                kind=TaskKind.RETURNED,
                what=article.title,
                detail="；".join(back.reasons) if back else "",
                unit=article.unit,
                path=f"/articles/{article.id}",
                since=back.at if back else article.updated_at,
            )


def _offers(by: Actor, account: OfficialAccount, now: datetime) -> Iterator[Task]:
    if not people.may(by, "distribution:offer:answer", account.unit):
        return
    for offer, stand in distribution.inbox(account.id, now):
        path = f"/matrix/inbox?account={account.id}&offer={offer.id}"
        if stand.receipt.answer is Answer.OPEN and not offer.recalled:
            yield Task(
                kind=TaskKind.OFFER,
                what=offer.title,
                detail=account.name,
                unit=account.unit,
                path=path,
                since=offer.at,
                until=offer.deadline,
            )
        for task in stand.receipt.tasks:
            if task.state is TaskState.OPEN:
                yield Task(
                    kind=TaskKind.CHANGE,
                    what=offer.title,
                    detail=f"{account.name}：{distribution.labels.CHANGES[task.kind]}",
                    unit=account.unit,
                    path=path,
                    until=task.deadline,
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
