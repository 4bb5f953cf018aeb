"""Items of issues.

| pk | sk | attributes |
|---|---|---|
| ``ISSUES#{account}`` | issue id | ``doc`` (Issue), ``version``, ``state``; ``gsi1pk`` = ``CALENDAR#{account}``, ``gsi1sk`` = time, unless cancelled |
| ``SLOTS#{account}`` | time | ``issue``: who has this minute; ``expires_at`` |

A slot's item is what keeps two issues out of one slot: it is written in the transaction that schedules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from chalicelib import accounts, audit, newsroom
from chalicelib.accounts import Claim
from chalicelib.audit import AuditEntry
from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.publishing.deliveries import store
from chalicelib.publishing.deliveries.models import Delivery
from chalicelib.publishing.errors import UnknownIssue
from chalicelib.publishing.issues.models import Issue, IssueState, account_of

_KEPT: Final = timedelta(days=100)
_BEFORE: Final = "version = :version_before"


class Part(StrEnum):
    """The subject of a write of a booking: the one whose condition failed stood in the way."""

    ISSUE = "issue"
    CALLED_OFF = "called off"
    DELIVERY = "delivery"
    ARTICLE = "article"
    SLOT = "slot"
    ALLOWANCE = "allowance"
    AUDIT = "audit"


class Refused(Exception):
    """A booking that did not go through, and the part that stood in the way."""

    def __init__(self, part: Part) -> None:
        super().__init__(part.value)
        self.part = part


@dataclass(frozen=True, slots=True)
class Booking:
    """One issue's change, with all that changes with it."""

    before: Issue
    after: Issue
    called_off: tuple[Delivery, Delivery] | None = None
    """The delivery it had, before and after it was cancelled."""
    made: Delivery | None = None
    """The delivery it gets."""
    claims: tuple[Claim, ...] = ()
    """The allowances that the new delivery uses."""
    released: tuple[newsroom.Released, ...] = ()
    """Its articles, which must still be as they were looked at."""


def add(issue: Issue, also: Sequence[table.Action] = ()) -> Issue:
    """Store a new issue together with other writes; one of the same id that is there already comes back instead."""
    item: table.Item = {
        "pk": _pk(issue.account),
        "sk": issue.id,
        "doc": issue.model_dump_json(),
        "version": issue.version,
        "state": issue.state.value,
        "gsi1pk": _calendar(issue.account),
        "gsi1sk": stamp(issue.at),
    }
    try:
        table.transact([table.put_action(item, only_new=True), *also])
    except ConditionFailed:
        return get_issue(issue.id)
    return issue


def get_issue(issue_id: str) -> Issue:
    """One issue as it is now. Raises ``UnknownIssue``."""
    account = account_of(issue_id)
    item = table.get(_pk(account), issue_id, consistent=True) if account else None
    if item is None:
        raise UnknownIssue(issue_id)
    return Issue.model_validate_json(str(item["doc"]))


def of_account(account: str) -> Iterator[Issue]:
    """All issues of an account, by id."""
    for item in table.query(_pk(account)):
        yield Issue.model_validate_json(str(item["doc"]))


def between(account: str, since: datetime, until: datetime) -> Iterator[Issue]:
    """Issues of an account with a time from ``since`` to ``until``, in order; cancelled ones are left out."""
    for item in table.due(_calendar(account), stamp(until), since=stamp(since)):
        yield Issue.model_validate_json(str(item["doc"]))


def slots_taken(account: str) -> dict[datetime, str]:
    """The minutes that are taken, each with the issue that has it."""
    found = table.query(_slots(account), consistent=True)
    return {datetime.fromisoformat(str(item["sk"])): str(item["issue"]) for item in found}


def book(bookings: Sequence[Booking], entries: Sequence[AuditEntry] = ()) -> None:
    """Write all of it, with its entries in the audit log, or nothing (docs/decisions/0072).

    Raises ``Refused`` with the first part that stood in the way.
    """
    # A transaction takes each item once, and two issues may hold the same article.
    articles = {one.article_id: one for booking in bookings for one in booking.released}
    writes = [
        *(pair for one in bookings for pair in _own_writes(one)),
        *((Part.ARTICLE, newsroom.released_condition(one)) for one in articles.values()),
        *((Part.SLOT, action) for action in _slot_writes(bookings)),
        *((Part.ALLOWANCE, action) for action in _allowance_writes(bookings)),
        *((Part.AUDIT, audit.write_action(entry)) for entry in entries),
    ]
    try:
        table.transact([action for _, action in writes])
    except ConditionFailed as error:
        raise Refused(writes[error.index][0]) from error


def _own_writes(booking: Booking) -> Iterator[tuple[Part, table.Action]]:
    yield Part.ISSUE, issue_action(booking.before, booking.after)
    if booking.called_off is not None:
        yield Part.CALLED_OFF, store.save_action(*booking.called_off)
    if booking.made is not None:
        yield Part.DELIVERY, store.add_action(booking.made)


def issue_action(before: Issue, after: Issue) -> table.Action:
    """The write that makes ``before`` into ``after``, for a transaction."""
    live = after.state is not IssueState.CANCELLED
    values: table.Item = {
        ":doc": after.model_dump_json(),
        ":version": after.version,
        ":state": after.state.value,
        ":version_before": before.version,
    }
    if live:
        values |= {":pk": _calendar(after.account), ":sk": stamp(after.at)}
    return table.update_action(
        _pk(after.account),
        after.id,
        "SET doc = :doc, version = :version, #state = :state"
        + (", gsi1pk = :pk, gsi1sk = :sk" if live else " REMOVE gsi1pk, gsi1sk"),
        values,
        condition=_BEFORE,
        names={"#state": "state"},
    )


def _slot_writes(bookings: Sequence[Booking]) -> Iterator[table.Action]:
    """Each minute once, whoever leaves and whoever comes: a swap is one write a slot."""
    had = {_place(one.before): one.before.id for one in bookings if _has_slot(one.before)}
    gets = {_place(one.after): one.after.id for one in bookings if _has_slot(one.after)}
    for account, at in dict.fromkeys([*had, *gets]):
        left, came = had.get((account, at)), gets.get((account, at))
        if left == came:
            continue
        key = (_slots(account), stamp(at))
        if came is None:
            yield table.delete_action(*key, {":issue": str(left)}, condition="issue = :issue")
            continue
        values: table.Item = {":came": came, ":expires": int((at + _KEPT).timestamp())}
        condition = "attribute_not_exists(pk)"
        if left is not None:
            values[":left"], condition = left, "issue = :left"
        yield table.update_action(
            *key, "SET issue = :came, expires_at = :expires", values, condition=condition
        )


def _allowance_writes(bookings: Sequence[Booking]) -> Iterator[table.Action]:
    for account in dict.fromkeys(one.before.account for one in bookings):
        own = [one for one in bookings if one.before.account == account]
        yield from accounts.ledger.exchange_actions(
            account,
            release=[
                (key, one.called_off[0].id)
                for one in own
                if one.called_off is not None
                for key in one.called_off[0].allowances
            ],
            reserve=[
                (claim, one.made.id) for one in own if one.made is not None for claim in one.claims
            ],
        )


def _has_slot(issue: Issue) -> bool:
    return issue.state is IssueState.SCHEDULED


def _place(issue: Issue) -> tuple[str, datetime]:
    return issue.account, issue.at


def _pk(account: str) -> str:
    return f"ISSUES#{account}"


def _slots(account: str) -> str:
    return f"SLOTS#{account}"


def _calendar(account: str) -> str:
    return f"CALENDAR#{account}"
