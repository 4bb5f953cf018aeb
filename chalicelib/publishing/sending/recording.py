"""The write after a step: the delivery, and in the same transaction its job and what becomes of its allowances."""

from __future__ import annotations

from chalicelib import accounts
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.publishing.deliveries import store
from chalicelib.publishing.deliveries.models import Delivery
from chalicelib.publishing.deliveries.transitions import HANDED_OVER, UNSENT
from chalicelib.publishing.errors import DeliveryChanged
from chalicelib.publishing.sending import reports
from chalicelib.publishing.sending.next_step import asked_later


def record(before: Delivery, after: Delivery, error: Exception | None = None) -> Delivery:
    """Write ``after``, settle the allowances it held in the same transaction, and tell who has to know.

    ``error`` is what the step ended in, if it did. Raises ``DeliveryChanged``: whoever lost the race tells nothing.
    """
    job = after.job if _is_handed_over(before, after) else None
    saved = _saved(before, after) if job is None else _handed_over(before, after, job)
    reports.tell(before, saved, error)
    return saved


def settlement(before: Delivery, after: Delivery) -> list[table.Action]:
    """The writes to the ledger when a delivery leaves the unsent states.

    An allowance is used where WeChat has, or may have, the push; else it is given back.
    """
    if before.state not in UNSENT or after.state in UNSENT:
        return []
    if after.state not in HANDED_OVER and after.tried_at is None:
        return accounts.ledger.exchange_actions(
            after.account, release=[(key, after.id) for key in after.allowances]
        )
    return [accounts.ledger.commit_action(after.account, key, after.id) for key in after.allowances]


def _is_handed_over(before: Delivery, after: Delivery) -> bool:
    return before.state in UNSENT and after.state in HANDED_OVER


def _saved(before: Delivery, after: Delivery, also: list[table.Action] | None = None) -> Delivery:
    """Write it with what becomes of its allowances, and after these ``also``.

    Raises ``DeliveryChanged``, or ``ConditionFailed`` where a condition of ``also`` does not hold.
    """
    also, settled = also or [], settlement(before, after)
    try:
        return store.save(before, after, [*settled, *also])
    except ConditionFailed as error:
        if error.index > len(settled):
            raise
    # The ledger knows of no such reservation: its time is over, or a person corrected it. A push must not
    # hang on that; that its fate is written down matters more.
    saved = store.save(before, after, also)
    reports.warn("allowance not held", saved)
    return saved


def _handed_over(before: Delivery, after: Delivery, job: str) -> Delivery:
    """Write a submit and its job together, so that a finish event finds its delivery (docs/decisions/0360).

    An event that came before is there already: then the delivery is due at once, and the next step finds it. Else
    nothing is to be asked before WeChat's usual time.
    """
    now = after.submitted_at or after.at
    try:
        try:
            heard = store.job_action(after, job, now, unheard=True)
            return _saved(before, asked_later(after, now), [heard])
        except ConditionFailed:
            return _saved(before, after, [store.job_action(after, job, now, unheard=False)])
    except DeliveryChanged:
        # Whoever wrote meanwhile looks for the job.
        store.record_job(after, job, now)
        raise
