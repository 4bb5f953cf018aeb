"""Reports of a written step to the ledger, the metrics and the log. One table says which is made when.

Reports are made after the write, so whoever lost the race tells nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from chalicelib import accounts, telemetry
from chalicelib.accounts import AccountError, Claim, Scarce
from chalicelib.metrics import Metric
from chalicelib.publishing.deliveries.models import Delivery, DeliveryState
from chalicelib.publishing.deliveries.transitions import ENDED_BADLY
from chalicelib.wechat.error_codes import NO_MASS_SENDS_LEFT

_MASS: Final = (Scarce.MASS, Scarce.MASS_TO_ALL)


class Written(NamedTuple):
    """One written step of a delivery."""

    before: Delivery
    after: Delivery
    error: Exception | None
    """The error that the step ended in, if it did."""


def tell(before: Delivery, after: Delivery, error: Exception | None = None) -> None:
    """Make every report whose condition holds for this step."""
    written = Written(before, after, error)
    for holds, report in REPORTS:
        if holds(written):
            report(written)


def warn(message: str, delivery: Delivery, error: Exception | None = None) -> None:
    """Log something about a delivery that stops nothing."""
    telemetry.logger.warning(message, extra=_about(delivery, error))


def _refused_for_quota(written: Written) -> bool:
    return getattr(written.error, "errcode", None) == NO_MASS_SENDS_LEFT


def _held_up(written: Written) -> bool:
    after = written.after
    return after.problem is not None and written.before.problem is None and after.due_at is not None


def _in_another_state(written: Written) -> bool:
    """An event that only adds numbers to a known end is no news."""
    return written.after.state is not written.before.state


def _handed_over(written: Written) -> bool:
    return written.before.submitted_at is None and written.after.submitted_at is not None


def _waiting_for_an_administrator(written: Written) -> bool:
    return _in_another_state(written) and written.after.state is DeliveryState.AWAITING_ADMIN


def _ended_badly(written: Written) -> bool:
    return _in_another_state(written) and written.after.state in ENDED_BADLY


def _enter_as_used_up(written: Written) -> None:
    """45028: WeChat counts more mass sends than the ledger, and will refuse the next one, too (sheet §3).

    Of a day's and a month's limit the day's is entered: which of the two it was, WeChat does not say. Twice is once.
    """
    delivery = written.after
    claims = _claims(delivery, _MASS)
    if not claims:
        return
    shortest = max(claims, key=lambda one: len(one.period))
    try:
        accounts.ledger.see_used(delivery.account, shortest.scarce, shortest.limit, delivery.at)
    except AccountError:
        return  # removed meanwhile


def _count_state(written: Written) -> None:
    telemetry.count(Metric.DELIVERY_MOVED, State=written.after.state.value)


def _count_minutes_late(written: Written) -> None:
    after = written.after
    late = ((after.submitted_at or after.at) - after.at).total_seconds() / 60
    telemetry.count(Metric.MINUTES_LATE, max(0.0, round(late, 2)))


def _count_allowance_left(written: Written) -> None:
    """How many more like it the account may send in its period; nothing where nothing is counted."""
    held = _scarce(written.after)
    if not held:
        return
    try:
        left = accounts.ledger.least_left(written.after.account, held, written.after.at)
    except AccountError:
        return  # removed meanwhile: there is nothing to be left
    if left is not None:
        telemetry.count(Metric.ALLOWANCE_LEFT, left)


def _log_a_bad_end(written: Written) -> None:
    telemetry.logger.error("delivery ended badly", extra=_about(written.after, written.error))
    telemetry.count(Metric.DELIVERY_ENDED, State=written.after.state.value)


REPORTS: Final[tuple[tuple[Callable[[Written], bool], Callable[[Written], None]], ...]] = (
    (_refused_for_quota, _enter_as_used_up),
    (_held_up, lambda written: warn("delivery held up", written.after, written.error)),
    (_in_another_state, _count_state),
    (_handed_over, _count_minutes_late),
    (_handed_over, _count_allowance_left),
    (
        _waiting_for_an_administrator,
        lambda written: warn("delivery awaits the administrator", written.after),
    ),
    (_ended_badly, _log_a_bad_end),
)


def _claims(delivery: Delivery, of: tuple[Scarce, ...]) -> tuple[Claim, ...]:
    """The claims of these kinds that a delivery holds, by the account's limits as they are now."""
    wanted = [one for one in _scarce(delivery) if one in of]
    try:
        return accounts.ledger.claims(delivery.account, wanted, delivery.at) if wanted else ()
    except AccountError:
        return ()  # removed meanwhile: there is nothing to be left


def _scarce(delivery: Delivery) -> list[Scarce]:
    """What a delivery holds of."""
    return [Scarce(key.split("#", 1)[0]) for key in delivery.allowances]


def _about(delivery: Delivery, error: Exception | None) -> dict[str, object]:
    return {
        "delivery": delivery.id,
        "account": delivery.account,
        "state": delivery.state.value,
        "errcode": getattr(error, "errcode", None),
        "why": delivery.problem.what if delivery.problem else "",
    }
