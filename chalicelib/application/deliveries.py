"""Deliveries as pages show them: the list of a unit, and one with all that is known of its fate."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Final

from pydantic import AwareDatetime

from chalicelib import accounts, people, publishing
from chalicelib.actor import Actor
from chalicelib.application.account_reach import names, readable
from chalicelib.application.calendars import READ
from chalicelib.application.deeds import deed, denied
from chalicelib.publishing import Delivery, DeliveryDeed, DeliveryState
from chalicelib.transitions import Deed
from chalicelib.values import Value

MOST_ACCOUNTS: Final = 40
"""Accounts whose deliveries are listed together."""
_LOOKED_AT: Final = 400
"""Deliveries that are looked through for one page; the next page goes on after them."""
_PERMISSIONS: Final = {
    DeliveryDeed.CANCEL: "publishing:push:cancel",
    DeliveryDeed.RETRY: "publishing:push:retry",
    DeliveryDeed.RECALL: "publishing:push:recall",
}
_UNKNOWN: Final = (
    "已经或可能已经提交给微信，还没有收到结果。系统正在向微信核实，不会重复发送；请不要另发一次。"
)


class DeliveryRow(Value):
    """One delivery in a list."""

    id: str
    account: str
    account_name: str
    at: AwareDatetime
    titles: tuple[str, ...]
    state: str
    state_name: str
    unknown: bool
    """Handed to WeChat, perhaps; no result is known yet."""
    way: publishing.Way
    way_name: str
    sent: int | None
    issue: str
    """Empty: planned straight from a file, without a review."""


class DeliveryPage(Value):
    """A page of the list."""

    deliveries: tuple[DeliveryRow, ...]
    place: str
    """The id after which the next page begins; empty: this is the last."""
    left_out: int
    """Accounts below the unit that were not looked at."""
    restore: Deed
    """To bring back what the queue gave up."""


class PieceSeen(Value):
    """One article of a delivery."""

    number: int
    article: str
    """Its id in the newsroom; empty for one from a file."""
    title: str
    revision: int | None
    url: str
    notes: tuple[str, ...]
    gone: bool
    """Its page was taken down, or is about to be."""


class MomentSeen(Value):
    """One line of the history."""

    at: AwareDatetime
    state_name: str
    by: str
    note: str


class RecallSeen(Value):
    """One order to take pages down."""

    at: AwareDatetime
    by: str
    reason: str
    article: int
    done_at: AwareDatetime | None
    refused: str


class FactSeen(Value):
    """A number of WeChat's."""

    name: str
    value: str


class DeliverySeen(Value):
    """One delivery with all that is known of it."""

    row: DeliveryRow
    unit: str
    unknown_note: str
    """What an unknown outcome means for the person; empty where it is known."""
    pieces: tuple[PieceSeen, ...]
    counts: publishing.Counts | None
    original_check: str
    facts: tuple[FactSeen, ...]
    due_at: AwareDatetime | None
    problem: str
    advice: str
    history: tuple[MomentSeen, ...]
    recalls: tuple[RecallSeen, ...]
    stays: tuple[str, ...]
    """What a recall leaves as it is."""
    deeds: tuple[Deed, ...]
    version: int


def deliveries(
    by: Actor,
    unit: str,
    account: str,
    states: Iterable[DeliveryState],
    *,
    after: str,
    limit: int,
) -> DeliveryPage:
    """Deliveries of an account, or of a unit and below, in these states (none: all), latest slot first.

    Raises ``PermissionDenied`` or an unknown's error.
    """
    found = readable(by, READ, unit, account)
    called, wanted = names(found[:MOST_ACCOUNTS]), frozenset(states)
    rows: list[DeliveryRow] = []
    place, looked = "", 0
    for one in islice(publishing.newest(called, after), _LOOKED_AT):
        if len(rows) == limit:
            break
        place, looked = one.id, looked + 1
        if not wanted or one.state in wanted:
            rows.append(_row(one, called[one.account]))
    else:
        # The end was reached, unless it was the end of what one page looks through.
        place = place if looked == _LOOKED_AT else ""
    return DeliveryPage(
        deliveries=tuple(rows),
        place=place,
        left_out=max(0, len(found) - MOST_ACCOUNTS),
        restore=deed("restore", "放回队列放弃的消息", _restore_refusal(by)),
    )


def delivery_seen(by: Actor, delivery_id: str, now: datetime) -> DeliverySeen:
    """One delivery. Raises ``UnknownDelivery`` or ``PermissionDenied``."""
    one = publishing.get(delivery_id)
    account = accounts.state(one.account).account
    people.require(by, READ, account.unit)
    hands = publishing.labels.HANDS
    gone = {order.article for order in one.recalls if not order.refused}
    return DeliverySeen(
        row=_row(one, account.name),
        unit=account.unit,
        unknown_note=_UNKNOWN if one.outcome_unknown else "",
        pieces=tuple(
            PieceSeen(
                number=number,
                article=piece.article_id or "",
                title=piece.title,
                revision=piece.revision,
                url=one.urls[number - 1] if number <= len(one.urls) else "",
                notes=tuple(publishing.description.article_notes(one, number)),
                gone=bool(gone & {0, number}),
            )
            for number, piece in enumerate(one.pieces, 1)
        ),
        counts=one.counts,
        original_check=publishing.description.original_check(one),
        facts=tuple(_facts(one)),
        due_at=one.due_at,
        problem=one.problem.what if one.problem else "",
        advice=one.problem.advice if one.problem else "",
        history=tuple(
            MomentSeen(
                at=moment.at,
                state_name=publishing.labels.STATES[moment.state],
                by=hands.get(moment.by, moment.by),
                note=moment.note,
            )
            for moment in reversed(one.history)
        ),
        recalls=tuple(
            RecallSeen(
                at=r.at,
                by=r.by,
                reason=r.reason,
                article=r.article,
                done_at=r.done_at,
                refused=r.refused,
            )
            for r in one.recalls
        ),
        stays=publishing.description.NOT_TAKEN_BACK[one.way],
        deeds=tuple(
            deed(
                name.value,
                publishing.deed_name(one, name),
                denied(by, permission, account.unit),
                publishing.delivery_refusal(one, name, now),
            )
            for name, permission in _PERMISSIONS.items()
        ),
        version=one.version,
    )


def delivery_for(by: Actor, delivery_id: str) -> Delivery:
    """A delivery, for a person who may see it. Raises ``UnknownDelivery`` or ``PermissionDenied``."""
    one = publishing.get(delivery_id)
    people.require(by, READ, accounts.state(one.account).account.unit)
    return one


def _row(one: Delivery, account_name: str) -> DeliveryRow:
    return DeliveryRow(
        id=one.id,
        account=one.account,
        account_name=account_name,
        at=one.at,
        titles=tuple(piece.title for piece in one.pieces),
        state=one.state.value,
        state_name=publishing.description.full_state(one),
        unknown=one.outcome_unknown,
        way=one.way,
        way_name=publishing.description.way(one),
        sent=one.counts.sent if one.counts else None,
        issue=one.issue or "",
    )


def _facts(one: Delivery) -> Iterable[FactSeen]:
    known = {
        "草稿 media_id": one.draft,
        "clientmsgid": one.clientmsgid if one.way is publishing.Way.MASS else None,
        "msg_id": one.msg_id,
        "publish_id": one.publish_id,
        "msg_data_id": one.msg_data_id,
    }
    return (
        FactSeen(name=name, value=str(value)) for name, value in known.items() if value is not None
    )


def _restore_refusal(by: Actor) -> str:
    return next(
        filter(None, (denied(by, publishing.RESTORE, top) for top in publishing.tops())), ""
    )
