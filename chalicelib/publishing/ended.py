"""A push that ended badly is told, where somebody is woken by it."""

from __future__ import annotations

from typing import Final

from chalicelib.publishing.models import Delivery, DeliveryState

_BADLY: Final = (DeliveryState.FAILED, DeliveryState.PARTIALLY_SENT)


def tell(before: Delivery, after: Delivery, error: Exception | None = None) -> None:
    """Count and log a delivery that has just come to an end that a person must look at.

    To be called after the write that ends it, so whoever lost the race to end it tells nothing. An event that
    only adds numbers to an end that is known already is not told again.
    """
    if after.state is before.state or after.state not in _BADLY:
        return
    from chalicelib import telemetry

    telemetry.logger.error(
        "delivery ended badly",
        extra={
            "delivery": after.id,
            "account": after.account,
            "state": after.state.value,
            "errcode": getattr(error, "errcode", None),
            "why": after.problem.what if after.problem else "",
        },
    )
    telemetry.count("DeliveryEnded", State=after.state.value)
