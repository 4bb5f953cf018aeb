"""What the unit above does with a report: close it, return it, urge. It needs the permission there, or at the issuer."""

from __future__ import annotations

from datetime import datetime

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.cloud import table
from chalicelib.errors import Field
from chalicelib.orders import issuing, logged, receipts, rules, store, terms
from chalicelib.orders.answering import no_longer_urged
from chalicelib.orders.delivering import facts
from chalicelib.orders.errors import BadOrder
from chalicelib.orders.models import Receipt, ReceiptAction
from chalicelib.orders.transitions import Who


def close(order_id: str, unit: str, *, by: Actor, now: datetime) -> Receipt:
    """Accept a report (办结); the order is closed with the last. Raises ``UnknownOrder``, ``NotNow``, ``PermissionDenied``."""
    receipt = _may_judge(order_id, unit, by)

    def closed(before: Receipt) -> Receipt:
        return rules.receipt_after(
            before, ReceiptAction.CLOSE, Who.ISSUER, by=by.person, at=now, closed_at=now
        )

    after = receipts.change(order_id, unit, closed, _also(by, receipt, now))[0]
    finished(order_id, unit, now)
    return after


def return_(
    order_id: str,
    unit: str,
    reason: str,
    *,
    by: Actor,
    now: datetime,
    done_by: datetime | None = None,
) -> Receipt:
    """Return a report to be done again (退回重办), with a new deadline.

    Raises ``BadOrder``, and as ``close`` does.
    """
    receipt = _may_judge(order_id, unit, by)
    note = issuing.reason_of(reason)
    if done_by is not None and done_by <= now:
        raise BadOrder("期限已经过去，请给一个将来的时间。", fields=[Field("done_by", "已经过去")])
    until = done_by or max(terms.done_by(receipt.urgency, now), receipt.done_by)

    def returned(before: Receipt) -> Receipt:
        return rules.receipt_after(
            before,
            ReceiptAction.RETURN,
            Who.ISSUER,
            by=by.person,
            at=now,
            note=note,
            returned=before.returned + 1,
            done_by=until,
            reported_at=None,
        )

    after = receipts.change(order_id, unit, returned, _also(by, receipt, now, note))[0]
    store.urge_at(order_id, until, sooner=True)
    return after


def remind(order_id: str, unit: str, *, by: Actor, now: datetime, note: str = "") -> Receipt:
    """Urge a unit by hand (催办), whatever its deadline. Raises as ``close`` does."""
    receipt = _may_judge(order_id, unit, by)

    def reminded(before: Receipt) -> Receipt:
        return rules.receipt_after(
            before, ReceiptAction.REMIND, Who.ISSUER, by=by.person, at=now, note=note.strip()[:200]
        )

    return receipts.change(order_id, unit, reminded, _also(by, receipt, now, note))[0]


def finished(order_id: str, unit: str, now: datetime) -> None:
    """After a unit's last step: close the order if it was the last unit; a crash leaves that to the next look."""
    # One item tells mostly that others are not done; only else all of them are read.
    if not any(one.open for one in receipts.rows_beside(order_id, unit)):
        issuing.close_if_done(order_id, now)


def _may_judge(order_id: str, unit: str, by: Actor) -> Receipt:
    receipt = receipts.receipt(order_id, unit)
    if not people.may(by, logged.CLOSE, receipt.above):
        people.require(by, logged.CLOSE, receipt.issuer)
    return receipt


def _also(by: Actor, receipt: Receipt, now: datetime, note: str = "") -> receipts.Also:
    def also(before: Receipt, after: Receipt) -> list[table.Action]:
        entry = logged.entry_action(
            by,
            logged.CLOSE,
            receipt.unit,
            receipt.order,
            at=now,
            before=facts(before),
            after=facts(after),
            note=note or receipt.title,
        )
        return [entry, *no_longer_urged(before, after)]

    return also
