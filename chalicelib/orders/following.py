"""What a receipt becomes by what happens elsewhere: the attached article is taken over, and out.

Each is a conditional write of the receipt, so that the stream may tell it twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from chalicelib.cloud import table
from chalicelib.orders import logged, receipts, rules, store
from chalicelib.orders.answering import no_longer_urged
from chalicelib.orders.delivering import facts
from chalicelib.orders.judging import finished
from chalicelib.orders.models import Receipt, ReceiptAction, ReceiptState, Report
from chalicelib.orders.transitions import Who


def adopted(
    order_id: str, unit: str, account: str, article: str, *, by: str, at: datetime, itself: bool
) -> Receipt:
    """An account of the unit has taken the attached article over.

    ``itself``: a person of the unit did, which signs for the order too. Else it waits for somebody to sign.
    """
    copy = f"{account} {article}"

    def noted(before: Receipt) -> Receipt:
        if copy in before.copies or not before.open:
            return before
        if itself and before.state is ReceiptState.SENT:
            before = rules.signed(before, by=by, at=at)
        return rules.receipt_after(
            before,
            ReceiptAction.ADOPTED,
            Who.SYSTEM,
            by=by,
            at=at,
            note=article,
            copies=(*before.copies, copy),
        )

    belongs = store.belongs_action(article, order_id, unit)
    return _written(order_id, unit, noted, by, at, [belongs])


def published(
    order_id: str,
    unit: str,
    account: str,
    wanted: Iterable[str],
    link: str,
    *,
    by: str,
    at: datetime,
) -> Receipt:
    """The copy of one account is out; with the last of ``wanted`` the unit is done, the link its evidence."""
    every = frozenset(wanted)

    def noted(before: Receipt) -> Receipt:
        if not before.open or account in before.out:
            return before
        out = tuple(sorted({*before.out, account}))
        links = tuple(dict.fromkeys([*(before.report.links if before.report else ()), link]))
        report = Report(text="稿件已发布。", links=tuple(filter(None, links)), by=by, at=at)
        if not every <= set(out):
            partly = before.model_copy(update={"out": out, "report": report})
            return rules.with_step(partly, "publish", by=by, at=at, note=account)
        return done(before, report, by=by, at=at, note=account).model_copy(update={"out": out})

    after = _written(order_id, unit, noted, by, at)
    if after.state is ReceiptState.DONE:
        finished(order_id, unit, at)
    return after


def settled(order_id: str, unit: str, report: Report, *, by: str, at: datetime) -> Receipt:
    """Everything that a unit had to do was done elsewhere: its receipt is closed, with this as its report."""

    def noted(before: Receipt) -> Receipt:
        return done(before, report, by=by, at=at) if before.open else before

    after = _written(order_id, unit, noted, by, at)
    if after.state is ReceiptState.DONE:
        finished(order_id, unit, at)
    return after


def done(before: Receipt, report: Report, *, by: str, at: datetime, note: str = "") -> Receipt:
    """The receipt as it is once all of it is done elsewhere; who did not sign before has signed by that."""
    changes: dict[str, object] = {}
    if before.signed_at is None:
        changes = {"signed_at": at, "signed_by": by, "signed_late": at > before.sign_by}
    return rules.receipt_after(
        before,
        ReceiptAction.PUBLISHED,
        Who.SYSTEM,
        by=by,
        at=at,
        note=note,
        report=report,
        reported_at=at,
        closed_at=at,
        done_late=before.done_late or at > before.done_by,
        **changes,
    )


def _written(
    order_id: str,
    unit: str,
    changed: receipts.Changed,
    by: str,
    at: datetime,
    more: Iterable[table.Action] = (),
) -> Receipt:
    def also(before: Receipt, after: Receipt) -> list[table.Action]:
        entry = logged.entry_action(
            logged.worker_for(by),
            logged.ANSWER,
            unit,
            order_id,
            at=at,
            before=facts(before),
            after=facts(after),
            note=after.title,
        )
        return [entry, *no_longer_urged(before, after), *more]

    return receipts.change(order_id, unit, changed, also)[0]
