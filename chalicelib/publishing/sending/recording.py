"""The write after a step: the delivery, and in the same transaction what becomes of its allowances."""

from __future__ import annotations

from chalicelib import accounts
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.publishing.deliveries import store
from chalicelib.publishing.deliveries.models import Delivery
from chalicelib.publishing.deliveries.transitions import HANDED_OVER, UNSENT
from chalicelib.publishing.sending import reports


def record(before: Delivery, after: Delivery, error: Exception | None = None) -> Delivery:
    """Write ``after``, settle the allowances it held in the same transaction, and tell who has to know.

    ``error`` is what the step ended in, if it did. Raises ``DeliveryChanged``: whoever lost the race tells nothing.
    """
    try:
        saved = store.save(before, after, settlement(before, after))
    except ConditionFailed:
        # The ledger knows of no such reservation: its time is over, or a person corrected it. A push must not
        # hang on that; that its fate is written down matters more.
        saved = store.save(before, after)
        reports.warn("allowance not held", saved)
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
