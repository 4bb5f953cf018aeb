"""Writing what came of a step, with what hangs on it: the allowance in the same write, the people told after it."""

from __future__ import annotations

from typing import Final

from chalicelib.accounts import AccountError, Scarce, ledger
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.publishing.deliveries import store
from chalicelib.publishing.deliveries.models import Delivery, DeliveryState
from chalicelib.publishing.deliveries.transitions import ENDED
from chalicelib.wechat.error_codes import NO_MASS_SENDS_LEFT

_MASS: Final = (Scarce.MASS, Scarce.MASS_TO_ALL)
_BADLY: Final = (DeliveryState.FAILED, DeliveryState.PARTIALLY_SENT)
_HANDED_OVER: Final = (DeliveryState.SUBMITTED, DeliveryState.AWAITING_ADMIN)
_SENT: Final = (*_HANDED_OVER, *sorted(ENDED))


def record(before: Delivery, after: Delivery, error: Exception | None = None) -> Delivery:
    """Write ``after``, settle the allowances it held in the same transaction, and tell who has to know.

    Raises ``Moved``: whoever lost the race tells nothing.
    """
    actions = settlement(before, after)
    try:
        saved = store.save(before, after, actions)
    except ConditionFailed:
        # The ledger knows of no such reservation: its time is over, or a person corrected it. A push must not
        # hang on that; that its fate is written down matters more.
        saved = store.save(before, after)
        _log("allowance not held", saved)
    _learn(saved, error)
    tell(before, saved, error)
    return saved


def _learn(delivery: Delivery, error: Exception | None) -> None:
    """45028: WeChat counts more mass sends than the ledger, and will refuse the next one, too (sheet §3).

    Of a day's and a month's limit the day's is entered: which of the two it was, WeChat does not say. Twice is once.
    """
    if getattr(error, "errcode", None) != NO_MASS_SENDS_LEFT:
        return
    wanted = [scarce for scarce in _MASS if _holds(delivery, scarce)]
    try:
        claims = ledger.claims(delivery.account, wanted, delivery.at)
        if claims:
            shortest = max(claims, key=lambda one: len(one.period))
            ledger.see_used(delivery.account, shortest.scarce, shortest.limit, delivery.at)
    except AccountError:
        return


def _holds(delivery: Delivery, scarce: Scarce) -> bool:
    return any(key.split("#", 1)[0] == scarce.value for key in delivery.allowances)


def settlement(before: Delivery, after: Delivery) -> list[table.Action]:
    """What becomes of the allowances with this change: used where WeChat has, or may have, the push; else given back."""
    if before.state is after.state or before.state in _SENT or after.state not in _SENT:
        return []
    if after.state not in _HANDED_OVER and after.tried_at is None:
        return ledger.exchange_actions(
            after.account, release=[(key, after.id) for key in after.allowances]
        )
    return [ledger.commit_action(after.account, key, after.id) for key in after.allowances]


def tell(before: Delivery, after: Delivery, error: Exception | None = None) -> None:
    """Count a delivery that has just come to another state, and log one that a person must look at.

    To be called after the write, so whoever lost the race tells nothing. An event that only adds numbers to an
    end that is known already is not told again.
    """
    if after.problem is not None and before.problem is None and after.due_at is not None:
        _log("delivery held up", after, error)
    if after.state is before.state:
        return
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    telemetry.count(Metric.DELIVERY_MOVED, State=after.state.value)
    if before.submitted_at is None and after.submitted_at is not None:
        late = (after.submitted_at - after.at).total_seconds() / 60
        telemetry.count(Metric.MINUTES_LATE, max(0.0, round(late, 2)))
        if (left := _left(after)) is not None:
            telemetry.count(Metric.ALLOWANCE_LEFT, left)
    if after.state is DeliveryState.AWAITING_ADMIN:
        _log("delivery awaits the administrator", after)
    if after.state in _BADLY:
        telemetry.logger.error("delivery ended badly", extra=_about(after, error))
        telemetry.count(Metric.DELIVERY_ENDED, State=after.state.value)


def _left(delivery: Delivery) -> int | None:
    """How many more like it the account may send in its period; None where nothing is counted."""
    wanted = [Scarce(key.split("#", 1)[0]) for key in delivery.allowances]
    try:
        claims = ledger.claims(delivery.account, wanted, delivery.at) if wanted else ()
    except AccountError:
        # Removed meanwhile: there is nothing to be left.
        return None
    return min((ledger.line(delivery.account, one).left for one in claims), default=None)


def _log(message: str, delivery: Delivery, error: Exception | None = None) -> None:
    from chalicelib import telemetry

    telemetry.logger.warning(message, extra=_about(delivery, error))


def _about(delivery: Delivery, error: Exception | None) -> dict[str, object]:
    return {
        "delivery": delivery.id,
        "account": delivery.account,
        "state": delivery.state.value,
        "errcode": getattr(error, "errcode", None),
        "why": delivery.problem.what if delivery.problem else "",
    }
