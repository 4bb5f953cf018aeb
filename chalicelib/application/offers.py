"""Offers as pages show them: what a unit offered and how each account stands, and what an account was offered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from pydantic import AwareDatetime

from chalicelib import accounts, distribution, people, units
from chalicelib.actor import Actor
from chalicelib.application.account_reach import readable
from chalicelib.application.deeds import deed, denied
from chalicelib.cloud.at_once import side_by_side
from chalicelib.distribution import ChangeKind, Offer, Stand, Standing, Task, TaskState
from chalicelib.transitions import Deed
from chalicelib.values import Value

READ: Final = "distribution:offer:read"
CHANGE: Final = "distribution:offer:change"
ANSWER: Final = "distribution:offer:answer"
MOST_ACCOUNTS: Final = 300
"""Receipts of one offer that are shown."""
_INBOXES: Final = 20
"""Accounts whose inboxes are shown together."""
_EACH: Final = 50
"""Offers of an inbox that are shown, the newest first."""
_RED_FIRST: Final = (
    Standing.LATE,
    Standing.WAITING,
    Standing.DECLINED,
    Standing.ADOPTED,
    Standing.SCHEDULED,
    Standing.PUSHED,
    Standing.RECALLED,
)


class OfferChangeSeen(Value):
    """A correction or recall at the source."""

    number: int
    kind: ChangeKind
    kind_name: str
    reason: str
    deadline: AwareDatetime
    at_once: bool
    by: str
    at: AwareDatetime


class OfferSeen(Value):
    """One offer."""

    id: str
    unit: str
    unit_name: str
    article: str
    revision: int
    title: str
    requirement: distribution.Requirement
    requirement_name: str
    deadline: AwareDatetime
    note: str
    accounts: int
    by: str
    at: AwareDatetime
    recalled: bool
    changes: tuple[OfferChangeSeen, ...]
    version: int


class OfferPage(Value):
    """The offers of a unit."""

    offers: tuple[OfferSeen, ...]
    place: str
    make: Deed


class TaskSeen(Value):
    """What a change at the source asks of an account."""

    number: int
    kind_name: str
    deadline: AwareDatetime
    open: bool
    what: str
    by: str
    deeds: tuple[Deed, ...]


class StandSeen(Value):
    """One account, seen from above or by itself."""

    account: str
    account_name: str
    unit: str
    level_name: str
    standing: Standing
    standing_name: str
    bad: bool
    """Late, or a task is open past its time."""
    article: str
    delivery: str
    said: str
    """Why it declined, or what stands in the way."""
    by: str
    at: AwareDatetime | None
    tasks: tuple[TaskSeen, ...]


class OfferDetail(Value):
    """An offer with all its receipts, those that ask for somebody first."""

    offer: OfferSeen
    stands: tuple[StandSeen, ...]
    left_out: int
    deeds: tuple[Deed, ...]


class Received(Value):
    """An offer at one account."""

    offer: OfferSeen
    stand: StandSeen
    deeds: tuple[Deed, ...]


class Inbox(Value):
    """What the accounts of a unit were offered."""

    received: tuple[Received, ...]
    left_out: int


def offers(by: Actor, unit: str, *, after: str, limit: int) -> OfferPage:
    """The offers of a unit, the newest first. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    found = list(islice(distribution.of_unit(unit, after), limit + 1))
    return OfferPage(
        offers=tuple(_offer(one) for one in found[:limit]),
        place=found[limit - 1].id if len(found) > limit else "",
        make=deed("make", "分发稿件", denied(by, "distribution:offer:make", unit)),
    )


def offer_detail(by: Actor, offer_id: str, now: datetime) -> OfferDetail:
    """An offer for the people of the unit that made it. Raises ``UnknownOffer`` or ``PermissionDenied``."""
    offer = distribution.get(offer_id)
    people.require(by, READ, offer.unit)
    refused = denied(by, CHANGE, offer.unit)
    found = [_stand(one, now) for one in islice(distribution.standings(offer, now), MOST_ACCOUNTS)]
    return OfferDetail(
        offer=_offer(offer),
        stands=tuple(
            sorted(
                found, key=lambda one: (not one.bad, _RED_FIRST.index(one.standing), one.account)
            )
        ),
        left_out=max(0, len(offer.accounts) - MOST_ACCOUNTS),
        deeds=tuple(
            deed(
                kind.value,
                distribution.labels.CHANGES[kind],
                refused,
                distribution.change_refusal(offer, kind),
            )
            for kind in ChangeKind
        ),
    )


def inbox(by: Actor, unit: str, account: str, now: datetime) -> Inbox:
    """What an account, or the accounts of a unit and below, were offered; what waits for an answer first.

    Raises ``PermissionDenied`` or an unknown's error.
    """
    found = readable(by, READ, unit, account)

    def of(one: accounts.OfficialAccount) -> list[Received]:
        return list(_received(one.id, denied(by, ANSWER, one.unit), now))

    got = [one for listed in side_by_side(of, found[:_INBOXES]) for one in listed]
    return Inbox(
        received=tuple(
            sorted(got, key=lambda one: (not _waits(one), one.offer.deadline, one.offer.id))
        ),
        left_out=max(0, len(found) - _INBOXES),
    )


def received(by: Actor, offer_id: str, account_id: str, now: datetime) -> Received:
    """One offer at one account. Raises ``UnknownOffer`` or ``PermissionDenied``."""
    account = accounts.state(account_id).account
    people.require(by, READ, account.unit)
    receipt = distribution.receipt(offer_id, account_id)
    offer = distribution.get(offer_id)
    return _one(
        offer, distribution.stand(offer, receipt, now), denied(by, ANSWER, account.unit), now
    )


def _received(account_id: str, refused: str, now: datetime) -> Iterator[Received]:
    for offer, stand in islice(distribution.inbox(account_id, now), _EACH):
        yield _one(offer, stand, refused, now)


def _one(offer: Offer, stand: Stand, refused: str, now: datetime) -> Received:
    return Received(
        offer=_offer(offer),
        stand=_stand(stand, now, refused),
        deeds=(
            deed("adopt", "采用", refused, distribution.adopt_refusal(offer, stand.receipt)),
            deed(
                "decline", "谢绝", refused, distribution.decline_refusal(offer, stand.receipt, now)
            ),
        ),
    )


def _waits(one: Received) -> bool:
    return one.stand.standing in (Standing.WAITING, Standing.LATE) or any(
        task.open for task in one.stand.tasks
    )


def _offer(offer: Offer) -> OfferSeen:
    return OfferSeen(
        id=offer.id,
        unit=offer.unit,
        unit_name=units.lineage(offer.unit)[0].name,
        article=offer.article,
        revision=offer.current[0],
        title=offer.current[2],
        requirement=offer.requirement,
        requirement_name=distribution.labels.REQUIREMENTS[offer.requirement],
        deadline=offer.deadline,
        note=offer.note,
        accounts=len(offer.accounts),
        by=offer.by,
        at=offer.at,
        recalled=offer.recalled,
        changes=tuple(
            OfferChangeSeen(
                number=one.number,
                kind=one.kind,
                kind_name=distribution.labels.CHANGES[one.kind],
                reason=one.reason,
                deadline=one.deadline,
                at_once=one.at_once,
                by=one.by,
                at=one.at,
            )
            for one in offer.changes
        ),
        version=offer.version,
    )


def _stand(stand: Stand, now: datetime, refused: str = "") -> StandSeen:
    account = accounts.state(stand.account).account
    unit, receipt = units.lineage(account.unit)[0], stand.receipt
    overdue = any(one.state is TaskState.OPEN and one.deadline < now for one in receipt.tasks)
    return StandSeen(
        account=account.id,
        account_name=account.name,
        unit=unit.id,
        level_name=units.LEVELS[unit.level],
        standing=stand.standing,
        standing_name=distribution.labels.STANDINGS[stand.standing],
        bad=stand.standing is Standing.LATE or overdue or bool(receipt.problem),
        article=receipt.article or "",
        delivery=stand.delivery or "",
        said=receipt.problem or receipt.reason,
        by=receipt.by,
        at=receipt.at,
        tasks=tuple(_task(one, refused) for one in receipt.tasks),
    )


def _task(task: Task, refused: str) -> TaskSeen:
    done = "" if task.state is TaskState.OPEN else "已经办完。"
    return TaskSeen(
        number=task.change,
        kind_name=distribution.labels.CHANGES[task.kind],
        deadline=task.deadline,
        open=task.state is TaskState.OPEN,
        what=task.what,
        by=task.by,
        deeds=(
            deed("carry_out", "办理", refused, done),
            deed("acknowledge", "说明已办", refused, done),
        ),
    )
